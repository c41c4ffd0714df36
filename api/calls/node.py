# SPDX-License-Identifier: LGPL-2.1-or-later
"""Modes, owners, times and special files."""

from model import Call, Int, Int64, Pathname, RErr, RInt

CALLS = [
    Call(
        name="chmod", proc=34, since="0.0.8",
        args=[Int("mode"), Pathname("path")],
        ret=RErr,
        brief="set the mode of a file",
        errors={
            "EINVAL": "mode has other bits",
        },
        doc="""
        As L<chmod(2)>, following symbolic links. Write octal numbers with a
        leading 0. Only the bits 07777 are allowed.
        """,
    ),
    Call(
        name="chown", proc=35, since="0.0.8",
        args=[Int("owner"), Int("group"), Pathname("path")],
        ret=RErr,
        brief="set owner and group of a file",
        doc="""
        As L<chown(2)>, following symbolic links; ids are the guest's numbers,
        and -1 leaves one as it is.
        """,
    ),
    Call(
        name="lchown", proc=203, since="1.0.77",
        args=[Int("owner"), Int("group"), Pathname("path")],
        ret=RErr,
        brief="set owner and group of a symbolic link",
        doc="""
        As L<lchown(2)>: the link itself where C<path> is one.
        """,
    ),
    Call(
        name="utimens", proc=201, since="1.0.77",
        args=[
            Pathname("path"), Int64("atsecs"), Int64("atnsecs"), Int64("mtsecs"),
            Int64("mtnsecs"),
        ],
        ret=RErr,
        brief="set the times of a file",
        errors={
            "EINVAL": "nanoseconds beyond a second",
        },
        doc="""
        Access and modification, in seconds since 1970 and nanoseconds, as
        L<utimensat(2)>. Nanoseconds of -1 mean the current time, and -2 leave
        the time as it is.
        """,
    ),
    Call(
        name="umask", proc=137, since="1.0.55",
        args=[Int("mask")],
        ret=RInt("oldmask"),
        read_only=True,
        brief="set the file mode creation mask",
        errors={
            "EINVAL": "mask has bits beyond 0777",
        },
        doc="""
        Bits set in C<mask> are cleared in the modes of new files and
        directories. It is 022 at first. Returns the old one.
        """,
    ),
    Call(
        name="get_umask", proc=240, since="1.3.4",
        ret=RInt("mask"),
        read_only=True,
        brief="file mode creation mask",
        doc="""
        See C<guestfs_umask>.
        """,
    ),
    Call(
        name="mknod", proc=133, since="1.0.55",
        args=[Int("mode"), Int("devmajor"), Int("devminor"), Pathname("path")],
        ret=RErr,
        group="mknod",
        brief="create a device file",
        errors={
            "EEXIST": "something is at path already",
        },
        doc="""
        C<mode> has the kind as well (C<S_IFBLK>, C<S_IFCHR>, C<S_IFIFO>,
        C<S_IFSOCK>, C<S_IFREG> or none for an ordinary file), as L<mknod(2)>;
        permissions lose the bits of the umask.
        """,
    ),
    Call(
        name="mkfifo", proc=134, since="1.0.55",
        args=[Int("mode"), Pathname("path")],
        ret=RErr,
        group="mknod",
        brief="create a FIFO",
        errors={
            "EEXIST": "something is at path already",
        },
        doc="""
        C<mode> is its permissions, less the umask; other bits are an error.
        """,
    ),
    Call(
        name="mknod_b", proc=135, since="1.0.55",
        args=[
            Int("mode"), Int("devmajor"), Int("devminor"), Pathname("path"),
        ],
        ret=RErr,
        group="mknod",
        brief="make a block device node",
        doc="""
        As C<guestfs_mknod>; C<mode> is the permissions alone.
        """,
    ),
    Call(
        name="mknod_c", proc=136, since="1.0.55",
        args=[
            Int("mode"), Int("devmajor"), Int("devminor"), Pathname("path"),
        ],
        ret=RErr,
        group="mknod",
        brief="make a character device node",
        doc="""
        As C<guestfs_mknod>; C<mode> is the permissions alone.
        """,
    ),
]
