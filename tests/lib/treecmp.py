#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Trees for tests of walks, and their comparison.

    treecmp.py make DIR [SEED]        a tree of everything there is
    treecmp.py files DIR N            N small files, a hundred a directory
    treecmp.py print DIR ORDER        all there is of a tree, sorted
    treecmp.py same DIR DIR [ORDER]   they are the same, or what is not

ORDER is that in which files are read: "dir", as they are listed; "random";
"size", all listed before any is read.
"""
import hashlib
import os
import random
import stat
import sys

SIZES = (0, 1, 5, 100, 1000, 4095, 4096, 4097, 9000, 65535, 65536, 65537,
         200000)


def make(top, seed):
    rng = random.Random(seed)
    dirs = [top]
    for i in range(100):
        # Long chains, and wide ones
        parent = dirs[-1] if i % 5 < 3 else rng.choice(dirs)
        if parent.count("/") > 30:
            parent = top
        name = rng.choice(("d", "dir with space", "ü", "x" * 100, "D\n"))
        dirs.append(f"{parent}/{name}{i}")
        os.mkdir(dirs[-1])
    for i in range(1200):
        path = f"{rng.choice(dirs)}/f{i}"
        kind = rng.randrange(40)
        if kind == 0:
            os.symlink(f"../nowhere{i}" * rng.randrange(1, 20), path)
        elif kind == 1:
            os.mkfifo(path)
        elif kind == 2:
            with open(path, "wb") as f:
                f.truncate(rng.randrange(100000))
                f.seek(3000)
                f.write(b"in a hole")
        else:
            with open(path, "wb") as f:
                f.write(rng.randbytes(rng.choice(SIZES[:9] * 4 + SIZES)))
            os.chmod(path, rng.choice((0o644, 0o600, 0o755, 0o4755, 0)))
            os.chown(path, rng.choice((0, 1000)), rng.choice((0, 50)))
            if kind == 3:
                os.link(path, f"{rng.choice(dirs)}/link{i}")
            if kind == 4:
                try:
                    os.setxattr(path, "user.test", b"value%d" % i)
                except OSError:
                    pass
        if kind != 1 and kind != 3:
            t = rng.randrange(10**9) * 10**9 + rng.randrange(10**9)
            os.utime(path, ns=(t, t), follow_symlinks=False)
    os.mkdir(f"{top}/wide")
    for i in range(1000):
        with open(f"{top}/wide/{i:05}", "wb") as f:
            f.write(b"%d\n" % i)
    os.mkdir(f"{top}/empty")


def files(top, n):
    for i in range(n):
        if i % 100 == 0:
            d = f"{top}/{i // 10000:03}/{i // 100:05}"
            os.makedirs(d)
        os.close(os.open(f"{d}/a-file-{i:06}", os.O_CREAT | os.O_WRONLY))


def digest(path):
    h = hashlib.sha1()
    with open(path, "rb") as f:
        while data := f.read(1 << 17):
            h.update(data)
    return h.hexdigest()


def look(path, st):
    """What there is of one file"""
    out = [oct(st.st_mode), st.st_uid, st.st_gid, st.st_mtime_ns]
    if not stat.S_ISDIR(st.st_mode):
        out += [st.st_nlink, st.st_size]
    if stat.S_ISLNK(st.st_mode):
        out.append(os.readlink(path))
    elif stat.S_ISREG(st.st_mode):
        out.append(digest(path))
        out += [(n, os.getxattr(path, n)) for n in sorted(os.listxattr(path))
                if n.startswith("user.")]
    return out


def walk(top):
    """As find does: a directory's entries, each directory when it comes"""
    stack = [os.scandir(top)]
    while stack:
        e = next(stack[-1], None)
        if e is None:
            stack.pop().close()
            continue
        yield e
        if e.is_dir(follow_symlinks=False):
            stack.append(os.scandir(e.path))


def tree(top, order):
    if order == "dir":
        return {os.path.relpath(e.path, top):
                look(e.path, e.stat(follow_symlinks=False))
                for e in walk(top)}
    paths = [e.path for e in walk(top)]
    if order == "random":
        random.shuffle(paths)
    return {os.path.relpath(p, top): look(p, os.lstat(p)) for p in paths}


def same(a, b, order):
    ta, tb = tree(a, order), tree(b, order)
    wrong = [n for n in sorted(set(ta) | set(tb)) if ta.get(n) != tb.get(n)]
    for n in wrong[:10]:
        print(repr(n), ta.get(n), tb.get(n))
    assert not wrong, len(wrong)
    assert ta


args = sys.argv[2:]
if sys.argv[1] == "make":
    make(args[0], args[1] if len(args) > 1 else "1")
elif sys.argv[1] == "files":
    files(args[0], int(args[1]))
elif sys.argv[1] == "print":
    for item in sorted(tree(args[0], args[1]).items()):
        print(*item)
else:
    same(args[0], args[1], args[2] if len(args) > 2 else "dir")
