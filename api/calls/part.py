# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: part"""

from model import (
    Bool, Call, Device, GUID, Int, Int64, RBool, RErr, RInt, RString,
    RStructList, String,
)

CALLS = [
    Call(
        name="part_to_dev", proc=272, since="1.5.15",
        args=[Device("partition")],
        ret=RString("device", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_to_partnum", proc=293, since="1.13.25",
        args=[Device("partition")],
        ret=RInt("partnum"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_init", proc=208, since="1.0.78",
        args=[Device("device"), String("parttype")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_add", proc=209, since="1.0.78",
        args=[
            Device("device"), String("prlogex"), Int64("startsect"),
            Int64("endsect"),
        ],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_disk", proc=210, since="1.0.78",
        args=[Device("device"), String("parttype")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_list", proc=213, since="1.0.78",
        args=[Device("device")],
        ret=RStructList("partitions", "partition"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_get_parttype", proc=214, since="1.0.78",
        args=[Device("device")],
        ret=RString("parttype"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_set_bootable", proc=211, since="1.0.78",
        args=[Device("device"), Int("partnum"), Bool("bootable")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_get_bootable", proc=234, since="1.3.2",
        args=[Device("device"), Int("partnum")],
        ret=RBool("bootable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_set_name", proc=212, since="1.0.78",
        args=[Device("device"), Int("partnum"), String("name")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_get_name", proc=416, since="1.25.33",
        args=[Device("device"), Int("partnum")],
        ret=RString("name"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_set_gpt_type", proc=392, since="1.21.1",
        args=[Device("device"), Int("partnum"), GUID("guid")],
        ret=RErr,
        group="gdisk",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_get_gpt_type", proc=393, since="1.21.1",
        args=[Device("device"), Int("partnum")],
        ret=RString("guid"),
        group="gdisk",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_get_gpt_guid", proc=447, since="1.29.25",
        args=[Device("device"), Int("partnum")],
        ret=RString("guid"),
        group="gdisk",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_set_mbr_id", proc=236, since="1.3.2",
        args=[Device("device"), Int("partnum"), Int("idbyte")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_get_mbr_id", proc=235, since="1.3.2",
        args=[Device("device"), Int("partnum")],
        ret=RInt("idbyte"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="part_del", proc=233, since="1.3.2",
        args=[Device("device"), Int("partnum")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
