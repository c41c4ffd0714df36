#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Directories and small files that are fetched ahead, writes that are kept,
# handles that are released late: each answer is what it would be without.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires python3 rsync tar
cmp=$top/tests/lib/treecmp.py

# The process that mounts, and the server that only it talks to
mounter() { pgrep -P $native_pid; }
server() { pgrep -P "$(mounter)"; }
same() { python3 "$cmp" same "$@"; }
# remount [OPTION...]: with nothing cached
remount()
{
	cd "$tmp" && native_umount && native_mount "$@"
}

python3 "$cmp" make "$src" || exit 1
python3 "$cmp" print "$src" dir >want

for mode in -r ""; do
	# shellcheck disable=SC2086
	native_mount $mode || exit 1
	how=${mode:+read-only}
	how=${how:-writable}
	t_is "$how: find sees everything" \
		"$(cd "$src" && find . -printf '%p %y %s %T@ %n\n' | sort |
			grep -v ' d ' | md5sum)" \
		"$(cd "$mnt" && find . -printf '%p %y %s %T@ %n\n' | sort |
			grep -v ' d ' | md5sum)"
	remount $mode
	t_is "$how: grep -r reads everything" \
		"$(cd "$src" && grep -rc --devices=skip a . | sort | md5sum)" \
		"$(cd "$mnt" && grep -rc --devices=skip a . | sort | md5sum)"
	for order in dir random; do
		remount $mode
		python3 "$cmp" print "$mnt" $order >got
		t "$how: a walk in the order \"$order\"" cmp want got
	done
	remount $mode
	mkdir out
	t "$how: tar" sh -c 'tar -C "$0" --xattrs --format=posix -cf - . |
		tar -C out --xattrs -xpf -' "$mnt"
	t "$how: what came out" same "$src" out
	rm -rf out
	remount $mode
	t "$how: cp -a" cp -a "$mnt" out
	t "$how: what was copied" same "$src" out
	remount $mode
	t_is "$how: rsync finds nothing to do" "" \
		"$(rsync -aHAXn --itemize-changes "$mnt/" out/ | grep -v '^\.d')"
	rm -rf out
	remount $mode
	t "$how: rsync -aHAX" rsync -aHAX "$mnt/" out/
	t "$how: what it brought" same "$src" out
	rm -rf out
	t "$how: unmounting" native_umount
	t_is "$how: no warning came" "" "$(cat "$tmp/.native")"
done

native_mount || exit 1
for i in 1 2 3 4 5 6 7 8; do
	o=(x dir random size)
	python3 "$cmp" print "$mnt" "${o[i % 3 + 1]}" >"got$i" 2>&1 &
	readers[i]=$!
done
wait "${readers[@]}"
t "eight walks at once" \
	sh -c 'for i in 1 2 3 4 5 6 7 8; do cmp want got$i || exit; done'
native_umount

# Changes by the mount, while much has been fetched ahead
native_mount || exit 1
t_py "changes are seen by a walk that is under way" "$mnt" <<'PY'
import os, random, sys
m = sys.argv[1]
rng = random.Random(5)
top = m + "/new"
os.mkdir(top)
model = {}
for d in range(60):
    os.makedirs(f"{top}/{d // 10}/{d}")
    for i in range(8):
        model[f"{d // 10}/{d}/{i}"] = rng.randbytes(rng.choice((0, 9, 5000)))
for n, data in model.items():
    open(f"{top}/{n}", "wb").write(data)

def change():
    n = rng.choice(sorted(model))
    op = rng.randrange(6)
    if op == 0:
        os.unlink(f"{top}/{n}")
        del model[n]
    elif op == 1:
        to = f"{rng.randrange(6)}/new{rng.randrange(9)}"
        os.rename(f"{top}/{n}", f"{top}/{to}")
        model[to] = model.pop(n)
    elif op == 2:
        model[n] = rng.randbytes(rng.randrange(9000))
        open(f"{top}/{n}", "wb").write(model[n])
    elif op == 3:
        size = rng.randrange(6000)
        os.truncate(f"{top}/{n}", size)
        model[n] = model[n][:size].ljust(size, b"\0")
    elif op == 4:
        new = f"{os.path.dirname(n)}/made{rng.randrange(1000)}"
        model[new] = b"made"
        open(f"{top}/{new}", "wb").write(b"made")
    else:
        with open(f"{top}/{n}", "r+b") as f:
            f.write(b"12345")
        model[n] = b"12345" + model[n][5:]

def walk_some():
    """Reads some of the tree in order: the rest is fetched ahead"""
    left = rng.randrange(5, 200)
    for path, _, names in os.walk(top):
        for n in names:
            open(f"{path}/{n}", "rb").read()
            left -= 1
            if not left:
                return

