# SPDX-License-Identifier: LGPL-2.1-or-later
"""commands.h, commands.c, guestfish-actions.pod: the calls as a shell sees
them."""

from __future__ import annotations

import inspect
import re
import textwrap

from .common import NOTICE, c_notice

HEADER = c_notice("GPL-2.0-or-later") + """\
#ifndef COMMANDS_H
#define COMMANDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "guestfs.h"
#include "kinds.h"

/** struct command_arg - One argument; the optional ones come last */
struct command_arg {
	const char *name;
	enum arg_kind kind;
	enum item_kind item;
};

/** struct command_value - One argument as it was typed, converted
 * @s:		A string, or the bytes of a buffer
 * @size:	Of a buffer
 * @list:	NULL-ended
 * @n:		A number or a truth value
 */
struct command_value {
	char *s;
	size_t size;
	char **list;
	int64_t n;
};

/**
 * struct command_result - What a call returned
 * @n:		Numbers and truth values
 * @s:		Strings and buffers
 * @size:	Of a buffer
 * @list:	Lists and hash tables
 * @p:		A structure, or a list of them
 */
struct command_result {
	int64_t n;
	char *s;
	size_t size;
	char **list;
	void *p;
};

enum field_kind {
	FIELD_STRING,
	FIELD_BUFFER,
	FIELD_UUID,
	FIELD_CHAR,
	FIELD_UINT64,
	FIELD_INT64,
	FIELD_UINT32,
	FIELD_INT32,
	FIELD_PERCENT,
};

/** struct command_field - A field of a structure; @len of a buffer's length */
struct command_field {
	const char *name;
	enum field_kind kind;
	size_t at, len;
};

struct command_struct {
	const struct command_field *fields;
	size_t n_fields, size;
	void (*free_one)(void *);
	void (*free_list)(void *);
};

enum command_radix {
	RADIX_DECIMAL,
	RADIX_OCTAL,
	RADIX_HEX,
};

/**
 * struct command - A call that a person may type
 * @name:	With '-' for '_'
 * @aliases:	Other names, NULL-ended, or NULL
 * @synopsis:	The command with its arguments
 * @doc:	As in the manual, without mark-up
 * @n_args:	Of all arguments; the last @n_opts are optional
 * @call:	Calls it; @mask has a bit for each optional argument
 */
struct command {
	const char *name;
	const char *const *aliases;
	const char *synopsis, *brief, *doc;
	const char *deprecated_by;
	const struct command_arg *args;
	unsigned int n_args, n_opts;
	enum ret_kind ret;
	enum command_radix radix;
	const struct command_struct *structure;
	int (*call)(guestfs_h *g, const struct command_value *v, uint64_t mask,
		    struct command_result *r);
};

/* Sorted by name */
extern const struct command commands[];
extern const unsigned int n_commands;

#endif
"""

FIELDS = {
    "FString": "STRING", "FBuffer": "BUFFER", "FUUID": "UUID",
    "FChar": "CHAR", "FBytes": "UINT64", "FUInt64": "UINT64",
    "FInt64": "INT64", "FUInt32": "UINT32", "FInt32": "INT32",
    "FOptPercent": "PERCENT",
}
# Where struct command_value holds a kind of argument
MEMBERS = {"int": "n", "bool": "n", "int64": "n", "list": "list"}


def quote(text: str) -> str:
    """A C string, a line of source for each line of text."""
    lines = []
    for line in text.splitlines(keepends=True):
        line = line.replace("\\", "\\\\").replace('"', '\\"')
        lines.append('"' + line.replace("\n", "\\n") + '"')
    return "\n\t  ".join(lines) or '""'


def command_name(call) -> str:
    return call.name.replace("_", "-")


def synopsis(call) -> str:
    """The command with what follows it; keys are asked for."""
    words = [command_name(call)]
    words += [a.name for a in call.args if a.kind != "Key"]
    shown_as = {"OBool": "true|false", "OInt": "N", "OInt64": "N"}
    words += [f"[{o.name}:{shown_as.get(o.kind, '..')}]"
              for o in call.optargs]
    return " ".join(words)


