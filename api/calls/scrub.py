# SPDX-License-Identifier: LGPL-2.1-or-later
"""Overwriting what must not be found again."""

from model import Call, Device, Pathname, RErr

_LIMITS = """
        What a file system wrote elsewhere before (journals, snapshots, copies
        on write), and what the disk image or its storage keep, is not
        touched: see L<scrub(1)>.
"""

CALLS = [
    Call(
        name="scrub_device", proc=114, since="1.0.52",
        args=[Device("device")],
        ret=RErr,
        group="scrub",
        brief="overwrite a device with patterns",
        doc="""
        Several passes by L<scrub(1)> over the whole device, which cannot be
        read again afterwards.
        """ + _LIMITS,
    ),
    Call(
        name="scrub_file", proc=115, since="1.0.52",
        args=[Pathname("file")],
        ret=RErr,
        group="scrub",
        brief="overwrite a file with patterns and remove it",
        errors={
            "EINVAL": "it is no regular file",
        },
        doc="""
        Several passes by L<scrub(1)>, after which the file is removed.
        Symbolic links are followed: the file behind them is meant.
        """ + _LIMITS,
    ),
    Call(
        name="scrub_freespace", proc=116, since="1.0.52",
        args=[Pathname("dir")],
        ret=RErr,
        group="scrub",
        brief="overwrite the free space of a file system",
        errors={
            "EEXIST": "something is at dir already",
        },
        doc="""
        Creates the directory C<dir> and in it files, until the file system is
        full; overwrites them by L<scrub(1)>, and removes all of it.
        """ + _LIMITS,
    ),
    Call(
        name="zero_free_space", proc=311, since="1.17.18",
        args=[Pathname("directory")],
        ret=RErr,
        progress=True,
        brief="write zeroes to the free space of a file system",
        errors={
            "ENOTDIR": "it is no directory",
        },
        doc="""
        Fills the file system that C<directory> is in by a file of zeroes, and
        removes that. The free space then compresses well, and a sparse copy
        of the disk image leaves it out; the image itself grows. Existing files
        stay as they are. Where a file has a largest size there may be space
        left.
        """,
    ),
]
