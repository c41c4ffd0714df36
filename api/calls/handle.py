# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: handle"""

from model import (
    Bool, Call, OptString, RBool, RConstOptString, RConstString, RErr,
    RString, RStruct, String, StringList,
)

CALLS = [
    Call(
        name="set_verbose", since="0.0.3", side="library",
        args=[Bool("verbose")],
        ret=RErr,
        aliases=["verbose"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_verbose", since="0.0.3", side="library",
        ret=RBool("verbose"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_trace", since="1.0.69", side="library",
        args=[Bool("trace")],
        ret=RErr,
        aliases=["trace"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_trace", since="1.0.69", side="library",
        ret=RBool("trace"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_autosync", since="0.0.3", side="library",
        args=[Bool("autosync")],
        ret=RErr,
        aliases=["autosync"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_autosync", since="0.0.3", side="library",
        ret=RBool("autosync"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_path", since="0.0.3", side="library",
        args=[OptString("searchpath")],
        ret=RErr,
        aliases=["path"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_path", since="0.0.3", side="library",
        ret=RConstString("path"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_append", since="1.0.26", side="library",
        args=[OptString("append")],
        ret=RErr,
        aliases=["append"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_append", since="1.0.26", side="library",
        ret=RConstOptString("append"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_program", since="1.21.29", side="library",
        args=[String("program")],
        ret=RErr,
        aliases=["program"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_program", since="1.21.29", side="library",
        ret=RConstString("program"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_identifier", since="1.31.14", side="library",
        args=[String("identifier")],
        ret=RErr,
        aliases=["identifier"],
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_identifier", since="1.31.14", side="library",
        ret=RConstString("identifier"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_pgroup", since="1.11.18", side="library",
        args=[Bool("pgroup")],
        ret=RErr,
        aliases=["pgroup"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_pgroup", since="1.11.18", side="library",
        ret=RBool("pgroup"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_recovery_proc", since="1.0.77", side="library",
        args=[Bool("recoveryproc")],
        ret=RErr,
        aliases=["recovery-proc"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_recovery_proc", since="1.0.77", side="library",
        ret=RBool("recoveryproc"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_selinux", since="1.0.67", side="library",
        args=[Bool("selinux")],
        ret=RErr,
        deprecated_by="selinux_relabel",
        aliases=["selinux"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_selinux", since="1.0.67", side="library",
        ret=RBool("selinux"),
        deprecated_by="selinux_relabel",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_direct", since="1.0.72", side="library",
        args=[Bool("direct")],
        ret=RErr,
        deprecated_by="internal_get_console_socket",
        aliases=["direct"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_direct", since="1.0.72", side="library",
        ret=RBool("direct"),
        deprecated_by="internal_get_console_socket",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_tmpdir", since="1.19.58", side="library",
        args=[OptString("tmpdir")],
        ret=RErr,
        aliases=["tmpdir"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_tmpdir", since="1.19.58", side="library",
        ret=RString("tmpdir"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="set_cachedir", since="1.19.58", side="library",
        args=[OptString("cachedir")],
        ret=RErr,
        aliases=["cachedir"],
        config_only=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_cachedir", since="1.19.58", side="library",
        ret=RString("cachedir"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="get_sockdir", since="1.33.8", side="library",
        ret=RString("sockdir"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="parse_environment", since="1.19.53", side="library",
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="parse_environment_list", since="1.19.53", side="library",
        args=[StringList("environment")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="version", since="1.0.58", side="library",
        ret=RStruct("version", "version"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="user_cancel", since="1.11.18", side="library",
        ret=RErr,
        lock=False,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
