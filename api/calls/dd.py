# SPDX-License-Identifier: LGPL-2.1-or-later
"""Copying bytes between files and devices, and devices by offset."""

from model import (
    BufferIn, Call, Device, DevOrPath, Int, Int64, OBool, OInt64, Pathname,
    RBool, RBufferOut, RErr, RInt, RString, String,
)

_KINDS = {"device": Device, "file": Pathname}


def _copy(src: str, dest: str, proc: int, doc: str) -> Call:
    return Call(
        name=f"copy_{src}_to_{dest}", proc=proc, since="1.13.25",
        args=[_KINDS[src]("src"), _KINDS[dest]("dest")],
        optargs=[
            OInt64("srcoffset"), OInt64("destoffset"), OInt64("size"),
            OBool("sparse"), OBool("append"),
        ],
        ret=RErr,
        progress=True,
        brief=f"copy a {src}, or a part of it, to a {dest}",
        errors={
            "EINVAL": "an offset or the size is negative, the source is too "
                      "short, or it is the destination",
            "ENOSPC": "the destination is too small",
        },
        doc=doc,
    )


CALLS = [
    Call(
        name="dd", proc=217, since="1.0.80",
        args=[DevOrPath("src"), DevOrPath("dest")],
        ret=RErr,
        deprecated_by="copy_device_to_device",
        brief="copy from one file or device to another",
        errors={
            "ENOSPC": "the destination is too small",
        },
        doc="""
        As L<dd(1)>: all of C<src> goes to C<dest>. A file there is created or
        replaced; a device must be large enough.
        """,
    ),
    Call(
        name="copy_size", proc=227, since="1.0.87",
        args=[DevOrPath("src"), DevOrPath("dest"), Int64("size")],
        ret=RErr,
        deprecated_by="copy_device_to_device",
        progress=True,
        brief="copy the first bytes of a file or device to another",
        errors={
            "EINVAL": "the size is negative, or the source has not so much",
        },
        doc="""
        Copies exactly C<size> bytes. A file at C<dest> is created or
        replaced.
        """,
    ),
    _copy("device", "device", 294, """
        Copies from C<srcoffset> of C<src> to C<destoffset> of C<dest>, both 0
        where they are not given: C<size> bytes, or all up to the end of
        C<src>. It is an error where C<src> ends before.

        A file as destination is created where it is missing, and cut to no
        length first; with C<append> its content stays and the copy goes to
        its end, whatever C<destoffset> says. C<append> is an error with
        devices. With C<sparse> blocks of zeroes are not written: that is
        quicker and keeps thin disks thin, but wrong unless the destination is
        zeroes already, as a new file is.
        """),
    _copy("device", "file", 295, """
        See C<guestfs_copy_device_to_device>.
        """),
    _copy("file", "device", 296, """
        See C<guestfs_copy_device_to_device>.
        """),
    _copy("file", "file", 297, """
        See C<guestfs_copy_device_to_device>. C<guestfs_cp> copies files and
        their permissions; this copies bytes.
        """),
    Call(
        name="pread_device", proc=276, since="1.5.21",
        args=[Device("device"), Int("count"), Int64("offset")],
        ret=RBufferOut("content"),
        read_only=True,
        brief="read a part of a device",
        errors={
            "EINVAL": "count or offset is negative, or count is too large",
        },
        doc="""
        Up to C<count> bytes from C<offset>, as L<pread(2)>; fewer at the end
        of the device. One call returns at most 4 MB.
        """,
    ),
    Call(
        name="pwrite_device", proc=275, since="1.5.20",
        args=[Device("device"), BufferIn("content"), Int64("offset")],
        ret=RInt("nbytes"),
        brief="write a part of a device",
        errors={
            "ENOSPC": "offset is at the end of the device or beyond",
        },
        doc="""
        Writes C<content> at C<offset>, as L<pwrite(2)>, and returns how many
        bytes were written, which at the end of the device may be fewer.
        """,
    ),
    Call(
        name="is_zero_device", proc=284, since="1.11.8",
        args=[Device("device")],
        ret=RBool("zeroflag"),
        read_only=True,
        brief="test whether a device is all zeroes",
        doc="""
        Reads the device until a byte is not zero, so yes takes long on large
        ones.
        """,
    ),
    Call(
        name="checksum_device", proc=237, since="1.3.2",
        args=[String("csumtype"), Device("device")],
        ret=RString("checksum"),
        read_only=True,
        brief="checksum of a device",
        errors={
            "EINVAL": "no such kind of checksum",
        },
        doc="""
        As C<guestfs_checksum>, of all that the device holds.
        """,
    ),
]
