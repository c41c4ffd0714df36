# SPDX-License-Identifier: LGPL-2.1-or-later
"""dispatch.c: the daemon's table of calls (daemon/frame/callinfo.h)."""

from __future__ import annotations

from model import item_enum

from .common import args_type, c_notice, xret

# How a stub hands out a result, by the function's type
RESULT = {
    "RInt": ("res->i", "< 0 ? -1 : 0"), "RBool": ("res->i", "< 0 ? -1 : 0"),
    "RInt64": ("res->i64", "== -1 ? -1 : 0"),
    "RString": ("res->s", "? 0 : -1"),
    "RStringList": ("res->list", "? 0 : -1"),
    "RHashtable": ("res->list", "? 0 : -1"),
    "RBufferOut": ("res->buf.data", "? 0 : -1"),
    "RStruct": ("res->ptr", "? 0 : -1"),
    "RStructList": ("res->ptr", "? 0 : -1"),
}


def stub(call) -> str:
    values, mountables = [], 0
    for a in call.wire_args:
        if a.kind in ("Mountable", "Mountable_or_Path"):
            values.append(f"&mnt[{mountables}]")
            mountables += 1
        elif a.wire == "optstring":
            values.append(f"a->{a.name} ? *a->{a.name} : NULL")
        elif a.wire == "list":
            values.append(f"a->{a.name}.{a.name}_val")
        elif a.wire == "buffer":
            values.append(f"a->{a.name}.{a.name}_val, "
                          f"a->{a.name}.{a.name}_len")
        else:
            values.append(f"a->{a.name}")
    if call.ret.kind == "RBufferOut":
        values.append("&res->buf.size")
    body = f"do_{call.name}({', '.join(values)})"
    if call.ret.kind == "RErr":
        body = f"return {body};"
    else:
        lvalue, test = RESULT[call.ret.kind]
        body = f"return (({lvalue} = {body})) {test};"
    cast = f"\t{args_type(call)} *a = args;\n\n" if "a->" in body else ""
    return (f"static int stub_{call.name}(void *args, struct mountable *mnt, "
            f"union call_result *res)\n{{\n{cast}\t{body}\n}}\n")


def arg_rows(call) -> str:
    if not call.wire_args:
        return ""
    rows = "".join(
        f'\t{{ "{a.name}", {a.enum}, {a.item}, '
        f"offsetof({args_type(call)}, {a.name}) }},\n"
        for a in call.wire_args)
    return (f"static const struct callinfo_arg args_{call.name}[] = "
            f"{{\n{rows}}};\n")


def row(call) -> str:
    n, wire = call.name, call.wire_args
    parts = [f'.proc = {call.proc}, .name = "{n}"']
    if wire:
        parts.append(f".args = args_{n}, .n_args = {len(wire)}, "
                     f".n_opts = {len(call.optargs)}")
        parts.append(f".xargs = (xdrproc_t)xdr_{args_type(call)}, "
                     f".args_size = sizeof({args_type(call)})")
    ret = f".ret = {call.ret.enum}"
    if call.ret.kind != "RErr":
        ret += f", .xret = (xdrproc_t){xret(call)}"
    parts.append(ret)
    if call.ret.of or call.ret.key:
        parts.append(f".ret_key = {item_enum(call.ret.key)}, "
                     f".ret_item = {item_enum(call.ret.of)}")
    flags = [f".{f} = true" for f, on in (
        ("needs_root", call.root), ("filein", call.filein),
        ("fileout", call.fileout), ("progress", call.progress),
        ("read_only", call.read_only)) if on]
    if flags:
        parts.append(", ".join(flags))
    if call.group:
        parts.append(f'.group = "{call.group}", '
                     f".available = optgroup_{call.group}_available")
    if call.helper:
        parts.append(f".helper = HELPER_{call.helper.upper()}")
    parts.append(f".stub = stub_{n}")
    return "\t{ " + ",\n\t  ".join(parts) + " },\n"


def emit(model) -> str:
    calls = sorted(model.daemon, key=lambda c: c.proc)
    out = [c_notice("GPL-2.0-or-later"),
           '#include "frame/callinfo.h"\n\n#include "actions.h"\n\n']
    for c in calls:
        out += [arg_rows(c), stub(c), "\n"]
    out.append("const struct callinfo callinfo_table[] = {\n")
    out += [row(c) for c in calls]
    out.append("};\nconst unsigned int callinfo_count = "
               f"{len(calls)};\n\n")
    out.append("/* Groups of the past whose calls are always there */\n"
               "static bool always(void)\n{\n\treturn true;\n}\n\n")
    out.append("const struct optgroup optgroup_table[] = {\n")
    for g in sorted(model.all_groups):
        fn = "NULL"
        if g in model.daemon_groups:
            fn = f"optgroup_{g}_available"
        elif not model.all_groups[g]:
            fn = "always"
        out.append(f'\t{{ "{g}", {fn} }},\n')
    out.append("};\nconst unsigned int optgroup_count = "
               f"{len(model.all_groups)};\n")
    return "".join(out)
