#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Put the generated call reference into a manual page."""
import sys

template, calls, output = sys.argv[1:4]
with open(template, encoding="utf-8") as f:
    text = f.read()
with open(calls, encoding="utf-8") as f:
    text = text.replace("@CALLS@", f.read())
with open(output, "w", encoding="utf-8") as f:
    f.write(text)
