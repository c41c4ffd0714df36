# SPDX-License-Identifier: LGPL-2.1-or-later
"""Mounting file systems into the tree that path names speak of."""

from model import (
    Call, DevOrPath, Mountable, OBool, OString, Pathname, RErr, RHashtable,
    RString, RStringList, RStruct, String,
)

CALLS = [
    Call(
        name="mount", proc=1, since="0.0.3",
        args=[Mountable("mountable"), String("mountpoint")],
        ret=RErr,
        brief="mount a file system",
        errors={
            "EINVAL": "no file system that the appliance knows is on it",
            "EBUSY": "it is mounted already",
            "ENOENT": "the mount point does not exist",
        },
        doc="""
        Mounts a device or a subvolume on C<mountpoint>; C</> must come first.
        Writes are passed on in the file system's own time, until
        C<guestfs_sync>, C<guestfs_umount_all> or the end. The root of other
        calls' paths is what is mounted on C</>.
        """,
    ),
    Call(
        name="mount_ro", proc=73, since="1.0.10",
        args=[Mountable("mountable"), String("mountpoint")],
        ret=RErr,
        brief="mount a file system read-only",
        doc="""
        As C<guestfs_mount_options> with C<ro>. The file system may still
        replay its journal; to leave the image untouched, add the drive with
        C<readonly>.
        """,
    ),
    Call(
        name="mount_options", proc=74, since="1.0.10",
        args=[String("options"), Mountable("mountable"), String("mountpoint")],
        ret=RErr,
        brief="mount a file system with options",
        doc="""
        C<options> have commas between them, as for L<mount(8)>; an empty
        string means none.
        """,
    ),
    Call(
        name="mount_vfs", proc=75, since="1.0.10",
        args=[
            String("options"), String("vfstype"), Mountable("mountable"),
            String("mountpoint"),
        ],
        ret=RErr,
        brief="mount a file system of a given kind",
        doc="""
        C<vfstype> is the kernel's name of the file system, in place of what
        the content looks like. C<options> are as of C<guestfs_mount_options>.
        """,
    ),
    Call(
        name="umount", proc=45, since="0.0.8",
        args=[DevOrPath("pathordevice")],
        optargs=[OBool("force"), OBool("lazyunmount")],
        ret=RErr,
        aliases=["unmount"],
        opts_name=True,
        brief="unmount a file system",
        errors={
            "EBUSY": "it is in use, or another is mounted in it",
            "EINVAL": "nothing is mounted there",
        },
        doc="""
        By its device or its mount point. Everything is on disk when it
        returns. C<lazyunmount> takes it out of the tree at once and finishes
        when nothing uses it; C<force> is for network file systems.
        """,
    ),
    Call(
        name="umount_all", proc=47, since="0.0.8",
        ret=RErr,
        aliases=["unmount-all"],
        brief="unmount all file systems",
        errors={
            "EBUSY": "a file system is in use",
        },
        doc="""
        Those mounted later go first. Everything is on disk when it returns.
        Mount points made by C<guestfs_mkmountpoint> stay.
        """,
    ),
    Call(
        name="mounts", proc=46, since="0.0.8",
        ret=RStringList("devices", of="Mountable"),
        read_only=True,
        brief="list the mounted devices",
        doc="""
        In the order in which they were mounted.
        """,
    ),
    Call(
        name="mountpoints", proc=147, since="1.0.62",
        ret=RHashtable("mps", key="Mountable"),
        read_only=True,
        brief="list the mounted devices with their mount points",
        doc="""
        Pairs of a device, or subvolume, and the path on which it is mounted.
        """,
    ),
    Call(
        name="mkmountpoint", proc=148, since="1.0.62",
        args=[String("exemptpath")],
        ret=RErr,
        brief="make a directory to mount on while nothing is mounted on /",
        errors={
            "EEXIST": "it exists already",
        },
        doc="""
        For trees whose root is not one of the guest's file systems, such as a
        folder for each of several disks. C<exemptpath> is a path such as
        C</disk1>. Cannot be mixed with mounting on C</>. Files cannot be made
        beside such directories (C<EROFS>): they would be on no disk.
        """,
    ),
    Call(
        name="rmmountpoint", proc=149, since="1.0.62",
        args=[String("exemptpath")],
        ret=RErr,
        brief="remove a directory made by mkmountpoint",
        errors={
            "EBUSY": "something is mounted on it",
        },
        doc="""
        It must be empty, with nothing mounted on it.
        """,
    ),
    Call(
        name="sync", proc=2, since="0.0.3",
        ret=RErr,
        read_only=True,
        brief="write everything to disk",
        doc="""
        Returns when all data of all mounted file systems has reached the
        images, on stable storage of the host.
        """,
    ),
    Call(
        name="mountable_device", since="1.33.15", side="library",
        args=[Mountable("mountable")],
        ret=RString("device", of="Device"),
        brief="device of a mountable",
        doc="""
        C</dev/sda1> of both C</dev/sda1> and C<btrfsvol:/dev/sda1/sub>. Works
        on the name; the device need not exist.
        """,
    ),
    Call(
        name="mountable_subvolume", since="1.33.15", side="library",
        args=[Mountable("mountable")],
        ret=RString("subvolume"),
        brief="subvolume of a mountable",
        errors={
            "EINVAL": "it is a device without a subvolume",
        },
        doc="""
        C<sub> of C<btrfsvol:/dev/sda1/sub>.
        """,
    ),
    Call(
        name="internal_parse_mountable", proc=396, since="1.21.11",
        args=[Mountable("mountable")],
        ret=RStruct("mountable", "internal_mountable"),
        visibility="internal",
        read_only=True,
        brief="take a mountable apart",
        doc="""
        C<im_type> is 0 for a device and 1 for a btrfs subvolume.
        """,
    ),
    Call(
        name="mount_loop", proc=129, since="1.0.54",
        args=[Pathname("file"), Pathname("mountpoint")],
        ret=RErr,
        brief="mount a file system that is in a file",
        errors={
            "EINVAL": "no file system is recognised in it",
        },
        doc="""
        C<file> of the guest becomes a loop device, which is mounted at
        C<mountpoint> and goes away when it is unmounted. Read-only where the
        file cannot be written. The file system that holds the file stays
        busy until then.
        """,
    ),
    Call(
        name="remount", proc=402, since="1.23.2",
        args=[Pathname("mountpoint")],
        optargs=[OBool("rw")],
        ret=RErr,
        brief="make a mounted file system writable or read-only",
        errors={
            "EINVAL": "nothing is mounted there, or rw is not given",
            "EBUSY": "something in it is open for writing",
            "EROFS": "the device cannot be written",
        },
        doc="""
        C<rw> must be given: writable where it is true, read-only where it is
        false. The other options of the mount stay.
        """,
    ),
    Call(
        name="list_9p", proc=285, since="1.11.12",
        ret=RStringList("mounttags"),
        deprecated_by="(no-replacement)",
        read_only=True,
        brief="list the 9p file systems that the host offers",
        doc="""
        The tags of those that qemu was given by C<guestfs_config>
        (B<-virtfs>); empty where there is none.
        """,
    ),
    Call(
        name="mount_9p", proc=286, since="1.11.12",
        args=[String("mounttag"), String("mountpoint")],
        optargs=[OString("options")],
        ret=RErr,
        deprecated_by="(no-replacement)",
        brief="mount a 9p file system of the host",
        errors={
            "ENOENT": "there is none with this tag",
        },
        doc="""
        C<mounttag> is one that C<guestfs_list_9p> lists. C<options> are as
        for mount's B<-o>; C<trans=virtio> is added where it lacks.
        """,
    ),
]
