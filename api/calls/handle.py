# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settings of a handle that do not concern the virtual machine."""

from model import (
    Bool, Call, OptString, RBool, RConstOptString, RConstString, RErr,
    RInt64, RString, RStruct, String, StringList,
)

CALLS = [
    Call(
        name="set_verbose", since="0.0.3", side="library",
        args=[Bool("verbose")],
        ret=RErr,
        aliases=["verbose"],
        brief="switch verbose messages on or off",
        doc="""
        Verbose messages go to standard error, or to the callbacks of
        C<GUESTFS_EVENT_LIBRARY> and C<GUESTFS_EVENT_APPLIANCE>. The
        environment variable C<LIBGUESTFS_DEBUG=1> switches them on at the
        start. Set it before launch to see the appliance's own.
        """,
    ),
    Call(
        name="get_verbose", since="0.0.3", side="library",
        ret=RBool("verbose"),
        brief="test whether verbose messages are on",
        doc="""
        See C<guestfs_set_verbose>.
        """,
    ),
    Call(
        name="set_trace", since="1.0.69", side="library",
        args=[Bool("trace")],
        ret=RErr,
        aliases=["trace"],
        brief="switch tracing of calls on or off",
        doc="""
        Every call and its result is shown on standard error, or to the
        callbacks of C<GUESTFS_EVENT_TRACE>. Keys and secrets are hidden. The
        environment variable C<LIBGUESTFS_TRACE=1> does the same from the
        start.
        """,
    ),
    Call(
        name="get_trace", since="1.0.69", side="library",
        ret=RBool("trace"),
        brief="test whether calls are traced",
        doc="""
        See C<guestfs_set_trace>.
        """,
    ),
    Call(
        name="set_autosync", since="0.0.3", side="library",
        args=[Bool("autosync")],
        ret=RErr,
        aliases=["autosync"],
        brief="choose whether closing writes everything out",
        doc="""
        When on, which is the default, closing the handle or shutting the
        appliance down first unmounts and syncs. Switched off, what was not
        synced by C<guestfs_sync> or C<guestfs_umount_all> may be lost.
        """,
    ),
    Call(
        name="get_autosync", since="0.0.3", side="library",
        ret=RBool("autosync"),
        brief="test whether closing writes everything out",
        doc="""
        See C<guestfs_set_autosync>.
        """,
    ),
    Call(
        name="set_path", since="0.0.3", side="library",
        args=[OptString("searchpath")],
        ret=RErr,
        aliases=["path"],
        config_only=True,
        brief="set where the appliance is looked for",
        doc="""
        A list of directories with colons between them; an empty one stands
        for the path compiled in. NULL goes back to the default.
        C<LIBGUESTFS_PATH> sets it at the start.
        """,
    ),
    Call(
        name="get_path", since="0.0.3", side="library",
        ret=RConstString("path"),
        brief="where the appliance is looked for",
        doc="""
        See C<guestfs_set_path>.
        """,
    ),
    Call(
        name="set_append", since="1.0.26", side="library",
        args=[OptString("append")],
        ret=RErr,
        aliases=["append"],
        config_only=True,
        brief="add to the appliance's kernel command line",
        doc="""
        C<append> is added at the end of the command line; NULL adds nothing,
        the default. C<LIBGUESTFS_APPEND> sets it at the start. Meant for
        debugging.
        """,
    ),
    Call(
        name="get_append", since="1.0.26", side="library",
        ret=RConstOptString("append"),
        brief="what is added to the kernel command line",
        doc="""
        NULL where nothing is added. See C<guestfs_set_append>.
        """,
    ),
    Call(
        name="set_program", since="1.21.29", side="library",
        args=[String("program")],
        ret=RErr,
        aliases=["program"],
        brief="set the program's name",
        doc="""
        Used in messages. The default is the name that the program was run by.
        """,
    ),
    Call(
        name="get_program", since="1.21.29", side="library",
        ret=RConstString("program"),
        brief="the program's name",
        doc="""
        See C<guestfs_set_program>.
        """,
    ),
    Call(
        name="set_identifier", since="1.31.14", side="library",
        args=[String("identifier")],
        ret=RErr,
        aliases=["identifier"],
        brief="name the handle",
        doc="""
        The name appears in verbose and trace messages, to tell several
        handles apart. An empty string, the default, shows nothing.
        """,
    ),
    Call(
        name="get_identifier", since="1.31.14", side="library",
        ret=RConstString("identifier"),
        brief="name of the handle",
        doc="""
        See C<guestfs_set_identifier>.
        """,
    ),
    Call(
        name="set_pgroup", since="1.11.18", side="library",
        args=[Bool("pgroup")],
        ret=RErr,
        aliases=["pgroup"],
        config_only=True,
        brief="choose whether qemu gets a process group",
        doc="""
        When on, qemu runs in a process group of its own, so that Ctrl-C in
        the terminal reaches only the program. Off by default.
        """,
    ),
    Call(
        name="get_pgroup", since="1.11.18", side="library",
        ret=RBool("pgroup"),
        brief="test whether qemu gets a process group",
        doc="""
        See C<guestfs_set_pgroup>.
        """,
    ),
    Call(
        name="set_recovery_proc", since="1.0.77", side="library",
        args=[Bool("recoveryproc")],
        ret=RErr,
        aliases=["recovery-proc"],
        config_only=True,
        brief="choose whether a helper ends orphaned appliances",
        doc="""
        When on, which is the default, a small process watches the program and
        ends qemu if the program is killed, after giving the appliance a
        moment to write out.
        """,
    ),
    Call(
        name="get_recovery_proc", since="1.0.77", side="library",
        ret=RBool("recoveryproc"),
        brief="test whether a helper ends orphaned appliances",
        doc="""
        See C<guestfs_set_recovery_proc>.
        """,
    ),
    Call(
        name="set_selinux", since="1.0.67", side="library",
        args=[Bool("selinux")],
        ret=RErr,
        deprecated_by="selinux_relabel",
        aliases=["selinux"],
        config_only=True,
        brief="choose SELinux in the appliance",
        doc="""
        Remembered and otherwise ignored: the appliance's kernel enforces no
        policy, labels are plain extended attributes.
        """,
    ),
    Call(
        name="get_selinux", since="1.0.67", side="library",
        ret=RBool("selinux"),
        deprecated_by="selinux_relabel",
        brief="test what set_selinux set",
        doc="""
        See C<guestfs_set_selinux>.
        """,
    ),
    Call(
        name="set_direct", since="1.0.72", side="library",
        args=[Bool("direct")],
        ret=RErr,
        deprecated_by="internal_get_console_socket",
        aliases=["direct"],
        config_only=True,
        brief="choose the appliance's console",
        doc="""
        Remembered; with it on, the console's output goes to standard output.
        """,
    ),
    Call(
        name="get_direct", since="1.0.72", side="library",
        ret=RBool("direct"),
        deprecated_by="internal_get_console_socket",
        brief="test what set_direct set",
        doc="""
        See C<guestfs_set_direct>.
        """,
    ),
    Call(
        name="set_tmpdir", since="1.19.58", side="library",
        args=[OptString("tmpdir")],
        ret=RErr,
        aliases=["tmpdir"],
        config_only=True,
        brief="set the directory for temporary files",
        doc="""
        NULL goes back to the default: C<LIBGUESTFS_TMPDIR>, then C<TMPDIR>,
        then C</tmp>. Overlays of read-only drives are made there and may
        grow.
        """,
    ),
    Call(
        name="get_tmpdir", since="1.19.58", side="library",
        ret=RString("tmpdir"),
        brief="directory for temporary files",
        doc="""
        See C<guestfs_set_tmpdir>.
        """,
    ),
    Call(
        name="set_cachedir", since="1.19.58", side="library",
        args=[OptString("cachedir")],
        ret=RErr,
        aliases=["cachedir"],
        config_only=True,
        brief="set the directory for cached files",
        doc="""
        NULL goes back to the default: C<LIBGUESTFS_CACHEDIR>, then C<TMPDIR>,
        then C</var/tmp>. What is kept there only saves time; it may be
        deleted whenever no appliance runs.
        """,
    ),
    Call(
        name="get_cachedir", since="1.19.58", side="library",
        ret=RString("cachedir"),
        brief="directory for cached files",
        doc="""
        See C<guestfs_set_cachedir>.
        """,
    ),
    Call(
        name="get_sockdir", since="1.33.8", side="library",
        ret=RString("sockdir"),
        brief="directory for sockets",
        doc="""
        A directory whose path is short enough for sockets: C<XDG_RUNTIME_DIR>
        where it is set, C</tmp> otherwise.
        """,
    ),
    Call(
        name="parse_environment", since="1.19.53", side="library",
        ret=RErr,
        brief="read the LIBGUESTFS_ environment variables",
        errors={
            "EINVAL": "a variable has a value that cannot be understood",
        },
        doc="""
        Sets the handle's settings from the environment, as C<guestfs_create>
        does. Of use after C<guestfs_create_flags> with
        C<GUESTFS_CREATE_NO_ENVIRONMENT>.
        """,
    ),
    Call(
        name="parse_environment_list", since="1.19.53", side="library",
        args=[StringList("environment")],
        ret=RErr,
        brief="read settings from a list of variables",
        errors={
            "EINVAL": "a variable has a value that cannot be understood",
        },
        doc="""
        As C<guestfs_parse_environment>, from strings C<NAME=VALUE>. Other
        names are ignored.
        """,
    ),
    Call(
        name="version", since="1.0.58", side="library",
        ret=RStruct("version", "version"),
        brief="version of the library",
        doc="""
        The library's own, as the program runs with it; it may be newer than
        the one that the program was compiled for. C<extra> is usually empty.
        """,
    ),
    Call(
        name="c_pointer", since="1.29.17", side="library",
        ret=RInt64("ptr"),
        brief="address of the handle",
        doc="""
        Of the C<guestfs_h> behind the handle, for bindings that share it with
        a program in C.
        """,
    ),
    Call(
        name="user_cancel", since="1.11.18", side="library",
        ret=RErr,
        lock=False,
        brief="cancel the call that runs",
        doc="""
        Ends a running call that can be cancelled, which then fails with
        EINTR, as well as a launch. May be called from any thread and from
        signal handlers; it does not wait. Without such a call it does
        nothing.
        """,
    ),
]
