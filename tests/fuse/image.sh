#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# On a read-only mount the data of files come out of the image itself, where it
# is what the appliance would read.
# shellcheck source=tests/lib/mount.sh
. "$(dirname "$0")/../lib/mount.sh"
requires mke2fs mkfs.xfs python3 fallocate setsid

# ${fill} makes, among ordinary files, holes, space that was never written, more
# extents than one answer holds, tails, and what lies in an inode.
cat >fill.py <<'PY'
import os, random
r = random.Random(5)
def put(name, *pieces, size=None):
    with open(name, "wb") as f:
        for at, n in pieces:
            f.seek(at)
            f.write(r.randbytes(n))
        if size is not None:
            f.truncate(size)
for n in (1, 59, 4095, 4096, 4097, 65536, 65537, 200001):
    put(f"size{n}", (0, n))
put("big", (0, 24 << 20))
put("holes", (4096, 5000), (1 << 20, 1), (3 << 20, 300000), size=9 << 20)
put("sparse", ((100 << 20) + 77, 100000))
put("hole", size=1 << 20)
put("tail", (0, 100), size=1 << 20)
with open("reserved", "wb") as f:
    os.posix_fallocate(f.fileno(), 0, 8 << 20)
    f.seek(2 << 20)
    f.write(r.randbytes(123456))
with open("pieces", "wb") as f, open("between", "wb") as g:
    for i in range(20):
        for h in (f, g):
            h.write(r.randbytes(4096))
            h.flush()
            os.fsync(h.fileno())
put("gaps", *((i * 12288, 4096) for i in range(900)))
PY
cat >rand.py <<'PY'
import os, random
r = random.Random(6)
for name in sorted(os.listdir(".")):
    if name == "sparse":
        continue
    with open(name, "rb") as f, open("../copy/" + name, "rb") as g:
        size = os.path.getsize(name)
        os.posix_fadvise(f.fileno(), 0, 0, os.POSIX_FADV_RANDOM)
        for i in range(60):
            at, n = r.randrange(size + 100), r.randrange(1, 40000)
            if os.pread(f.fileno(), n, at) != os.pread(g.fileno(), n, at):
                raise SystemExit(f"{name}: {n} bytes at {at}")
PY
sums='sha256sum *'
part() { printf 'label: dos\n2048,\n' | sfdisk -q "$1"; }

make()
{
	rm -f i.raw fs.raw
	case $1 in
	ext4-part | xfs-part)
		truncate -s 500M i.raw
		part i.raw
		image_fs fs.raw "${1%-part}" 490M
		put_part i.raw 1 fs.raw
		device=/dev/sda1 ;;
	ext4-lvm | xfs-lvm) # a volume of two pieces, with another between them
		truncate -s 600M i.raw
		"$build/fish/guestfish" --format=raw -a i.raw run : \
			part-disk /dev/sda mbr : pvcreate /dev/sda1 : \
			vgcreate VG /dev/sda1 : lvcreate a VG 64 : \
			lvcreate b VG 32 : lvresize /dev/VG/a 448 : \
			mkfs "${1%-lvm}" /dev/VG/a
		device=/dev/VG/a ;;
	*)
		truncate -s 400M i.raw
		# shellcheck disable=SC2086
		mke2fs -q $1 i.raw
		device=/dev/sda ;;
	esac
	dev i.raw $device "rm -rf lost+found; python3 ../fill.py"
	rm -rf copy
	mkdir copy
	dev i.raw $device "$sums; cp --sparse=always [!s]* size* ../copy" \
		>by-the-appliance
}

one() { guestmount --format=raw -a i.raw -m $device --ro --with "cd \$MNT && $1" mnt; }

# With the appliance stopped, what is in its drives can still be read.
cat >stopped.sh <<'SH'
qemu=$(pgrep -s 0 -f "^/[^ ]*qemu-system")
[ -n "$qemu" ] || qemu=$(pgrep -n -f "^/[^ ]*qemu-system")
kill -STOP $qemu
timeout 20 sh -c "$1"
kill -CONT $qemu
SH
# The file is looked up by its first bytes.
big='head -c 5000 big >/dev/null && sh ../stopped.sh "sha256sum big"'

