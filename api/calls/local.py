# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: local"""

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
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="mount_local_run", since="1.17.22", side="library",
        ret=RErr,
        cancellable=True,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="umount_local", since="1.17.22", side="library",
        optargs=[OBool("retry")],
        ret=RErr,
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
