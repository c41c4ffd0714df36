# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: btrfs"""

from model import (
    Call, Int64, MountableOrPath, OBool, OString, Pathname, RErr, RInt64,
    RStructList,
)

CALLS = [
    Call(
        name="btrfs_subvolume_create", proc=324, since="1.17.35",
        args=[Pathname("dest")],
        optargs=[OString("qgroupid")],
        ret=RErr,
        group="btrfs",
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="btrfs_subvolume_list", proc=325, since="1.17.35",
        args=[MountableOrPath("fs")],
        ret=RStructList("subvolumes", "btrfssubvolume"),
        group="btrfs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="btrfs_subvolume_set_default", proc=326, since="1.17.35",
        args=[Int64("id"), Pathname("fs")],
        ret=RErr,
        group="btrfs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="btrfs_subvolume_get_default", proc=425, since="1.29.17",
        args=[MountableOrPath("fs")],
        ret=RInt64("id"),
        group="btrfs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="btrfs_subvolume_snapshot", proc=322, since="1.17.35",
        args=[Pathname("source"), Pathname("dest")],
        optargs=[OBool("ro"), OString("qgroupid")],
        ret=RErr,
        group="btrfs",
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="btrfs_filesystem_sync", proc=327, since="1.17.35",
        args=[Pathname("fs")],
        ret=RErr,
        group="btrfs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
