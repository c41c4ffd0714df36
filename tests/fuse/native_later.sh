#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is answered before it is carried out: nobody sees a difference.
# shellcheck source=tests/lib/test.sh
. "$(dirname "$0")/../lib/test.sh"
# shellcheck source=tests/lib/native.sh
. "$top/tests/lib/native.sh"
requires chattr lsattr setfacl python3
mkdir -p "$src/many" "$src/deep"
for i in $(seq 400); do echo "$i" >"$src/many/$i"; done
cp -r "$src/many" "$src/deep/a"
cp -r "$src/many" "$src/deep/b"

native_mount || exit 1
t_py "a name that was removed is gone at once, for everybody" "$mnt/many" <<'PY'
import os, sys
d = sys.argv[1]
names = sorted(os.listdir(d), key=int)
for n in names[:100]:
    os.unlink(f"{d}/{n}")
    assert not os.path.exists(f"{d}/{n}")
assert len(os.listdir(d)) == 300
for n in names[100:200]:
    os.unlink(f"{d}/{n}")
    with open(f"{d}/{n}", "x") as f:        # may be made anew
        f.write("new")
for n in names[100:200]:
    assert open(f"{d}/{n}").read() == "new"
fd = os.open(f"{d}/{names[200]}", os.O_RDONLY)
os.unlink(f"{d}/{names[200]}")
assert os.fstat(fd).st_nlink == 0
assert os.read(fd, 99) == b"201\n"          # an open one can be read
os.close(fd)
os.link(f"{d}/{names[201]}", f"{d}/link")
os.unlink(f"{d}/{names[201]}")
assert os.stat(f"{d}/link").st_nlink == 1
before = os.stat(d).st_mtime_ns
os.unlink(f"{d}/link")
assert os.stat(d).st_mtime_ns > before
try:
    os.rmdir(d)
    raise AssertionError("not empty")
except OSError:
    pass
PY
t "whole trees go" rm -r "$mnt/deep"
t_is "and are gone in the guest when somebody asks for space" "many" \
	"$(stat -f "$mnt" >/dev/null; ls "$src")"
t_py "what was written is there for everybody, with its size and times" \
	"$mnt" <<'PY'
import os, sys
m = sys.argv[1]
for i in range(300):
    p = f"{m}/w{i}"
    with open(p, "wb") as f:
        f.write(b"x" * i * 20)
    if i % 4 == 0:
        os.rename(p, p + "r")
        p += "r"
    if i % 4 == 1:
        os.chmod(p, 0o600)
    if i % 4 == 2:
        with open(p, "ab") as f:
            f.write(b"more")
        assert os.stat(p).st_size == i * 20 + 4
        continue
    st = os.stat(p)
    assert st.st_size == i * 20, (i, st)
    assert st.st_blocks * 512 >= st.st_size, (i, st)
    if i % 4 == 3:
        os.unlink(p)
PY
t_py "new files are what was asked for, at once and in the end" \
	"$mnt" "$src" <<'PY'
import os, stat, sys
m, src = sys.argv[1:]
os.umask(0o027)
seen = {}
for d in ("a", "a/b", "c"):
    os.mkdir(f"{m}/new-{d.replace('/', '-')}")
for i in range(600):
    d = f"{m}/new-" + ("a", "a-b", "c")[i % 3]
    p = f"{d}/f{i}"
    mode = (0o666, 0o777, 0o600, 0o4711)[i % 4]
    fd = os.open(p, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode)
    st = os.fstat(fd)
    assert stat.S_IMODE(st.st_mode) == mode & ~0o027, (i, oct(st.st_mode))
    assert (st.st_nlink, st.st_size, st.st_uid) == (1, 0, os.getuid())
    seen[p] = st.st_ino
    if i % 5 == 1:
        os.write(fd, b"x" * i)
    if i % 5 == 2:
        os.write(fd, b"x" * 200000)
    if i % 5 == 3:
        os.ftruncate(fd, 12345)
    if i % 50 == 4:
        os.fsync(fd)
        assert os.stat(src + p[len(m):]).st_ino == st.st_ino
    os.close(fd)
    try:
        os.open(p, os.O_CREAT | os.O_EXCL)
        raise AssertionError("twice")
    except FileExistsError:
        pass
    if i % 7 == 0:
        os.unlink(p)
        assert not os.path.exists(p)
        del seen[p]
    elif i % 7 == 1:
        os.rename(p, p + "r")
        seen[p + "r"] = seen.pop(p)
    elif i % 7 == 2:
        os.link(p, p + "l")
        assert os.stat(p).st_nlink == 2
        seen[p + "l"] = seen[p]
    elif i % 7 == 3:
        os.setxattr(p, "user.x", b"y")
        assert os.getxattr(p, "user.x") == b"y"
for d in ("a", "a-b", "c"):
    assert sorted(os.listdir(f"{m}/new-{d}")) == sorted(
        os.path.basename(p) for p in seen if os.path.dirname(p) == f"{m}/new-{d}")
for p, ino in seen.items():
    a, b = os.stat(p), os.stat(src + p[len(m):])
    assert a.st_ino == b.st_ino == ino, p
    for what in ("st_mode", "st_uid", "st_gid", "st_nlink", "st_size",
                 "st_mtime_ns"):
        assert getattr(a, what) == getattr(b, what), (p, what, a, b)
PY
t_py "times of a file that was written at once are the guest's too" \
	"$mnt" "$src" <<'PY'
import os, sys
m, src = sys.argv[1:]
for i in range(300):
    p = f"/at-once{i}"
    with open(m + p, "wb", buffering=0) as f:
        f.write(b"x" * (150000 + i))
    a, b = os.stat(m + p), os.stat(src + p)
    assert a.st_mtime_ns == b.st_mtime_ns, (i, a, b)