def check():
    found = {}
    for path, _, names in os.walk(top):
        for n in names:
            p = f"{path}/{n}"
            data = open(p, "rb").read()
            assert os.stat(p).st_size == len(data), p
            found[os.path.relpath(p, top)] = data
    wrong = [n for n in set(found) | set(model)
             if found.get(n) != model.get(n)]
    assert not wrong, wrong

for i in range(25):
    # Pages go now and then; what the mount has fetched stays
    for path, _, names in os.walk(top if i % 5 == 0 else top + "/0"):
        for n in names:
            fd = os.open(f"{path}/{n}", os.O_RDONLY)
            os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(fd)
    walk_some()
    for _ in range(12):
        change()
    check()
PY
t "the guest has the same" same "$src/new" "$mnt/new"
remount
t_py "changes after a cold walk's beginning" "$mnt" "$src" <<'PY'
import os, sys
m, s = sys.argv[1:]
dirs = sorted(os.scandir(f"{s}/new"), key=lambda e: e.name)
it = os.walk(m + "/new")
for _ in range(4):
    path, _, names = next(it)
    for n in names:
        open(f"{path}/{n}", "rb").read()
# Everything that is left has changed before it is read
for path, _, names in os.walk(s + "/new"):
    p = m + path[len(s):]
    for i, n in enumerate(sorted(names)):
        if i % 4 == 0:
            open(f"{p}/{n}", "wb").write(b"rewritten " + n.encode())
        elif i % 4 == 1:
            os.truncate(f"{p}/{n}", 7)
        elif i % 4 == 2:
            os.unlink(f"{p}/{n}")
        else:
            os.rename(f"{p}/{n}", f"{p}/{n}.moved")
PY
t "are seen" same "$src/new" "$mnt/new"
rm -rf "$mnt/new"

t_py "a small file is complete at once for others, and keeps its times" \
	"$mnt" "$src" <<'PY'
import os, sys
m, s = sys.argv[1:]
os.mkdir(m + "/w")
for i in range(150):
    data = b"%d" % i * (i * 5)
    name = f"/w/{i}"
    with open(m + name, "wb") as f:
        f.write(data)
    assert open(m + name, "rb").read() == data, i
    if i % 3 == 0:      # whoever asks has it carried out
        assert os.stat(m + name).st_size == len(data)
    elif i % 3 == 1:
        os.statvfs(m)
    else:
        os.link(m + name, m + name + ".k")
    assert open(s + name, "rb").read() == data, i
    assert os.stat(s + name).st_mtime_ns == os.stat(m + name).st_mtime_ns
    if i % 2:
        os.utime(m + name, ns=(i, 10**15 + i))
        assert os.stat(m + name).st_mtime_ns == 10**15 + i
        assert os.stat(s + name).st_mtime_ns == 10**15 + i, i
    os.link(m + name, m + name + ".l")
    assert open(m + name + ".l", "rb").read() == data
PY
t_py "what is kept goes before whatever else concerns the file" \
	"$mnt" "$src" <<'PY'
import ctypes, os, sys
m, s = sys.argv[1:]
libc = ctypes.CDLL(None, use_errno=True)
libc.sync_file_range.argtypes = [ctypes.c_int, ctypes.c_int64,
                                 ctypes.c_int64, ctypes.c_uint]

def written(name, data):
    """Open, with its pages written and no times told: a write is kept"""
    fd = os.open(m + name, os.O_RDWR | os.O_CREAT, 0o644)
    os.write(fd, data)
    assert libc.sync_file_range(fd, 0, 0, 7) == 0
    return fd

def truncate(fd):
    os.truncate(m + "/k", 3)
    return b"kep"

def trunc_open(fd):
    os.close(os.open(m + "/k", os.O_WRONLY | os.O_TRUNC))
    return b""

def drop_and_read(fd):
    os.posix_fadvise(fd, 0, 0, os.POSIX_FADV_DONTNEED)
    assert os.pread(fd, 99, 0) == b"kept data"
    return b"kept data"

def another(fd):
    w = os.open(m + "/k", os.O_WRONLY)
    os.pwrite(w, b"K", 0)
    os.close(w)
    return b"Kept data"

def copied(fd):
    out = os.open(m + "/copy", os.O_RDWR | os.O_CREAT)
    assert os.copy_file_range(fd, out, 99) == 0 or True
    os.close(out)
    return b"kept data"

def punched(fd):
    libc.fallocate.argtypes = [ctypes.c_int] * 2 + [ctypes.c_int64] * 2
    assert libc.fallocate(fd, 3, 0, 4) == 0
    return b"\0\0\0\0 data"

def unlinked(fd):
    os.rename(m + "/k", m + "/k2")
    os.unlink(m + "/k2")
    assert os.pread(fd, 99, 0) == b"kept data"
    os.utime(fd, ns=(5, 5))
    return None

