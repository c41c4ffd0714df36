#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Files: reading, writing, appending, mapping, holes, what is unlinked.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires python3 xfs_io

head -c 20000000 /dev/urandom >"$src/big"
native_mount || exit 1
cd "$mnt" || exit 1

t "reading in sequence" cmp big "$src/big"
t "reading with direct I/O" sh -c \
	'dd if=big iflag=direct bs=1M 2>/dev/null | cmp - "$0/big"' "$src"
t_py "reading at random" "$src/big" <<'PY'
import random, sys
random.seed(1)
a, b = open("big", "rb", 0), open(sys.argv[1], "rb", 0)
for _ in range(2000):
    off, n = random.randrange(20_000_500), random.randrange(1, 300_000)
    a.seek(off); b.seek(off)
    assert a.read(n) == b.read(n), (off, n)
PY
t "writing" cp big copy
t "what was written is there" cmp "$src/big" "$src/copy"
t_py "writing at random" "$src/w" <<'PY'
import os, random, sys
random.seed(2)
want = bytearray(3_000_000)
fd = os.open("w", os.O_CREAT | os.O_WRONLY)
os.ftruncate(fd, len(want))
for _ in range(500):
    off = random.randrange(len(want) - 70_000)
    data = random.randbytes(random.randrange(1, 70_000))
    os.pwrite(fd, data, off)
    want[off:off + len(data)] = data
os.fsync(fd)
assert open(sys.argv[1], "rb").read() == want
os.close(fd)
PY
t_py "reads see writes through another descriptor" <<'PY'
import os
fd = os.open("big", os.O_RDONLY)
for i in range(40):
    os.pread(fd, 131072, i * 131072)
w = os.open("big", os.O_WRONLY)
os.pwrite(w, b"changed", 41 * 131072 + 5)
assert os.pread(fd, 7, 41 * 131072 + 5) == b"changed"
os.fsync(w)
os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
assert os.pread(fd, 7, 41 * 131072 + 5) == b"changed"
os.ftruncate(w, 100)
assert os.pread(fd, 1000, 0).__len__() == 100
PY
t_py "appending from two processes loses nothing" <<'PY'
import os
pids = []
for who in b"ab":
    pid = os.fork()
    if pid == 0:
        fd = os.open("log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        for i in range(500):
            os.write(fd, bytes([who]) * 99 + b"\n")
        os._exit(0)
    pids.append(pid)
for p in pids:
    assert os.waitpid(p, 0)[1] == 0
lines = open("log", "rb").read().split(b"\n")[:-1]
assert len(lines) == 1000 and all(len(set(x)) == 1 for x in lines)
PY
t_py "mapping a file shared" "$src/map" <<'PY'
import mmap, os, sys
fd = os.open("map", os.O_RDWR | os.O_CREAT)
os.ftruncate(fd, 100_000)
with mmap.mmap(fd, 100_000) as m:
    m[5000:5005] = b"hello"
    m[99_990:99_999] = b"at-an-end"
    m.flush()
    assert os.pread(fd, 5, 5000) == b"hello"
os.close(fd)
assert open(sys.argv[1], "rb").read()[99_990:99_999] == b"at-an-end"
PY
t_py "an unlinked file stays usable" "$src" <<'PY'
import os, sys
fd = os.open("gone", os.O_RDWR | os.O_CREAT)
os.write(fd, b"first")
os.fsync(fd)
os.unlink("gone")
assert not os.path.exists("gone")
os.pwrite(fd, b"second", 10)
os.fsync(fd)
os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
assert os.pread(fd, 100, 0) == b"first" + bytes(5) + b"second"
os.ftruncate(fd, 3)
os.fchmod(fd, 0o600)
st = os.fstat(fd)
assert st.st_size == 3 and st.st_nlink == 0, st
os.utime(fd, (1, 2))
assert os.fstat(fd).st_mtime == 2
os.close(fd)
PY
t_py "a replaced file stays usable" <<'PY'
import os
open("r1", "w").write("one")
open("r2", "w").write("two")
fd = os.open("r2", os.O_RDONLY)
os.rename("r1", "r2")
assert os.read(fd, 9) == b"two"
assert open("r2").read() == "one"
PY
t_py "a removed directory can still be asked" <<'PY'
import os
os.mkdir("rd")
fd = os.open("rd", os.O_RDONLY)
os.rmdir("rd")
assert os.listdir(fd) == []
os.fstat(fd)
PY
echo 0123456789 >trunc
t "O_TRUNC empties" sh -c ': >trunc && [ ! -s trunc ]'
t "truncate by name" sh -c 'truncate -s 5000 trunc &&
	[ $(stat -c %s trunc) = 5000 ] && truncate -s 5 trunc &&
	[ $(stat -c %s "$0/trunc") = 5 ]' "$src"

t "allocating" xfs_io -f -c 'falloc 0 1m' alloc
t_is "gives blocks" 1048576 "$(stat -c %s alloc)"
t "punching a hole" xfs_io -f -c 'pwrite -q 0 1m' -c 'fpunch 256k 256k' \
	-c fsync holes
t "a hole reads as zeros" sh -c \
	'[ "$(dd if=holes bs=64k skip=4 count=4 2>/dev/null | tr -d "\0" |
	wc -c)" = 0 ]'
