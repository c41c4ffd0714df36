# SPDX-License-Identifier: LGPL-2.1-or-later
"""Archives and other encodings, between host and guest or inside."""

from model import (
    Call, Device, FileIn, FileOut, OInt, OString, OStringList, Pathname,
    RBufferOut, RErr, RStringList, String,
)


def _tar(name: str, proc: int, since: str, group: str, what: str) -> list:
    return [
        Call(
            name=f"{name}_in", proc=proc, since=since,
            args=[FileIn("tarball"), Pathname("directory")],
            ret=RErr,
            cancellable=True, group=group, deprecated_by="tar_in",
            brief=f"unpack a {what} archive into a directory",
            doc=f"""
            Short for C<guestfs_tar_in> with C<compress> being C<{what}>.
            """,
        ),
        Call(
            name=f"{name}_out", proc=proc + 1, since=since,
            args=[Pathname("directory"), FileOut("tarball")],
            ret=RErr,
            cancellable=True, group=group, deprecated_by="tar_out",
            read_only=True,
            brief=f"pack a directory into a {what} archive",
            doc=f"""
            Short for C<guestfs_tar_out> with C<compress> being C<{what}>.
            """,
        ),
    ]


CALLS = [
    *_tar("tgz", 71, "1.0.3", "", "gzip"),
    *_tar("txz", 229, "1.3.2", "xz", "xz"),
    Call(
        name="base64_in", proc=242, since="1.3.5",
        args=[FileIn("base64file"), Pathname("filename")],
        ret=RErr,
        cancellable=True,
        brief="write a file from base64",
        errors={
            "EINVAL": "it is not base64",
        },
        doc="""
        C<base64file> on the host is decoded and becomes the content of
        C<filename> in the guest.
        """,
    ),
    Call(
        name="base64_out", proc=243, since="1.3.5",
        args=[Pathname("filename"), FileOut("base64file")],
        ret=RErr,
        cancellable=True, read_only=True,
        brief="read a file as base64",
        doc="""
        The content of C<filename> goes to C<base64file> on the host, in lines
        of 76 characters.
        """,
    ),
    Call(
        name="compress_out", proc=291, since="1.13.15",
        args=[String("ctype"), Pathname("file"), FileOut("zfile")],
        optargs=[OInt("level")],
        ret=RErr,
        cancellable=True, read_only=True,
        brief="copy a file to the host, compressed",
        errors={
            "EINVAL": "no such compression, or the level is not 1 to 9",
        },
        doc="""
        C<ctype> is C<compress>, C<gzip>, C<bzip2>, C<xz> or C<lzop>.
        C<level> is from 1, quick, to 9, small; C<compress> has none.
        """,
    ),
    Call(
        name="compress_device_out", proc=292, since="1.13.15",
        args=[String("ctype"), Device("device"), FileOut("zdevice")],
        optargs=[OInt("level")],
        ret=RErr,
        cancellable=True, read_only=True,
        brief="copy a device to the host, compressed",
        errors={
            "EINVAL": "no such compression, or the level is not 1 to 9",
        },
        doc="""
        As C<guestfs_compress_out>, of all that the device holds.
        """,
    ),
    Call(
        name="cpio_out", proc=419, since="1.27.9",
        args=[String("directory"), FileOut("cpiofile")],
        optargs=[OString("format")],
        ret=RErr,
        cancellable=True, read_only=True, needs_root=True,
        brief="pack a directory into a cpio archive",
        errors={
            "EINVAL": "no such format",
        },
        doc="""
        All of C<directory> goes to C<cpiofile> on the host, with paths
        relative to it. C<format> is C<newc>, the default, or C<crc>.
        """,
    ),
    Call(
        name="checksums_out", proc=244, since="1.3.7",
        args=[String("csumtype"), Pathname("directory"), FileOut("sumsfile")],
        ret=RErr,
        cancellable=True, read_only=True,
        brief="checksums of all files below a directory",
        errors={
            "EINVAL": "no such kind of checksum",
        },
        doc="""
        A line for each regular file, as the programs of C<csumtype> (see
        C<guestfs_checksum>) write it, with paths that begin with C<./>. So
        C<sha256sum -c> can check a copy.
        """,
    ),
    Call(
        name="mksquashfs", proc=471, since="1.35.25",
        args=[Pathname("path"), FileOut("filename")],
        optargs=[OString("compress"), OStringList("excludes")],
        ret=RErr,
        cancellable=True, read_only=True, group="squashfs",
        brief="pack a directory into a squashfs file system",
        errors={
            "EINVAL": "no such compression",
            "ENOSPC": "the appliance's memory is too small for the result",
        },
        doc="""
        By L<mksquashfs(1)>, to C<filename> on the host. C<compress> is
        C<gzip>, C<lzma>, C<lzo>, C<lz4>, C<xz> or C<zstd>; C<excludes> are
        patterns to leave out, relative to C<path>. The result is collected in
        the appliance's memory first: C<guestfs_set_memsize> gives it more.
        """,
    ),
    Call(
        name="initrd_list", proc=128, since="1.0.54",
        args=[Pathname("path")],
        ret=RStringList("filenames"),
        read_only=True,
        brief="names in an initrd",
        errors={
            "EINVAL": "it is no initrd",
        },
        doc="""
        All files, directories and so on of an initramfs, as
        C<cpio --list> has them; without a slash at the beginning. An archive
        may be compressed or not, and several of them may follow one another,
        as with the processor's microcode. Images of file systems, the initrds
        of the past, are refused.
        """,
    ),
    Call(
        name="initrd_cat", proc=221, since="1.0.84",
        args=[Pathname("initrdpath"), String("filename")],
        ret=RBufferOut("content"),
        read_only=True,
        brief="content of a file in an initrd",
        errors={
            "ENOENT": "there is no such file in it",
            "EINVAL": "it is no initrd",
            "EFBIG": "it does not fit into a message of 4 MB",
        },
        doc="""
        C<filename> is a name as C<guestfs_initrd_list> has it.
        """,
    ),
]
