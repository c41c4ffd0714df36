# SPDX-License-Identifier: LGPL-2.1-or-later
"""Image files on the host, before they are added."""

from model import Call, Int64, OInt, OString, RBool, RErr, RInt64, RString, String

CALLS = [
    Call(
        name="disk_create", since="1.25.31", side="library",
        args=[String("filename"), String("format"), Int64("size")],
        optargs=[
            OString("backingfile"), OString("backingformat"),
            OString("preallocation"), OString("compat"), OInt("clustersize"),
        ],
        ret=RErr,
        brief="create an image file on the host",
        errors={
            "EINVAL": "an argument that this format does not know",
        },
        doc="""
        Makes C<filename> of C<size> bytes in C<format>, C<raw> or C<qcow2>.
        With C<backingfile> (qcow2 only) the new image is an overlay, C<size>
        may be -1 for the size of the file below, and C<backingformat> tells
        its format; give it always. Without, what shows the magic of a known
        format has that format, and everything else is raw.

        C<preallocation> is C<off> (or C<sparse>), C<metadata> (qcow2) or
        C<full>. C<compat> is C<1.1> or C<0.10>, and C<clustersize> a power of
        two from 512 to 2097152; both are for qcow2. An existing file is
        replaced.
        """,
    ),
    Call(
        name="disk_format", since="1.19.38", side="library",
        args=[String("filename")],
        ret=RString("format"),
        brief="format of an image file on the host",
        errors={
            "ENOENT": "there is no such file",
        },
        doc="""
        The name that qemu gives to the format, C<raw>, C<qcow2> and so on;
        found by looking at the content, which is C<raw> when nothing else
        fits. Do not open a writable image by a format found so: whoever
        writes to a raw image decides what it looks like.
        """,
    ),
    Call(
        name="disk_virtual_size", since="1.19.39", side="library",
        args=[String("filename")],
        ret=RInt64("size"),
        brief="size of the disk in an image file",
        errors={
            "ENOENT": "there is no such file",
        },
        doc="""
        Bytes of the disk that a guest would see; a qcow2 file itself may be
        much smaller.
        """,
    ),
    Call(
        name="disk_has_backing_file", since="1.19.39", side="library",
        args=[String("filename")],
        ret=RBool("backingfile"),
        brief="test whether an image file is an overlay",
        errors={
            "ENOENT": "there is no such file",
        },
        doc="""
        Whether the image needs another one below it. Only the file itself is
        looked at; the backing file need not exist.
        """,
    ),
]