for f in (truncate, trunc_open, drop_and_read, another, copied, punched,
          unlinked):
    for _ in range(3):
        fd = written("/k", b"kept data")
        want = f(fd)
        os.close(fd)
        if want is None:
            continue
        for d in (m, s):
            got = open(d + "/k", "rb").read()
            assert got == want, (f.__name__, d, got)
        os.unlink(m + "/k")
PY
native_umount

# Errors of writes that are kept
mkdir "$src/full"
mount -t tmpfs -o size=256k none "$src/full" || exit 1
cleanup 'umount -l "$src/full"'
native_mount || exit 1
t_py "a full file system is told at close or fsync, and only there" \
	"$mnt/full" <<'PY'
import ctypes, errno, os, sys, time
m = sys.argv[1]
libc = ctypes.CDLL(None)
libc.sync_file_range.argtypes = [ctypes.c_int, ctypes.c_int64,
                                 ctypes.c_int64, ctypes.c_uint]
try:
    with open(m + "/filler", "wb", 0) as f:
        for _ in range(100):
            f.write(bytes(4096))
            os.fsync(f.fileno())
except OSError as e:
    assert e.errno == errno.ENOSPC
else:
    raise AssertionError("it is not full")

def told(f, *a):
    try:
        f(*a)
    except OSError as e:
        assert e.errno == errno.ENOSPC, e
        return True
    return False

def opened(n):
    fd = os.open(m + n, os.O_RDWR | os.O_CREAT, 0o644)
    os.write(fd, b"x" * 20000)
    return fd

assert told(os.close, opened("/a")), "close"
fd = opened("/b")
assert told(os.fsync, fd), "fsync"
told(os.close, fd)
fd = opened("/c")
libc.sync_file_range(fd, 0, 0, 7)
assert told(os.fsync, fd) or told(os.close, fd), "written before, fsync"
fd = opened("/d")
libc.sync_file_range(fd, 0, 0, 7)
# Another reader is not told, the writer is
r = os.open(m + "/d", os.O_RDONLY)
os.pread(r, 99, 0)
os.close(r)
assert told(os.close, fd), "written before, close"
fd = opened("/e")
libc.sync_file_range(fd, 0, 0, 7)
os.utime(m + "/filler")
# As the kernel does by itself after some time: data, then times
f2 = os.open(m, os.O_RDONLY)
libc.syncfs(f2)
os.close(f2)
assert told(os.close, fd), "synced by others, close"

# What was is no error of those who come later
free = os.statvfs(m).f_bfree
os.unlink(m + "/filler")
for _ in range(200):
    if os.statvfs(m).f_bfree > free + 40:
        break
    time.sleep(0.05)
for n in "abcde":
    with open(f"{m}/{n}", "wb") as f:
        f.write(n.encode() * 9000)
    with open(f"{m}/{n}", "r+b") as f:
        f.write(b"z")
        os.fsync(f.fileno())
    assert open(f"{m}/{n}", "rb").read() == b"z" + n.encode() * 8999
PY
umount "$mnt" && wait $native_pid
umount "$src/full"

native_mount || exit 1
t_py "files opened and closed leave no handle open" "$mnt" "$(server)" <<'PY'
import os, sys, time
m, server = sys.argv[1:]
def handles():
    n = 0
    for fd in os.listdir(f"/proc/{server}/fd"):
        try:
            with open(f"/proc/{server}/fdinfo/{fd}") as f:
                flags = int(f.read().split("flags:")[1].split()[0], 8)
            to = os.readlink(f"/proc/{server}/fd/{fd}")
        except FileNotFoundError:
            continue
        # Nodes are O_PATH descriptors
        n += to.startswith("/") and not flags & os.O_PATH and "/h/" in to
    return n
os.mkdir(m + "/h")
for i in range(600):
    with open(f"{m}/h/{i}", "wb") as f:
        f.write(b"x")
for i in range(600):
    open(f"{m}/h/{i}", "rb").read()
for _ in range(50):
    if not handles():
        break
    time.sleep(0.1)
assert handles() == 0, handles()
with open(f"{m}/h/7", "rb") as f, open(f"{m}/h/8", "r+b") as g:
    assert 0 < handles() <= 2, handles()
PY
t "unmounting" native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"

# Memory of the mounting process while everything is listed
n=30000 limit=90
[ -z "${GUESTFS_TEST_LONG:-}" ] || n=300000 limit=200
rm -rf "${src:?}"/*
python3 "$cmp" files "$src" $n
native_mount -r || exit 1
t_is "find sees $n files" $n "$(find "$mnt" -type f -size 0 | wc -l)"
peak=$(awk '/VmHWM/ { print int($2 / 1024) }' "/proc/$(mounter)/status")
echo "# $peak MiB"
t "and the mount takes less than $limit MiB" [ "$peak" -lt $limit ]
t "unmounting" native_umount
