# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: node"""

from model import Call, Int, Int64, Pathname, RErr, RInt

CALLS = [
    Call(
        name="chmod", proc=34, since="0.0.8",
        args=[Int("mode"), Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="chown", proc=35, since="0.0.8",
        args=[Int("owner"), Int("group"), Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="lchown", proc=203, since="1.0.77",
        args=[Int("owner"), Int("group"), Pathname("path")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="utimens", proc=201, since="1.0.77",
        args=[
            Pathname("path"), Int64("atsecs"), Int64("atnsecs"), Int64("mtsecs"),
            Int64("mtnsecs"),
        ],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="umask", proc=137, since="1.0.55",
        args=[Int("mask")],
        ret=RInt("oldmask"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_umask", proc=240, since="1.3.4",
        ret=RInt("mask"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mknod", proc=133, since="1.0.55",
        args=[Int("mode"), Int("devmajor"), Int("devminor"), Pathname("path")],
        ret=RErr,
        group="mknod",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mkfifo", proc=134, since="1.0.55",
        args=[Int("mode"), Pathname("path")],
        ret=RErr,
        group="mknod",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
