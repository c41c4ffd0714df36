# SPDX-License-Identifier: LGPL-2.1-or-later
"""Changes of the guest's files while the appliance runs."""

from model import Call, Int, Pathname, RErr, RInt64, RStringList, RStructList

NO_HANDLE = {"EINVAL": "no handle: C<guestfs_inotify_init> comes first"}


def watch(name, proc, ret, brief, doc, **more):
    errors = NO_HANDLE | more.pop("errors", {})
    return Call(name=name, proc=proc, since="1.0.66", ret=ret, brief=brief,
                doc=doc, errors=errors, group="inotify", read_only=True,
                **more)


CALLS = [
    watch(
        "inotify_init", 179, RErr,
        args=[Int("maxevents")],
        brief="open a handle of inotify",
        doc="""
        One that is open already is closed. C<maxevents> is the limit of the
        queue of events, 0 for the kernel's own; what comes when it is full is
        lost, and the queue says so by an event with the C<in_mask>
        C<IN_Q_OVERFLOW> and C<in_wd> -1. See L<inotify(7)>.

        Only what the appliance itself does can be seen, through calls or
        through a mount of C<guestfs_mount_local>.
        """,
    ),
    watch(
        "inotify_add_watch", 180, RInt64("wd"),
        args=[Pathname("path"), Int("mask")],
        brief="watch a file or directory",
        doc="""
        C<mask> is a sum of C<IN_> constants, see L<inotify(7)>; the events of
        a directory are those of its entries, too. Returns the number of the
        watch, the old one where C<path> is watched already. Symbolic links
        are followed, inside the guest, unless the mask has C<IN_DONT_FOLLOW>.
        """,
    ),
    watch(
        "inotify_rm_watch", 181, RErr,
        args=[Int("wd")],
        brief="end a watch",
        doc="""
        C<wd> is what C<guestfs_inotify_add_watch> returned.
        """,
    ),
    watch(
        "inotify_read", 182, RStructList("events", "inotify_event"),
        brief="events that have happened",
        doc="""
        Does not wait: the list is empty where nothing has happened since the
        last time. Where there is more than fits into one answer the rest comes
        with the next call, so a program reads until the list is empty.
        """,
    ),
    watch(
        "inotify_files", 183, RStringList("paths"),
        brief="names in the events that have happened",
        doc="""
        Reads all events as C<guestfs_inotify_read> does, and returns the names
        in them, sorted, each once. Names are those of entries of a watched
        directory, not whole paths.
        """,
    ),
    watch(
        "inotify_close", 184, RErr,
        brief="close the handle of inotify",
        doc="""
        All watches end, events that were not read are lost.
        """,
    ),
]
