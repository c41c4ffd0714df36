# SPDX-License-Identifier: LGPL-2.1-or-later
"""Hard and symbolic links, and real names of paths."""

from model import (
    Call, Pathname, RErr, RString, RStringList, String, StringList,
)

CALLS = [
    Call(
        name="ln", proc=164, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="create a hard link",
        errors={
            "EEXIST": "something is at linkname already",
            "EXDEV": "they are not in the same file system",
        },
        doc="""
        C<linkname> becomes another name of the file C<target>, an absolute
        path in the guest. As L<link(2)>.
        """,
    ),
    Call(
        name="ln_s", proc=166, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="create a symbolic link",
        errors={
            "EEXIST": "something is at linkname already",
        },
        doc="""
        C<linkname> becomes a symbolic link with the text C<target>, stored as
        it is; it need not lead anywhere. As L<ln(1)> does: where C<linkname>
        is a directory, or a link to one, the new link is made inside it, named
        like the last part of C<target>.
        """,
    ),
    Call(
        name="ln_sf", proc=167, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="create or replace a symbolic link",
        errors={
            "EISDIR": "a directory is where the link should be",
        },
        doc="""
        As C<guestfs_ln_s>, and a file at C<linkname> is replaced.
        """,
    ),
    Call(
        name="ln_f", proc=165, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="create or replace a hard link",
        errors={
            "EISDIR": "a directory is at linkname",
        },
        doc="""
        As C<guestfs_ln>, and a file at C<linkname> is replaced.
        """,
    ),
    Call(
        name="readlink", proc=168, since="1.0.66",
        args=[Pathname("path")],
        ret=RString("link"),
        read_only=True,
        brief="text of a symbolic link",
        errors={
            "EINVAL": "it is no symbolic link",
        },
        doc="""
        As it is stored; L<readlink(2)>.
        """,
    ),
    Call(
        name="realpath", proc=163, since="1.0.66",
        args=[Pathname("path")],
        ret=RString("rpath"),
        read_only=True,
        brief="path without symbolic links",
        doc="""
        The absolute path of the same file, without links, C<.> and C<..>,
        resolved as the guest would. It must exist.
        """,
    ),
    Call(
        name="case_sensitive_path", proc=197, since="1.0.75",
        args=[Pathname("path")],
        ret=RString("rpath"),
        read_only=True,
        brief="true spelling of a path that ignores case",
        errors={
            "ENOENT": "a directory of the path does not exist in any spelling",
        },
        doc="""
        For Windows guests: looks for the path without regard to case, one
        directory after another, and returns it as it is stored. An exact
        match wins. The last component need not exist, when its directory
        does. Ignoring case means Unicode's simple case folding.
        """,
    ),
    Call(
        name="readlinklist", since="1.0.77", side="library",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStringList("links"),
        brief="texts of several symbolic links of a directory",
        doc="""
        One C<guestfs_readlink> for each of C<names> in the directory C<path>,
        in few round trips; an empty string where a name is no symbolic link
        or does not exist.
        """,
    ),
    Call(
        name="internal_readlinklist", proc=206, since="1.19.32",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStringList("links"),
        visibility="internal",
        read_only=True,
        brief="a part of readlinklist that fits into a message",
        doc="""
        The same as C<guestfs_readlinklist> for at most 1000 names.
        """,
    ),
]
