# SPDX-License-Identifier: LGPL-2.1-or-later
"""File systems as wholes: making, checking, labels, kinds."""

from model import (
    Bool, Call, Device, Int, Mountable, OBool, OInt, OInt64, OString, Pathname,
    RErr, RHashtable, RInt, RInt64, RString, String,
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
        brief="make a file system",
        errors={
            "ENOTSUP": "the appliance cannot make such a file system",
            "EINVAL": "the file system does not know this option",
        },
        doc="""
        By the C<mkfs> program of C<fstype>: C<ext2>, C<ext3>, C<ext4>,
        C<xfs>, C<btrfs>, C<vfat>, C<ntfs>, C<f2fs>, and so on. Destroys what
        is on the device.

        C<blocksize> is in bytes (of clusters, for vfat and ntfs), C<inode>
        the size of an inode, C<sectorsize> that of a sector, C<features> is
        ext's B<-O>, C<label> the label. What a file system does not know is
        an error.
        """,
    ),
    Call(
        name="mkswap", proc=130, since="1.0.55",
        args=[Device("device")],
        optargs=[OString("label"), OString("uuid")],
        ret=RErr,
        opts_name=True,
        brief="make swap space",
        doc="""
        As L<mkswap(8)>, with C<label> and C<uuid> where given. Destroys what
        is on the device.
        """,
    ),
    Call(
        name="set_label", proc=310, since="1.17.9",
        args=[Mountable("mountable"), String("label")],
        ret=RErr,
        brief="set the label of a file system",
        errors={
            "ENOTSUP": "labels of this kind of file system cannot be set",
        },
        doc="""
        For ext2 to ext4, btrfs, xfs (unmounted), vfat, ntfs, f2fs and swap,
        each by its own program. A btrfs is named by a device or a subvolume.
        """,
    ),
    Call(
        name="set_uuid", proc=403, since="1.23.10",
        args=[Device("device"), String("uuid")],
        ret=RErr,
        brief="set the UUID of a file system",
        errors={
            "ENOTSUP": "UUIDs of this kind of file system cannot be set",
        },
        doc="""
        For ext2 to ext4, xfs, btrfs and swap. The file system must not be
        mounted.
        """,
    ),
    Call(
        name="vfs_type", proc=198, since="1.0.75",
        args=[Mountable("mountable")],
        ret=RString("fstype"),
        read_only=True,
        brief="kind of a file system",
        doc="""
        As the kernel and L<blkid(8)> name it: C<ext4>, C<xfs>, C<vfat>,
        C<ntfs>, C<LVM2_member>, C<crypto_LUKS>, C<swap>. An empty string
        where nothing is recognised.
        """,
    ),
    Call(
        name="vfs_label", proc=253, since="1.3.18",
        args=[Mountable("mountable")],
        ret=RString("label"),
        read_only=True,
        brief="label of a file system",
        doc="""
        An empty string where there is none.
        """,
    ),
    Call(
        name="vfs_uuid", proc=254, since="1.3.18",
        args=[Mountable("mountable")],
        ret=RString("uuid"),
        aliases=["get-uuid"],
        read_only=True,
        brief="UUID of a file system",
        doc="""
        An empty string where there is none.
        """,
    ),
    Call(
        name="blkid", proc=303, since="1.15.9",
        args=[Device("device")],
        ret=RHashtable("info"),
        read_only=True,
        brief="everything known of a device's content",
        doc="""
        Pairs of a tag and its value from L<blkid(8)>: C<TYPE>, C<UUID>,
        C<LABEL>, C<USAGE>, C<PART_ENTRY_UUID> and others.
        """,
    ),
    Call(
        name="ntfs_3g_probe", proc=110, since="1.0.43",
        args=[Bool("rw"), Device("device")],
        ret=RInt("status"),
        group="ntfs3g",
        read_only=True,
        brief="test whether an NTFS can be mounted",
        doc="""
        The status of L<ntfs-3g.probe(8)>, for writing where C<rw> is true: 0
        if it can, 12 not NTFS, 13 damaged, 14 hibernated, 15 not cleanly
        unmounted, 16 in use, and others listed there.
        """,
    ),
    Call(
        name="fsck", proc=84, since="1.0.16",
        args=[String("fstype"), Device("device")],
        ret=RInt("status"),
        brief="check a file system",
        errors={
            "EBUSY": "the file system is mounted",
            "ENOTSUP": "the appliance has no checker for this type",
        },
        doc="""
        Runs the checker of C<fstype> and lets it repair what it can without
        asking. Returns its status, as L<fsck(8)> explains: 0 clean, 1
        repaired, 4 errors are left. The file system must not be mounted.
        """,
    ),
    Call(
        name="e2fsck", proc=304, since="1.15.17",
        args=[Device("device")],
        optargs=[OBool("correct"), OBool("forceall")],
        ret=RErr,
        brief="check an ext2, ext3 or ext4 file system",
        errors={
            "EBUSY": "the file system is mounted",
        },
        doc="""
        Repairs what can be repaired without asking; with C<correct>
        everything is answered with yes. C<forceall> checks one that looks
        clean, too. Both at once is an error, as is a file system left with
        errors.
        """,
    ),
    Call(
        name="fstrim", proc=334, since="1.19.6",
        args=[Pathname("mountpoint")],
        optargs=[OInt64("offset"), OInt64("length"), OInt64("minimumfreeextent")],
        ret=RErr,
        group="fstrim",
        read_only=True,
        brief="give unused blocks back",
        errors={
            "EOPNOTSUPP": "the file system or the disk does not support it",
        },
        doc="""
        Tells the disk below a mounted file system which blocks are unused, as
        L<fstrim(8)>. Only a drive added with C<discard> passes it on to the
        image. C<offset>, C<length> and C<minimumfreeextent> are in bytes.
        """,
    ),
    Call(
        name="mkfs_b", proc=187, since="1.0.68",
        args=[String("fstype"), Int("blocksize"), Device("device")],
        ret=RErr,
        deprecated_by="mkfs",
        brief="make a file system with a block size",
        errors={
            "ENOTSUP": "the appliance cannot make such a file system",
            "EINVAL": "a bad block size, or one that cannot be chosen",
        },
        doc="""
        C<guestfs_mkfs> with C<blocksize>, in bytes; for vfat and ntfs it is
        the size of a cluster.
        """,
    ),
    Call(
        name="set_uuid_random", proc=456, since="1.29.50",
        args=[Device("device")],
        ret=RErr,
        brief="give a file system a new UUID",
        errors={
            "ENOTSUP": "UUIDs of this kind of file system cannot be set",
        },
        doc="""
        A random one, where C<guestfs_set_uuid> can set one. The file system
        must not be mounted.
        """,
    ),
    Call(
        name="vfs_minimum_size", proc=457, since="1.31.18",
        args=[Mountable("mountable")],
        ret=RInt64("sizeinbytes"),
        read_only=True,
        brief="least size that a file system can be shrunk to",
        errors={
            "ENOTSUP": "this kind of file system does not tell",
        },
        doc="""
        In bytes, as its own program estimates: for ext2 to ext4
        L<resize2fs(8)>, for ntfs L<ntfsresize(8)>, for btrfs
        L<btrfs-inspect-internal(8)>. An xfs cannot be shrunk: its size is
        the answer.
        """,
    ),
    Call(
        name="f2fs_expand", proc=505, since="1.39.3",
        args=[Device("device")],
        ret=RErr,
        group="f2fs",
        brief="grow an f2fs to its device",
        errors={
            "EBUSY": "the file system is mounted",
            "EINVAL": "it is no f2fs",
        },
        doc="""
        By L<resize.f2fs(8)>.
        """,
    ),
]
