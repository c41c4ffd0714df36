# SPDX-License-Identifier: LGPL-2.1-or-later
"""guestfs_protocol.x: common/protocol.x.in with the calls and structures."""

from __future__ import annotations

import hashlib

from .common import NOTICE, args_type

MARK = "/* @GENERATED@"

# A list cannot have more items than fit into a message; each takes at least
# so many bytes, so that a hostile length allocates nothing big.
LIMITS = """
const GUESTFS_STRING_MAX = 4194304;
const GUESTFS_LIST_MAX = 1048576;

typedef string guestfs_str<GUESTFS_STRING_MAX>;
typedef guestfs_str guestfs_str_list<GUESTFS_LIST_MAX>;
typedef opaque guestfs_bytes<GUESTFS_STRING_MAX>;
"""


def xdr_arg(a) -> str:
    form = {
        "string": "guestfs_str {}", "optstring": "guestfs_str *{}",
        "list": "guestfs_str {}<GUESTFS_LIST_MAX>", "int": "int {}",
        "int64": "hyper {}", "bool": "int {}",
        "buffer": "opaque {}<GUESTFS_STRING_MAX>",
    }[a.wire]
    return form.format(a.name)


def versioned(text: str, session: str) -> str:
    """Number the protocol by its own text.

    Library and appliance of different builds then refuse each other, with no
    number to raise by hand.
    """
    digest = hashlib.sha256((text + session).encode()).digest()
    number = int.from_bytes(digest[:4], "big") >> 1
    return text.replace("GUESTFS_PROTOCOL_VERSION = 1;",
                        f"GUESTFS_PROTOCOL_VERSION = {number};")


def emit(model) -> str:
    head = model.protocol_in.split(MARK)[0]
    out = [head, f"/* {NOTICE} */\n", LIMITS]
    for s in model.structs:
        out.append(f"\nstruct guestfs_int_{s.name} {{\n")
        out += [f"  {f.xdr};\n" for f in s.fields]
        out.append("};\n")
        most = 4194304 // s.wire_size
        out.append(f"typedef guestfs_int_{s.name} "
                   f"guestfs_int_{s.name}_list<{most}>;\n")
    for c in model.daemon:
        if not c.wire_args:
            continue
        out.append(f"\nstruct {args_type(c)} {{\n")
        out += [f"  {xdr_arg(a)};\n" for a in c.wire_args]
        out.append("};\n")
    out.append("\nenum guestfs_procedure {\n")
    calls = sorted(model.daemon, key=lambda c: c.proc)
    out.append(",\n".join(f"  GUESTFS_PROC_{c.name.upper()} = {c.proc}"
                          for c in calls))
    out.append("\n};\n")
    return versioned("".join(out), model.session_x)
