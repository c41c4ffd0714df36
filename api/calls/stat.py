# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: stat"""

from model import (
    Call, OBool, Pathname, RBool, RString, RStruct, RStructList,
    StringList,
)

CALLS = [
    Call(
        name="exists", proc=36, since="0.0.8",
        args=[Pathname("path")],
        ret=RBool("existsflag"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_file", proc=37, since="0.0.8",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("fileflag"),
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_dir", proc=38, since="0.0.8",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("dirflag"),
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_symlink", proc=270, since="1.5.10",
        args=[Pathname("path")],
        ret=RBool("flag"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_fifo", proc=269, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_chardev", proc=267, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_blockdev", proc=268, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_socket", proc=271, since="1.5.10",
        args=[Pathname("path")],
        optargs=[OBool("followsymlinks")],
        ret=RBool("flag"),
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_zero", proc=283, since="1.11.8",
        args=[Pathname("path")],
        ret=RBool("zeroflag"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="stat", since="1.9.2", side="library",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "stat"),
        deprecated_by="statns",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lstat", since="1.9.2", side="library",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "stat"),
        deprecated_by="lstatns",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="statns", proc=421, since="1.27.53",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "statns"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lstatns", proc=422, since="1.27.53",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "statns"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lstatnslist", since="1.27.53", side="library",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("statbufs", "statns"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_lstatnslist", proc=423, since="1.27.53",
        args=[Pathname("path"), StringList("names", of="Filename")],
        ret=RStructList("statbufs", "statns"),
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="statvfs", proc=54, since="1.9.2",
        args=[Pathname("path")],
        ret=RStruct("statbuf", "statvfs"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="df", proc=125, since="1.0.54",
        ret=RString("output"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
