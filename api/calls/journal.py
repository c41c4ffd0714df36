# SPDX-License-Identifier: LGPL-2.1-or-later
"""The systemd journal of a guest."""

from model import (
    Call, Int64, Pathname, RBool, RErr, RInt64, RStructList,
)

NO_HANDLE = {"EINVAL": "no journal is open: C<guestfs_journal_open> comes "
                       "first"}


def journal(name, proc, ret, brief, doc, **more):
    errors = NO_HANDLE | more.pop("errors", {})
    return Call(name=name, proc=proc, since=more.pop("since", "1.23.11"),
                ret=ret, brief=brief, doc=doc, errors=errors,
                group="journal", helper="journal", read_only=True, **more)


CALLS = [
    journal(
        "journal_open", 404, RErr,
        args=[Pathname("directory")],
        brief="open the journal files of a directory",
        errors={"ENOENT": "there is no journal file"},
        doc="""
        All journal files in C<directory>, usually C</var/log/journal>, and in
        the directories in it. A journal that is open already is closed. The
        first entry is read by C<guestfs_journal_next>.

        The files are read in a process of its own. Should a malformed one
        crash it, the call fails and the journal is closed. While a journal is
        open its file system is busy; unmounting C</> closes it.
        """,
    ),
    journal(
        "journal_close", 405, RErr,
        brief="close the journal",
        doc="""
        Nothing is lost: journals are only read.
        """,
    ),
    journal(
        "journal_next", 406, RBool("more"),
        brief="go to the next entry",
        doc="""
        Also to the first, after C<guestfs_journal_open>. False where there is
        none.
        """,
    ),
    journal(
        "journal_skip", 407, RInt64("rskip"),
        args=[Int64("skip")],
        brief="go some entries on or back",
        doc="""
        Back where C<skip> is negative. Returns how many it were, fewer than
        wanted at either end of the journal.
        """,
    ),
    Call(
        name="journal_get", since="1.23.11", side="library",
        ret=RStructList("fields", "xattr"),
        group="journal",
        brief="fields of the entry",
        errors=NO_HANDLE,
        doc="""
        Names such as C<MESSAGE> in C<attrname>, and their values, which may be
        any bytes; see L<systemd.journal-fields(7)>. A field may come more than
        once. Values longer than C<guestfs_journal_get_data_threshold> may be
        cut.
        """,
    ),
    journal(
        "internal_journal_fields", 1001, RStructList("fields", "xattr"),
        since="1.48.6", visibility="internal",
        untested="the library keeps it to itself, for journal_get",
        brief="fields of the entry, in one message",
        doc="""
        The work of C<guestfs_journal_get>. All fields must fit into a message.
        """,
    ),
    journal(
        "journal_get_data_threshold", 409, RInt64("threshold"),
        brief="length at which long fields may be cut",
        doc="""
        64 KiB, where nothing else was set. 0 means no limit.
        """,
    ),
    journal(
        "journal_set_data_threshold", 410, RErr,
        args=[Int64("threshold")],
        brief="set the length at which long fields may be cut",
        doc="""
        In bytes, 0 for no limit. Fields of one entry still have to fit into a
        message of 4 MB.
        """,
    ),
    journal(
        "journal_get_realtime_usec", 420, RInt64("usec"),
        since="1.27.18",
        brief="time of the entry",
        doc="""
        Microseconds since the beginning of 1970, by the guest's clock.
        """,
    ),
]
