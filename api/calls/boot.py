# SPDX-License-Identifier: LGPL-2.1-or-later
"""Boot loaders."""

from model import Call, Device, OString, Pathname, RErr

CALLS = [
    Call(
        name="syslinux", proc=399, since="1.21.27",
        args=[Device("device")],
        optargs=[OString("directory")],
        ret=RErr,
        group="syslinux",
        brief="install SYSLINUX on a FAT file system",
        errors={
            "EBUSY": "the file system is mounted",
            "EINVAL": "it is no FAT",
        },
        doc="""
        By L<syslinux(1)>, into C<directory> (from the top of the file system,
        without a slash before it) or the top. It does not touch the disk's
        first sector, the partition's boot flag or the configuration.
        """,
    ),
    Call(
        name="extlinux", proc=400, since="1.21.27",
        args=[Pathname("directory")],
        ret=RErr,
        group="extlinux",
        brief="install EXTLINUX on a mounted file system",
        errors={
            "ENOENT": "there is no such directory",
            "EINVAL": "it is not known from this kind of file system",
        },
        doc="""
        By L<extlinux(1)>, into C<directory> of an ext2 to ext4, btrfs, FAT,
        NTFS or XFS. It does not touch the disk's first sector, the
        partition's boot flag or the configuration.
        """,
    ),
    Call(
        name="grub_install", proc=86, since="1.0.17",
        args=[Pathname("root"), Device("device")],
        ret=RErr,
        group="grub",
        brief="install GRUB on a disk",
        errors={
            "ENOENT": "the guest has no grub-install",
        },
        doc="""
        Runs the guest's own L<grub-install(8)>, as C<guestfs_command> runs
        programs, with C<root> as its root directory: the boot loader goes to
        C<device>, its files below C<root>. If it does not find a suitable
        drive, write C</boot/grub/device.map> before. Beware of guests that
        you do not trust: their program gets the disk.
        """,
    ),
]
