# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: xattr"""

from model import Call, Int, Pathname, RBufferOut, RErr, RStructList, String

CALLS = [
    Call(
        name="setxattr", proc=143, since="1.0.59",
        args=[String("xattr"), String("val"), Int("vallen"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lsetxattr", proc=144, since="1.0.59",
        args=[String("xattr"), String("val"), Int("vallen"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="getxattrs", proc=141, since="1.0.59",
        args=[Pathname("path")],
        ret=RStructList("xattrs", "xattr"),
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lgetxattrs", proc=142, since="1.0.59",
        args=[Pathname("path")],
        ret=RStructList("xattrs", "xattr"),
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="getxattr", proc=279, since="1.7.24",
        args=[Pathname("path"), String("name")],
        ret=RBufferOut("xattr"),
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lgetxattr", proc=280, since="1.7.24",
        args=[Pathname("path"), String("name")],
        ret=RBufferOut("xattr"),
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="removexattr", proc=145, since="1.0.59",
        args=[String("xattr"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lremovexattr", proc=146, since="1.0.59",
        args=[String("xattr"), Pathname("path")],
        ret=RErr,
        group="linuxxattrs",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
