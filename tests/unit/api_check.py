#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""That the build refuses a wrong entry.

usage: api_check.py SOURCE TOPIC...
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[1]) / "api"))
import check  # noqa: E402
import generate  # noqa: E402
from emit import header  # noqa: E402
from model import Int, Pathname, RInt  # noqa: E402

TOPICS = sys.argv[2:]


def model():
    return generate.Model(TOPICS)


def wrong(**change):
    """What is said of mkdir with these facts."""
    m = model()
    old = next(c for c in m.calls if c.name == "mkdir")
    new = dataclasses.replace(old, **change)
    for calls in (m.calls, m.daemon):
        calls[calls.index(old)] = new
    return " | ".join(check.check(m))


def without(text: str):
    """What is said of a header that lacks @text."""
    m = model()
    m.header_in = m.header_in.replace(text, "")
    return " | ".join([*check.check(m),
                       *check.check_constants(m, header.emit(m))])


CASES = {
    "the description is in order": (" | ".join(check.check(model())), ""),
    "a number used twice": (wrong(proc=33), "proc 33 is used 2 times"),
    "a number that is not the table's": (wrong(proc=999), "abi has '32'"),
    "arguments in another order":
        (wrong(args=[Int("mode"), Pathname("path")]), "args is"),
    "another result": (wrong(ret=RInt("n")), "ret is"),
    "another side": (wrong(side="library"), "proc goes with side"),
    "no summary": (wrong(brief=""), "brief is missing"),
    "no documentation": (wrong(doc=""), "documentation is missing"),
    "an errno that does not exist": (wrong(errors={"EX": "x"}), "no errno"),
    "a group that does not exist": (wrong(group="x"), "no group x"),
    "a call without a number": (wrong(proc=None), "proc goes with side"),
    "a number of ours that is too low":
        (wrong(name="mkdir_x", proc=999), "start at 1000"),
    "a missing constant": (without("#define GUESTFS_EVENT_TRACE 0x0040"),
                           "GUESTFS_EVENT_TRACE is missing"),
    "a missing function": (without("guestfs_last_errno(guestfs_h *g)"),
                           "guestfs_last_errno is not declared"),
}


def main() -> int:
    print(f"1..{len(CASES)}")
    failed = 0
    for i, (name, (said, want)) in enumerate(CASES.items(), 1):
        good = want in said if want else not said
        if not good:
            print(f"# said: {said or 'nothing'}")
        failed += not good
        print(f"{'ok' if good else 'not ok'} {i} - {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
