# SPDX-License-Identifier: LGPL-2.1-or-later
"""Copying what differs."""

from model import Call, OBool, Pathname, RErr, String

_OPTIONS = [OBool("archive"), OBool("deletedest")]

CALLS = [
    Call(
        name="rsync", proc=344, since="1.19.29",
        args=[Pathname("src"), Pathname("dest")],
        optargs=_OPTIONS,
        ret=RErr,
        group="rsync",
        brief="make a tree equal to another in the guest",
        doc="""
        By L<rsync(1)>, whose rule for a slash at the end of C<src> holds: it
        means the content of the directory, not the directory. C<archive>
        keeps all attributes and goes into directories (C<-a>); C<deletedest>
        removes from C<dest> what C<src> has not.
        """,
    ),
    Call(
        name="rsync_in", proc=345, since="1.19.29",
        args=[String("remote"), Pathname("dest")],
        optargs=_OPTIONS,
        ret=RErr,
        group="rsync",
        brief="copy a tree from another machine by rsync",
        errors={
            "EINVAL": "remote is no address of an rsync server",
        },
        doc="""
        C<remote> is C<rsync://HOST/MODULE/PATH> or C<HOST::MODULE/PATH>; the
        appliance has no C<ssh>. The network must be on, see
        C<guestfs_set_network>; the host is C<169.254.2.2> for the appliance.
        The options are those of C<guestfs_rsync>.
        """,
    ),
    Call(
        name="rsync_out", proc=346, since="1.19.29",
        args=[Pathname("src"), String("remote")],
        optargs=_OPTIONS,
        ret=RErr,
        group="rsync",
        brief="copy a tree to another machine by rsync",
        errors={
            "EINVAL": "remote is no address of an rsync server",
        },
        doc="""
        As C<guestfs_rsync_in> in the other direction.
        """,
    ),
]
