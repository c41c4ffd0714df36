# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is said on the label of an ISO 9660 file system."""

from model import Call, Device, Pathname, RStruct

CALLS = [
    Call(
        name="isoinfo_device", proc=313, since="1.17.19",
        args=[Device("device")],
        ret=RStruct("isodata", "isoinfo"),
        read_only=True,
        brief="primary volume descriptor of an ISO device",
        errors={
            "EINVAL": "it is no ISO 9660 file system",
        },
        doc="""
        The fields of the first descriptor, texts without the spaces at their
        ends. Dates are seconds since 1970, or -1 where none is given.
        """,
    ),
    Call(
        name="isoinfo", proc=314, since="1.17.19",
        args=[Pathname("isofile")],
        ret=RStruct("isodata", "isoinfo"),
        read_only=True,
        brief="primary volume descriptor of an ISO file",
        errors={
            "EINVAL": "it is no ISO 9660 file system",
        },
        doc="""
        As C<guestfs_isoinfo_device>, of an image that is a file in the guest.
        """,
    ),
]
