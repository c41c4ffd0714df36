# SPDX-License-Identifier: LGPL-2.1-or-later
"""calls.json: the description for tests and tools."""

from __future__ import annotations

import json

from .common import forms
from .symbols import symbols


def fact(c) -> dict:
    return {
        "name": c.name, "topic": c.topic, "proc": c.proc, "side": c.side,
        "since": c.since, "ret": str(c.ret),
        "args": [str(a) for a in c.args],
        "optargs": [str(o) for o in c.optargs],
        "group": c.group, "deprecated_by": c.deprecated_by,
        "aliases": c.aliases, "visibility": c.visibility,
        "config_only": c.config_only, "progress": c.progress,
        "cancellable": c.cancellable, "opts_name": c.opts_name,
        "needs_root": c.root and c.in_daemon,
        "read_only": c.read_only, "brief": c.brief,
        "errors": c.errors, "untested": c.untested,
        "functions": {f"guestfs_{n}": [c.ret.ctype.strip(), p]
                      for n, p in forms(c)},
    }


def emit(model) -> str:
    return json.dumps({
        "calls": [fact(c) for c in model.calls],
        "structs": {s.name: [[f.name, f.kind] for f in s.fields]
                    for s in model.structs},
        "symbols": symbols(model),
    }, indent=1) + "\n"
