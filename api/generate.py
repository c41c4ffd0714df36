#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Write everything that follows from the description of the calls.

usage: generate.py OUTDIR TOPIC...
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

import check
from structs import STRUCTS
from emit import (actions, client, dispatch, facts, fish, header, impl, manual,
                  structs as emit_structs, symbols, xdr)

HERE = Path(__file__).resolve().parent

OUTPUTS = {
    "guestfs.h": header.emit,
    "guestfs_protocol.x": xdr.emit,
    "client.c": client.emit,
    "structs.c": emit_structs.emit,
    "impl.h": impl.emit,
    "libguestfs.map": symbols.emit,
    "actions.h": actions.emit,
    "dispatch.c": dispatch.emit,
    "commands.c": fish.emit,
    "commands.h": fish.emit_header,
    "guestfs-actions.pod": manual.emit,
    "guestfish-actions.pod": fish.manual,
    "calls.json": facts.emit,
}


class Model:
    """The whole description, as emitters want it."""

    def __init__(self, topics: list[str]) -> None:
        self.abi = check.Abi(HERE / "abi")
        self.structs = STRUCTS
        self.calls = []
        for topic in topics:
            entries = importlib.import_module(f"calls.{topic}").CALLS
            self.calls += [c.with_topic(topic) for c in entries]
        self.daemon = [c for c in self.calls if c.in_daemon]
        self.library = [c for c in self.calls if not c.in_daemon]
        self.daemon_groups = sorted({c.group for c in self.daemon if c.group})
        self.all_groups = self.abi.groups
        self.protocol_in = (HERE / "../common/protocol.x.in").read_text()
        self.session_x = (HERE / "../common/session.x").read_text()
        self.header_in = (HERE / "../core/include/guestfs.h.in").read_text()


def write(path: Path, text: str) -> None:
    """Leave a file alone that says the same already."""
    if path.exists() and path.read_text() == text:
        return
    tmp = path.with_name(path.name + ".new")
    tmp.write_text(text)
    os.replace(tmp, path)


def main() -> int:
    outdir = Path(sys.argv[1])
    model = Model(sys.argv[2:])
    problems = check.check(model)
    texts = {}
    if not problems:
        texts = {name: emit(model) for name, emit in OUTPUTS.items()}
        problems = list(check.check_constants(model, texts["guestfs.h"]))
    if problems:
        sys.exit("\n".join(f"api: {p}" for p in problems))
    for name, text in texts.items():
        write(outdir / name, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
