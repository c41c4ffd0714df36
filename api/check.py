# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules that every entry must pass, and the interface of today's programs.

api/abi/*.tsv is what programs are compiled against; an entry that says
something else is wrong, whatever its author meant.
"""

from __future__ import annotations

import csv
import errno
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from model import ARG_KINDS

VISIBILITY = {"public": "VPublic", "noshell": "VPublicNoFish",
              "internal": "VInternal", "state": "VStateTest",
              "debug": "VDebug", "bindtest": "VBindTest"}
FIRST_OWN_PROC = 1000   # calls that the tables lack are numbered from here


@dataclass(frozen=True)
class StructFact:
    name: str
    kind: str
    ctype: str
    size: int
    offset: int


class Abi:
    """api/abi/*.tsv"""

    def __init__(self, folder: Path) -> None:
        def rows(name):
            with open(folder / name, newline="", encoding="utf-8") as f:
                return list(csv.DictReader(f, delimiter="\t",
                                           quoting=csv.QUOTE_NONE))

        self.actions = {r["name"]: r for r in rows("actions.tsv")}
        self.symbols = {r["symbol"]: r for r in rows("symbols.tsv")
                        if r["kind"] != "kind"}
        self.groups = {r["group"]: int(r["nr_functions"])
                       for r in rows("features.tsv")}
        self.structs: dict[str, list[StructFact]] = {}
        for r in rows("structs.tsv"):
            self.structs.setdefault(r["struct"], []).append(StructFact(
                r["field"], r["generator_type"], r["c_type"],
                int(r["sizeof_x86_64"]), int(r["offset_x86_64"])))
        lines = (folder / "constants.tsv").read_text().splitlines()
        self.constants = dict(line.split("\t") for line in lines)


def squeeze(text: str) -> str:
    """C without comments and meaningless space, for comparisons."""
    text = re.sub(r"/\*.*?\*/", "", text)
    return re.sub(r"\s*([*,()])\s*", r"\1", " ".join(text.split()))


def facts_of(c) -> dict[str, str]:
    """An entry in the words of actions.tsv."""
    def yes(flag) -> str:
        return "yes" if flag else "no"

    return {
        "ret": str(c.ret),
        "args": ", ".join(map(str, c.args)),
        "optargs": ", ".join(f"{o.name}:{o.kind}:bit{i}"
                             for i, o in enumerate(c.optargs)),
        "side": c.side,
        "proc_nr": "" if c.proc is None else str(c.proc),
        "since": c.since,
        "optional_group": c.group,
        "deprecated_by": c.deprecated_by,
        "progress": yes(c.progress),
        "cancellable": yes(c.cancellable),
        "config_only": yes(c.config_only),
        "once_had_no_optargs": yes(c.opts_name),
        "visibility": VISIBILITY[c.visibility],
        "fish_alias": " ".join(c.aliases),
        "filein": " ".join(a.name for a in c.filein),
        "fileout": " ".join(a.name for a in c.fileout),
        "c_name": c.cname,
    }


def check_facts(model):
    """Entries against actions.tsv."""
    for c in model.calls:
        row = model.abi.actions.get(c.name)
        if row is None:
            if c.in_daemon and (c.proc or 0) < FIRST_OWN_PROC:
                yield f"{c.name}: calls of ours start at {FIRST_OWN_PROC}"
            continue
        for key, mine in facts_of(c).items():
            theirs = row[key]
            if key in ("filein", "fileout"):
                theirs = " ".join(theirs.replace(",", " ").split())
            if mine != theirs:
                yield (f"calls/{c.topic}.py: {c.name}: {key} is {mine!r}, "
                       f"abi has {theirs!r}")


