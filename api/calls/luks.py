# SPDX-License-Identifier: LGPL-2.1-or-later
"""Encrypted devices."""

from model import Call, Device, Int, Key, OBool, OString, RErr, RString, String

CALLS = [
    Call(
        name="luks_open", proc=257, since="1.5.1",
        args=[Device("device"), Key("key"), String("mapname")],
        ret=RErr,
        group="luks",
        deprecated_by="cryptsetup_open",
        brief="open a LUKS device",
        errors={
            "EACCES": "the key opens no slot of it",
        },
        doc="""
        Makes the content of C<device> available as C</dev/mapper/MAPNAME>,
        and activates volume groups found in it.
        """,
    ),
    Call(
        name="luks_open_ro", proc=258, since="1.5.1",
        args=[Device("device"), Key("key"), String("mapname")],
        ret=RErr,
        group="luks",
        deprecated_by="cryptsetup_open",
        brief="open a LUKS device read-only",
        errors={
            "EACCES": "the key opens no slot of it",
        },
        doc="""
        As C<guestfs_luks_open>, and nothing can be written through it.
        """,
    ),
    Call(
        name="luks_close", proc=259, since="1.5.1",
        args=[Device("device")],
        ret=RErr,
        group="luks",
        deprecated_by="cryptsetup_close",
        brief="close a LUKS device",
        errors={
            "EBUSY": "it is mounted or otherwise in use",
        },
        doc="""
        C<device> is the one below C</dev/mapper>. Deactivate volume groups in
        it first.
        """,
    ),
    Call(
        name="luks_format", proc=260, since="1.5.2",
        args=[Device("device"), Key("key"), Int("keyslot")],
        ret=RErr,
        group="luks",
        brief="make a device a LUKS device",
        doc="""
        Destroys what is on C<device>. C<key> goes to the slot C<keyslot>, 0
        to 7 (0 usually). See L<cryptsetup-luksFormat(8)>, whose defaults are
        used.
        """,
    ),
    Call(
        name="luks_format_cipher", proc=261, since="1.5.2",
        args=[Device("device"), Key("key"), Int("keyslot"), String("cipher")],
        ret=RErr,
        group="luks",
        brief="make a LUKS device with a given cipher",
        errors={
            "EINVAL": "the kernel has no such cipher",
        },
        doc="""
        As C<guestfs_luks_format>, with C<cipher> as L<cryptsetup(8)> spells
        it, such as C<aes-xts-plain64>.
        """,
    ),
    Call(
        name="luks_add_key", proc=262, since="1.5.2",
        args=[Device("device"), Key("key"), Key("newkey"), Int("keyslot")],
        ret=RErr,
        group="luks",
        brief="add a key to a LUKS device",
        errors={
            "EACCES": "the key opens no slot of it",
        },
        doc="""
        C<key> is one that opens it, C<newkey> goes to the slot C<keyslot>,
        which must be free.
        """,
    ),
    Call(
        name="luks_kill_slot", proc=263, since="1.5.2",
        args=[Device("device"), Key("key"), Int("keyslot")],
        ret=RErr,
        group="luks",
        brief="remove a key from a LUKS device",
        errors={
            "EACCES": "the key opens no other slot",
        },
        doc="""
        Empties C<keyslot>; C<key> must open one of the others, so that the
        last key cannot go.
        """,
    ),
    Call(
        name="luks_uuid", proc=507, since="1.41.9",
        args=[Device("device")],
        ret=RString("uuid"),
        group="luks",
        read_only=True,
        brief="UUID of a LUKS device",
        errors={
            "EINVAL": "it is no LUKS device",
        },
        doc="""
        The UUID in the header of the encrypted device, not of what is in it.
        """,
    ),
    Call(
        name="cryptsetup_open", proc=508, since="1.43.2",
        args=[Device("device"), Key("key"), String("mapname")],
        optargs=[OBool("readonly"), OString("crypttype")],
        ret=RErr,
        group="luks",
        brief="open an encrypted device",
        errors={
            "EACCES": "the key does not open it",
            "EINVAL": "the device is not encrypted in a known way",
        },
        doc="""
        Makes the content of C<device> available as C</dev/mapper/MAPNAME>.
        C<crypttype> is C<luks> (LUKS 1 and 2), C<luks1>, C<luks2>, C<bitlk>
        (BitLocker) or another that L<cryptsetup-open(8)> knows; where absent
        it is found from the content. C<readonly> forbids writing. Volume
        groups inside are activated.
        """,
    ),
    Call(
        name="cryptsetup_close", proc=509, since="1.43.2",
        args=[Device("device")],
        ret=RErr,
        group="luks",
        brief="close an encrypted device",
        errors={
            "EBUSY": "it is mounted or otherwise in use",
        },
        doc="""
        C<device> is the one below C</dev/mapper> that
        C<guestfs_cryptsetup_open> made.
        """,
    ),
]
