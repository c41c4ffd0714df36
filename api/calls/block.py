# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: block"""

from model import Call, Device, RBool, RErr, RHashtable, RInt, RInt64, RStringList

CALLS = [
    Call(
        name="list_devices", proc=7, since="0.0.4",
        ret=RStringList("devices", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="list_partitions", proc=8, since="0.0.4",
        ret=RStringList("partitions", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="list_filesystems", proc=476, since="1.5.15",
        ret=RHashtable("fses", key="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="list_md_devices", proc=300, since="1.15.4",
        ret=RStringList("devices", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="list_dm_devices", proc=287, since="1.11.15",
        ret=RStringList("devices", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="list_disk_labels", proc=369, since="1.19.49",
        ret=RHashtable("labels", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="nr_devices", proc=336, since="1.19.15",
        ret=RInt("nrdisks"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_whole_device", proc=395, since="1.21.9",
        args=[Device("device")],
        ret=RBool("flag"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_getsize64", proc=63, since="1.9.3",
        args=[Device("device")],
        ret=RInt64("sizeinbytes"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_getro", proc=58, since="1.9.3",
        args=[Device("device")],
        ret=RBool("ro"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_getss", proc=59, since="1.9.3",
        args=[Device("device")],
        ret=RInt("sectorsize"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_flushbufs", proc=64, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_rereadpt", proc=65, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_setro", proc=56, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blockdev_setrw", proc=57, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="zero", proc=85, since="1.0.16",
        args=[Device("device")],
        ret=RErr,
        progress=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="zero_device", proc=228, since="1.3.1",
        args=[Device("device")],
        ret=RErr,
        progress=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="wipefs", proc=306, since="1.17.6",
        args=[Device("device")],
        ret=RErr,
        group="wipefs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
