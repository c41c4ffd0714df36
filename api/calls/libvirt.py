# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls of libvirt, which is not built in."""

from model import (
    Arg, BufferIn, Call, Int, OBool, OString, RErr, RInt, RString,
    RStringList, StringList,
)

NONE = {"EINVAL": "nothing is asked for"}

CALLS = [
    Call(
        name="add_libvirt_dom", since="1.29.14", side="library",
        args=[Arg("Pointer", "dom", "virDomainPtr")],
        optargs=[OBool("readonly"), OString("iface"), OBool("live"),
                 OString("readonlydisk"), OString("cachemode"),
                 OString("discard"), OBool("copyonread")],
        ret=RInt("nrdisks"),
        config_only=True,
        brief="add the disks of a libvirt domain that the program has open",
        errors={"ENOTSUP": "always: libvirt is not built in"},
        doc="""
        Add the domain's disk images by their file names instead, which
        C<virsh domblklist> shows, with C<guestfs_add_drive_opts>.
        """,
    ),
    Call(
        name="set_libvirt_supported_credentials", since="1.19.52",
        side="library",
        args=[StringList("creds")],
        ret=RErr,
        brief="tell which questions of libvirt the program can answer",
        errors={"EINVAL": "a name is none of these"},
        doc="""
        C<username>, C<authname>, C<language>, C<cnonce>, C<passphrase>,
        C<echoprompt>, C<noechoprompt>, C<realm>, C<external>. Nothing asks as
        long as libvirt is not built in.
        """,
    ),
    Call(
        name="get_libvirt_requested_credentials", since="1.19.52",
        side="library",
        ret=RStringList("creds"),
        brief="what libvirt asks for",
        doc="""
        For callbacks of C<GUESTFS_EVENT_LIBVIRT_AUTH>; at other times, and
        that is always as long as libvirt is not built in, an empty list.
        """,
    ),
    Call(
        name="get_libvirt_requested_credential_prompt", since="1.19.52",
        side="library",
        args=[Int("index")],
        ret=RString("prompt"),
        brief="words of a question of libvirt",
        errors=NONE,
        doc="""
        C<index> is the place in C<guestfs_get_libvirt_requested_credentials>.
        """,
    ),
    Call(
        name="get_libvirt_requested_credential_challenge", since="1.19.52",
        side="library",
        args=[Int("index")],
        ret=RString("challenge"),
        brief="challenge of a question of libvirt",
        errors=NONE,
        doc="""
        C<index> is the place in C<guestfs_get_libvirt_requested_credentials>.
        """,
    ),
    Call(
        name="get_libvirt_requested_credential_defresult", since="1.19.52",
        side="library",
        args=[Int("index")],
        ret=RString("defresult"),
        brief="answer that libvirt proposes",
        errors=NONE,
        doc="""
        C<index> is the place in C<guestfs_get_libvirt_requested_credentials>.
        """,
    ),
    Call(
        name="set_libvirt_requested_credential", since="1.19.52",
        side="library",
        args=[Int("index"), BufferIn("cred")],
        ret=RErr,
        brief="answer a question of libvirt",
        errors=NONE,
        doc="""
        C<index> is the place in C<guestfs_get_libvirt_requested_credentials>.
        """,
    ),
]