class Reference:
    """Rewrites what is said of functions as being said of commands."""

    def __init__(self, calls) -> None:
        self.names = {c.cname: command_name(c) for c in calls}
        self.names.update({c.name: command_name(c) for c in calls})

    def translate(self, text: str) -> str:
        def name(m):
            known = self.names.get(m.group(1))
            return f"C<{known}>" if known else m.group(0)
        return re.sub(r"C<guestfs_(\w+)>", name, text)

    def doc(self, call) -> str:
        return self.translate(inspect.cleandoc(call.doc))


def plain(pod: str) -> str:
    """POD as text of 76 columns."""
    pod = re.sub(r"[CBIF]<([^<>]*)>", r"\1", pod)
    pod = re.sub(r"L<([^<>|]*)>", r"\1", pod)
    pod = pod.replace("E<lt>", "<").replace("E<gt>", ">")
    out = []
    for part in re.split(r"\n\s*\n", pod):
        if part.startswith(("=over", "=back")):
            continue
        if part.startswith((" ", "\t")):
            out.append(part)
            continue
        part = re.sub(r"^=\w+\s*", "", part)
        out.append(textwrap.fill(part, 76, break_long_words=False,
                                 break_on_hyphens=False))
    return "\n\n".join(out)


def values(call) -> str:
    """The arguments of the C function, out of v[]."""
    out = ["g"]
    for i, a in enumerate(call.args):
        out.append(f"v[{i}].{MEMBERS.get(a.wire, 's')}")
        if a.kind == "BufferIn":
            out.append(f"v[{i}].size")
    if call.ret.kind == "RBufferOut":
        out.append("&r->size")
    if call.optargs:
        out.append("&o")
    return ", ".join(out)


def thunk(call) -> str:
    """The function that a row of the table calls."""
    body = ""
    if call.optargs:
        sets = "".join(
            f", .{o.name} = v[{i}].{MEMBERS.get(o.wire, 's')}"
            for i, o in enumerate(call.optargs, len(call.args)))
        body = (f"\tstruct guestfs_{call.cname}_argv o = {{ "
                f".bitmask = mask{sets} }};\n\n")
    name = call.cname + ("_argv" if call.optargs else "")
    member = {"RStringList": "list", "RHashtable": "list", "RStruct": "p",
              "RStructList": "p"}.get(call.ret.kind, "s")
    do = f"guestfs_{name}({values(call)})"
    if call.ret.failure == "-1":
        body += f"\treturn (r->n = {do}) == -1 ? -1 : 0;\n"
    elif call.ret.kind.startswith("RConst"):
        must = "-1" if call.ret.kind == "RConstString" else "0"
        body += (f"\tconst char *s = {do};\n\n"
                 f"\tr->s = s ? strdup(s) : NULL;\n"
                 f"\treturn r->s ? 0 : {must};\n")
    else:
        body += f"\treturn (r->{member} = {do}) ? 0 : -1;\n"
    return (f"static int call_{call.name}(guestfs_h *g, "
            f"const struct command_value *v, uint64_t mask, "
            f"struct command_result *r)\n{{\n{body}}}\n")


def structure(s) -> str:
    rows = []
    for f in s.fields:
        at = f"offsetof(struct guestfs_{s.name}, {f.name})"
        length = (f", offsetof(struct guestfs_{s.name}, {f.name}_len)"
                  if f.kind == "FBuffer" else "")
        rows.append(f'\t{{ "{f.name}", FIELD_{FIELDS[f.kind]}, '
                    f"{at}{length} }},\n")
    return (f"static void free_{s.name}(void *p)\n{{\n"
            f"\tguestfs_free_{s.name}(p);\n}}\n"
            f"static void free_{s.name}_list(void *p)\n{{\n"
            f"\tguestfs_free_{s.name}_list(p);\n}}\n"
            f"static const struct command_field fields_{s.name}[] = {{\n"
            + "".join(rows) + "};\n"
            f"static const struct command_struct struct_{s.name} = {{\n"
            f"\tfields_{s.name}, {len(s.fields)}, "
            f"sizeof(struct guestfs_{s.name}),\n"
            f"\tfree_{s.name}, free_{s.name}_list,\n}};\n")


