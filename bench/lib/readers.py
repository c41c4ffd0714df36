#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""usage: readers.py FILE READERS READS: prints the seconds that READERS
processes need for READS 4 KiB reads each, at random places, the same in each
run."""

import os
import random
import sys
import time


def reader(path: str, seed: int, reads: int, ready: int, go: int):
    fd = os.open(path, os.O_RDONLY)
    rng = random.Random(seed)
    blocks = os.fstat(fd).st_size // 4096
    places = [rng.randrange(blocks) * 4096 for _ in range(reads)]
    os.write(ready, b"x")
    os.read(go, 1)
    for at in places:
        if len(os.pread(fd, 4096, at)) != 4096:
            os._exit(1)
    os._exit(0)


def main():
    path, readers, reads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    ready_r, ready_w = os.pipe()
    go_r, go_w = os.pipe()
    for n in range(readers):
        if os.fork() == 0:
            reader(path, n, reads, ready_w, go_r)
    for _ in range(readers):
        os.read(ready_r, 1)
    began = time.monotonic()
    os.write(go_w, b"x" * readers)
    bad = sum(os.wait()[1] != 0 for _ in range(readers))
    took = time.monotonic() - began
    if bad:
        sys.exit(f"{path}: {bad} readers failed")
    print(took)


main()
