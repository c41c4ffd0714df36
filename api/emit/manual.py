# SPDX-License-Identifier: LGPL-2.1-or-later
"""guestfs-actions.pod: the reference of the calls in guestfs(3)."""

from __future__ import annotations

import inspect

from .common import NOTICE, forms

RETURNS = {
    "RErr": "Returns 0, or -1 on error.",
    "RInt": "Returns a number, or -1 on error.",
    "RInt64": "Returns a number, or -1 on error.",
    "RBool": "Returns 1 for yes, 0 for no, or -1 on error.",
    "RString": "Returns a string that the caller frees, or NULL on error.",
    "RConstString": "Returns a string that belongs to the handle, or NULL on "
                    "error.",
    "RConstOptString": "Returns a string that belongs to the handle; NULL is "
                       "a valid answer, there are no errors.",
    "RStringList": "Returns a NULL-terminated array of strings, or NULL on "
                   "error. The caller frees the strings and the array.",
    "RHashtable": "Returns a NULL-terminated array of strings, keys and "
                  "values in turn, or NULL on error. The caller frees the "
                  "strings and the array.",
    "RBufferOut": "Returns a buffer that the caller frees, its size in "
                  "*size_r, or NULL on error. It may contain any byte.",
}


def returns(call) -> str:
    if call.ret.struct:
        t = call.ret.struct
        t += "_list" if call.ret.kind == "RStructList" else ""
        return (f"Returns a C<struct guestfs_{t} *>, or NULL on error; free "
                f"it with C<guestfs_free_{t}>.")
    return RETURNS[call.ret.kind]


def synopsis(call) -> str:
    lines = []
    for name, p in forms(call):
        words = p.split(", ")
        indent = " " * (len(call.ret.ctype) + len(name) + len("guestfs_") + 2)
        lines.append(f" {call.ret.ctype}guestfs_{name}("
                     + f",\n{indent}".join(words) + ");\n")
    return "".join(lines)


def notes(call) -> list[str]:
    """Sentences that follow from the entry's facts."""
    out = []
    if call.optargs:
        names = ", ".join(f"C<{o.name}>" for o in call.optargs)
        out.append(f"Optional arguments: {names}; their macros begin with "
                   f"C<{call.prefix}_>, and C<-1> ends the list.")
    out.append(returns(call))
    if call.errors:
        errs = "; ".join(f"B<{e}>: {t}" for e, t in call.errors.items())
        out.append(f"Errors: {errs}.")
    if call.deprecated_by == "(no-replacement)":
        out.append("Deprecated, without a replacement.")
    elif call.deprecated_by:
        out.append(f"Deprecated: use C<guestfs_{call.deprecated_by}>.")
    if call.config_only:
        out.append("To be called before C<guestfs_launch>.")
    if call.group:
        out.append(f"Belongs to the optional group C<{call.group}>; see "
                   "C<guestfs_feature_available>.")
    if call.progress:
        out.append("Sends progress events.")
    if call.cancellable:
        out.append("C<guestfs_user_cancel> ends it early.")
    if any(a.kind == "Key" for a in call.args):
        out.append("The key is never shown in traces.")
    return out


def one(call) -> str:
    brief = call.brief[0].upper() + call.brief[1:]
    parts = [f"=head2 guestfs_{call.cname}\n", synopsis(call), brief + ".\n",
             inspect.cleandoc(call.doc) + "\n"]
    parts += [n + "\n" for n in notes(call)]
    parts.append(f"(Since {call.since})\n" if call.since else "")
    return "\n".join(p for p in parts if p)


def struct(s) -> str:
    rows = []
    for f in s.fields:
        if f.kind == "FBuffer":
            rows.append(f"   uint32_t {f.name}_len;")
        end = "[32]" if f.kind == "FUUID" else ""
        rows.append(f"   {f.ctype}{f.name}{end};")
    body = "\n".join(rows)
    return (f"=head2 guestfs_{s.name}\n\n struct guestfs_{s.name} {{\n{body}\n"
            f" }};\n")


def availability(model) -> str:
    """The optional groups with their calls."""
    rows = []
    for g in sorted(model.all_groups):
        calls = [f"C<guestfs_{c.cname}>" for c in model.calls
                 if c.group == g and not c.hidden]
        if not calls and model.all_groups[g]:
            continue
        text = ", ".join(calls) or "Kept for old programs; always there"
        rows.append(f"=item B<{g}>\n\n{text}.\n")
    return ("=head1 AVAILABILITY\n\nNot every appliance has the programs and "
            "kernel modules for all calls. Calls that may be missing come in "
            "groups; C<guestfs_available> and C<guestfs_feature_available> "
            "ask for them, and a call of a missing group fails with "
            "ENOTSUP.\n\n=over 4\n\n" + "\n".join(rows) + "\n=back\n\n")


def emit(model) -> str:
    calls = sorted((c for c in model.calls if not c.hidden),
                   key=lambda c: c.cname)
    structs = [s for s in model.structs if not s.internal]
    return (f"=begin comment\n\n{NOTICE}\n\n=end comment\n\n"
            + "\n".join(map(one, calls)) + "\n" + availability(model)
            + "=head1 STRUCTURES\n\n"
            "Each has a list, C<struct guestfs_NAME_list> with C<len> and "
            "C<val>, and functions to compare, copy and free one or a list: "
            "C<guestfs_compare_NAME>, C<guestfs_copy_NAME>, "
            "C<guestfs_free_NAME>, and the same with C<_list>.\n\n"
            + "\n".join(map(struct, structs)))
