# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lines that match."""

from model import Call, OBool, Pathname, RStringList, String

# The forms of before grep had options: name, number, first argument, what it
# is short for
_OLD = [
    ("egrep", 152, "regex", "C<extended>"),
    ("fgrep", 153, "pattern", "C<fixed>"),
    ("grepi", 154, "regex", "C<insensitive>"),
    ("egrepi", 155, "regex", "C<extended> and C<insensitive>"),
    ("fgrepi", 156, "pattern", "C<fixed> and C<insensitive>"),
    ("zgrep", 157, "regex", "C<compressed>"),
    ("zegrep", 158, "regex", "C<compressed> and C<extended>"),
    ("zfgrep", 159, "pattern", "C<compressed> and C<fixed>"),
    ("zgrepi", 160, "regex", "C<compressed> and C<insensitive>"),
    ("zegrepi", 161, "regex", "C<compressed>, C<extended> and C<insensitive>"),
    ("zfgrepi", 162, "pattern", "C<compressed>, C<fixed> and C<insensitive>"),
]


def _old(name: str, proc: int, arg: str, options: str) -> Call:
    return Call(
        name=name, proc=proc, since="1.0.66",
        args=[String(arg), Pathname("path")],
        ret=RStringList("lines"),
        deprecated_by="grep",
        read_only=True,
        brief=f"lines that match, in the manner of {name}",
        errors={
            "EINVAL": "the expression is malformed",
        },
        doc=f"""
        Short for C<guestfs_grep> with {options}.
        """,
    )


CALLS = [
    Call(
        name="grep", proc=151, since="1.0.66",
        args=[String("regex"), Pathname("path")],
        optargs=[
            OBool("extended"), OBool("fixed"), OBool("insensitive"),
            OBool("compressed"),
        ],
        ret=RStringList("lines"),
        opts_name=True,
        read_only=True,
        brief="lines of a file that match",
        errors={
            "EINVAL": "the expression is malformed, or extended and fixed "
                      "were given",
            "EISDIR": "it is a directory",
        },
        doc="""
        Calls L<grep(1)>: the lines of C<path> that C<regex> matches, an empty
        list where none does. C<extended> makes it an extended regular
        expression (-E), C<fixed> a plain string (-F), C<insensitive> ignores
        case (-i). With C<compressed> a file made by L<gzip(1)> or
        L<compress(1)> is searched as if it were unpacked; any other is
        searched as it is. A line ends at a NUL byte for the caller, and all
        of them must fit into a message of 4 MB.
        """,
    ),
] + [_old(*row) for row in _OLD]
