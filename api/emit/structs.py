# SPDX-License-Identifier: LGPL-2.1-or-later
"""structs.c: descriptors and functions of the public structures, and proof
that they lie in memory as XDR's own do and as programs were compiled for."""

from __future__ import annotations

from .common import c_notice

FIELD_ENUM = {
    "FString": "FIELD_STRING", "FBuffer": "FIELD_BUFFER",
    "FUUID": "FIELD_UUID", "FChar": "FIELD_CHAR", "FBytes": "FIELD_UINT64",
    "FUInt64": "FIELD_UINT64", "FInt64": "FIELD_INT64",
    "FUInt32": "FIELD_UINT32", "FInt32": "FIELD_INT32",
    "FOptPercent": "FIELD_FLOAT",
}


def asserts(s, facts) -> str:
    """Sizes and offsets from api/abi/structs.tsv."""
    public, wire = f"struct guestfs_{s.name}", f"guestfs_int_{s.name}"
    out = [f"_Static_assert(sizeof({public}) == {facts[0].size} && "
           f"sizeof({wire}) == {facts[0].size}, \"{s.name}\");\n"]
    for f in facts:
        member = f.name
        if f.kind == "FBuffer":
            member = f"{f.name}.{f.name}_val"
        if f.kind == "FBuffer(len)":
            member = f"{f.name[:-4]}.{f.name}"
        out.append(f"_Static_assert(offsetof({public}, {f.name}) == "
                   f"{f.offset} && offsetof({wire}, {member}) == {f.offset}, "
                   f"\"{s.name}.{f.name}\");\n")
    return "".join(out)


def one(s, facts) -> str:
    rows = []
    for f in s.fields:
        rows.append(f"\t{{ {FIELD_ENUM[f.kind]}, "
                    f"offsetof(struct guestfs_{s.name}, {f.name}) }},\n")
    n = s.name
    return (f"\n{asserts(s, facts)}"
            f"static const struct struct_field fields_{n}[] = {{\n"
            f"{''.join(rows)}}};\n"
            f"static const struct struct_info struct_{n} = {{\n"
            f"\tfields_{n}, {len(s.fields)}, "
            f"sizeof(struct guestfs_{n}),\n}};\n"
            f"STRUCT_FUNCTIONS({n})\n")


def emit(model) -> str:
    head = c_notice() + """\
#define GUESTFS_PRIVATE 1
#include "guestfs.h"

#include <stddef.h>

#include "guestfs_protocol.h"
#include "rpc/structs.h"
"""
    return head + "".join(one(s, model.abi.structs[s.name])
                          for s in model.structs)
