# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: mkfs"""

from model import (
    Bool, Call, Device, Mountable, OBool, OInt, OInt64, OString, Pathname,
    RErr, RHashtable, RInt, RString, String,
)

CALLS = [
    Call(
        name="mkfs", proc=278, since="0.0.8",
        args=[String("fstype"), Device("device")],
        optargs=[
            OInt("blocksize"), OString("features"), OInt("inode"),
            OInt("sectorsize"), OString("label"),
        ],
        ret=RErr,
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mkswap", proc=130, since="1.0.55",
        args=[Device("device")],
        optargs=[OString("label"), OString("uuid")],
        ret=RErr,
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_label", proc=310, since="1.17.9",
        args=[Mountable("mountable"), String("label")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_uuid", proc=403, since="1.23.10",
        args=[Device("device"), String("uuid")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vfs_type", proc=198, since="1.0.75",
        args=[Mountable("mountable")],
        ret=RString("fstype"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vfs_label", proc=253, since="1.3.18",
        args=[Mountable("mountable")],
        ret=RString("label"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="vfs_uuid", proc=254, since="1.3.18",
        args=[Mountable("mountable")],
        ret=RString("uuid"),
        aliases=["get-uuid"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="blkid", proc=303, since="1.15.9",
        args=[Device("device")],
        ret=RHashtable("info"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ntfs_3g_probe", proc=110, since="1.0.43",
        args=[Bool("rw"), Device("device")],
        ret=RInt("status"),
        group="ntfs3g",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="fsck", proc=84, since="1.0.16",
        args=[String("fstype"), Device("device")],
        ret=RInt("status"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="e2fsck", proc=304, since="1.15.17",
        args=[Device("device")],
        optargs=[OBool("correct"), OBool("forceall")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="fstrim", proc=334, since="1.19.6",
        args=[Pathname("mountpoint")],
        optargs=[OInt64("offset"), OInt64("length"), OInt64("minimumfreeextent")],
        ret=RErr,
        group="fstrim",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