t_is "SEEK_HOLE finds it" "262144" \
	"$(xfs_io -r -c 'seek -h 0' holes | awk '/HOLE/ { print $2; exit }')"
t_is "SEEK_DATA finds what follows" "524288" \
	"$(xfs_io -r -c 'seek -d 262144' holes |
		awk '/DATA/ { print $2; exit }')"
t "zeroing a range" xfs_io -c 'fzero 0 64k' holes
t "it is zero" sh -c '[ "$(head -c 65536 holes | tr -d "\0" | wc -c)" = 0 ]'
truncate -s 100M sparse
echo end >>sparse
t "cp keeps holes" sh -c 'cp --sparse=always sparse sparse2 &&
	cmp sparse sparse2 && [ "$(du -k sparse2 | cut -f1)" -lt 200 ]'
head -c 200000 /dev/urandom >big2
t "copy_file_range copies" xfs_io -f -c \
	'copy_range -s 1000 -d 10 -l 50000 big2' -c fsync copied
t "what was meant" sh -c \
	'tail -c +1001 big2 | head -c 50000 >x; tail -c +11 copied | cmp - x'

t "flock keeps others out" sh -c \
	'exec 9>lock; flock 9; ! flock -n lock true'
t_py "POSIX locks keep others out" <<'PY'
import fcntl, os
f = open("plock", "w")
fcntl.lockf(f, fcntl.LOCK_EX)
if os.fork() == 0:
    try:
        fcntl.lockf(open("plock", "w"), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os._exit(0)
    os._exit(1)
assert os.wait()[1] == 0
PY
cd "$tmp" || exit 1
t "unmounting" native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"

# Nobody says when a file is opened or closed
dd if=/dev/urandom of="$src/shared" bs=1M count=5 status=none
truncate -s 9M "$src/shared"
for i in $(seq 80); do head -c "$((i * 1000))" "$src/shared" >"$src/part$i"; done
native_mount -r || exit 1
t_py "all who read a file read what is in it" "$mnt" "$src" <<'PY'
import os, sys, threading
m, src = sys.argv[1:]
want = open(f"{src}/shared", "rb").read()
bad = []
def read(step, seed):
    fd = os.open(f"{m}/shared", os.O_RDONLY)
    at = seed * 700001 % len(want)
    for i in range(60):
        n = 1 + (seed * 7919 + i * 104729) % 200000
        if os.pread(fd, n, at) != want[at:at + n]:
            bad.append((seed, at, n))
        at = (at + (n if step == 0 else step)) % len(want)
        for j in (i, i + 20):       # more than are remembered
            with open(f"{m}/part{1 + j % 80}", "rb") as f:
                k = 1 + j % 80
                if f.read() != want[:k * 1000]:
                    bad.append(k)
    if os.lseek(fd, 0, os.SEEK_HOLE) < 5 << 20:
        bad.append("hole")
    os.close(fd)
threads = [threading.Thread(target=read, args=(step, seed))
           for seed, step in enumerate((0, 0, 4096, 1000003, 0, 77777))]
for t in threads:
    t.start()
for t in threads:
    t.join()
assert not bad, bad[:5]
PY
t "unmounting what nobody closed" native_umount
