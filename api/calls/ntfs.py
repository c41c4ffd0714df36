# SPDX-License-Identifier: LGPL-2.1-or-later
"""NTFS: fixing, resizing, cloning it, and reading by inode."""

from model import (
    Call, Device, FileIn, FileOut, Int64, Mountable, OBool, OInt64, RErr,
)

CALLS = [
    Call(
        name="ntfsfix", proc=307, since="1.17.9",
        args=[Device("device")],
        optargs=[OBool("clearbadsectors")],
        ret=RErr,
        group="ntfs3g",
        brief="fix what commonly ails an NTFS",
        errors={
            "EINVAL": "it is no NTFS, or damaged worse",
            "EBUSY": "the file system is mounted",
        },
        doc="""
        Repairs some things, empties the journal and has Windows check the
        rest, as L<ntfsfix(8)> does. C<clearbadsectors> forgets the list of
        bad sectors, after a copy to a good disk.
        """,
    ),
    Call(
        name="ntfsresize", proc=288, since="1.3.2",
        args=[Device("device")],
        optargs=[OInt64("size"), OBool("force")],
        ret=RErr,
        group="ntfsprogs",
        opts_name=True,
        brief="resize an NTFS",
        errors={
            "EINVAL": "the size is larger than the device or too small for "
                      "what is in it, or Windows must check it first",
            "EBUSY": "the file system is mounted",
        },
        doc="""
        To C<size> bytes, or to the size of the device. Afterwards Windows
        shall check it, and before it did that only C<force> resizes again.
        """,
    ),
    Call(
        name="ntfsresize_size", proc=250, since="1.3.14",
        args=[Device("device"), Int64("size")],
        ret=RErr,
        group="ntfsprogs",
        deprecated_by="ntfsresize",
        brief="resize an NTFS to a size",
        errors={
            "EINVAL": "as for ntfsresize",
        },
        doc="""
        C<guestfs_ntfsresize> with C<size>.
        """,
    ),
    Call(
        name="ntfsclone_out", proc=308, since="1.17.9",
        args=[Device("device"), FileOut("backupfile")],
        optargs=[
            OBool("metadataonly"), OBool("rescue"), OBool("ignorefscheck"),
            OBool("preservetimestamps"), OBool("force"),
        ],
        ret=RErr,
        group="ntfs3g",
        cancellable=True,
        read_only=True,
        brief="save an NTFS in a file of the host",
        errors={
            "EINVAL": "it is no NTFS, or inconsistent",
        },
        doc="""
        In the special format of L<ntfsclone(8)>, which has what is in use
        alone. C<metadataonly> leaves out the content of files, C<rescue>
        reads past bad sectors, C<ignorefscheck> and C<force> go on where
        checks fail, C<preservetimestamps> keeps timestamps that
        C<metadataonly> would erase.
        """,
    ),
    Call(
        name="ntfsclone_in", proc=309, since="1.17.9",
        args=[FileIn("backupfile"), Device("device")],
        ret=RErr,
        group="ntfs3g",
        cancellable=True,
        brief="restore an NTFS from a file of the host",
        errors={
            "EINVAL": "the file is no such backup, or does not fit",
        },
        doc="""
        What C<guestfs_ntfsclone_out> saved. Destroys what is on the device.
        """,
    ),
    Call(
        name="ntfscat_i", proc=463, since="1.33.14",
        args=[Mountable("device"), Int64("inode"), FileOut("filename")],
        ret=RErr,
        progress=True,
        cancellable=True,
        read_only=True,
        brief="read a file of an NTFS by its inode",
        errors={
            "EINVAL": "there is no such inode, or it has no data",
        },
        doc="""
        Also files that no directory shows, such as 0, C<$MFT>. The file
        system must not be mounted writable.
        """,
    ),
]
