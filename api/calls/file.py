# SPDX-License-Identifier: LGPL-2.1-or-later
"""Contents of files, and copying, moving and removing them."""

from model import (
    BufferIn, Call, DevOrPath, Int, Int64, OBool, Pathname, RBufferOut, RErr,
    RInt, RInt64, RString, RStringList, String,
)

CALLS = [
    Call(
        name="touch", proc=3, since="0.0.3",
        args=[Pathname("path")],
        ret=RErr,
        brief="create a file or set its times to now",
        doc="""
        As L<touch(1)>: an existing file gets the current time as its times of
        access and modification, a missing one is created empty. Symbolic
        links in the path are followed.
        """,
    ),
    Call(
        name="rm", proc=29, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="remove a file",
        errors={
            "ENOENT": "there is no such file",
            "EISDIR": "it is a directory",
        },
        doc="""
        Removes one name, as L<unlink(2)>; a symbolic link is removed, not
        followed. Directories are refused.
        """,
    ),
    Call(
        name="rm_f", proc=367, since="1.19.42",
        args=[Pathname("path")],
        ret=RErr,
        brief="remove a file if it exists",
        errors={
            "EISDIR": "it is a directory",
        },
        doc="""
        As C<guestfs_rm>, and a file that does not exist is no error.
        """,
    ),
    Call(
        name="rm_rf", proc=31, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="remove a file or a whole tree",
        errors={
            "EBUSY": "another file system is mounted in the tree",
        },
        doc="""
        Removes C<path> and all below it, as C<rm -rf>. What does not exist is
        no error. Symbolic links are removed and never followed, nor are other
        file systems mounted below entered. C</> is refused.
        """,
    ),
    Call(
        name="write", since="1.3.14", side="library",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        brief="write a file",
        doc="""
        Creates the file, or replaces the content of an existing one, with the
        bytes of C<content>, any bytes. A new file has mode 0666 less the
        umask. There is no limit to the size.
        """,
    ),
    Call(
        name="write_file", proc=44, since="0.0.8",
        args=[Pathname("path"), String("content"), Int("size")],
        ret=RErr,
        deprecated_by="write",
        brief="write a file from a string",
        doc="""
        Writes C<size> bytes of the string, or all of it when C<size> is 0.
        """,
    ),
    Call(
        name="write_append", since="1.11.18", side="library",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        brief="append to a file",
        doc="""
        Adds C<content> to the end of the file, which is created where it is
        missing.
        """,
    ),
    Call(
        name="internal_write", proc=246, since="1.19.32",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        visibility="internal",
        brief="write a file that fits into a message",
        doc="""
        The short way of C<guestfs_write>, for at most 2 MB.
        """,
    ),
    Call(
        name="internal_write_append", proc=290, since="1.19.32",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        visibility="internal",
        brief="append what fits into a message",
        doc="""
        The short way of C<guestfs_write_append>, for at most 2 MB.
        """,
    ),
    Call(
        name="read_file", since="1.0.63", side="library",
        args=[Pathname("path")],
        ret=RBufferOut("content"),
        brief="read a file",
        errors={
            "EISDIR": "it is a directory",
        },
        doc="""
        The whole content as a buffer with its size; NUL bytes are content
        like any other. The file must fit into the program's memory.
        """,
    ),
    Call(
        name="read_lines", since="0.0.7", side="library",
        args=[Pathname("path")],
        ret=RStringList("lines"),
        brief="read a file as lines",
        doc="""
        The file cut at line feeds; a carriage return before one is dropped
        too, so that files from Windows can be read. An unfinished last line
        counts. Files with NUL bytes are cut short there; use
        C<guestfs_read_file> for them.
        """,
    ),
    Call(
        name="cat", since="0.0.4", side="library",
        args=[Pathname("path")],
        ret=RString("content"),
        brief="read a file as a string",
        errors={
            "EISDIR": "it is a directory",
        },
        doc="""
        The whole content as a C string, so nothing after a NUL byte is seen;
        C<guestfs_read_file> returns any content.
        """,
    ),
    Call(
        name="pread", proc=207, since="1.0.77",
        args=[Pathname("path"), Int("count"), Int64("offset")],
        ret=RBufferOut("content"),
        read_only=True,
        brief="read a part of a file",
        errors={
            "EINVAL": "count or offset is negative, or count is too large",
        },
        doc="""
        Up to C<count> bytes from C<offset>, as L<pread(2)>; fewer at the end
        of the file, none beyond it. One call returns at most 4 MB.
        """,
    ),
    Call(
        name="pwrite", proc=247, since="1.3.14",
        args=[Pathname("path"), BufferIn("content"), Int64("offset")],
        ret=RInt("nbytes"),
        brief="write a part of a file",
        errors={
            "ENOENT": "there is no such file",
        },
        doc="""
        Writes the bytes of C<content> at C<offset> into an existing file, as
        L<pwrite(2)>, and returns how many were written. A gap that arises
        reads as zeroes.
        """,
    ),
    Call(
        name="mv", proc=89, since="1.0.18",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="rename or move a file",
        doc="""
        As L<mv(1)>: C<dest> may be a new name, or a directory to move into;
        across file systems the data is copied. A file at C<dest> is replaced.
        """,
    ),
    Call(
        name="cp", proc=87, since="1.0.18",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="copy a file",
        doc="""
        As L<cp(1)> without options: content and permissions, following
        symbolic links. C<dest> may be a directory to copy into.
        """,
    ),
    Call(
        name="cp_a", proc=88, since="1.0.18",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="copy a file or a tree with all it has",
        doc="""
        As C<cp -a>: directories with their content, owners, modes, times,
        links and extended attributes.
        """,
    ),
    Call(
        name="truncate", proc=199, since="1.0.77",
        args=[Pathname("path")],
        ret=RErr,
        brief="cut a file to no length",
        doc="""
        Sets the size of an existing file to 0.
        """,
    ),
    Call(
        name="truncate_size", proc=200, since="1.0.77",
        args=[Pathname("path"), Int64("size")],
        ret=RErr,
        brief="set the size of a file",
        errors={
            "EINVAL": "the size is negative",
        },
        doc="""
        As L<truncate(2)>: cuts the file, or extends it by zeroes that take no
        space.
        """,
    ),
    Call(
        name="fallocate64", proc=252, since="1.3.17",
        args=[Pathname("path"), Int64("len")],
        ret=RErr,
        brief="create a file that has its space already",
        errors={
            "ENOSPC": "the file system is too small",
        },
        doc="""
        Creates C<path> of C<len> zero bytes, with blocks reserved as by
        L<posix_fallocate(3)>. A file that is there is replaced.
        C<guestfs_truncate_size> makes files that take no space.
        """,
    ),
    Call(
        name="fill", proc=215, since="1.0.79",
        args=[Int("c"), Int("len"), Pathname("path")],
        ret=RErr,
        progress=True,
        brief="create a file filled with one byte",
        errors={
            "EINVAL": "c is no byte or len is negative",
        },
        doc="""
        Writes a file of C<len> times the byte C<c> (0 to 255). For files of
        zeroes C<guestfs_truncate_size> is quicker.
        """,
    ),
    Call(
        name="file", proc=49, since="1.9.1",
        args=[DevOrPath("path")],
        ret=RString("description"),
        read_only=True,
        brief="guess what a file contains",
        doc="""
        The description that L<file(1)> prints, without the file's name. The
        guess is made from content that the guest controls: do not decide
        anything about safety by it. A device is opened and looked at; a
        symbolic link is described, not followed.
        """,
    ),
    Call(
        name="checksum", proc=68, since="1.0.2",
        args=[String("csumtype"), Pathname("path")],
        ret=RString("checksum"),
        read_only=True,
        brief="checksum of a file",
        errors={
            "EINVAL": "no such kind of checksum",
        },
        doc="""
        C<csumtype> is C<crc> (POSIX, L<cksum(1)>), C<md5>, C<sha1>,
        C<sha224>, C<sha256>, C<sha384>, C<sha512>, C<gost> or C<gost12> where
        the appliance has them. Returned in hexadecimal, C<crc> in decimal.
        """,
    ),
    Call(
        name="filesize", proc=218, since="1.0.82",
        args=[Pathname("file")],
        ret=RInt64("size"),
        read_only=True,
        brief="size of a file",
        doc="""
        The size in bytes as L<stat(2)> gives it; symbolic links are followed.
        The size of a device is C<guestfs_blockdev_getsize64>'s to tell.
        """,
    ),
    Call(
        name="fallocate", proc=169, since="1.0.66",
        args=[Pathname("path"), Int("len")],
        ret=RErr,
        deprecated_by="fallocate64",
        brief="create a small file that has its space already",
        errors={
            "ENOSPC": "the file system is too small",
        },
        doc="""
        As C<guestfs_fallocate64>, for lengths that an int can hold.
        """,
    ),
    Call(
        name="fill_pattern", proc=245, since="1.3.12",
        args=[String("pattern"), Int("len"), Pathname("path")],
        ret=RErr,
        progress=True,
        brief="create a file filled with a repeated string",
        errors={
            "EINVAL": "the pattern is empty or len is negative",
        },
        doc="""
        Writes a file of C<len> bytes: C<pattern> again and again, the last
        time perhaps not to its end.
        """,
    ),
    Call(
        name="cp_r", proc=401, since="1.21.38",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="copy a file or a tree",
        doc="""
        As C<cp -rP>: directories with their content, and symbolic links as
        such. Owners and times are those of now; C<guestfs_cp_a> keeps them.
        """,
    ),
    Call(
        name="rename", proc=394, since="1.21.5",
        args=[Pathname("oldpath"), Pathname("newpath")],
        ret=RErr,
        brief="give a file another name",
        errors={
            "EXDEV": "the names are in different file systems",
            "EISDIR": "a directory is at newpath, and none at oldpath",
            "ENOTEMPTY": "the directory at newpath is not empty",
        },
        doc="""
        As L<rename(2)>: what is at C<newpath> is replaced, nothing is ever
        copied. C<guestfs_mv> also moves into directories and between file
        systems.
        """,
    ),
    Call(
        name="copy_attributes", proc=415, since="1.25.21",
        args=[Pathname("src"), Pathname("dest")],
        optargs=[
            OBool("all"), OBool("mode"), OBool("xattributes"),
            OBool("ownership"),
        ],
        ret=RErr,
        brief="copy the attributes of a file to another",
        doc="""
        C<mode> copies the permissions, C<ownership> user and group,
        C<xattributes> the extended attributes, C<all> everything; without any
        of them nothing is done. Attributes that only C<dest> has stay.
        Symbolic links are followed.
        """,
    ),
]
