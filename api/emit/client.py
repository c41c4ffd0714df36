# SPDX-License-Identifier: LGPL-2.1-or-later
"""client.c: the public functions, a few lines each over core/rpc/call.c."""

from __future__ import annotations

from .common import (args_type, argv_param, c_notice, forms, last_param,
                     names, params, ret_size, xret)
from model import VALUE_MEMBERS

# The functions of core/rpc/call.h by result: the whole of a daemon call, and
# the end of one that the library serves itself
RUN = {
    "RErr": "int", "RInt": "int", "RBool": "int", "RInt64": "int64",
    "RString": "string", "RStringList": "list", "RHashtable": "list",
    "RBufferOut": "buffer", "RStruct": "struct", "RStructList": "struct",
    "RConstString": "const", "RConstOptString": "const",
}


def rows(call) -> str:
    """Descriptors of the arguments; offsets in NAME_args and in _argv."""
    if not call.args and not call.optargs:
        return ""
    out = []
    for a in call.args + call.optargs:
        wire = argv = "0"
        if call.in_daemon and a.wire != "file":
            wire = f"offsetof({args_type(call)}, {a.name})"
        if a in call.optargs:
            argv = f"offsetof(struct guestfs_{call.cname}_argv, {a.name})"
        out.append(f'\t{{ "{a.name}", {a.enum}, {a.item}, {wire}, {argv} }},'
                   "\n")
    return (f"static const struct call_arg args_{call.name}[] = {{\n"
            + "".join(out) + "};\n")


def descriptor(call) -> str:
    n = call.name
    parts = [f'.name = "{n}", .ret = {call.ret.enum}']
    if call.args or call.optargs:
        parts.append(f".args = args_{n}, .n_args = {len(call.args)}, "
                     f".n_opts = {len(call.optargs)}")
    if call.in_daemon:
        parts.append(f".proc = GUESTFS_PROC_{n.upper()}")
        if call.wire_args:
            parts.append(f".xargs = (xdrproc_t)xdr_{args_type(call)}, "
                         f".args_size = sizeof({args_type(call)})")
        if call.ret.kind != "RErr":
            parts.append(f".xret = (xdrproc_t){xret(call)}, "
                         f".ret_size = {ret_size(call)}")
    parts += [f".{f} = true" for f in ("config_only", "read_only")
              if getattr(call, f)]
    return (f"static const struct call call_{n} = {{\n\t"
            + ",\n\t".join(parts) + ",\n};\n")


def values(call) -> str:
    """The arguments as an array for the engine."""
    items = []
    for a in call.args:
        size = f", .size = {a.name}_size" if a.kind == "BufferIn" else ""
        member = VALUE_MEMBERS[a.wire]
        cast = "(void *)" if a.kind == "Pointer" else ""
        items.append(f"{{ .{member} = {cast}{a.name}{size} }}")
    if not items:
        return ""
    return f"\tconst struct call_value v[] = {{ {', '.join(items)} }};\n"


def daemon_body(call, opts: str) -> str:
    v = "v" if call.args else "NULL"
    extra = ", size_r" if call.ret.kind == "RBufferOut" else ""
    return (f"{values(call)}\treturn call_{RUN[call.ret.kind]}"
            f"(g, &call_{call.name}, {v}, {opts}{extra});\n")


def library_body(call, opts: str) -> str:
    v = "v" if call.args else "NULL"
    passed = names(call)
    head = values(call)
    if opts != "NULL":
        passed += f", {opts}"
    elif call.optargs:
        passed += ", &none"
    if call.optargs:
        none = f"\tstatic const struct guestfs_{call.cname}_argv none;\n"
        if opts != "NULL":
            head += none + "\toptargs = optargs ? optargs : &none;\n"
        else:
            head += none
    if not call.lock:
        return f"\treturn impl_{call.name}({passed});\n"
    end = f"call_end_{RUN[call.ret.kind]}"
    extra = ", size_r" if call.ret.kind == "RBufferOut" else ""
    return (f"{head}\tif (call_begin(g, &call_{call.name}, {v}, {opts}) < 0)"
            f"\n\t\treturn {call.ret.failure};\n"
            f"\treturn {end}(g, &call_{call.name}, "
            f"impl_{call.name}({passed}){extra});\n")


def function(call, name: str, p: str, body: str) -> str:
    return f"{call.ret.ctype}guestfs_{name}({p})\n{{\n{body}}}\n"


def variadic(call) -> str:
    """The forms that take optional arguments one by one."""
    argv, ret = f"guestfs_{call.cname}_argv", call.ret.ctype
    va = (f"\tstruct {argv} optargs = {{ 0 }};\n"
          f"\tif (call_parse_va(g, &call_{call.name}, &optargs, args) < 0)\n"
          f"\t\treturn {call.ret.failure};\n"
          f"\treturn {argv}({names(call)}, &optargs);\n")
    dots = (f"\tva_list args;\n\tva_start(args, {last_param(call)});\n"
            f"\t{ret}r = guestfs_{call.cname}_va({names(call)}, args);\n"
            "\tva_end(args);\n\treturn r;\n")
    by_name = dict(forms(call))
    return (function(call, call.cname + "_va", by_name[call.cname + "_va"],
                     va)
            + function(call, call.cname, by_name[call.cname], dots))


def one(call) -> str:
    body = daemon_body if call.in_daemon else library_body
    out = ["\n", rows(call)]
    if call.lock:
        out.append(descriptor(call))
    if not call.optargs:
        out.append(function(call, call.name, params(call),
                            body(call, "NULL")))
        return "".join(out)
    argv = call.cname + "_argv"
    out.append(function(call, argv, params(call, argv_param(call)),
                        body(call, "optargs")))
    if call.opts_name:
        out.append(function(
            call, call.name, params(call),
            f"\treturn guestfs_{argv}({names(call)}, NULL);\n"))
    out.append(variadic(call))
    return "".join(out)


def emit(model) -> str:
    head = c_notice() + """\
#define GUESTFS_PRIVATE 1
#include "guestfs.h"

#include <rpc/xdr.h>

#include "guestfs_protocol.h"
#include "impl.h"
#include "rpc/call.h"
"""
    return head + "".join(map(one, model.calls))
