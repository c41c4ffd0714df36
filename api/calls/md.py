# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: md"""

from model import (
    Call, Device, OInt, OInt64, OString, RErr, RHashtable, RStructList,
    String, StringList,
)

CALLS = [
    Call(
        name="md_create", proc=299, since="1.15.6",
        args=[String("name"), StringList("devices", of="Device")],
        optargs=[
            OInt64("missingbitmap"), OInt("nrdevices"), OInt("spare"),
            OInt64("chunk"), OString("level"),
        ],
        ret=RErr,
        group="mdadm",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="md_stop", proc=302, since="1.15.6",
        args=[Device("md")],
        ret=RErr,
        group="mdadm",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="md_detail", proc=301, since="1.15.6",
        args=[Device("md")],
        ret=RHashtable("info"),
        group="mdadm",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="md_stat", proc=316, since="1.17.21",
        args=[Device("md")],
        ret=RStructList("devices", "mdstat"),
        group="mdadm",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
