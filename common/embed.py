# SPDX-License-Identifier: GPL-2.0-or-later
"""embed.py FILE HEADER NAME: the file's bytes as a C array of that name."""
import sys

with open(sys.argv[1], "rb") as f:
    data = f.read()
with open(sys.argv[2], "w", encoding="ascii") as f:
    f.write(f"static const unsigned char {sys.argv[3]}[] = {{\n")
    for at in range(0, len(data), 16):
        f.write("".join(f"{b}," for b in data[at:at + 16]) + "\n")
    f.write("};\n")
