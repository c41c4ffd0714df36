# SPDX-License-Identifier: LGPL-2.1-or-later
"""actions.h: what the daemon's functions look like."""

from __future__ import annotations

from .common import bitmasks, c_notice

PARAMS = {
    "string": "const char *", "optstring": "const char *",
    "list": "char *const *", "int": "int ", "int64": "int64_t ",
    "bool": "int ",
}
RETS = {
    "RErr": "int ", "RInt": "int ", "RBool": "int ", "RInt64": "int64_t ",
    "RString": "char *", "RStringList": "char **", "RHashtable": "char **",
    "RBufferOut": "char *",
}


def ret_type(call) -> str:
    if call.ret.kind == "RStruct":
        return f"guestfs_int_{call.ret.struct} *"
    if call.ret.kind == "RStructList":
        return f"guestfs_int_{call.ret.struct}_list *"
    return RETS[call.ret.kind]


def param(a) -> str:
    if a.kind in ("Mountable", "Mountable_or_Path"):
        return f"const struct mountable *{a.name}"
    if a.kind == "BufferIn":
        return f"const char *{a.name}, size_t {a.name}_size"
    return PARAMS[a.wire] + a.name


def prototype(call) -> str:
    p = [param(a) for a in call.wire_args]
    if call.ret.kind == "RBufferOut":
        p.append("size_t *size_r")
    return f"{ret_type(call)}do_{call.name}({', '.join(p) or 'void'})"


def emit(model) -> str:
    out = [c_notice("GPL-2.0-or-later"), """\
#ifndef DAEMON_ACTIONS_H
#define DAEMON_ACTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "frame/devname.h"
#include "guestfs_protocol.h"

"""]
    for c in model.daemon:
        if c.optargs:
            out.append("\n" + bitmasks(c))
        out.append(prototype(c) + ";\n")
    out.append("\n")
    for g in model.daemon_groups:
        out.append(f"bool optgroup_{g}_available(void);\n")
    out.append("\n#endif\n")
    return "".join(out)
