# SPDX-License-Identifier: LGPL-2.1-or-later
"""Names by patterns."""

from model import Call, OBool, Pathname, RStringList

CALLS = [
    Call(
        name="glob_expand", proc=113, since="1.0.50",
        args=[Pathname("pattern")],
        optargs=[OBool("directoryslash")],
        ret=RStringList("paths"),
        opts_name=True,
        read_only=True,
        brief="paths that a pattern matches",
        doc="""
        As L<glob(3)>: C<*>, C<?> and C<[...]>, whose matches are sorted, and
        C<{a,b}>, one after the other. An empty list where nothing matches. Directories get a slash at the end, unless
        C<directoryslash> is false. A name that begins with a dot has to be
        matched by a dot.
        """,
    ),
]