PY
t_py "a directory hands on what it has to, whatever was made ahead" \
	"$mnt" "$src" <<'PY'
import os, stat, subprocess, sys
m, src = sys.argv[1:]
def fill(d, n=40):
    for i in range(n):
        os.close(os.open(f"{m}/{d}/{i}", os.O_CREAT | os.O_WRONLY, 0o666))
    return [os.stat(f"{src}/{d}/{i}") for i in range(n)
            if os.stat(f"{m}/{d}/{i}")]     # which carries it out
def flags(d, n=40):
    out = subprocess.run(["lsattr", "-d"] + [f"{src}/{d}/{i}" for i in range(n)],
                         capture_output=True, text=True, check=True).stdout
    return {line.split()[0].replace("-", "") for line in out.splitlines()}
for d in ("plain", "group", "acl", "noatime"):
    os.mkdir(f"{m}/{d}")
fill("plain")
os.chown(f"{m}/group", -1, 4321)
os.chmod(f"{m}/group", 0o2755)
assert {st.st_gid for st in fill("group")} == {4321}
subprocess.run(["setfacl", "-d", "-m", "u:1234:rwx", f"{m}/acl"], check=True)
fill("acl")
for i in range(40):
    assert os.getxattr(f"{src}/acl/{i}", "system.posix_acl_access"), i
usual = flags("plain")
if subprocess.run(["chattr", "+A", f"{m}/noatime"]).returncode == 0:
    fill("noatime")
    assert all("A" in f for f in flags("noatime")), flags("noatime")
    os.mkdir(f"{m}/noatime/sub")
    fill("noatime/sub")
    assert all("A" in f for f in flags("noatime/sub"))
os.mkdir(f"{m}/after")
fill("after")
assert flags("after") == usual and not any("A" in f for f in usual)
PY
t_py "what was made ahead and not wanted is gone soon" "$mnt" "$src" <<'PY'
import glob, os, subprocess, sys, time
m, src = sys.argv[1:]
def nameless():
    pids = subprocess.run(["pgrep", "-f", f"native-server.*{src}"],
                          capture_output=True, text=True).stdout.split()
    n = 0
    for fd in sum((glob.glob(f"/proc/{p}/fd/*") for p in pids), []):
        try:
            to = os.readlink(fd)
            n += to.startswith(src) and "/#" in to
        except OSError:
            pass
    return n
os.mkdir(f"{m}/ahead")
most = 0
for i in range(100):
    os.close(os.open(f"{m}/ahead/{i}", os.O_CREAT | os.O_WRONLY))
    most = max(most, nameless())
assert most
end = time.monotonic() + 60
while nameless() and time.monotonic() < end:
    time.sleep(0.1)
assert not nameless()
PY
for i in $(seq 50); do echo "$i" >"$mnt/many/n$i"; done
t "unmounting" native_umount
t_is "carries out what is left" 50 \
	"$(cat "$src"/many/n* | sort -n | tail -n 1)"

# Faults
touch "$src/keep" "$src/many/keep" 2>/dev/null
chattr +i "$src/keep" 2>/dev/null || exit 0 # no such files here
cleanup 'chattr -R -i -a "$src"'
native_mount || exit 1
ls -lR "$mnt" >/dev/null
t_not "an immutable file stays, and rm is told" rm -f "$mnt/keep"
t "it is there" test -e "$mnt/keep"
t "once it is not" chattr -i "$mnt/keep"
t "it goes" rm "$mnt/keep"
touch "$mnt/keep2" && chattr +i "$mnt/keep2"
t_not "one made immutable through the mount stays, too" rm -f "$mnt/keep2"
chattr -i "$mnt/keep2"
ls -l "$mnt/many" >/dev/null
chattr +a "$src/many" # a fault: the mount does not know
t_py "what fails later is told by fsync, and is there again" "$mnt/many" <<'PY'
import os, sys
d = sys.argv[1]
try:
    os.unlink(d + "/keep")
except OSError:
    sys.exit(0)     # not one of those that are put off
fd = os.open(d, os.O_RDONLY)
try:
    os.fsync(fd)
    raise AssertionError("nobody was told")
except OSError:
    pass
assert "keep" in os.listdir(d)
for _ in range(100):
    if os.path.exists(d + "/keep"):
        break
    os.sched_yield()
assert open(d + "/keep").read() == ""
PY
chattr -a "$src/many"
t_py "a file that cannot be made after all is told of by fsync" \
	"$mnt" "$src" <<'PY'
import os, subprocess, sys
m, src = sys.argv[1:]
os.mkdir(f"{m}/full")
for i in range(20):
    os.close(os.open(f"{m}/full/{i}", os.O_CREAT | os.O_WRONLY))
os.listdir(f"{m}/full")
subprocess.run(["chattr", "+i", f"{src}/full"], check=True) # a fault again
failed = []
fds = []
for i in range(100, 108):
    try:
        fds.append(os.open(f"{m}/full/{i}", os.O_CREAT | os.O_WRONLY))
    except OSError:
        failed.append(i)
told = 0
for fd in fds:
    try:
        os.fsync(fd)
    except OSError:
        told += 1
    os.close(fd)
assert fds and told >= 1, (fds, told, failed)
subprocess.run(["chattr", "-i", f"{src}/full"], check=True)
assert sorted(os.listdir(f"{m}/full"), key=int) == [str(i) for i in range(20)]
for i in range(100, 108):
    assert not os.path.exists(f"{m}/full/{i}")
    with open(f"{m}/full/{i}", "x") as f:
        f.write("y")
assert len(os.listdir(f"{src}/full")) >= 20
PY
t "unmounting that" native_umount
