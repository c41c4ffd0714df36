#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Run rpcgen(1) in a directory of its own.

rpcgen puts its input's path into an #include, and its output's name into the
guard of a header, so both must be plain names and the right ones.

usage: rpcgen.py -h|-c INPUT OUTPUT
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path


def main() -> int:
    mode, source, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as tmp:
        shutil.copy(source, tmp)
        # its name becomes the include guard
        made = Path(tmp) / output.name
        r = subprocess.run(["rpcgen", mode, "-o", made.name, source.name],
                           cwd=tmp, check=False)
        if r.returncode or not made.exists():
            return r.returncode or 1
        text = made.read_bytes()
    if not output.exists() or output.read_bytes() != text:
        output.write_bytes(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
