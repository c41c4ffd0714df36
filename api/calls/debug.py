# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the appliance holds, and ways to look into it and to break it."""

from model import (
    Call, FileIn, Int, Pathname, RBool, RErr, RString, String, StringList,
)

CALLS = [
    Call(
        name="modprobe", proc=194, since="1.0.68",
        args=[String("modulename")],
        ret=RErr,
        group="linuxmodules", read_only=True,
        brief="load a module of the appliance's kernel",
        errors={"ENOENT": "the appliance has no such module"},
        doc="""
        With the modules that it needs. Modules of file systems and of the
        device mapper need no such call: the kernel asks for them.
        """,
    ),
    Call(
        name="filesystem_available", proc=333, since="1.19.5",
        args=[String("filesystem")],
        ret=RBool("fsavail"),
        read_only=True,
        brief="test whether the appliance's kernel knows a file system",
        errors={"EINVAL": "not a name of letters, digits, C<_> and C<->"},
        doc="""
        By its name in C</proc/filesystems>, such as C<xfs>. Its module is
        loaded where that makes the answer yes. What a program of the
        appliance reads, NTFS in particular, may be a no here:
        C<guestfs_feature_available> knows of C<ntfs3g>.
        """,
    ),
    Call(
        name="file_architecture", proc=475, since="1.5.3",
        args=[Pathname("filename")],
        ret=RString("arch"),
        read_only=True,
        brief="architecture of a program, library, module or initrd",
        errors={"EINVAL": "the file says nothing of an architecture"},
        doc="""
        From the header of an ELF or PE file: C<i386>, C<x86_64>, C<arm>,
        C<aarch64>, C<ppc64>, C<ppc64le>, C<riscv64>, C<s390x>, C<sparc64>,
        C<ia64>, C<mips>, C<mipsel>, C<alpha>, C<loongarch64> and so on. The
        file may be compressed, as modules often are. In an initrd, a cpio
        archive, the first program tells. Symbolic links are followed.
        """,
    ),
    Call(
        name="debug", proc=76, since="1.0.11",
        args=[String("subcmd"), StringList("extraargs")],
        ret=RString("result"),
        visibility="debug",
        brief="look into the appliance",
        errors={"EINVAL": "an unknown subcommand, or wrong arguments"},
        doc="""
        For people who work on this library; nothing here is a stable
        interface. Paths are those of the appliance: the guest is below
        C</sysroot>.

        =over 4

        =item C<help>

        The list of subcommands.

        =item C<env>

        The daemon's environment.

        =item C<fds>

        The daemon's open files.

        =item C<ls> PATH ..., C<ll> PATH ...

        L<ls(1)> of files of the appliance, with C<-a> or C<-la>.

        =item C<print> WORD ...

        Print the words on the console.

        =item C<progress> SECONDS

        Send progress messages for so long.

        =item C<segv>

        Crash the daemon, and the appliance with it.

        =item C<sh> WORD ...

        Run the words, joined, by the shell of the appliance, and return its
        output. The guest can be changed this way, and the daemon confused.

        =back
        """,
    ),
    Call(
        name="debug_upload", proc=241, since="1.3.5",
        args=[FileIn("filename"), String("tmpname"), Int("mode")],
        ret=RErr,
        visibility="debug", cancellable=True, read_only=True,
        brief="upload a file into the appliance itself",
        errors={"EINVAL": "C<tmpname> is no name of a file"},
        doc="""
        The file becomes C</tmp/tmpname> there, with these permissions; not in
        the guest. It is gone when the appliance ends.
        """,
    ),
    Call(
        name="internal_upload", proc=413, since="1.23.30",
        args=[FileIn("filename"), String("tmpname"), Int("mode")],
        ret=RErr,
        visibility="internal", cancellable=True, read_only=True,
        brief="upload a file into the appliance itself",
        doc="""
        The same as C<guestfs_debug_upload>.
        """,
    ),
    Call(
        name="internal_exit", proc=414, since="1.23.30",
        ret=RErr,
        visibility="debug", cancellable=True, read_only=True,
        brief="end the daemon, and the appliance with it",
        doc="""
        Without an answer, so the call fails. For tests of what the library
        makes of that.
        """,
    ),
    Call(
        name="internal_rhbz914931", proc=397, since="1.21.14",
        args=[FileIn("filename"), Int("count")],
        ret=RErr,
        visibility="internal", cancellable=True, read_only=True,
        brief="take a part of a file and die",
        doc="""
        The daemon crashes after C<count> bytes of the upload. For tests of
        what the library makes of that.
        """,
    ),
]
