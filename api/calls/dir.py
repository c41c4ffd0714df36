# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: dir"""

from model import (
    Call, FileOut, Int, Pathname, RErr, RInt64, RString, RStringList,
    RStructList,
)

CALLS = [
    Call(
        name="mkdir", proc=32, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mkdir_mode", proc=202, since="1.0.77",
        args=[Pathname("path"), Int("mode")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mkdir_p", proc=33, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mkdtemp", proc=117, since="1.0.54",
        args=[Pathname("tmpl")],
        ret=RString("dir"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="rmdir", proc=30, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ls", since="0.0.4", side="library",
        args=[Pathname("directory")],
        ret=RStringList("listing"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ls0", proc=347, since="1.19.32",
        args=[Pathname("dir"), FileOut("filenames")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ll", proc=5, since="0.0.4",
        args=[Pathname("directory")],
        ret=RString("listing"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="readdir", proc=138, since="1.0.55",
        args=[Pathname("dir")],
        ret=RStructList("entries", "dirent"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="find", since="1.0.27", side="library",
        args=[Pathname("directory")],
        ret=RStringList("names"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="find0", proc=196, since="1.0.74",
        args=[Pathname("directory"), FileOut("files")],
        ret=RErr,
        cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="du", proc=127, since="1.0.54",
        args=[Pathname("path")],
        ret=RInt64("sizekb"),
        progress=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
