# SPDX-License-Identifier: LGPL-2.1-or-later
"""What a path is and what is known about it."""

from model import (
    Call, OBool, Pathname, RBool, RString, RStruct, RStructList,
    StringList,
)

CALLS = [
    Call(
        name="exists", proc=36, since="0.0.8",
        args=[Pathname("path")],
        ret=RBool("existsflag"),
        read_only=True,
        brief="test whether a path exists",
        doc="""
        Yes for anything at C<path>; symbolic links are followed, so one that
        leads nowhere is a no.
        """,
    ),
    Call(
        name="is_file", proc=37, since="0.0.8",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("fileflag"),
        opts_name=True, read_only=True,
        brief="test for an ordinary file",
        doc="""
        Symbolic links count as what they are, unless C<followsymlinks> is
        true. A path that does not exist is a no, not an error.
        """,
    ),
    Call(
        name="is_dir", proc=38, since="0.0.8",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("dirflag"),
        opts_name=True, read_only=True,
        brief="test for a directory",
        doc="""
        Symbolic links count as what they are, unless C<followsymlinks> is
        true. A path that does not exist is a no, not an error.
        """,
    ),
    Call(
        name="is_symlink", proc=270, since="1.5.10",
        args=[Pathname("path")],
        ret=RBool("flag"),
        read_only=True,
        brief="test for a symbolic link",
        doc="""
        A path that does not exist is a no, not an error.
        """,
    ),
    Call(
        name="is_fifo", proc=269, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True, read_only=True,
        brief="test for a FIFO",
        doc="""
        Symbolic links count as what they are, unless C<followsymlinks> is
        true. A path that does not exist is a no, not an error.
        """,
    ),
    Call(
        name="is_chardev", proc=267, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True, read_only=True,
        brief="test for a character device",
        doc="""
        Symbolic links count as what they are, unless C<followsymlinks> is
        true. A path that does not exist is a no, not an error.
        """,
    ),
    Call(
        name="is_blockdev", proc=268, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True, read_only=True,
        brief="test for a block device file",
        doc="""
        Symbolic links count as what they are, unless C<followsymlinks> is
        true. A path that does not exist is a no, not an error. It looks at
        files of the guest's C</dev>, not at the appliance's devices.
        """,
    ),
    Call(
        name="is_socket", proc=271, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True, read_only=True,
        brief="test for a socket",
        doc="""
        Symbolic links count as what they are, unless C<followsymlinks> is
        true. A path that does not exist is a no, not an error.
        """,
    ),
    Call(
        name="is_zero", proc=283, since="1.11.8",
        args=[Pathname("path")],
        ret=RBool("zeroflag"),
        read_only=True,
        brief="test whether a file is all zeroes",
        doc="""
        Yes for an empty file, too. Holes are not read.
        """,
    ),
    Call(
        name="stat", since="1.9.2", side="library",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "stat"),
        deprecated_by="statns",
        brief="what is known about a file",
        doc="""
        As L<stat(2)>, following symbolic links, with times in whole seconds.
        """,
    ),
    Call(
        name="lstat", since="1.9.2", side="library",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "stat"),
        deprecated_by="lstatns",
        brief="what is known about a file or link",
        doc="""
        As L<lstat(2)>: of the link where C<path> is one, with times in whole
        seconds.
        """,
    ),
    Call(
        name="statns", proc=421, since="1.27.53",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "statns"),
        read_only=True,
        brief="what is known about a file, to the nanosecond",
        doc="""
        As L<stat(2)>, following symbolic links. The C<st_spare> fields are 0.
        """,
    ),
    Call(
        name="lstatns", proc=422, since="1.27.53",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "statns"),
        read_only=True,
        brief="what is known about a file or link, to the nanosecond",
        doc="""
        As L<lstat(2)>: of the link where C<path> is one.
        """,
    ),
    Call(
        name="lstatnslist", since="1.27.53", side="library",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("statbufs", "statns"),
        brief="what is known about several files of a directory",
        doc="""
        One C<guestfs_lstatns> for each of C<names> in the directory C<path>,
        in the same order, in few round trips. Where a name does not exist,
        C<st_ino> of its entry is -1.
        """,
    ),
    Call(
        name="internal_lstatnslist", proc=423, since="1.27.53",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("statbufs", "statns"),
        visibility="internal",
        read_only=True,
        brief="a part of lstatnslist that fits into a message",
        doc="""
        The same as C<guestfs_lstatnslist> for at most 1000 names.
        """,
    ),
    Call(
        name="statvfs", proc=54, since="1.9.2",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "statvfs"),
        read_only=True,
        brief="sizes and limits of a file system",
        doc="""
        Of the one that C<path> is in, as L<statvfs(3)>. C<fsid> means nothing
        outside of the appliance.
        """,
    ),
    Call(
        name="df", proc=125, since="1.0.54",
        ret=RString("output"),
        read_only=True,
        brief="space in the mounted file systems",
        doc="""
        The output of L<df(1)> in the appliance, for people to read. Programs
        use C<guestfs_statvfs>.
        """,
    ),
    Call(
        name="df_h", proc=126, since="1.0.54",
        ret=RString("output"),
        read_only=True,
        brief="space in the mounted file systems, in handy units",
        doc="""
        As C<guestfs_df>, like C<df -h>.
        """,
    ),
    Call(
        name="lstatlist", since="1.0.77", side="library",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("statbufs", "stat"),
        deprecated_by="lstatnslist",
        brief="what is known about several files, in whole seconds",
        doc="""
        As C<guestfs_lstatnslist>; C<ino> is -1 where a name does not exist.
        """,
    ),
]
