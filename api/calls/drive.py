# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which disks the appliance gets."""

from model import (
    Call, Device, Int64, OBool, OInt, OString, OStringList, RErr, RInt,
    RString, RStringList, String,
)

CALLS = [
    Call(
        name="add_drive", since="0.0.3", side="library",
        args=[String("filename")],
        optargs=[
            OBool("readonly"), OString("format"), OString("iface"),
            OString("name"), OString("label"), OString("protocol"),
            OStringList("server"), OString("username"), OString("secret"),
            OString("cachemode"), OString("discard"), OBool("copyonread"),
            OInt("blocksize"),
        ],
        ret=RErr,
        aliases=["add"],
        opts_name=True,
        brief="add a disk",
        errors={
            "ENOENT": "there is no such file",
            "EACCES": "the file cannot be opened",
            "EINVAL": "an optional argument is wrong or does not fit the protocol",
        },
        doc="""
        Adds an image file or a block device of the host, before launch. The
        first disk becomes C</dev/sda>, the next C</dev/sdb>, and so on.

        C<readonly>: writes are kept aside and thrown away; the image does not
        change by a bit, even when a journal must be replayed to mount it.
        C<format>: the image's format, best always given. Without it the
        format is settled by the image's first bytes when it is added and not
        probed again: the magic of qcow2, vmdk, vdi, vhdx, vpc and their like
        at its place means that format, anything else means raw. An image so
        found may name a backing file of the host, which qemu then opens
        (verbose mode tells), and a guest can write such a magic into its own
        raw disk: give the format of raw images from guests you do not trust.
        C<qcow2:NAME> opens the internal snapshot of that name or id, read-only.
        C<label>: another name of the disk, up to 20 letters, see
        C<guestfs_list_disk_labels>. C<blocksize>: 512 (the default) or 4096.
        C<cachemode>: C<writeback> or, where losing all of it in a crash is
        fine, C<unsafe>. C<discard>: C<disable>, C<enable> or C<besteffort>.
        C<copyonread>: keep what is read from a remote image. C<iface> and
        C<name> are accepted for old programs and change nothing.

        C<protocol>: C<file> (the default), C<nbd>, C<ssh>, C<http>, C<https>,
        C<ftp>, C<ftps>, C<iscsi>, C<rbd>. Then C<filename> is the export,
        path or image name there, C<server> a list of C<HOST>, C<HOST:PORT>,
        C<tcp:HOST:PORT> or C<unix:PATH>, and C<username> and C<secret> log
        in.
        """,
    ),
    Call(
        name="add_drive_ro", since="1.0.38", side="library",
        args=[String("filename")],
        ret=RErr,
        aliases=["add-ro"],
        config_only=True,
        brief="add a disk that will not be changed",
        doc="""
        The same as C<guestfs_add_drive_opts> with C<readonly>.
        """,
    ),
    Call(
        name="add_drive_scratch", since="1.23.10", side="library",
        args=[Int64("size")],
        optargs=[OString("name"), OString("label"), OInt("blocksize")],
        ret=RErr,
        aliases=["scratch"],
        brief="add an empty disk that is thrown away",
        doc="""
        Makes a sparse image of C<size> bytes among the handle's temporary
        files and adds it. It goes when the handle closes. The optional
        arguments are those of C<guestfs_add_drive_opts>.
        """,
    ),
    Call(
        name="add_drive_with_if", since="1.0.84", side="library",
        args=[String("filename"), String("iface")],
        ret=RErr,
        deprecated_by="add_drive",
        config_only=True,
        brief="add a disk to a given bus",
        doc="""
        C<iface> is ignored; disks are named in the order they are added,
        whatever the bus.
        """,
    ),
    Call(
        name="add_drive_ro_with_if", since="1.0.84", side="library",
        args=[String("filename"), String("iface")],
        ret=RErr,
        deprecated_by="add_drive",
        config_only=True,
        brief="add an unchanging disk to a given bus",
        doc="""
        The same as C<guestfs_add_drive_ro>; C<iface> is ignored.
        """,
    ),
    Call(
        name="add_cdrom", since="0.0.3", side="library",
        args=[String("filename")],
        ret=RErr,
        deprecated_by="add_drive_ro",
        config_only=True,
        brief="add an ISO image",
        doc="""
        The same as C<guestfs_add_drive_ro>: the image becomes an ordinary
        disk.
        """,
    ),
    Call(
        name="add_domain", since="1.7.4", side="library",
        args=[String("dom")],
        optargs=[
            OString("libvirturi"), OBool("readonly"), OString("iface"),
            OBool("live"), OBool("allowuuid"), OString("readonlydisk"),
            OString("cachemode"), OString("discard"), OBool("copyonread"),
        ],
        ret=RInt("nrdisks"),
        aliases=["domain"],
        config_only=True,
        brief="add the disks of a libvirt domain",
        errors={
            "ENOTSUP": "libvirt is not installed",
        },
        doc="""
        Asks libvirt (C<libvirturi>, or its default) for the domain C<dom>, by
        name, or by UUID too with C<allowuuid>, and adds its disks in the
        domain's order. A running domain's disks can only be added with
        C<readonly>. C<readonlydisk> says what to do with disks that are
        read-only in the domain: C<error>, C<read>, C<write> (the default) or
        C<ignore>. C<live> is not supported. The other optional arguments are
        passed to C<guestfs_add_drive_opts>.

        Returns the number of disks added.
        """,
    ),
    Call(
        name="remove_drive", since="1.19.49", side="library",
        args=[String("label")],
        ret=RErr,
        deprecated_by="(no-replacement)",
        brief="remove a disk again",
        errors={
            "ENOTSUP": "always",
        },
        doc="""
        Disks could once be removed from a running appliance. That has gone;
        the call always fails.
        """,
    ),
    Call(
        name="max_disks", since="1.19.7", side="library",
        ret=RInt("disks"),
        brief="most disks that can be added",
        doc="""
        How many C<guestfs_add_drive_opts> accepts on one handle.
        """,
    ),
    Call(
        name="device_index", since="1.19.7", side="library",
        args=[Device("device")],
        ret=RInt("index"),
        brief="position of a disk",
        errors={
            "EINVAL": "not the name of a disk",
        },
        doc="""
        0 for C</dev/sda>, 1 for C</dev/sdb> and so on, from the name alone;
        C</dev/hda> and C</dev/vda> count the same. It fails for what is not
        the name of a whole disk.
        """,
    ),
    Call(
        name="canonical_device_name", since="1.19.7", side="library",
        args=[String("device")],
        ret=RString("canonical"),
        brief="usual name of a device",
        doc="""
        C</dev/hda1> and C</dev/vda1> become C</dev/sda1>,
        C</dev/mapper/VG-LV> becomes C</dev/VG/LV>; other names are returned
        as they are. It works on names and needs no such device.
        """,
    ),
    Call(
        name="debug_drives", since="1.13.22", side="library",
        ret=RStringList("cmdline"),
        visibility="debug",
        brief="show the disks that were added",
        doc="""
        A line of text for each, for debugging. What is in it may change with
        any version.
        """,
    ),
]
