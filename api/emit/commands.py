# SPDX-License-Identifier: LGPL-2.1-or-later
"""commands.h, commands.c: the calls as a shell sees them."""

from __future__ import annotations

import inspect

from .common import c_notice

HEADER = c_notice("GPL-2.0-or-later") + """\
#ifndef COMMANDS_H
#define COMMANDS_H

#include "kinds.h"

/** struct command_arg - One argument; the optional ones come last */
struct command_arg {
	const char *name;
	enum arg_kind kind;
	enum item_kind item;
};

/**
 * struct command - A call that a person may type
 * @name:	With '-' for '_'
 * @aliases:	Other names, NULL-ended, or NULL
 * @doc:	As in the manual, in POD
 */
struct command {
	const char *name;
	const char *const *aliases;
	const char *brief, *doc;
	const char *deprecated_by;
	const struct command_arg *args;
	unsigned int n_args, n_opts;
	enum ret_kind ret;
};

/* Sorted by name */
extern const struct command commands[];
extern const unsigned int n_commands;

#endif
"""


def quote(text: str) -> str:
    """A C string, a line of source for each line of text."""
    lines = []
    for line in text.splitlines(keepends=True):
        line = line.replace("\\", "\\\\").replace('"', '\\"')
        lines.append('"' + line.replace("\n", "\\n") + '"')
    return "\n\t  ".join(lines) or '""'


def one(call) -> tuple[str, str]:
    """(what comes before the table, its row)"""
    n, before = call.name, ""
    parts = [f'"{n.replace("_", "-")}"']
    if call.aliases:
        names = ", ".join(f'"{a}"' for a in call.aliases)
        before += (f"static const char *const aliases_{n}[] = "
                   f"{{ {names}, NULL }};\n")
        parts.append(f".aliases = aliases_{n}")
    parts.append(f".brief = {quote(call.brief)}")
    parts.append(f".doc = {quote(inspect.cleandoc(call.doc))}")
    if call.deprecated_by:
        parts.append(f'.deprecated_by = "{call.deprecated_by}"')
    every = call.args + call.optargs
    if every:
        rows = ", ".join(f'{{ "{a.name}", {a.enum}, {a.item} }}'
                         for a in every)
        before += (f"static const struct command_arg args_{n}[] = "
                   f"{{ {rows} }};\n")
        parts.append(f".args = args_{n}, .n_args = {len(every)}, "
                     f".n_opts = {len(call.optargs)}")
    parts.append(f".ret = {call.ret.enum}")
    return before, "\t{ " + ",\n\t  ".join(parts) + " },\n"


def emit_header(model) -> str:
    return HEADER


def emit(model) -> str:
    calls = sorted((c for c in model.calls
                    if not c.hidden and c.visibility != "noshell"),
                   key=lambda c: c.name.replace("_", "-"))
    pieces = [one(c) for c in calls]
    return (c_notice("GPL-2.0-or-later") + '#include "commands.h"\n\n'
            + "".join(before for before, _ in pieces)
            + "\nconst struct command commands[] = {\n"
            + "".join(row for _, row in pieces)
            + f"}};\nconst unsigned int n_commands = {len(calls)};\n")
