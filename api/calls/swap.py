# SPDX-License-Identifier: LGPL-2.1-or-later
"""Swap space: making it, and letting the appliance use it."""

from model import Call, Device, Pathname, RErr, String

CALLS = [
    Call(
        name="mkswap_L", proc=131, since="1.0.55",
        args=[String("label"), Device("device")],
        ret=RErr,
        deprecated_by="mkswap",
        brief="make swap space with a label",
        errors={
            "EBUSY": "the device is mounted",
        },
        doc="""
        See C<guestfs_mkswap>. At most 15 bytes of the label are kept.
        """,
    ),
    Call(
        name="mkswap_U", proc=132, since="1.0.55",
        args=[String("uuid"), Device("device")],
        ret=RErr,
        group="linuxfsuuid",
        deprecated_by="mkswap",
        brief="make swap space with a UUID",
        errors={
            "EBUSY": "the device is mounted",
            "EINVAL": "the UUID is malformed",
        },
        doc="""
        See C<guestfs_mkswap>.
        """,
    ),
    Call(
        name="mkswap_file", proc=178, since="1.0.66",
        args=[Pathname("path")],
        ret=RErr,
        brief="make swap space in a file",
        errors={
            "ENOENT": "there is no such file",
            "EINVAL": "the file is too small",
        },
        doc="""
        The file must have its size already and no holes, such as
        C<guestfs_fill> or C<guestfs_fallocate64> make it.
        """,
    ),
    Call(
        name="swapon_device", proc=170, since="1.0.66",
        args=[Device("device")],
        ret=RErr,
        brief="let the appliance use swap space on a device",
        errors={
            "EINVAL": "it is no swap space",
            "EBUSY": "it is used already",
        },
        doc="""
        Gives the appliance more memory, for checkers of large file systems
        for instance. What is on it is overwritten, so beware of the memory of
        a guest that hibernates. It cannot be used otherwise before
        C<guestfs_swapoff_device>.
        """,
    ),
    Call(
        name="swapoff_device", proc=171, since="1.0.66",
        args=[Device("device")],
        ret=RErr,
        brief="stop using swap space on a device",
        errors={
            "EINVAL": "it is not used as swap space",
        },
        doc="""
        Undoes C<guestfs_swapon_device>.
        """,
    ),
    Call(
        name="swapon_file", proc=172, since="1.0.66",
        args=[Pathname("file")],
        ret=RErr,
        brief="let the appliance use swap space in a file",
        errors={
            "EINVAL": "it is no swap space, or has holes",
            "EBUSY": "it is used already",
        },
        doc="""
        As C<guestfs_swapon_device>. The file system cannot be unmounted
        before C<guestfs_swapoff_file>.
        """,
    ),
    Call(
        name="swapoff_file", proc=173, since="1.0.66",
        args=[Pathname("file")],
        ret=RErr,
        brief="stop using swap space in a file",
        errors={
            "EINVAL": "it is not used as swap space",
        },
        doc="""
        Undoes C<guestfs_swapon_file>.
        """,
    ),
    Call(
        name="swapon_label", proc=174, since="1.0.66",
        args=[String("label")],
        ret=RErr,
        brief="let the appliance use swap space found by its label",
        errors={
            "ENOENT": "no swap space has this label",
            "EBUSY": "it is used already",
        },
        doc="""
        As C<guestfs_swapon_device>.
        """,
    ),
    Call(
        name="swapoff_label", proc=175, since="1.0.66",
        args=[String("label")],
        ret=RErr,
        brief="stop using swap space found by its label",
        errors={
            "ENOENT": "no swap space has this label",
            "EINVAL": "it is not used as swap space",
        },
        doc="""
        Undoes C<guestfs_swapon_label>.
        """,
    ),
    Call(
        name="swapon_uuid", proc=176, since="1.0.66",
        args=[String("uuid")],
        ret=RErr,
        group="linuxfsuuid",
        brief="let the appliance use swap space found by its UUID",
        errors={
            "ENOENT": "no swap space has this UUID",
            "EBUSY": "it is used already",
        },
        doc="""
        As C<guestfs_swapon_device>.
        """,
    ),
    Call(
        name="swapoff_uuid", proc=177, since="1.0.66",
        args=[String("uuid")],
        ret=RErr,
        group="linuxfsuuid",
        brief="stop using swap space found by its UUID",
        errors={
            "ENOENT": "no swap space has this UUID",
            "EINVAL": "it is not used as swap space",
        },
        doc="""
        Undoes C<guestfs_swapon_uuid>.
        """,
    ),
]
