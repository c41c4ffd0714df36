# SPDX-License-Identifier: LGPL-2.1-or-later
"""Subvolumes of btrfs."""

from model import (
    Call, Int64, MountableOrPath, OBool, OString, Pathname, RErr, RHashtable,
    RInt64, RStructList,
)

CALLS = [
    Call(
        name="btrfs_subvolume_create", proc=324, since="1.17.35",
        args=[Pathname("dest")],
        optargs=[OString("qgroupid")],
        ret=RErr,
        group="btrfs",
        opts_name=True,
        brief="create a btrfs subvolume",
        errors={
            "EEXIST": "something is at dest already",
        },
        doc="""
        Makes an empty subvolume at C<dest>, whose parent directory is in a
        mounted btrfs. C<qgroupid> puts it into a quota group, as option B<-i>
        of L<btrfs-subvolume(8)>.
        """,
    ),
    Call(
        name="btrfs_subvolume_list", proc=325, since="1.17.35",
        args=[MountableOrPath("fs")],
        ret=RStructList("subvolumes", "btrfssubvolume"),
        group="btrfs",
        read_only=True,
        brief="list the subvolumes of a btrfs",
        doc="""
        All subvolumes and snapshots with their ids, the ids of those that
        they are in, and their paths from the top of the file system. C<fs> is
        a path in a mounted btrfs, or a device that is mounted aside for the
        question.
        """,
    ),
    Call(
        name="btrfs_subvolume_set_default", proc=326, since="1.17.35",
        args=[Int64("id"), Pathname("fs")],
        ret=RErr,
        group="btrfs",
        brief="choose the subvolume that is mounted by default",
        doc="""
        The one that mounting the file system without naming a subvolume shows
        from now on; see L<btrfs-subvolume(8)>. Id 5 is the top of the file
        system.
        """,
    ),
    Call(
        name="btrfs_subvolume_get_default", proc=425, since="1.29.17",
        args=[MountableOrPath("fs")],
        ret=RInt64("id"),
        group="btrfs",
        read_only=True,
        brief="id of the subvolume that is mounted by default",
        doc="""
        The id, as C<guestfs_btrfs_subvolume_list> lists it; 5 is the top of
        the file system.
        """,
    ),
    Call(
        name="btrfs_subvolume_snapshot", proc=322, since="1.17.35",
        args=[Pathname("source"), Pathname("dest")],
        optargs=[OBool("ro"), OString("qgroupid")],
        ret=RErr,
        group="btrfs",
        opts_name=True,
        brief="make a snapshot of a btrfs subvolume",
        errors={
            "EEXIST": "something is at dest already",
        },
        doc="""
        C<dest> becomes a subvolume that shares the content of C<source>; with
        C<ro> it cannot be written. C<qgroupid> is as for
        C<guestfs_btrfs_subvolume_create>.
        """,
    ),
    Call(
        name="btrfs_filesystem_sync", proc=327, since="1.17.35",
        args=[Pathname("fs")],
        ret=RErr,
        group="btrfs",
        read_only=True,
        brief="write a btrfs to disk",
        doc="""
        Forces out everything that the mounted btrfs holding C<fs> has in
        memory, as C<btrfs filesystem sync> does.
        """,
    ),
    Call(
        name="btrfs_subvolume_delete", proc=323, since="1.17.35",
        args=[Pathname("subvolume")],
        ret=RErr,
        group="btrfs",
        brief="delete a btrfs subvolume",
        errors={
            "EINVAL": "it is no subvolume",
            "ENOTEMPTY": "there are subvolumes in it",
        },
        doc="""
        With all that is in it.
        """,
    ),
    Call(
        name="btrfs_subvolume_show", proc=426, since="1.29.17",
        args=[Pathname("subvolume")],
        ret=RHashtable("btrfssubvolumeinfo"),
        group="btrfs",
        read_only=True,
        brief="what is known of a btrfs subvolume",
        errors={
            "EINVAL": "it is no subvolume",
        },
        doc="""
        Pairs of a name and its value, as L<btrfs-subvolume(8)> prints them:
        C<Name>, C<UUID>, C<Subvolume ID>, C<Flags> and so on. Several
        C<Snapshot(s)> are divided by commas.
        """,
    ),
]