def one(call, reference, radix: str) -> tuple[str, str]:
    """(what comes before the table, its row)"""
    n, before = call.name, thunk(call)
    parts = [f'"{command_name(call)}"']
    if call.aliases:
        names = ", ".join(f'"{a}"' for a in call.aliases)
        before += (f"static const char *const aliases_{n}[] = "
                   f"{{ {names}, NULL }};\n")
        parts.append(f".aliases = aliases_{n}")
    parts.append(f".synopsis = {quote(synopsis(call))}")
    parts.append(f".brief = {quote(plain(reference.translate(call.brief)))}")
    parts.append(f".doc = {quote(plain(reference.doc(call)))}")
    if re.fullmatch(r"\w+", call.deprecated_by or ""):
        by = call.deprecated_by.replace("_", "-")
        parts.append(f'.deprecated_by = "{by}"')
    every = call.args + call.optargs
    if every:
        rows = ", ".join(f'{{ "{a.name}", {a.enum}, {a.item} }}'
                         for a in every)
        before += (f"static const struct command_arg args_{n}[] = "
                   f"{{ {rows} }};\n")
        parts.append(f".args = args_{n}, .n_args = {len(every)}, "
                     f".n_opts = {len(call.optargs)}")
    parts.append(f".ret = {call.ret.enum}")
    if radix:
        parts.append(f".radix = RADIX_{radix.upper()}")
    if call.ret.struct:
        parts.append(f".structure = &struct_{call.ret.struct}")
    parts.append(f".call = call_{n}")
    return before, "\t{ " + ",\n\t  ".join(parts) + " },\n"


def shown(model):
    """The calls that are commands, sorted."""
    return sorted((c for c in model.calls
                   if not c.hidden and c.visibility not in ("noshell", "state")
                   and not any(a.kind == "Pointer" for a in c.args)),
                  key=command_name)


def emit_header(model) -> str:
    return HEADER


def emit(model) -> str:
    calls = shown(model)
    reference = Reference(calls)
    pieces = [one(c, reference,
                  model.abi.actions.get(c.name, {}).get("fish_output", ""))
              for c in calls]
    used = {c.ret.struct for c in calls}
    return (c_notice("GPL-2.0-or-later")
            + '#include "commands.h"\n\n#include <string.h>\n\n'
            + "".join(structure(s) for s in model.structs if s.name in used)
            + "\n".join(before for before, _ in pieces)
            + "\nconst struct command commands[] = {\n"
            + "".join(row for _, row in pieces)
            + f"}};\nconst unsigned int n_commands = {len(calls)};\n")


def manual_entry(call, reference) -> str:
    brief = reference.translate(call.brief)
    parts = ["\n\n".join(f"=head2 {name}"
                         for name in [command_name(call)] + call.aliases),
             " " + synopsis(call),
             brief[0].upper() + brief[1:] + ".", reference.doc(call)]
    if any(a.kind == "Key" for a in call.args):
        parts.append("The key is asked for; it is no argument.")
    if call.filein:
        parts.append(f"C<{call.filein[0].name}> may be C<-> for standard "
                     "input, or a here-document.")
    if call.fileout:
        parts.append(f"C<{call.fileout[0].name}> may be C<-> for standard "
                     "output.")
    if call.group:
        parts.append(f"Needs the optional group C<{call.group}>.")
    if re.fullmatch(r"\w+", call.deprecated_by or ""):
        by = call.deprecated_by.replace("_", "-")
        parts.append(f"Deprecated: use C<{by}>.")
    return "\n\n".join(parts) + "\n"


def manual(model) -> str:
    """guestfish-actions.pod: the reference of the commands in guestfish(1)."""
    calls = shown(model)
    reference = Reference(calls)
    return (f"=begin comment\n\n{NOTICE}\n\n=end comment\n\n"
            + "\n".join(manual_entry(c, reference) for c in calls))
