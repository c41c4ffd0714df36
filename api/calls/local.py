# SPDX-License-Identifier: LGPL-2.1-or-later
"""The guest's tree as a FUSE file system on the host."""

from model import Call, OBool, OInt, OString, RErr, String

CALLS = [
    Call(
        name="mount_local", since="1.17.22", side="library",
        args=[String("localmountpoint")],
        optargs=[
            OBool("readonly"), OString("options"), OInt("cachetimeout"),
            OBool("debugcalls"),
        ],
        ret=RErr,
        brief="make the guest's tree a file system of the host",
        errors={
            "EEXIST": "this handle has a mount already",
            "EBUSY": "the directory is in use",
        },
        doc="""
        Mounts what is mounted in the guest by FUSE on C<localmountpoint>, an
        existing directory. C<guestfs_mount_local_run> then serves it.
        C<readonly> forbids changes; C<options> are mount options with commas
        between, those of L<guestmount(1)>'s B<-o>; C<cachetimeout> is in
        seconds and only a hint, as caches here are exact; C<debugcalls>
        prints each request.
        """,
    ),
    Call(
        name="mount_local_run", since="1.17.22", side="library",
        ret=RErr,
        cancellable=True,
        brief="serve the file system on the host",
        errors={
            "EINVAL": "guestfs_mount_local must come first",
        },
        doc="""
        Serves requests until the file system is unmounted, by
        C<guestfs_umount_local> from another thread or by L<guestunmount(1)>.
        Other threads may make calls on the handle meanwhile.
        """,
    ),
    Call(
        name="umount_local", since="1.17.22", side="library",
        optargs=[OBool("retry")],
        ret=RErr,
        brief="unmount the file system on the host",
        errors={
            "EBUSY": "a program still uses it",
            "EINVAL": "nothing is mounted by this handle",
        },
        doc="""
        Everything written is on disk when it returns. With C<retry> it tries
        again for a while where the mount is busy.
        """,
    ),
]
