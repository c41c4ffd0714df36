# SPDX-License-Identifier: GPL-2.0-or-later
"""Readers of the two lists: packages and modules."""
import os

from errors import BuildError

HERE = os.path.dirname(os.path.realpath(__file__))


def _lines(name, joined=False):
    """Logical lines without comments; joined: a leading space continues."""
    lines = []
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        for raw in f:
            line = raw.split("#")[0].rstrip()
            if not line:
                continue
            if joined and line[0].isspace() and lines:
                lines[-1] += line
            else:
                lines.append(line)
    return lines


def packages():
    """(package, [thing...]) for every line of the file packages."""
    found = []
    for line in _lines("packages", joined=True):
        name, colon, things = line.partition(":")
        if not colon:
            raise BuildError(f"packages: no colon in '{line}'")
        found.append((name.strip(), things.split()))
    return found


def modules():
    """{section: [word...]} of the file modules."""
    sections = {}
    section = None
    for line in _lines("modules"):
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        elif section is None:
            raise BuildError(f"modules: '{line}' stands in no section")
        else:
            section.append(line.strip())
    return sections
