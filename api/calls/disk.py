# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: disk"""

from model import Call, Int64, OInt, OString, RBool, RErr, RInt64, RString, String

CALLS = [
    Call(
        name="disk_create", since="1.25.31", side="library",
        args=[String("filename"), String("format"), Int64("size")],
        optargs=[
            OString("backingfile"), OString("backingformat"),
            OString("preallocation"), OString("compat"), OInt("clustersize"),
        ],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="disk_format", since="1.19.38", side="library",
        args=[String("filename")],
        ret=RString("format"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="disk_virtual_size", since="1.19.39", side="library",
        args=[String("filename")],
        ret=RInt64("size"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="disk_has_backing_file", since="1.19.39", side="library",
        args=[String("filename")],
        ret=RBool("backingfile"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
