# SPDX-License-Identifier: LGPL-2.1-or-later
"""Linux software RAID."""

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
        brief="create a software RAID array",
        errors={
            "EINVAL": "the numbers do not fit together",
        },
        doc="""
        C</dev/md/NAME> of C<devices>, by L<mdadm(8)>. C<level> is C<linear>,
        C<raid0> or C<0>, C<raid1> (the default), C<raid4>, C<raid5>, C<raid6>
        or C<raid10>; C<nrdevices> counts active members (all listed, less the
        spares), C<spare> the spare ones, C<chunk> is in bytes. A bit set in
        C<missingbitmap> leaves out a member at that place, lowest first,
        without using up a device.
        """,
    ),
    Call(
        name="md_stop", proc=302, since="1.15.6",
        args=[Device("md")],
        ret=RErr,
        group="mdadm",
        brief="stop a software RAID array",
        errors={
            "EBUSY": "the array is in use",
        },
        doc="""
        Its device goes and the members are free again.
        """,
    ),
    Call(
        name="md_detail", proc=301, since="1.15.6",
        args=[Device("md")],
        ret=RHashtable("info"),
        group="mdadm",
        read_only=True,
        brief="all about a software RAID array",
        doc="""
        Pairs as C<mdadm -D --export> prints them, with the prefix C<MD_> cut
        and the names in small letters: C<level>, C<devices>, C<metadata>,
        C<uuid>, C<devname>.
        """,
    ),
    Call(
        name="md_stat", proc=316, since="1.17.21",
        args=[Device("md")],
        ret=RStructList("devices", "mdstat"),
        group="mdadm",
        read_only=True,
        brief="members of a software RAID array",
        doc="""
        From F</proc/mdstat>: each device with its place in the array and
        flags, such as C<F> (failed) and C<S> (spare).
        """,
    ),
]
