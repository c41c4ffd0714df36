#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is answered before it is carried out: nobody sees a difference.
# shellcheck source=tests/lib/test.sh
. "$(dirname "$0")/../lib/test.sh"
# shellcheck source=tests/lib/native.sh
. "$top/tests/lib/native.sh"
requires chattr python3
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
t "unmounting that" native_umount
