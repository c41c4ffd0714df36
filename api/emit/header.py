# SPDX-License-Identifier: LGPL-2.1-or-later
"""guestfs.h: core/include/guestfs.h.in with structures and calls."""

from __future__ import annotations

from .common import NOTICE, bitmasks, forms

EXPORT = "extern GUESTFS_DLL_PUBLIC "
OPT_TYPES = {
    "OBool": "int ", "OInt": "int ", "OInt64": "int64_t ",
    "OString": "const char *", "OStringList": "char *const *",
}


def struct(s) -> str:
    name = f"guestfs_{s.name}"
    out = [f"struct {name} {{\n"]
    for f in s.fields:
        if f.kind == "FBuffer":
            out.append(f"\tuint32_t {f.name}_len;\n")
        end = "[32]" if f.kind == "FUUID" else ""
        out.append(f"\t{f.ctype}{f.name}{end};\n")
    out.append(f"}};\nstruct {name}_list {{\n\tuint32_t len;\n"
               f"\tstruct {name} *val;\n}};\n")
    for t in (s.name, s.name + "_list"):
        p = f"struct guestfs_{t} *"
        out.append(f"{EXPORT}int guestfs_compare_{t}(const {p}, const {p});\n"
                   f"{EXPORT}{p}guestfs_copy_{t}(const {p});\n"
                   f"{EXPORT}void guestfs_free_{t}({p});\n")
    return "".join(out) + "\n"


def optargs(call) -> str:
    """The _argv structure, each field under its macros."""
    out = [f"#define {call.prefix}_{o.name.upper()} {i}\n"
           for i, o in enumerate(call.optargs)]
    out.append(bitmasks(call))
    out.append(f"struct guestfs_{call.cname}_argv {{\n\tuint64_t bitmask;\n")
    out += [f"\t{OPT_TYPES[o.kind]}{o.name};\n" for o in call.optargs]
    return "".join(out) + "};\n"


def one(call) -> str:
    out = [f"#define GUESTFS_HAVE_{call.name.upper()} 1\n"]
    if call.opts_name:
        out.append(f"#define GUESTFS_HAVE_{call.cname.upper()} 1\n")
    if call.optargs:
        out.append(optargs(call))
    warn = ""
    if call.deprecated_by:
        warn = f'\n\tGUESTFS_DEPRECATED_BY("{call.deprecated_by}")'
    for name, p in forms(call):
        out.append(f"{EXPORT}{call.ret.ctype}guestfs_{name}({p}){warn};\n")
    return "".join(out) + "\n"


def emit(model) -> str:
    public = [c for c in model.calls if not c.hidden]
    private = [c for c in model.calls if c.hidden]
    parts = {
        "STRUCTS": "".join(struct(s) for s in model.structs
                           if not s.internal),
        "CALLS": "".join(map(one, public)),
        "PRIVATE": "".join(struct(s) for s in model.structs if s.internal)
                   + "".join(map(one, private)),
    }
    text = model.header_in
    for mark, part in parts.items():
        text = text.replace(f"/* @{mark}@ */\n", part)
    first, rest = text.split("\n", 1)
    return f"{first}\n/* {NOTICE} */\n{rest}"
