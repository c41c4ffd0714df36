# SPDX-License-Identifier: LGPL-2.1-or-later
"""Files and archives between host and guest."""

from model import (
    Call, DevOrPath, FileIn, FileOut, Int64, OBool, OString, OStringList,
    Pathname, RErr, String,
)

CALLS = [
    Call(
        name="upload", proc=66, since="1.0.2",
        args=[FileIn("filename"), DevOrPath("remotefilename")],
        ret=RErr,
        progress=True, cancellable=True,
        brief="copy a file of the host into the guest",
        errors={
            "ENOSPC": "the file system or device is too small",
        },
        doc="""
        C<filename> on the host, of any size, becomes the content of
        C<remotefilename>, a path or a device in the guest; a file there is
        replaced. A device is written from its beginning. FIFOs and
        F</dev/stdin> work as C<filename>.
        """,
    ),
    Call(
        name="download", proc=67, since="1.0.2",
        args=[DevOrPath("remotefilename"), FileOut("filename")],
        ret=RErr,
        progress=True, cancellable=True, read_only=True,
        brief="copy a file of the guest to the host",
        errors={
            "EISDIR": "the path is a directory",
        },
        doc="""
        The content of C<remotefilename>, a path or a device, is written to
        C<filename> on the host, which is created or replaced. F</dev/stdout>
        and F</dev/fd/N> work.
        """,
    ),
    Call(
        name="upload_offset", proc=273, since="1.5.17",
        args=[FileIn("filename"), DevOrPath("remotefilename"), Int64("offset")],
        ret=RErr,
        progress=True, cancellable=True,
        brief="copy a file of the host into a part of one in the guest",
        errors={
            "EINVAL": "offset is negative",
        },
        doc="""
        Written from C<offset> of C<remotefilename> on; the rest of the file
        or device stays, and a missing file is created.
        """,
    ),
    Call(
        name="download_offset", proc=274, since="1.5.17",
        args=[
            DevOrPath("remotefilename"), FileOut("filename"), Int64("offset"),
            Int64("size"),
        ],
        ret=RErr,
        progress=True, cancellable=True, read_only=True,
        brief="copy a part of a file to the host",
        errors={
            "EINVAL": "offset or size is negative",
        },
        doc="""
        C<size> bytes from C<offset>. It is an error where the file ends
        before.
        """,
    ),
    Call(
        name="tar_in", proc=69, since="1.0.3",
        args=[FileIn("tarfile"), Pathname("directory")],
        optargs=[
            OString("compress"), OBool("xattrs"), OBool("selinux"),
            OBool("acls"),
        ],
        ret=RErr,
        cancellable=True, opts_name=True,
        brief="unpack an archive into a directory",
        errors={
            "EINVAL": "no such compression",
        },
        doc="""
        C<tarfile> on the host, by L<tar(1)>, into the existing C<directory>,
        with owners and modes as stored. C<compress> is C<gzip>, C<bzip2>,
        C<xz>, C<lzop>, C<compress>, C<lzma> or C<zstd>; absent, the archive
        is plain. C<xattrs>, C<selinux> and C<acls> restore what they say
        where the archive has it.
        """,
    ),
    Call(
        name="tar_out", proc=70, since="1.0.3",
        args=[String("directory"), FileOut("tarfile")],
        optargs=[
            OString("compress"), OBool("numericowner"), OStringList("excludes"),
            OBool("xattrs"), OBool("selinux"), OBool("acls"),
        ],
        ret=RErr,
        cancellable=True, opts_name=True, read_only=True, needs_root=True,
        brief="pack a directory into an archive",
        errors={
            "EINVAL": "no such compression",
        },
        doc="""
        All of C<directory> goes to C<tarfile> on the host, with paths
        beginning with C<./>. C<compress> is as for C<guestfs_tar_in>.
        C<numericowner> stores only numbers of users and groups; C<excludes>
        are patterns of L<tar(1)> to leave out; C<xattrs>, C<selinux> and
        C<acls> store what they say.
        """,
    ),
    Call(
        name="copy_in", since="1.29.24", side="library",
        args=[String("localpath"), Pathname("remotedir")],
        ret=RErr,
        visibility="noshell",
        brief="copy a file or a tree of the host into a directory",
        errors={
            "ENOENT": "there is nothing at localpath",
            "ENOTDIR": "remotedir is no directory",
        },
        doc="""
        C<localpath>, a file or a directory with all in it, gets the same name
        in the existing directory C<remotedir> of the guest, with owners,
        modes and times.
        """,
    ),
    Call(
        name="copy_out", since="1.29.24", side="library",
        args=[Pathname("remotepath"), String("localdir")],
        ret=RErr,
        visibility="noshell",
        brief="copy a file or a tree of the guest to the host",
        errors={
            "ENOENT": "there is nothing at remotepath",
            "ENOTDIR": "localdir is no directory",
        },
        doc="""
        C<remotepath>, a file or a directory with all in it, gets the same name
        in the existing directory C<localdir> of the host; F</> stands for all
        in it. Permissions and times are kept, for root owners too, but never
        the bits for set-user-ID. Symbolic links are copied as they are; device
        nodes, sockets and pipes are left out, with a warning. Files that are
        there already are replaced, and links there are never followed.
        """,
    ),
]
