# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: link"""

from model import Call, Pathname, RErr, RString, String

CALLS = [
    Call(
        name="ln", proc=164, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ln_s", proc=166, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ln_sf", proc=167, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ln_f", proc=165, since="1.0.66",
        args=[String("target"), Pathname("linkname")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="readlink", proc=168, since="1.0.66",
        args=[Pathname("path")],
        ret=RString("link"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="realpath", proc=163, since="1.0.66",
        args=[Pathname("path")],
        ret=RString("rpath"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="case_sensitive_path", proc=197, since="1.0.75",
        args=[Pathname("path")],
        ret=RString("rpath"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
