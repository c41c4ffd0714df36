# SPDX-License-Identifier: LGPL-2.1-or-later
"""Access control lists and capabilities."""

from model import Call, Pathname, RErr, RString, String

CALLS = [
    Call(
        name="acl_get_file", proc=375, since="1.19.63",
        args=[Pathname("path"), String("acltype")],
        ret=RString("acl"),
        group="acl",
        read_only=True,
        brief="access control list of a file",
        errors={
            "EINVAL": "acltype is neither access nor default",
            "ENOTSUP": "the file system has none",
        },
        doc="""
        The POSIX list in the long text form of L<acl(5)>, an entry a line.
        C<acltype> is C<access>, or C<default> for what files that are made in
        a directory get; that is empty where there is none.
        """,
    ),
    Call(
        name="acl_set_file", proc=376, since="1.19.63",
        args=[Pathname("path"), String("acltype"), String("acl")],
        ret=RErr,
        group="acl",
        brief="set the access control list of a file",
        errors={
            "EINVAL": "the list is malformed or not complete",
            "EACCES": "a default list for what is no directory",
        },
        doc="""
        Replaces the list by C<acl>, which has the long or the short text form
        of L<acl(5)> and must be complete: C<u::rwx,g::r,o::r> is the least.
        With further users or groups it needs a mask. Names are the
        appliance's, so give users and groups by their numbers.
        """,
    ),
    Call(
        name="acl_delete_def_file", proc=377, since="1.19.63",
        args=[Pathname("dir")],
        ret=RErr,
        group="acl",
        brief="remove the default access control list of a directory",
        errors={
            "ENOTDIR": "it is no directory",
        },
        doc="""
        It is no error where there is none.
        """,
    ),
    Call(
        name="cap_get_file", proc=378, since="1.19.63",
        args=[Pathname("path")],
        ret=RString("cap"),
        group="linuxcaps",
        read_only=True,
        brief="capabilities of a program",
        doc="""
        In the text form of L<cap_from_text(3)>; an empty string where the
        file has none.
        """,
    ),
    Call(
        name="cap_set_file", proc=379, since="1.19.63",
        args=[Pathname("path"), String("cap")],
        ret=RErr,
        group="linuxcaps",
        brief="set the capabilities of a program",
        errors={
            "EINVAL": "the text is malformed, or it is no regular file",
        },
        doc="""
        C<cap> has the text form of L<cap_from_text(3)>, such as
        C<cap_net_raw+ep>.
        """,
    ),
]
