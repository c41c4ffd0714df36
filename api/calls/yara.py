# SPDX-License-Identifier: LGPL-2.1-or-later
"""Searching a guest's files by YARA rules."""

from model import (
    Call, FileIn, Int, Pathname, RErr, RStructList,
)

NO_RULES = {"EINVAL": "no rules are loaded: C<guestfs_yara_load> comes first"}

CALLS = [
    Call(
        name="yara_load", proc=472, since="1.37.13",
        args=[FileIn("filename")],
        ret=RErr,
        group="libyara", progress=True, cancellable=True, read_only=True,
        brief="load YARA rules",
        errors={"EINVAL": "YARA cannot read them; its message says why"},
        doc="""
        C<filename> has rules in text, or compiled by L<yarac(1)>. They take
        the place of those that were loaded before.
        """,
    ),
    Call(
        name="yara_destroy", proc=473, since="1.37.13",
        ret=RErr,
        group="libyara", read_only=True,
        brief="forget the YARA rules",
        errors=NO_RULES,
        doc="""
        C<guestfs_yara_scan> needs others then.
        """,
    ),
    Call(
        name="yara_scan", since="1.37.13", side="library",
        args=[Pathname("path")],
        ret=RStructList("detections", "yara_detection"),
        group="libyara", progress=True, cancellable=True,
        brief="files that match YARA rules",
        errors=NO_RULES,
        doc="""
        Looks at the file C<path>, or at all files below the directory
        C<path>; symbolic links in it are not followed. Each match of a file
        and a rule is one entry: C<yara_name> is the file's path,
        C<yara_rule> the rule's name.
        """,
    ),
    Call(
        name="internal_yara_detections", proc=1003, since="1.48.6",
        args=[Pathname("path"), Int("first")],
        ret=RStructList("detections", "yara_detection"),
        group="libyara", visibility="internal", read_only=True,
        untested="the library keeps it to itself, for yara_scan",
        brief="a part of what yara_scan found",
        doc="""
        From number C<first> on, as many as fit into a message; none at the
        end. The files are read when C<first> is 0.
        """,
    ),
]
