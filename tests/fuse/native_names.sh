#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Names: long, odd, many; renames; positions in directories.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires python3

native_mount || exit 1
cd "$mnt" || exit 1

t_py "names of 255 bytes" <<'PY'
import errno, os
n = "n" * 255
open(n, "w").write("x")
assert open(n).read() == "x"
assert n in os.listdir(".")
os.rename(n, "m" * 255)
os.unlink("m" * 255)
for f in (os.stat, os.mkdir, os.unlink, os.rmdir):
    try:
        f("n" * 256)
    except OSError as e:
        assert e.errno == errno.ENAMETOOLONG, (f, e)
    else:
        raise AssertionError(f)
PY
t_py "any byte but / and NUL" "$src" <<'PY'
import os, sys
os.mkdir(b"odd")
names = {bytes([b]) for b in range(1, 256) if b not in b"/."}
names |= {b"\xff\xfe\xfd", b" ", b"-rf", b"...", b"a\nb", b"*?[", b"\\"}
for n in names:
    with open(b"odd/" + n, "wb") as f:
        f.write(n)
assert set(os.listdir(b"odd")) == names
assert set(os.listdir(os.fsencode(sys.argv[1]) + b"/odd")) == names
for n in names:
    assert open(b"odd/" + n, "rb").read() == n
PY
t_py "a directory of 20000 entries" <<'PY'
import os
os.mkdir("many")
want = set()
for i in range(20000):
    n = f"entry-number-{i:06}"
    os.close(os.open("many/" + n, os.O_CREAT | os.O_WRONLY))
    want.add(n)
got = os.listdir("many")
assert len(got) == 20000 and set(got) == want
with os.scandir("many") as it:
    assert sum(e.stat().st_size == 0 for e in it) == 20000
PY
cat >"$tmp/seek.py" <<'PY'
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
class Dirent(ctypes.Structure):
    _fields_ = [("ino", ctypes.c_uint64), ("off", ctypes.c_int64),
                ("len", ctypes.c_uint16), ("type", ctypes.c_uint8),
                ("name", ctypes.c_char * 256)]
libc.opendir.restype = ctypes.c_void_p
libc.readdir.restype = ctypes.POINTER(Dirent)
libc.readdir.argtypes = libc.telldir.argtypes = [ctypes.c_void_p]
libc.rewinddir.argtypes = libc.closedir.argtypes = [ctypes.c_void_p]
libc.seekdir.argtypes = [ctypes.c_void_p, ctypes.c_long]
libc.telldir.restype = ctypes.c_long
libc.opendir.argtypes = [ctypes.c_char_p]
d = libc.opendir(b"many")
all_, pos = [], []
while True:
    pos.append(libc.telldir(d))
    e = libc.readdir(d)
    if not e:
        break
    all_.append(e.contents.name)
assert len(all_) == 20002
for i in (19000, 5, 10001, 0, 777, 20001):
    libc.seekdir(d, pos[i])
    assert libc.readdir(d).contents.name == all_[i], i
libc.rewinddir(d)
assert libc.readdir(d).contents.name == all_[0]
libc.closedir(d)
PY
t "seekdir and telldir" python3 "$tmp/seek.py"
t "removing them all" rm -r many
t_is "none is left" "" "$(ls -d many 2>/dev/null)"

t_py "RENAME_NOREPLACE and RENAME_EXCHANGE" <<'PY'
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
def rename(a, b, flags):
    if libc.renameat2(-100, a.encode(), -100, b.encode(), flags):
        return ctypes.get_errno()
    return 0
open("a", "w").write("A")
open("b", "w").write("BB")
assert rename("a", "b", 1) == errno.EEXIST
assert rename("a", "c", 1) == 0
assert not os.path.exists("a") and open("c").read() == "A"
assert rename("c", "b", 2) == 0
assert open("c").read() == "BB" and open("b").read() == "A"
assert os.stat("c").st_size == 2 and os.stat("b").st_size == 1
assert rename("c", "nothing", 2) == errno.ENOENT
os.mkdir("x"); os.mkdir("y"); open("x/in-x", "w"); open("y/in-y", "w")
os.stat("x/in-x")
assert rename("x", "y", 2) == 0
assert os.listdir("x") == ["in-y"] and os.listdir("y") == ["in-x"]
assert not os.path.exists("x/in-x")
PY
t_py "renames across directories" <<'PY'
import errno, os
os.makedirs("p/q/r"); open("p/q/r/f", "w").write("deep")
os.mkdir("s")
os.rename("p/q", "s/q")
assert open("s/q/r/f").read() == "deep"
assert not os.path.exists("p/q")
assert os.stat("p").st_nlink == 2 and os.stat("s").st_nlink == 3
for a, b, want in (("s", "s/q/r/t", errno.EINVAL),
                   ("p", "s", errno.ENOTEMPTY),
                   ("b", "p", errno.EISDIR), ("p", "b", errno.ENOTDIR),
                   ("none", "b", errno.ENOENT)):
    try:
        os.rename(a, b)
    except OSError as e:
        assert e.errno == want, (a, b, e)
    else:
        raise AssertionError((a, b))
assert open("b").read() == "A"
PY
t_py "errors have the right numbers" <<'PY'
import errno, os
def fails(want, f, *args):
    try:
        f(*args)
    except OSError as e:
        assert e.errno == want, (f, args, e)
        return
    raise AssertionError((f, args))
fails(errno.EEXIST, os.mkdir, "b")
fails(errno.EEXIST, os.symlink, "x", "b")
fails(errno.EEXIST, os.link, "c", "b")
fails(errno.EISDIR, os.unlink, "s")
fails(errno.ENOTDIR, os.rmdir, "b")
fails(errno.ENOTEMPTY, os.rmdir, "s")
fails(errno.ENOTDIR, os.listdir, "b")
fails(errno.ENOTDIR, os.stat, "b/x")
fails(errno.ENOENT, os.stat, "none/x")
fails(errno.EPERM, os.link, "s", "t")
fails(errno.EINVAL, os.readlink, "b")
os.symlink("loop", "loop")
fails(errno.ELOOP, open, "loop")
PY
t_py "many at once" <<'PY'
import os, threading
bad = []
def work(k):
    try:
        os.mkdir(f"t{k}")
        for i in range(150):
            with open(f"t{k}/{i}", "w") as f:
                f.write(str(i) * 50)
            os.rename(f"t{k}/{i}", f"t{k}/{i}.done")
            assert open(f"t{k}/{i}.done").read() == str(i) * 50
            if i % 3 == 0:
                os.unlink(f"t{k}/{i}.done")
        assert len(os.listdir(f"t{k}")) == 100
    except Exception as e:
        bad.append(e)
threads = [threading.Thread(target=work, args=(k,)) for k in range(12)]
[x.start() for x in threads]
[x.join() for x in threads]
assert not bad, bad
PY
cd "$tmp" || exit 1
t "unmounting" native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"
