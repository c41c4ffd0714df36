# SPDX-License-Identifier: LGPL-2.1-or-later
"""The virtual machine: its settings, its start, its end, its features."""

from model import (
    Bool, Call, Int, OptString, RBool, RConstString, RErr, RInt, RString,
    RStringList, RStruct, String, StringList,
)

CALLS = [
    Call(
        name="set_hv", since="1.23.17", side="library",
        args=[String("hv")],
        ret=RErr,
        aliases=["hv"],
        config_only=True,
        brief="set the hypervisor",
        doc="""
        The qemu program, or a script that ends by running it with the
        arguments it got. The default is what C<LIBGUESTFS_HV> says, then
        C<LIBGUESTFS_QEMU>, then the one found at build time.
        """,
    ),
    Call(
        name="get_hv", since="1.23.17", side="library",
        ret=RString("hv"),
        brief="hypervisor to be used",
        doc="""
        See C<guestfs_set_hv>.
        """,
    ),
    Call(
        name="set_qemu", since="1.0.6", side="library",
        args=[OptString("hv")],
        ret=RErr,
        deprecated_by="set_hv",
        aliases=["qemu"],
        config_only=True,
        brief="set the hypervisor",
        doc="""
        As C<guestfs_set_hv>; NULL goes back to the default.
        """,
    ),
    Call(
        name="get_qemu", since="1.0.6", side="library",
        ret=RConstString("hv"),
        deprecated_by="get_hv",
        brief="hypervisor to be used",
        doc="""
        As C<guestfs_get_hv>, in a string that belongs to the handle.
        """,
    ),
    Call(
        name="set_memsize", since="1.0.55", side="library",
        args=[Int("memsize")],
        ret=RErr,
        aliases=["memsize"],
        config_only=True,
        brief="set the appliance's memory",
        errors={
            "EINVAL": "too small for the appliance to start",
        },
        doc="""
        In megabytes. Checking a very large file system may need more than the
        default. C<LIBGUESTFS_MEMSIZE> sets it at the start.
        """,
    ),
    Call(
        name="get_memsize", since="1.0.55", side="library",
        ret=RInt("memsize"),
        brief="memory of the appliance",
        doc="""
        In megabytes. See C<guestfs_set_memsize>.
        """,
    ),
    Call(
        name="set_smp", since="1.13.15", side="library",
        args=[Int("smp")],
        ret=RErr,
        aliases=["smp"],
        config_only=True,
        brief="set the number of virtual processors",
        errors={
            "EINVAL": "the number is out of this range",
        },
        doc="""
        From 1, the default, to 255.
        """,
    ),
    Call(
        name="get_smp", since="1.13.15", side="library",
        ret=RInt("smp"),
        brief="number of virtual processors",
        doc="""
        See C<guestfs_set_smp>.
        """,
    ),
    Call(
        name="set_network", since="1.5.4", side="library",
        args=[Bool("network")],
        ret=RErr,
        aliases=["network"],
        config_only=True,
        brief="choose whether the appliance has a network",
        doc="""
        Off, the default, unless switched on before launch. The appliance gets
        no network either way: asking for one makes the launch fail.
        """,
    ),
    Call(
        name="get_network", since="1.5.4", side="library",
        ret=RBool("network"),
        brief="test whether a network was asked for",
        doc="""
        See C<guestfs_set_network>.
        """,
    ),
    Call(
        name="set_backend", since="1.21.26", side="library",
        args=[String("backend")],
        ret=RErr,
        aliases=["backend"],
        config_only=True,
        brief="choose how the appliance is run",
        errors={
            "EINVAL": "not a backend that this library has",
        },
        doc="""
        C<direct> is the only way there is: the library runs qemu itself.
        C<LIBGUESTFS_BACKEND> sets it at the start. Settings may follow a
        colon.
        """,
    ),
    Call(
        name="get_backend", since="1.21.26", side="library",
        ret=RString("backend"),
        brief="how the appliance is run",
        doc="""
        C<direct>. See C<guestfs_set_backend>.
        """,
    ),
    Call(
        name="set_attach_method", since="1.9.8", side="library",
        args=[String("backend")],
        ret=RErr,
        deprecated_by="set_backend",
        aliases=["attach-method"],
        config_only=True,
        brief="choose how the appliance is run",
        doc="""
        The old name of C<guestfs_set_backend>; C<appliance> means C<direct>.
        """,
    ),
    Call(
        name="get_attach_method", since="1.9.8", side="library",
        ret=RString("backend"),
        deprecated_by="get_backend",
        brief="how the appliance is run",
        doc="""
        The old name of C<guestfs_get_backend>.
        """,
    ),
    Call(
        name="set_backend_settings", since="1.25.24", side="library",
        args=[StringList("settings")],
        ret=RErr,
        config_only=True,
        brief="replace the backend's settings",
        doc="""
        A list of C<NAME> or C<NAME=VALUE>, in place of all there were.
        C<force_tcg> has instructions emulated even where KVM is there;
        C<force_kvm> makes it an error where it does not work.
        C<LIBGUESTFS_BACKEND_SETTINGS> sets them at the start, with colons
        between.
        """,
    ),
    Call(
        name="get_backend_settings", since="1.25.24", side="library",
        ret=RStringList("settings"),
        brief="settings of the backend",
        doc="""
        See C<guestfs_set_backend_settings>.
        """,
    ),
    Call(
        name="set_backend_setting", since="1.27.2", side="library",
        args=[String("name"), String("val")],
        ret=RErr,
        config_only=True,
        brief="set one setting of the backend",
        doc="""
        Adds C<NAME=VALUE>; settings of that name go first.
        """,
    ),
    Call(
        name="get_backend_setting", since="1.27.2", side="library",
        args=[String("name")],
        ret=RString("val"),
        brief="value of a setting of the backend",
        errors={
            "ESRCH": "the setting is not there",
        },
        doc="""
        The value after C<NAME=>; for a setting without a value, C<1>.
        """,
    ),
    Call(
        name="clear_backend_setting", since="1.27.2", side="library",
        args=[String("name")],
        ret=RInt("count"),
        config_only=True,
        brief="remove a setting of the backend",
        doc="""
        Removes C<NAME> and C<NAME=...>, and returns how many there were.
        """,
    ),
    Call(
        name="config", since="0.0.3", side="library",
        args=[String("hvparam"), OptString("hvvalue")],
        ret=RErr,
        config_only=True,
        brief="add an argument to qemu's command line",
        errors={
            "EINVAL": "the argument has no dash, or is the library's",
        },
        doc="""
        C<hvparam> begins with a dash; C<hvvalue> follows it unless it is
        NULL. For debugging: nothing promises that the appliance still works,
        and arguments that the library passes itself are refused.
        """,
    ),
    Call(
        name="launch", since="0.0.3", side="library",
        ret=RErr,
        aliases=["run"],
        config_only=True, progress=True,
        brief="start the appliance",
        errors={
            "ENOENT": "no appliance, or no qemu, was found",
            "EINTR": "guestfs_user_cancel was called",
        },
        doc="""
        Starts qemu with the disks that were added and returns when calls to
        them can be made. Takes from a fraction of a second to a few seconds.
        KVM is used where it works, else the processor is emulated. Afterwards
        no disks can be added and settings of the machine no longer change.
        """,
    ),
    Call(
        name="wait_ready", since="0.0.3", side="library",
        ret=RErr,
        deprecated_by="(no-replacement)",
        visibility="state",
        brief="do nothing",
        errors={
            "EINVAL": "the appliance is not running",
        },
        doc="""
        Once had to follow C<guestfs_launch>, which does all now. Fails before
        it.
        """,
    ),
    Call(
        name="shutdown", since="1.19.16", side="library",
        ret=RErr,
        brief="stop the appliance",
        errors={
            "EIO": "not all data could be written",
        },
        doc="""
        Unmounts and writes out everything (see C<guestfs_set_autosync>),
        waits until qemu is gone, and reports errors of either, which
        C<guestfs_close> cannot do. The handle is back in the state before
        launch, its disks forgotten. Does nothing where no appliance runs.
        """,
    ),
    Call(
        name="kill_subprocess", since="0.0.3", side="library",
        ret=RErr,
        deprecated_by="shutdown",
        brief="stop the appliance",
        doc="""
        The old name of C<guestfs_shutdown>.
        """,
    ),
    Call(
        name="get_pid", since="1.0.56", side="library",
        ret=RInt("pid"),
        aliases=["pid"],
        brief="process id of qemu",
        errors={
            "ESRCH": "the appliance is not running",
        },
        doc="""
        Fails before launch.
        """,
    ),
    Call(
        name="get_state", since="1.0.2", side="library",
        ret=RInt("state"),
        visibility="state",
        brief="state of the handle",
        doc="""
        A number that only serves C<guestfs_is_config> and its kin.
        """,
    ),
    Call(
        name="is_config", since="1.0.2", side="library",
        ret=RBool("config"),
        brief="test whether the appliance is still to be launched",
        doc="""
        Yes before C<guestfs_launch> and after C<guestfs_shutdown>.
        """,
    ),
    Call(
        name="is_launching", since="1.0.2", side="library",
        ret=RBool("launching"),
        visibility="state",
        brief="test whether the appliance is starting",
        doc="""
        Yes within C<guestfs_launch>, as seen from callbacks.
        """,
    ),
    Call(
        name="is_ready", since="1.0.2", side="library",
        ret=RBool("ready"),
        visibility="state",
        brief="test whether the appliance takes calls",
        doc="""
        Yes after C<guestfs_launch>.
        """,
    ),
    Call(
        name="is_busy", since="1.0.2", side="library",
        ret=RBool("busy"),
        visibility="state",
        brief="test whether a call runs",
        doc="""
        Always no: a thread that could ask waits until the call is done.
        """,
    ),
    Call(
        name="internal_get_console_socket", since="1.37.1", side="library",
        ret=RInt("fd"),
        visibility="internal",
        brief="descriptor of the appliance's console",
        errors={
            "EINVAL": "the appliance was not launched for this",
        },
        doc="""
        A socket connected to the console, for a rescue shell. Belongs to the
        handle.
        """,
    ),
    Call(
        name="ping_daemon", proc=92, since="1.0.18",
        ret=RErr,
        read_only=True,
        brief="test whether the appliance answers",
        doc="""
        Sends an empty call and waits for the answer.
        """,
    ),
    Call(
        name="echo_daemon", proc=195, since="1.0.69",
        args=[StringList("words")],
        ret=RString("output"),
        read_only=True,
        brief="have words sent back",
        doc="""
        Returns the words with a space between each two: a test of the
        connection.
        """,
    ),
    Call(
        name="sleep", proc=109, since="1.0.41",
        args=[Int("secs")],
        ret=RErr,
        read_only=True,
        brief="wait in the appliance",
        errors={
            "EINVAL": "secs is negative",
        },
        doc="""
        Waits C<secs> seconds. For tests of connections and timeouts.
        """,
    ),
    Call(
        name="available", since="1.0.80", side="library",
        args=[StringList("groups")],
        ret=RErr,
        brief="require optional groups",
        errors={
            "ENOTSUP": "a group is missing",
            "EINVAL": "no such group is known",
        },
        doc="""
        Succeeds when the appliance has all of these groups of calls;
        otherwise the error names the one that is missing.
        L<guestfs(3)/AVAILABILITY> lists the groups.
        C<guestfs_feature_available> asks without an error.
        """,
    ),
    Call(
        name="feature_available", since="1.21.26", side="library",
        args=[StringList("groups")],
        ret=RBool("isavailable"),
        brief="test for optional groups",
        errors={
            "EINVAL": "no such group is known",
        },
        doc="""
        Yes when the appliance has all of these groups of calls, no when one
        is missing. Groups that nobody knows are an error.
        """,
    ),
    Call(
        name="available_all_groups", proc=251, since="1.3.15",
        ret=RStringList("groups"),
        read_only=True,
        brief="list all optional groups",
        doc="""
        Every name that C<guestfs_feature_available> knows, whether the
        appliance has the group or not.
        """,
    ),
    Call(
        name="internal_feature_available", proc=458, since="1.31.25",
        args=[String("group")],
        ret=RInt("result"),
        visibility="internal",
        read_only=True,
        brief="test for one optional group",
        doc="""
        0 where the group is available, 1 where it is not, 2 where it is
        unknown.
        """,
    ),
    Call(
        name="internal_autosync", proc=282, since="1.9.7",
        ret=RErr,
        visibility="internal",
        brief="write everything out before the end",
        doc="""
        Ends file system sessions, unmounts all and syncs; the library's last
        call to an appliance.
        """,
    ),
    Call(
        name="dmesg", proc=91, since="1.0.18",
        ret=RString("kmsgs"),
        read_only=True,
        brief="messages of the appliance's kernel",
        doc="""
        The kernel's log, as L<dmesg(1)> prints it. It holds what the kernel
        says about damaged file systems and failing disks.
        """,
    ),
    Call(
        name="drop_caches", proc=90, since="1.0.18",
        args=[Int("whattodrop")],
        ret=RErr,
        read_only=True,
        brief="drop caches of the appliance's kernel",
        errors={
            "EINVAL": "whattodrop is not 1, 2 or 3",
        },
        doc="""
        Writes everything out, then frees the page cache (C<whattodrop> 1),
        directory entries and inodes (2), or both (3):
        C</proc/sys/vm/drop_caches>.
        """,
    ),
    Call(
        name="utsname", proc=342, since="1.19.27",
        ret=RStruct("uts", "utsname"),
        brief="kernel of the appliance",
        doc="""
        As L<uname(2)>. It says nothing about the guest.
        """,
    ),
]
