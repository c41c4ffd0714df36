#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
r"""Types at a program on a terminal of its own, as a person would.

usage: typist.py PROGRAM ARG... <<'EOF'
    send TEXT       type it; \t, \n, \x03 as in Python
    expect REGEX    wait until it is on the screen, after what was before
    absent REGEX    it must not come within half a second of the last expect
    eof             wait until the program ends

Exits with the program's status, or 99 with what is on the screen where
something did not come within three minutes.
"""

from __future__ import annotations

import os
import pty
import re
import select
import sys
import time

LIMIT = 180


class Screen:
    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.text = ""      # since the last expect
        self.all = ""
        self.ended = False

    def fill(self, seconds: float) -> None:
        ready, _, _ = select.select([self.fd], [], [], seconds)
        if not ready:
            return
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            data = b""
        self.ended = not data
        text = data.decode(errors="replace")
        self.text += text
        self.all += text

    def fail(self, what: str) -> None:
        print(f"{what}; on the screen:\n{self.all}")
        sys.exit(99)

    def expect(self, regex: str) -> None:
        end = time.monotonic() + LIMIT
        while True:
            m = re.search(regex, self.text, re.MULTILINE)
            if m:
                self.text = self.text[m.end():]
                return
            if self.ended or time.monotonic() > end:
                self.fail(f"no {regex!r}")
            self.fill(0.2)

    def absent(self, regex: str) -> None:
        end = time.monotonic() + 0.5
        while time.monotonic() < end and not self.ended:
            self.fill(0.1)
        if re.search(regex, self.text):
            self.fail(f"{regex!r} came")

    def eof(self) -> None:
        end = time.monotonic() + LIMIT
        while not self.ended:
            if time.monotonic() > end:
                self.fail("it does not end")
            self.fill(0.2)


def main() -> int:
    steps = sys.stdin.read().splitlines()
    pid, fd = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.execvp(sys.argv[1], sys.argv[1:])
    screen = Screen(fd)
    for step in steps:
        word, _, rest = step.strip().partition(" ")
        if word == "send":
            os.write(fd, rest.encode().decode("unicode_escape").encode())
        elif word == "expect":
            screen.expect(rest)
        elif word == "absent":
            screen.absent(rest)
        elif word == "eof":
            screen.eof()
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    sys.exit(main())
