# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: transfer"""

from model import (
    Call, DevOrPath, FileIn, FileOut, Int64, OBool, OString, OStringList,
    Pathname, RErr, String,
)

CALLS = [
    Call(
        name="upload", proc=66, since="1.0.2",
        args=[FileIn("filename"), DevOrPath("remotefilename")],
        ret=RErr,
        progress=True, cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="download", proc=67, since="1.0.2",
        args=[DevOrPath("remotefilename"), FileOut("filename")],
        ret=RErr,
        progress=True, cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="upload_offset", proc=273, since="1.5.17",
        args=[FileIn("filename"), DevOrPath("remotefilename"), Int64("offset")],
        ret=RErr,
        progress=True, cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="download_offset", proc=274, since="1.5.17",
        args=[
            DevOrPath("remotefilename"), FileOut("filename"), Int64("offset"),
            Int64("size"),
        ],
        ret=RErr,
        progress=True, cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="tar_in", proc=69, since="1.0.3",
        args=[FileIn("tarfile"), Pathname("directory")],
        optargs=[
            OString("compress"), OBool("xattrs"), OBool("selinux"),
            OBool("acls"),
        ],
        ret=RErr,
        cancellable=True, opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="tar_out", proc=70, since="1.0.3",
        args=[String("directory"), FileOut("tarfile")],
        optargs=[
            OString("compress"), OBool("numericowner"), OStringList("excludes"),
            OBool("xattrs"), OBool("selinux"), OBool("acls"),
        ],
        ret=RErr,
        cancellable=True, opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