def check_entries(model):
    """Rules of our own."""
    for what, values in (
            ("name", [c.name for c in model.calls]),
            ("proc", [c.proc for c in model.daemon]),
            ("alias", [a for c in model.calls for a in c.aliases])):
        for value, n in Counter(values).items():
            if n > 1:
                yield f"{what} {value} is used {n} times"
    structs = {s.name for s in model.structs}
    for c in model.calls:
        where = f"calls/{c.topic}.py: {c.name}"
        if c.in_daemon != (c.proc is not None):
            yield f"{where}: proc goes with side=\"daemon\""
        if not c.brief or c.brief[-1] in ".!" or "TODO" in c.brief:
            yield f"{where}: brief is missing or ends with a full stop"
        if len(c.doc.split()) < 2 or "TODO" in c.doc:
            yield f"{where}: documentation is missing"
        if not re.fullmatch(r"\d+\.\d+(\.\d+)?", c.since) \
                and c.name in model.abi.actions \
                and model.abi.actions[c.name]["since"]:
            yield f"{where}: since is missing"
        for e in c.errors:
            if not hasattr(errno, e):
                yield f"{where}: {e} is no errno"
        if c.ret.struct and c.ret.struct not in structs:
            yield f"{where}: no structure {c.ret.struct}"
        if c.group and c.group not in model.all_groups:
            yield f"{where}: no group {c.group}"
        for a in c.args + c.optargs:
            if a.kind not in ARG_KINDS:
                yield f"{where}: no kind {a.kind}"
            if a.kind.startswith("O") != (a in c.optargs) \
                    and a.kind != "OptString":
                yield f"{where}: {a.name} is on the wrong list"
        if c.in_daemon and len(c.filein) + len(c.fileout) > 1:
            yield f"{where}: one file a call"


def check_symbols(model, symbols):
    """Generated functions against symbols.tsv."""
    from emit.common import forms
    known = model.abi.symbols
    for s in symbols:
        if s not in known and s.removeprefix("guestfs_") in \
                model.abi.actions:
            yield f"symbol {s} is not in abi/symbols.tsv"
    for name, n in Counter(symbols).items():
        if n > 1:
            yield f"symbol {name} is declared {n} times"
    for s, row in known.items():
        if row["kind"] in ("handle", "error", "event", "other", "struct") \
                and s not in symbols:
            yield f"{s} is not declared"
    for c in model.calls:
        for name, p in forms(c):
            row = known.get("guestfs_" + name)
            if row is None:
                if c.name in model.abi.actions:
                    yield f"guestfs_{name} is not in abi/symbols.tsv"
                continue
            mine = squeeze(f"{c.ret.ctype}({p})")
            theirs = squeeze(f"{row['return_type']}({row['params']})")
            if mine != theirs:
                yield f"guestfs_{name}: {mine}, abi has {theirs}"


def check_constants(model, header: str):
    """Macros of the header against constants.tsv."""
    macros = dict(re.findall(r"#define (GUESTFS_\w+) +(\S.*)", header))
    prefixes = "|".join(c.prefix for c in model.calls if c.optargs)
    # Names of optional arguments have no underscores, so that the macros of
    # tar_in are not taken for another call's that begins so
    ours = re.compile(rf"({prefixes})_[A-Z0-9]+(_BITMASK)?"
                      r"|GUESTFS_(CREATE|EVENT)_\w+")
    for name, value in model.abi.constants.items():
        if name in macros and macros[name] != value:
            yield f"{name} is {macros[name]}, abi has {value}"
        if name not in macros and ours.fullmatch(name):
            yield f"{name} is missing"


def check_structs(model):
    """Structures against structs.tsv; the compiler checks the layouts."""
    ours = {s.name: s for s in model.structs}
    for name, facts in model.abi.structs.items():
        if name not in ours:
            yield f"structs.py: {name} is missing"
            continue
        mine = [(f.name, f.kind) for f in ours[name].fields]
        theirs = [(f.name, f.kind) for f in facts if f.kind != "FBuffer(len)"]
        if mine != theirs:
            yield f"structs.py: {name} is {mine}, abi has {theirs}"
    for name in ours:
        if name not in model.abi.structs:
            yield f"structs.py: {name} is not in abi/structs.tsv"


def check(model) -> list[str]:
    """Everything that is wrong with the description, a line each."""
    from emit.symbols import symbols
    return [*check_entries(model), *check_facts(model),
            *check_symbols(model, symbols(model)), *check_structs(model)]
