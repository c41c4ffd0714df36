# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looking into files."""

from model import (
    Call, Int, Pathname, RBool, RInt, RString, RStringList, String,
)

CALLS = [
    Call(
        name="head", proc=121, since="1.0.54",
        args=[Pathname("path")],
        ret=RStringList("lines"),
        read_only=True,
        brief="first lines of a file",
        doc="""
        Up to ten lines from the beginning, as L<head(1)>.
        """,
    ),
    Call(
        name="head_n", proc=122, since="1.0.54",
        args=[Int("nrlines"), Pathname("path")],
        ret=RStringList("lines"),
        read_only=True,
        brief="some first lines of a file",
        doc="""
        The first C<nrlines> lines, as C<head -n>. A negative number means all
        lines but so many at the end; 0 gives an empty list.
        """,
    ),
    Call(
        name="tail", proc=123, since="1.0.54",
        args=[Pathname("path")],
        ret=RStringList("lines"),
        read_only=True,
        brief="last lines of a file",
        doc="""
        Up to ten lines from the end, as L<tail(1)>.
        """,
    ),
    Call(
        name="tail_n", proc=124, since="1.0.54",
        args=[Int("nrlines"), Pathname("path")],
        ret=RStringList("lines"),
        read_only=True,
        brief="some last lines of a file",
        doc="""
        The last C<nrlines> lines, as C<tail -n>. A negative number -N means
        all lines from the N-th on; 0 gives an empty list.
        """,
    ),
    Call(
        name="wc_l", proc=118, since="1.0.54",
        args=[Pathname("path")],
        ret=RInt("lines"),
        read_only=True,
        brief="number of lines in a file",
        errors={
            "EOVERFLOW": "there are more than an int can count",
        },
        doc="""
        As C<wc -l>, so the number of line feeds.
        """,
    ),
    Call(
        name="wc_w", proc=119, since="1.0.54",
        args=[Pathname("path")],
        ret=RInt("words"),
        read_only=True,
        brief="number of words in a file",
        errors={
            "EOVERFLOW": "there are more than an int can count",
        },
        doc="""
        As C<wc -w>: words have white space between them.
        """,
    ),
    Call(
        name="wc_c", proc=120, since="1.0.54",
        args=[Pathname("path")],
        ret=RInt("chars"),
        read_only=True,
        brief="number of bytes in a file",
        errors={
            "EOVERFLOW": "there are more than an int can count",
        },
        doc="""
        As C<wc -c>: bytes, not letters. C<guestfs_filesize> knows no limit.
        """,
    ),
    Call(
        name="strings", proc=94, since="1.0.22",
        args=[Pathname("path")],
        ret=RStringList("stringsout"),
        read_only=True,
        brief="printable strings in a file",
        doc="""
        As L<strings(1)>: all runs of four or more printable ASCII characters
        (spaces and tabs among them), anywhere in the file. They must fit into
        a message of 4 MB.
        """,
    ),
    Call(
        name="strings_e", proc=95, since="1.0.22",
        args=[String("encoding"), Pathname("path")],
        ret=RStringList("stringsout"),
        read_only=True,
        brief="printable strings in a file of another encoding",
        errors={
            "EINVAL": "there is no such encoding",
        },
        doc="""
        As C<guestfs_strings> with the option C<-e> of L<strings(1)>.
        C<encoding> is one letter: C<s> for bytes of 7 bits, C<S> for bytes of
        8 bits, C<l> and C<b> for 16 bits with the low or the high byte
        first, C<L> and C<B> the same for 32 bits. With C<l> the strings of
        Windows programs are found. Bytes of C<S> above 127 come as they are,
        in no certain encoding.
        """,
    ),
    Call(
        name="hexdump", proc=96, since="1.0.22",
        args=[Pathname("path")],
        ret=RString("dump"),
        read_only=True,
        brief="content of a file in hexadecimal",
        errors={
            "EFBIG": "the file is longer than about 800 kB",
        },
        doc="""
        The output of C<hexdump -C>, which must fit into a message of 4 MB.
        """,
    ),
    Call(
        name="equal", proc=93, since="1.0.18",
        args=[Pathname("file1"), Pathname("file2")],
        ret=RBool("equality"),
        read_only=True,
        brief="test whether two files have the same content",
        errors={
            "EISDIR": "one of them is a directory",
        },
        doc="""
        Yes where they are equal byte by byte, as L<cmp(1)> compares.
        """,
    ),
    Call(
        name="zfile", proc=140, since="1.0.59",
        args=[String("meth"), Pathname("path")],
        ret=RString("description"),
        deprecated_by="file",
        read_only=True,
        brief="guess what a compressed file contains",
        errors={
            "EINVAL": "no such method",
        },
        doc="""
        What L<file(1)> says of the content when it is unpacked. C<meth> is
        C<gzip>, C<compress> or C<bzip2>.
        """,
    ),
]
