# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: luks"""

from model import Call, Device, Int, Key, OBool, OString, RErr, RString, String

CALLS = [
    Call(
        name="luks_open", proc=257, since="1.5.1",
        args=[Device("device"), Key("key"), String("mapname")],
        ret=RErr,
        group="luks",
        deprecated_by="cryptsetup_open",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_open_ro", proc=258, since="1.5.1",
        args=[Device("device"), Key("key"), String("mapname")],
        ret=RErr,
        group="luks",
        deprecated_by="cryptsetup_open",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_close", proc=259, since="1.5.1",
        args=[Device("device")],
        ret=RErr,
        group="luks",
        deprecated_by="cryptsetup_close",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_format", proc=260, since="1.5.2",
        args=[Device("device"), Key("key"), Int("keyslot")],
        ret=RErr,
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_format_cipher", proc=261, since="1.5.2",
        args=[Device("device"), Key("key"), Int("keyslot"), String("cipher")],
        ret=RErr,
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_add_key", proc=262, since="1.5.2",
        args=[Device("device"), Key("key"), Key("newkey"), Int("keyslot")],
        ret=RErr,
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_kill_slot", proc=263, since="1.5.2",
        args=[Device("device"), Key("key"), Int("keyslot")],
        ret=RErr,
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="luks_uuid", proc=507, since="1.41.9",
        args=[Device("device")],
        ret=RString("uuid"),
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="cryptsetup_open", proc=508, since="1.43.2",
        args=[Device("device"), Key("key"), String("mapname")],
        optargs=[OBool("readonly"), OString("crypttype")],
        ret=RErr,
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="cryptsetup_close", proc=509, since="1.43.2",
        args=[Device("device")],
        ret=RErr,
        group="luks",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
