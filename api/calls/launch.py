# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: launch"""

from model import (
    Bool, Call, Int, OptString, RBool, RConstString, RErr, RInt, RString,
    RStringList, String, StringList,
)

CALLS = [
    Call(
        name="set_hv", since="1.23.17", side="library",
        args=[String("hv")],
        ret=RErr,
        aliases=["hv"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_hv", since="1.23.17", side="library",
        ret=RString("hv"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_qemu", since="1.0.6", side="library",
        args=[OptString("hv")],
        ret=RErr,
        deprecated_by="set_hv",
        aliases=["qemu"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_qemu", since="1.0.6", side="library",
        ret=RConstString("hv"),
        deprecated_by="get_hv",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_memsize", since="1.0.55", side="library",
        args=[Int("memsize")],
        ret=RErr,
        aliases=["memsize"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_memsize", since="1.0.55", side="library",
        ret=RInt("memsize"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_smp", since="1.13.15", side="library",
        args=[Int("smp")],
        ret=RErr,
        aliases=["smp"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_smp", since="1.13.15", side="library",
        ret=RInt("smp"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_network", since="1.5.4", side="library",
        args=[Bool("network")],
        ret=RErr,
        aliases=["network"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_network", since="1.5.4", side="library",
        ret=RBool("network"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_backend", since="1.21.26", side="library",
        args=[String("backend")],
        ret=RErr,
        aliases=["backend"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_backend", since="1.21.26", side="library",
        ret=RString("backend"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_attach_method", since="1.9.8", side="library",
        args=[String("backend")],
        ret=RErr,
        deprecated_by="set_backend",
        aliases=["attach-method"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_attach_method", since="1.9.8", side="library",
        ret=RString("backend"),
        deprecated_by="get_backend",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_backend_settings", since="1.25.24", side="library",
        args=[StringList("settings")],
        ret=RErr,
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_backend_settings", since="1.25.24", side="library",
        ret=RStringList("settings"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_backend_setting", since="1.27.2", side="library",
        args=[String("name"), String("val")],
        ret=RErr,
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_backend_setting", since="1.27.2", side="library",
        args=[String("name")],
        ret=RString("val"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="clear_backend_setting", since="1.27.2", side="library",
        args=[String("name")],
        ret=RInt("count"),
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="config", since="0.0.3", side="library",
        args=[String("hvparam"), OptString("hvvalue")],
        ret=RErr,
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="launch", since="0.0.3", side="library",
        ret=RErr,
        aliases=["run"],
        config_only=True, progress=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="wait_ready", since="0.0.3", side="library",
        ret=RErr,
        deprecated_by="(no-replacement)",
        visibility="state",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="shutdown", since="1.19.16", side="library",
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="kill_subprocess", since="0.0.3", side="library",
        ret=RErr,
        deprecated_by="shutdown",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_pid", since="1.0.56", side="library",
        ret=RInt("pid"),
        aliases=["pid"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_state", since="1.0.2", side="library",
        ret=RInt("state"),
        visibility="state",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_config", since="1.0.2", side="library",
        ret=RBool("config"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_launching", since="1.0.2", side="library",
        ret=RBool("launching"),
        visibility="state",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_ready", since="1.0.2", side="library",
        ret=RBool("ready"),
        visibility="state",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="is_busy", since="1.0.2", side="library",
        ret=RBool("busy"),
        visibility="state",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_get_console_socket", since="1.37.1", side="library",
        ret=RInt("fd"),
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="ping_daemon", proc=92, since="1.0.18",
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="echo_daemon", proc=195, since="1.0.69",
        args=[StringList("words")],
        ret=RString("output"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="sleep", proc=109, since="1.0.41",
        args=[Int("secs")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="available", since="1.0.80", side="library",
        args=[StringList("groups")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="feature_available", since="1.21.26", side="library",
        args=[StringList("groups")],
        ret=RBool("isavailable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="available_all_groups", proc=251, since="1.3.15",
        ret=RStringList("groups"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_feature_available", proc=458, since="1.31.25",
        args=[String("group")],
        ret=RInt("result"),
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_autosync", proc=282, since="1.9.7",
        ret=RErr,
        visibility="internal",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="internal_exit", proc=414, since="1.23.30",
        ret=RErr,
        visibility="debug",
        cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="dmesg", proc=91, since="1.0.18",
        ret=RString("kmsgs"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="drop_caches", proc=90, since="1.0.18",
        args=[Int("whattodrop")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
