#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Two groups of ten writers and ten readers work in one directory.

    hammer.py DIRECTORY SECONDS [SEED]
    hammer.py --check DIRECTORY STATE

The first group makes, replaces, rewrites, cuts, links and removes small files
in trees; the second writes blocks of one file and appends to logs. What a
reader sees must be whole, and never older than what it has seen. At the end
every file is compared with what its writer knows; that knowledge is left in
hammer.state, so that --check can compare another view of the same files.
"""
import binascii
import json
import os
import random
import struct
import sys
import time

N = 10
NAMES = 24
BLOCK = 65536
BLOCKS = 8 * N


def make_data(rng, who, version):
    body = rng.randbytes(rng.choice((0, 10, 900, 4000, 4096, 9000, 60000)))
    return b"%d %d %d %08x\n" % (who, version, len(body),
                                 binascii.crc32(body)) + body


def parse(data, what):
    head, _, body = data.partition(b"\n")
    words = head.split()
    assert len(words) == 4, (what, data[:60], len(data))
    assert int(words[2]) == len(body), (what, head, len(body))
    assert int(words[3], 16) == binascii.crc32(body), (what, head)
    return int(words[0]), int(words[1])


def read(path):
    with open(path, "rb") as f:
        return f.read()


def write(path, data, flags=os.O_TRUNC):
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | flags, 0o644)
    try:
        assert os.write(fd, data) == len(data), path
    finally:
        os.close(fd)


class SmallWriter:
    """Names that begin with r are only ever replaced as a whole."""

    def __init__(self, top, who, rng):
        self.dir = f"{top}/w{who}"
        self.who, self.rng = who, rng
        self.model, self.version = {}, 0
        for sub in ("", "/a", "/b", "/b/c"):
            os.makedirs(self.dir + sub, exist_ok=True)

    def path(self, name):
        return f"{self.dir}/{name}"

    def step(self):
        self.version += 1
        sub = self.rng.choice(("", "a/", "b/", "b/c/"))
        name = f"{sub}{self.rng.choice('rt')}{self.rng.randrange(NAMES)}"
        whole = name[len(sub)] == "r"
        ops = [self.replace, self.replace, self.remove, self.times,
               self.directory]
        if not whole:
            ops = [self.rewrite, self.append, self.cut, self.link,
                   self.remove, self.unlinked]
        self.rng.choice(ops)(name)

    def replace(self, name):
        data = make_data(self.rng, self.who, self.version)
        write(self.path(name) + ".new", data)
        os.rename(self.path(name) + ".new", self.path(name))
        self.model[name] = data
        self.look(name)

    def rewrite(self, name):
        data = make_data(self.rng, self.who, self.version)
        write(self.path(name), data)
        self.model[name] = data
        self.look(name)

    def append(self, name):
        data = self.rng.randbytes(self.rng.randrange(1, 3000))
        write(self.path(name), data, os.O_APPEND)
        self.model[name] = self.model.get(name, b"") + data
        self.look(name)

    def cut(self, name):
        if name not in self.model:
            return
        size = self.rng.randrange(len(self.model[name]) + 100)
        os.truncate(self.path(name), size)
        self.model[name] = self.model[name][:size].ljust(size, b"\0")
        self.look(name)

    def link(self, name):
        if name not in self.model or name + ".link" in self.model:
            return
        os.link(self.path(name), self.path(name) + ".link")
        assert os.stat(self.path(name)).st_nlink == 2, name
        assert read(self.path(name) + ".link") == self.model[name], name
        os.unlink(self.path(name) + ".link")
        assert os.stat(self.path(name)).st_nlink == 1, name

    def remove(self, name):
        if self.model.pop(name, None) is not None:
            os.unlink(self.path(name))
        assert not os.path.exists(self.path(name)), name

    def unlinked(self, name):
        data = self.rng.randbytes(5000)
        with open(self.path(name) + ".gone", "w+b") as f:
            f.write(data)
            f.flush()
            os.unlink(f.name)
            f.seek(0)
            assert f.read() == data, name

    def times(self, name):
        if name in self.model:
            t = self.rng.randrange(1 << 31) * 10**9 + self.version
            os.utime(self.path(name), ns=(t, t))
            assert os.stat(self.path(name)).st_mtime_ns == t, name

    def directory(self, name):
        path = self.path(name) + ".d"
        os.makedirs(path + "/deep")
        write(path + "/deep/f", b"x")
        assert os.listdir(path) == ["deep"], path
        os.unlink(path + "/deep/f")
        os.rmdir(path + "/deep")
        os.rename(path, path + "2")
        os.rmdir(path + "2")

    def look(self, name):
        want = self.model[name]
        assert os.stat(self.path(name)).st_size == len(want), name
        assert read(self.path(name)) == want, name

    def state(self):
        return {f"w{self.who}/{name}": [len(data), binascii.crc32(data)]
                for name, data in self.model.items()}


class SmallReader:
    def __init__(self, top, who, rng):
        self.top, self.rng, self.seen = top, rng, {}

    def step(self):
        top = f"{self.top}/w{self.rng.randrange(N)}"
        for path, dirs, files in os.walk(top):
            self.rng.shuffle(dirs)
            for name in files:
                if name[0] == "r" and name[1:].isdigit():
                    self.look(f"{path}/{name}")

    def look(self, path):
        try:
            data = read(path)
        except FileNotFoundError:
            return
        version = parse(data, path)[1]
        assert version >= self.seen.get(path, 0), \
            (path, version, self.seen[path])
        self.seen[path] = version

    def state(self):
        return {}


class BigWriter:
    def __init__(self, top, who, rng):
        self.top, self.who, self.rng = top, who, rng
        self.versions, self.log = {}, b""
        self.fd = os.open(f"{top}/big", os.O_RDWR)

    def step(self):
        b = self.rng.randrange(8) * N + self.who
        v = self.versions.get(b, 0) + 1
        self.versions[b] = v
        data = struct.pack("<II", v, b) * (BLOCK // 8)
        assert os.pwrite(self.fd, data, b * BLOCK) == BLOCK
        if self.rng.random() < 0.1:
            os.fsync(self.fd)
            os.posix_fadvise(self.fd, 0, 0, os.POSIX_FADV_DONTNEED)
        assert os.pread(self.fd, BLOCK, b * BLOCK) == data, (b, v)
        line = self.rng.randbytes(self.rng.randrange(1, 5000))
        write(f"{self.top}/log{self.who}", line, os.O_APPEND)
        self.log += line
        if len(self.log) > 2000000:
            os.truncate(f"{self.top}/log{self.who}", 0)
            self.log = b""

    def state(self):
        os.fsync(self.fd)
        state = {f"big:{b}": v for b, v in self.versions.items()}
        state[f"log{self.who}"] = [len(self.log), binascii.crc32(self.log)]
        return state


class BigReader:
    def __init__(self, top, who, rng):
        self.top, self.rng, self.seen = top, rng, {}

    def step(self):
        with open(f"{self.top}/big", "rb", 0) as f:
            for _ in range(20):
                self.look(f, self.rng.randrange(BLOCKS))

    def look(self, f, b):
        data = os.pread(f.fileno(), BLOCK, b * BLOCK)
        assert len(data) == BLOCK, (b, len(data))
        words = {struct.unpack("<II", data[i:i + 8])
                 for i in range(0, BLOCK, 512)}
        assert {w[1] for w in words} <= {b}, (b, words)
        old = min(w[0] for w in words)
        assert old >= self.seen.get(b, 0), (b, words, self.seen[b])
        self.seen[b] = old

    def state(self):
        return {}


def work(kind, top, who, seconds, seed, out):
    rng = random.Random(f"{seed} {kind.__name__} {who}")
    worker, steps = kind(top, who, rng), 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        worker.step()
        steps += 1
    with open(f"{out}.{kind.__name__}{who}", "w") as f:
        json.dump({"steps": steps, "state": worker.state()}, f)


def prepare(top):
    os.makedirs(top)
    with open(f"{top}/big", "wb") as f:
        for b in range(BLOCKS):
            f.write(struct.pack("<II", 0, b) * (BLOCK // 8))


def hammer(top, seconds, seed):
    kinds = (SmallWriter, SmallReader, BigWriter, BigReader)
    prepare(top)
    for who in range(N):
        os.makedirs(f"{top}/w{who}")
    pids, out, good = {}, f"{os.getcwd()}/.hammer", True
    for kind in kinds:
        for who in range(N):
            pid = os.fork()
            if pid == 0:
                try:
                    work(kind, top, who, seconds, seed, out)
                except BaseException:
                    import traceback
                    traceback.print_exc()
                    os._exit(1)
                os._exit(0)
            pids[pid] = (kind.__name__, who)
    for _ in range(len(pids)):
        pid, status = os.wait()
        if status:
            print("failed:", *pids[pid])
            good = False
    assert good, f"seed {seed}"
    state, steps = {}, {}
    for name, who in pids.values():
        with open(f"{out}.{name}{who}") as f:
            one = json.load(f)
        state.update(one["state"])
        steps[name] = steps.get(name, 0) + one["steps"]
    with open("hammer.state", "w") as f:
        json.dump(state, f)
    print(steps, "seed", seed)
    assert all(steps.values()), steps
    check(top, state)


def check(top, state):
    """Everything is as its writer knows it, and nothing else is there."""
    files = set()
    for path, _, names in os.walk(top):
        files |= {os.path.relpath(f"{path}/{n}", top) for n in names}
    want = {n for n in state if ":" not in n} | {"big"}
    assert files == want, (files - want, want - files)
    with open(f"{top}/big", "rb") as f:
        big = f.read()
    assert len(big) == BLOCKS * BLOCK
    for name, known in state.items():
        if ":" in name:
            b = int(name.split(":")[1])
            data = struct.pack("<II", known, b) * (BLOCK // 8)
            assert big[b * BLOCK:(b + 1) * BLOCK] == data, name
        else:
            data = read(f"{top}/{name}")
            assert [len(data), binascii.crc32(data)] == known, name


if sys.argv[1] == "--check":
    with open(sys.argv[3]) as f:
        check(sys.argv[2], json.load(f))
else:
    hammer(sys.argv[1], float(sys.argv[2]),
           sys.argv[3] if len(sys.argv) > 3 else random.randrange(1 << 30))
