# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: drive"""

from model import (
    Call, Device, Int64, OBool, OInt, OString, OStringList, RErr, RInt,
    RString, RStringList, String,
)

CALLS = [
    Call(
        name="add_drive", since="0.0.3", side="library",
        args=[String("filename")],
        optargs=[
            OBool("readonly"), OString("format"), OString("iface"),
            OString("name"), OString("label"), OString("protocol"),
            OStringList("server"), OString("username"), OString("secret"),
            OString("cachemode"), OString("discard"), OBool("copyonread"),
            OInt("blocksize"),
        ],
        ret=RErr,
        aliases=["add"],
        opts_name=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="add_drive_ro", since="1.0.38", side="library",
        args=[String("filename")],
        ret=RErr,
        aliases=["add-ro"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="add_drive_scratch", since="1.23.10", side="library",
        args=[Int64("size")],
        optargs=[OString("name"), OString("label"), OInt("blocksize")],
        ret=RErr,
        aliases=["scratch"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="add_drive_with_if", since="1.0.84", side="library",
        args=[String("filename"), String("iface")],
        ret=RErr,
        deprecated_by="add_drive",
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="add_drive_ro_with_if", since="1.0.84", side="library",
        args=[String("filename"), String("iface")],
        ret=RErr,
        deprecated_by="add_drive",
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="add_cdrom", since="0.0.3", side="library",
        args=[String("filename")],
        ret=RErr,
        deprecated_by="add_drive_ro",
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="add_domain", since="1.7.4", side="library",
        args=[String("dom")],
        optargs=[
            OString("libvirturi"), OBool("readonly"), OString("iface"),
            OBool("live"), OBool("allowuuid"), OString("readonlydisk"),
            OString("cachemode"), OString("discard"), OBool("copyonread"),
        ],
        ret=RInt("nrdisks"),
        aliases=["domain"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="remove_drive", since="1.19.49", side="library",
        args=[String("label")],
        ret=RErr,
        deprecated_by="(no-replacement)",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="max_disks", since="1.19.7", side="library",
        ret=RInt("disks"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="device_index", since="1.19.7", side="library",
        args=[Device("device")],
        ret=RInt("index"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="canonical_device_name", since="1.19.7", side="library",
        args=[String("device")],
        ret=RString("canonical"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="debug_drives", since="1.13.22", side="library",
        ret=RStringList("cmdline"),
        visibility="debug",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
