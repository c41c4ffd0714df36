# SPDX-License-Identifier: LGPL-2.1-or-later
"""What several emitters share: notices, parameter lists, descriptors."""

from __future__ import annotations

NOTICE = "Generated from api/; changes here are lost."


def c_notice(licence: str = "LGPL-2.1-or-later") -> str:
    return f"/* SPDX-License-Identifier: {licence} */\n/* {NOTICE} */\n"


def params(call, ending: str = "", handle: bool = True) -> str:
    """Parameters of a public function; @ending is an optional last one."""
    out = ["guestfs_h *g"] if handle else []
    for a in call.args:
        out.append(f"{a.ctype}{a.name}")
        if a.kind == "BufferIn":
            out.append(f"size_t {a.name}_size")
    if call.ret.kind == "RBufferOut":
        out.append("size_t *size_r")
    if ending:
        out.append(ending)
    return ", ".join(out)


def argv_param(call) -> str:
    return f"const struct guestfs_{call.cname}_argv *optargs"


def names(call) -> str:
    """The arguments again, to pass them on."""
    out = ["g"]
    for a in call.args:
        out.append(a.name)
        if a.kind == "BufferIn":
            out.append(f"{a.name}_size")
    if call.ret.kind == "RBufferOut":
        out.append("size_r")
    return ", ".join(out)


def forms(call):
    """(name, parameters) of each public function of a call."""
    if not call.optargs:
        return [(call.name, params(call))]
    out = []
    if call.opts_name:
        out.append((call.name, params(call)))
    out.append((call.cname, params(call, "...")))
    out.append((call.cname + "_va", params(call, "va_list args")))
    out.append((call.cname + "_argv", params(call, argv_param(call))))
    return out


def last_param(call) -> str:
    """The one that va_start() names."""
    if call.ret.kind == "RBufferOut":
        return "size_r"
    if not call.args:
        return "g"
    a = call.args[-1]
    return a.name + ("_size" if a.kind == "BufferIn" else "")


def args_type(call) -> str:
    return f"guestfs_{call.name}_args"


def xret(call) -> str:
    """XDR routine of a daemon call's result."""
    return {
        "RErr": "NULL", "RInt": "xdr_int", "RBool": "xdr_int",
        "RInt64": "xdr_int64_t", "RString": "xdr_guestfs_str",
        "RStringList": "xdr_guestfs_str_list",
        "RHashtable": "xdr_guestfs_str_list",
        "RBufferOut": "xdr_guestfs_bytes",
        "RStruct": f"xdr_guestfs_int_{call.ret.struct}",
        "RStructList": f"xdr_guestfs_int_{call.ret.struct}_list",
    }[call.ret.kind]


def ret_size(call) -> str:
    if call.ret.kind == "RStruct":
        return f"sizeof(guestfs_int_{call.ret.struct})"
    if call.ret.kind == "RStructList":
        return f"sizeof(guestfs_int_{call.ret.struct}_list)"
    return "0"


def bitmasks(call) -> str:
    """Macros that tell which optional arguments are there."""
    return "".join(
        f"#define {call.prefix}_{o.name.upper()}_BITMASK "
        f"(UINT64_C(1)<<{i})\n" for i, o in enumerate(call.optargs))