for kind in ext4-part xfs-part ext4-lvm xfs-lvm "-t ext4" "-t ext2 -b 1024" \
	"-t ext4 -O inline_data,bigalloc" "-t ext3 -b 2048"; do
	make "$kind" >/dev/null 2>&1
	one "$sums" >by-the-image
	t "$kind: every byte is what the appliance reads" \
		cmp by-the-appliance by-the-image
	t "$kind: so are reads at random" one "python3 ../rand.py"
	one "$big" >stopped
	t_is "$kind: and the appliance has no part in it" \
		"$(grep ' big$' by-the-appliance)" "$(cat stopped)"
done

# From the ninth on drives are SCSI's.
make "-t ext4" >/dev/null 2>&1
others=()
for i in 1 2 3 4 5 6 7 8 9; do
	truncate -s 1M "other$i.raw"
	others+=(-a "other$i.raw")
done
guestmount --format=raw "${others[@]}" -a i.raw -m /dev/sdj --ro \
	--with "cd \$MNT && $big" mnt >stopped
t_is "the tenth drive is read from its image, too" \
	"$(grep ' big$' by-the-appliance)" "$(cat stopped)"

# Small files' places come with the listing of their directory.
make "-t ext4" >/dev/null 2>&1
dev i.raw $device 'mkdir small && cd small && for i in $(seq 300); do
	seq $i $((i * 9)) >$i; done; cd ..; mkdir -p other/$(seq -s / 20)
	for i in $(seq 300); do mkdir other/$i.d; echo $i >other/$i.d/x; done
	mkdir more; for i in $(seq 100); do echo $i >more/$i; done'
one 'cat small/*' | sha256sum >want
# After some seconds it is known where the inodes are.
listed='find other -ls >/dev/null && sleep 3 && ls -l more >/dev/null &&
	ls -l small >/dev/null && sh ../stopped.sh "cat small/* | sha256sum"'
t_is "small files of a listed directory are read without the appliance" \
	"$(cat want)" "$(one "$listed")"

t_like "an image that has become shorter is an I/O error" "Input/output error" \
	"$(one "head -c 5000 big >/dev/null; truncate -s 1M ../i.raw; cat big" \
		2>&1 >/dev/null)"

# What was written since, beside the mount, is not in the image.
make "-t ext4" >/dev/null 2>&1
cat >written.py <<'PY'
import ctypes
from beside import L, show
g, end = show(b"i.raw", ctypes.c_int(0), 1)
def read():
    with open("mnt/size200001", "rb") as f:
        return f.read()
old = read()
assert old == open("copy/size200001", "rb").read()
assert L.guestfs_remount(g, b"/", ctypes.c_int(0), 1, ctypes.c_int(-1)) == 0
new = bytes(reversed(old))
assert L.guestfs_write(g, b"/size200001", new, ctypes.c_size_t(len(new))) == 0
assert L.guestfs_sync(g) == 0
same = read() == new
end()
assert same
PY
t "what is written beside the mount is seen in it" \
	env LD_LIBRARY_PATH="$build/core" PYTHONPATH="$top/tests/lib" \
	python3 -B written.py

# Data that are in the journal only: its replay writes them to the drive.
if [ "$(id -u)" = 0 ] && modprobe -q loop 2>/dev/null || [ -e /dev/loop0 ]; then
	rm -f j.raw
	truncate -s 200M j.raw
	mke2fs -q -t ext4 j.raw
	mkdir -p loop
	if mount -o loop,data=journal j.raw loop; then
		cleanup 'umount -l "$tmp/loop"'
		cp copy/size200001 loop/
		sync
		cp copy/big loop/size200001
		sync loop/size200001
		cp --sparse=always j.raw i.raw
		sha256sum <loop/size200001 >want
		umount loop
		in_place=$(guestmount --format=raw -a i.raw --ro \
			-m /dev/sda:/:ro,noload \
			--with "sha256sum <\$MNT/size200001" mnt)
		t "data that are in the journal are not in place" \
			test "$in_place" != "$(cat want)"
		t_is "what is in the journal only is read from the appliance" \
			"$(cat want)" "$(one "sha256sum <size200001")"
	fi
fi
