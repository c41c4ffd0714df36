#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""What was generated, against the interface of today's programs.

usage: api.py BUILD/api SOURCE
"""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

BUILD, SOURCE = Path(sys.argv[1]), Path(sys.argv[2])
TESTS = []


def test(fn):
    TESTS.append(fn)
    return fn


def table(name: str) -> list[dict[str, str]]:
    with open(SOURCE / "api/abi" / name, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t",
                                   quoting=csv.QUOTE_NONE))


def squeeze(text: str) -> str:
    text = re.sub(r"/\*.*?\*/", "", text)
    return re.sub(r"\s*([*,();])\s*", r"\1", " ".join(text.split()))


DATA = json.loads((BUILD / "calls.json").read_text())
CALLS = {c["name"]: c for c in DATA["calls"]}
ACTIONS = {r["name"]: r for r in table("actions.tsv")}
SYMBOLS = {r["symbol"]: r for r in table("symbols.tsv")}
HEADER = (BUILD / "guestfs.h").read_text()
MAP = re.findall(r"^    (\w+);$", (BUILD / "libguestfs.map").read_text(),
                 re.MULTILINE)


@test
def facts_of_every_call_are_those_of_the_table():
    for name, c in CALLS.items():
        if name not in ACTIONS:
            yield c["proc"] is not None and c["proc"] < 1000, \
                f"{name} is numbered {c['proc']}"
            continue
        r = ACTIONS[name]
        opts = [f"{o.split('(')[1][:-1]}:{o.split('(')[0]}:bit{i}"
                for i, o in enumerate(c["optargs"])]
        for mine, theirs in (
                (c["ret"], r["ret"]), (", ".join(c["args"]), r["args"]),
                (", ".join(opts), r["optargs"]),
                (str(c["proc"] or ""), r["proc_nr"]),
                (c["since"], r["since"]), (c["side"], r["side"]),
                (c["group"], r["optional_group"]),
                (c["deprecated_by"], r["deprecated_by"]),
                (" ".join(c["aliases"]), r["fish_alias"])):
            yield mine != theirs, f"{name}: {mine!r} is not {theirs!r}"


@test
def the_library_exports_only_symbols_of_the_table():
    for s in MAP:
        yield s not in SYMBOLS, f"{s} is unknown"
    for s, r in SYMBOLS.items():
        if r["kind"] in ("handle", "error", "event", "other", "struct"):
            yield s not in MAP, f"{s} is not exported"


@test
def the_library_exports_what_was_described():
    out = subprocess.run(["nm", "-D", "--defined-only",
                          BUILD.parent / "core/libguestfs.so.0"],
                         check=True, capture_output=True, text=True).stdout
    exported = {line.split()[-1] for line in out.splitlines()}
    for s in exported ^ set(MAP):
        yield True, f"{s} is in the symbol map or in the library only"
    described = {f for c in CALLS.values() for f in c["functions"]}
    for s in (described & set(SYMBOLS)) - exported:
        yield True, f"{s} is not exported"


@test
def prototypes_in_the_header_are_those_of_the_table():
    flat = squeeze(HEADER)
    for s in MAP:
        r = SYMBOLS.get(s)
        if r is None:
            continue
        want = squeeze(f"{r['return_type']} {s}({r['params']})")
        yield want not in flat, f"no {want}"


@test
def constants_in_the_header_are_those_of_the_table():
    macros = dict(re.findall(r"#define (GUESTFS_\w+) +(\S.*)", HEADER))
    lines = (SOURCE / "api/abi/constants.tsv").read_text().splitlines()
    known = dict(line.split("\t") for line in lines)
    for name, value in macros.items():
        if name in known:
            yield value != known[name], f"{name} is {value}"
        else:
            yield re.search(r"_BITMASK$|^GUESTFS_EVENT_", name), \
                f"{name} is unknown"


@test
def every_call_has_its_have_macro():
    for name in CALLS:
        yield f"#define GUESTFS_HAVE_{name.upper()} 1\n" not in HEADER, name


@test
def generated_code_stays_short():
    for name in ("client.c", "dispatch.c"):
        text = (BUILD / name).read_text()
        lines = text.count("\n") / len(CALLS)
        yield lines > 18, f"{name} has {lines:.0f} lines a call"


@test
def every_call_is_named_in_a_test():
    text = "".join(p.read_text(errors="replace")
                   for folder in ("unit", "api", "fuse", "slow")
                   for p in (SOURCE / "tests" / folder).glob("*.*"))
    words = set(re.findall(r"\w+", text))
    for name, c in CALLS.items():
        names = set(c["functions"])
        yield not (names & words or c["untested"]), \
            f"no test calls guestfs_{name}"
        yield c["untested"] and names & words, \
            f"{name} has a test, and untested="


def main() -> int:
    print(f"1..{len(TESTS)}")
    failed = 0
    for i, fn in enumerate(TESTS, 1):
        wrong = [text for bad, text in fn() if bad]
        for text in wrong:
            print(f"# {text}")
        failed += bool(wrong)
        state = "not ok" if wrong else "ok"
        print(f"{state} {i} - {fn.__name__}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
