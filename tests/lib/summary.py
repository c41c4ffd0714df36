#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Count the claims in meson's test logs and end with "N passed, N failed"."""
import argparse
import json
import re
import sys

LINE = re.compile(r"^(not ok|ok)\b[ \d]*-?\s*(.*)$")
WHY_LINES = 30      # of what a failed claim says of itself


def claims(test: dict) -> tuple[int, list[str], list[str]]:
    """Passed, failed (with what was said before) and skipped claims of one
    test program."""
    passed, failed, skipped, why = 0, [], [], []
    for line in test.get("stdout", "").splitlines():
        claim = LINE.match(line)
        if not claim:
            why.append(line)
            continue
        verdict, text = claim.groups()
        if "# SKIP" in text:
            skipped.append(f"{test['name']}: {text}")
        elif verdict == "ok":
            passed += 1
        else:
            failed.append("\n    ".join([f"{test['name']}: {text}",
                                        *why[-WHY_LINES:]]))
        why = []
    result = test["result"]
    if result == "SKIP" and not passed and not failed and not skipped:
        skipped.append(test["name"])
    elif result in ("OK", "EXPECTEDFAIL") and not passed and not skipped:
        passed = 1
    elif result not in ("OK", "SKIP", "EXPECTEDFAIL") and not failed:
        why += test.get("stderr", "").splitlines()
        failed.append("\n    ".join([f"{test['name']}: {result}",
                                    *why[-WHY_LINES:]]))
    return passed, failed, skipped


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--extra-failures", type=int, default=0)
    parser.add_argument("logs", nargs="+")
    args = parser.parse_args()
    passed, failed, skipped = 0, [], []
    for log in args.logs:
        with open(log, encoding="utf-8", errors="replace") as f:
            for line in f:
                p, fl, s = claims(json.loads(line))
                passed += p
                failed += fl
                skipped += s
    print()
    for text in skipped:
        print("skipped:", text)
    for text in failed:
        print("FAILED:", text)
    n_failed = len(failed) + args.extra_failures
    print(f"{passed} passed, {n_failed} failed")
    return 1 if n_failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
