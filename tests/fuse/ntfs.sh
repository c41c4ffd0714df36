#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# NTFS that is mounted read-only is read past ntfs-3g: what is seen is the same.
# shellcheck source=tests/lib/mount.sh
. "$(dirname "$0")/../lib/mount.sh"
requires mkntfs python3

image_fs n.img ntfs 300M || exit 1
cat >fill.py <<'PY'
import os, random
random.seed(7)
for i in range(40):
    d = f"dir {i}/Ünder ☃ {i}"
    os.makedirs(d)
    for j in range(random.randrange(12)):
        with open(f"{d}/File {j}.txt", "wb") as f:
            f.write(random.randbytes(random.choice([0, 5, 700, 5000, 70000])))
        os.utime(f"{d}/File {j}.txt", ns=(j * 10**9, (i + j) * 10**9 + 100))
os.mkdir("many")
for i in range(500):
    open(f"many/{'long name' * 8} {i}", "w").close()
os.link("dir 0/one", "dir 1/two") if os.path.exists("dir 0/one") else None
with open("a", "wb") as f:
    f.write(b"linked")
os.link("a", "dir 1/also a")
os.symlink("a", "link")
os.mkfifo("fifo")
# In pieces, with holes, with an odd end
with open("frag1", "wb", 0) as f, open("frag2", "wb", 0) as g:
    for _ in range(40):
        f.write(random.randbytes(300000))
        g.write(random.randbytes(100000))
with open("sparse", "wb") as f:
    f.seek(20 << 20)
    f.write(b"end")
    f.seek(1 << 20)
    f.write(random.randbytes(3 << 20))
    f.truncate(40000001)
for n in ("comp", "enc"):
    os.mkdir(n)
try:
    os.setxattr("comp", "system.ntfs_attrib", b"\0\x08\0\0")
except OSError:
    pass
with open("comp/text", "wb") as f:
    f.write(b"compress me " * 200000)
PY
all="find . -printf '%P %y %s %b %n %m %U %G %i %T@ %A@ %l\n' | sort
	find . -type f -exec md5sum {} + | sort"
t "an image is filled" dev n.img /dev/sda "python3 ../fill.py"
dev n.img /dev/sda "$all" >by-ntfs-3g
one() { guestmount -a n.img -m /dev/sda --ro --with "cd \$MNT && $1" mnt; }
one "$all" >past-it
t "every name, attribute and byte is what ntfs-3g shows" \
	cmp by-ntfs-3g past-it
t "which was something" test "$(wc -l <past-it)" -gt 200
t "in the same order, with the same places to go on at" \
	test "$(dev n.img /dev/sda "python3 $top/tests/lib/rawdirs.py")" = \
	"$(one "python3 $top/tests/lib/rawdirs.py")"
image_fs there.img ext4 20M && dev there.img /dev/sda "chmod 0712 .; >inside"
guestmount -a n.img -a there.img -m /dev/sda -m "/dev/sdb:/dir 7" --ro \
	--with 'cd $MNT && find "dir 6" "dir 7" -printf "%P %m\n"' mnt |
	sort >there
t "a directory that is mounted on is what is mounted there" \
	test "$(grep -c '^ 712$\|^inside ' there)" = 2
t_is "reads in the middle, at odd places, and past the end" \
	"$(dev n.img /dev/sda "tail -c 999999 frag1 | md5sum
		tail -c +7654321 sparse | head -c 1234567 | md5sum")" \
	"$(one "tail -c 999999 frag1 | md5sum
		tail -c +7654321 sparse | head -c 1234567 | md5sum")"
t_is "with other owners and modes they are so for all" "1000 640 750" \
	"$(guestmount -a n.img -m /dev/sda:/:uid=1000,fmask=137,dmask=027 \
		--ro --with 'cd "$MNT" && find "dir 1" >/dev/null &&
			echo "$(stat -c "%u %a" "dir 1/also a")" \
			"$(stat -c %a "dir 1")"' mnt)"

# Damaged volumes: errors, no end of the appliance
cat >damage.py <<'PY'
import random, sys
random.seed(int(sys.argv[1]))
with open("bad.img", "r+b") as f:
    for _ in range(600):
        f.seek(random.randrange(16384 + 24 * 1024, 600000))
        f.write(bytes([random.randrange(256)]))
PY
# (sizes may be anything then: only the beginnings are read)
for seed in 1 2 3; do
	cp --sparse=always n.img bad.img
	python3 damage.py $seed
	if guestmount -v -a bad.img -m /dev/sda --ro --with \
		"cd \$MNT && timeout 15 find . -type f -exec head -qc 3M {} + \
			>/dev/null; true" \
		mnt >log 2>&1; then
		t_not "damage $seed: the daemon lives" grep -q "crashed" log
	else
		t "damage $seed: it is not mounted, and why is said" \
			grep -qi "ntfs" log
	fi
done
