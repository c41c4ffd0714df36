# SPDX-License-Identifier: LGPL-2.1-or-later
"""Running programs of the guest."""

from model import Call, RString, RStringList, String, StringList

_HOW = """
        It runs with the mounted tree as its root, as root and in F</>, with
        the appliance's kernel. F</dev>, F</proc> and F</sys> of the appliance
        are there while it runs, where the guest has directories for them, with
        disks under the names that they have for calls; and with
        C<guestfs_set_network> a F</etc/resolv.conf> that works. Standard
        input is empty. Processes that it leaves behind are ended. The
        environment has little but a C<PATH>.

        It fails where the program ends with a status other than 0; the
        message has that and what the program wrote to its standard error. The
        output may be up to 4 MB. The guest must be of the appliance's
        architecture, or the error says of which it is.

        B<The program is the guest's>: what it does to the mounted disks is
        beyond anyone's control, and so is what it answers.
"""

CALLS = [
    Call(
        name="command", proc=50, since="1.9.1",
        args=[StringList("arguments")],
        ret=RString("output"),
        needs_root=True,
        brief="run a program of the guest",
        errors={
            "EINVAL": "the list is empty",
            "ENOENT": "there is no such program",
            "EACCES": "the file cannot be executed",
            "ENOEXEC": "it is of another architecture",
            "EFBIG": "it writes more than a message can hold",
        },
        doc="""
        Runs the program C<arguments[0]>, a path or a name to be found in the
        guest's usual directories, with the rest of the list as its arguments,
        and returns what it wrote to its standard output. No shell is
        involved; C<guestfs_sh> has one.
        """ + _HOW,
    ),
    Call(
        name="command_lines", proc=51, since="1.9.1",
        args=[StringList("arguments")],
        ret=RStringList("lines"),
        needs_root=True,
        brief="run a program of the guest and return lines",
        doc="""
        As C<guestfs_command>, with the output cut into lines.
        """,
    ),
    Call(
        name="sh", proc=111, since="1.0.50",
        args=[String("command")],
        ret=RString("output"),
        needs_root=True,
        brief="run a command by the guest's shell",
        errors={
            "ENOENT": "the guest has no /bin/sh",
        },
        doc="""
        As C<guestfs_command> with C</bin/sh -c>, so that patterns, pipes and
        redirections work. Quote what comes from elsewhere.
        """,
    ),
    Call(
        name="sh_lines", proc=112, since="1.0.50",
        args=[String("command")],
        ret=RStringList("lines"),
        needs_root=True,
        brief="run a command by the guest's shell and return lines",
        doc="""
        As C<guestfs_sh>, with the output cut into lines.
        """,
    ),
]
