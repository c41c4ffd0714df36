# SPDX-License-Identifier: LGPL-2.1-or-later
"""Deleted files: calls that need The Sleuth Kit."""

from model import (
    Call, FileOut, Int64, Mountable, OBool, RErr, RStructList,
)

CALLS = [
    Call(
        name="download_inode", proc=464, since="1.33.14",
        args=[Mountable("device"), Int64("inode"), FileOut("filename")],
        ret=RErr,
        progress=True, cancellable=True, read_only=True, group="sleuthkit",
        brief="copy a file by its inode number to the host",
        errors={
            "EINVAL": "the number is negative",
        },
        doc="""
        By L<icat(1)>, from a file system that need not be mounted. The file
        may have been deleted.
        """,
    ),
    Call(
        name="download_blocks", proc=468, since="1.33.45",
        args=[
            Mountable("device"), Int64("start"), Int64("stop"),
            FileOut("filename"),
        ],
        optargs=[OBool("unallocated")],
        ret=RErr,
        progress=True, cancellable=True, read_only=True, group="sleuthkit",
        brief="copy blocks of a file system to the host",
        errors={
            "EINVAL": "start is negative, or stop is before it",
        },
        doc="""
        Blocks C<start> to C<stop>, by L<blkls(1)>; with C<unallocated> only
        those that no file uses.
        """,
    ),
    Call(
        name="filesystem_walk", since="1.33.39", side="library",
        args=[Mountable("device")],
        ret=RStructList("dirents", "tsk_dirent"),
        progress=True, cancellable=True, group="libtsk",
        brief="all files of a file system, deleted ones too",
        doc="""
        Of a file system that need not be mounted. Today's appliance lacks the
        library, so that this fails: see C<guestfs_available>.
        """,
    ),
    Call(
        name="find_inode", since="1.35.6", side="library",
        args=[Mountable("device"), Int64("inode")],
        ret=RStructList("dirents", "tsk_dirent"),
        progress=True, cancellable=True, group="libtsk",
        brief="all names of an inode, deleted ones too",
        doc="""
        Today's appliance lacks the library, as for
        C<guestfs_filesystem_walk>.
        """,
    ),
    Call(
        name="internal_filesystem_walk", proc=466, since="1.33.39",
        args=[Mountable("device"), FileOut("filename")],
        ret=RErr,
        read_only=True, group="libtsk", visibility="internal",
        brief="all files of a file system, as a stream",
        doc="""
        What C<guestfs_filesystem_walk> would read.
        """,
    ),
    Call(
        name="internal_find_inode", proc=470, since="1.35.6",
        args=[Mountable("device"), Int64("inode"), FileOut("filename")],
        ret=RErr,
        read_only=True, group="libtsk", visibility="internal",
        brief="all names of an inode, as a stream",
        doc="""
        What C<guestfs_find_inode> would read.
        """,
    ),
]
