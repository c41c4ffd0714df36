# SPDX-License-Identifier: LGPL-2.1-or-later
"""Extended attributes."""

from model import (
    Call, Int, Pathname, RBufferOut, RErr, RStructList, String, StringList,
)

CALLS = [
    Call(
        name="setxattr", proc=143, since="1.0.59",
        args=[String("xattr"), String("val"), Int("vallen"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="set an extended attribute",
        errors={
            "EOPNOTSUPP": "the file system has no such attributes",
        },
        doc="""
        C<xattr> is the full name, such as C<user.note>; C<vallen> bytes of
        C<val> are the value. Symbolic links are followed. See L<xattr(7)>.
        """,
    ),
    Call(
        name="lsetxattr", proc=144, since="1.0.59",
        args=[String("xattr"), String("val"), Int("vallen"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="set an extended attribute of a link",
        errors={
            "EOPNOTSUPP": "the file system has no such attributes",
        },
        doc="""
        As C<guestfs_setxattr>, of the link itself where C<path> is one.
        """,
    ),
    Call(
        name="getxattrs", proc=141, since="1.0.59",
        args=[Pathname("path")],
        ret=RStructList("xattrs", "xattr"),
        group="linuxxattrs",
        read_only=True,
        brief="all extended attributes of a file",
        doc="""
        Names and values, in the file system's order. Symbolic links are
        followed.
        """,
    ),
    Call(
        name="lgetxattrs", proc=142, since="1.0.59",
        args=[Pathname("path")],
        ret=RStructList("xattrs", "xattr"),
        group="linuxxattrs",
        read_only=True,
        brief="all extended attributes of a link",
        doc="""
        As C<guestfs_getxattrs>, of the link itself where C<path> is one.
        """,
    ),
    Call(
        name="getxattr", proc=279, since="1.7.24",
        args=[Pathname("path"), String("name")],
        ret=RBufferOut("xattr"),
        group="linuxxattrs",
        read_only=True,
        brief="value of an extended attribute",
        errors={
            "ENODATA": "the file has no such attribute",
        },
        doc="""
        Any bytes. Symbolic links are followed.
        """,
    ),
    Call(
        name="lgetxattr", proc=280, since="1.7.24",
        args=[Pathname("path"), String("name")],
        ret=RBufferOut("xattr"),
        group="linuxxattrs",
        read_only=True,
        brief="value of an extended attribute of a link",
        errors={
            "ENODATA": "the file has no such attribute",
        },
        doc="""
        As C<guestfs_getxattr>, of the link itself where C<path> is one.
        """,
    ),
    Call(
        name="removexattr", proc=145, since="1.0.59",
        args=[String("xattr"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="remove an extended attribute",
        errors={
            "ENODATA": "the file has no such attribute",
        },
        doc="""
        Symbolic links are followed.
        """,
    ),
    Call(
        name="lremovexattr", proc=146, since="1.0.59",
        args=[String("xattr"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="remove an extended attribute of a link",
        errors={
            "ENODATA": "the file has no such attribute",
        },
        doc="""
        As C<guestfs_removexattr>, of the link itself where C<path> is one.
        """,
    ),
    Call(
        name="lxattrlist", since="1.0.77", side="library",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("xattrs", "xattr"),
        group="linuxxattrs",
        brief="all extended attributes of several files of a directory",
        doc="""
        C<guestfs_lgetxattrs> for each of C<names> in the directory C<path>, in
        few round trips. The list is flat: for each name first an element with
        an empty C<attrname>, whose C<attrval> is the number of attributes in
        decimal with a NUL byte, or empty where they could not be read; then so
        many elements
        with the attributes.
        """,
    ),
    Call(
        name="internal_lxattrlist", proc=205, since="1.19.32",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("xattrs", "xattr"),
        group="linuxxattrs",
        visibility="internal",
        read_only=True,
        brief="a part of lxattrlist that fits into a message",
        doc="""
        The same as C<guestfs_lxattrlist> for at most 1000 names.
        """,
    ),
]
