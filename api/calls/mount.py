# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: mount"""

from model import (
    Call, DevOrPath, Mountable, OBool, RErr, RHashtable, RString,
    RStringList, RStruct, String,
)

CALLS = [
    Call(
        name="mount", proc=1, since="0.0.3",
        args=[Mountable("mountable"), String("mountpoint")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mount_ro", proc=73, since="1.0.10",
        args=[Mountable("mountable"), String("mountpoint")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mount_options", proc=74, since="1.0.10",
        args=[String("options"), Mountable("mountable"), String("mountpoint")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mount_vfs", proc=75, since="1.0.10",
        args=[
            String("options"), String("vfstype"), Mountable("mountable"),
            String("mountpoint"),
        ],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="umount", proc=45, since="0.0.8",
        args=[DevOrPath("pathordevice")],
        optargs=[OBool("force"), OBool("lazyunmount")],
        ret=RErr,
        aliases=["unmount"],
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="umount_all", proc=47, since="0.0.8",
        ret=RErr,
        aliases=["unmount-all"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mounts", proc=46, since="0.0.8",
        ret=RStringList("devices", of="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mountpoints", proc=147, since="1.0.62",
        ret=RHashtable("mps", key="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mkmountpoint", proc=148, since="1.0.62",
        args=[String("exemptpath")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="rmmountpoint", proc=149, since="1.0.62",
        args=[String("exemptpath")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="sync", proc=2, since="0.0.3",
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mountable_device", since="1.33.15", side="library",
        args=[Mountable("mountable")],
        ret=RString("device", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mountable_subvolume", since="1.33.15", side="library",
        args=[Mountable("mountable")],
        ret=RString("subvolume"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_parse_mountable", proc=396, since="1.21.11",
        args=[Mountable("mountable")],
        ret=RStruct("mountable", "internal_mountable"),
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
