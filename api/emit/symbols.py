# SPDX-License-Identifier: LGPL-2.1-or-later
"""libguestfs.map: the library exports what is described, nothing else."""

from __future__ import annotations

import re

from .common import NOTICE, forms


def symbols(model) -> list[str]:
    """Every exported symbol."""
    out = re.findall(r"\b(guestfs_\w+)\(", model.header_in)
    for s in model.structs:
        for t in (s.name, s.name + "_list"):
            out += [f"guestfs_{op}_{t}" for op in ("compare", "copy", "free")]
    for c in model.calls:
        out += [f"guestfs_{name}" for name, _ in forms(c)]
    return sorted(out)


def emit(model) -> str:
    # Calls of our own between library and daemon are nobody else's
    known = model.abi.symbols
    names = "".join(f"    {s};\n" for s in symbols(model) if s in known)
    return f"/* {NOTICE} */\n{{\n  global:\n{names}  local:\n    *;\n}};\n"
