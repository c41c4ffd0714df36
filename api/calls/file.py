# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: file"""

from model import (
    BufferIn, Call, DevOrPath, Int, Int64, Pathname, RBufferOut, RErr,
    RInt, RInt64, RString, RStringList, String,
)

CALLS = [
    Call(
        name="touch", proc=3, since="0.0.3",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="rm", proc=29, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="rm_f", proc=367, since="1.19.42",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="rm_rf", proc=31, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="write", since="1.3.14", side="library",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="write_file", proc=44, since="0.0.8",
        args=[Pathname("path"), String("content"), Int("size")],
        ret=RErr,
        deprecated_by="write",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="write_append", since="1.11.18", side="library",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_write", proc=246, since="1.19.32",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_write_append", proc=290, since="1.19.32",
        args=[Pathname("path"), BufferIn("content")],
        ret=RErr,
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="read_file", since="1.0.63", side="library",
        args=[Pathname("path")],
        ret=RBufferOut("content"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="read_lines", since="0.0.7", side="library",
        args=[Pathname("path")],
        ret=RStringList("lines"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="cat", since="0.0.4", side="library",
        args=[Pathname("path")],
        ret=RString("content"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="head", proc=121, since="1.0.54",
        args=[Pathname("path")],
        ret=RStringList("lines"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="tail", proc=123, since="1.0.54",
        args=[Pathname("path")],
        ret=RStringList("lines"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pread", proc=207, since="1.0.77",
        args=[Pathname("path"), Int("count"), Int64("offset")],
        ret=RBufferOut("content"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="pwrite", proc=247, since="1.3.14",
        args=[Pathname("path"), BufferIn("content"), Int64("offset")],
        ret=RInt("nbytes"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mv", proc=89, since="1.0.18",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="cp", proc=87, since="1.0.18",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="cp_a", proc=88, since="1.0.18",
        args=[Pathname("src"), Pathname("dest")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="truncate", proc=199, since="1.0.77",
        args=[Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="truncate_size", proc=200, since="1.0.77",
        args=[Pathname("path"), Int64("size")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="fallocate64", proc=252, since="1.3.17",
        args=[Pathname("path"), Int64("len")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="fill", proc=215, since="1.0.79",
        args=[Int("c"), Int("len"), Pathname("path")],
        ret=RErr,
        progress=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="file", proc=49, since="1.9.1",
        args=[DevOrPath("path")],
        ret=RString("description"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="checksum", proc=68, since="1.0.2",
        args=[String("csumtype"), Pathname("path")],
        ret=RString("checksum"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="filesize", proc=218, since="1.0.82",
        args=[Pathname("file")],
        ret=RInt64("size"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
