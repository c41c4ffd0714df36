#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A walk over ext2/3/4 that is mounted read-only reads the table of inodes and
# the directories' blocks: what is seen is what the kernel shows.
# shellcheck source=tests/lib/mount.sh
. "$(dirname "$0")/../lib/mount.sh"
requires mke2fs tune2fs debugfs chattr python3

cat >fill.py <<'PY'
import os, subprocess, sys
for i in range(int(sys.argv[1])):
    d = f"{i % 10}/d{i}"
    os.makedirs(d)
    for j in range(16):
        p = f"{d}/{j}"
        with open(p, "wb") as f:
            f.write(b"x" * (i * j * 37 % 9000))
        os.chmod(p, (0o644, 0o4755, 0o600, 0o1777)[j % 4])
        if j % 5 == 0:
            os.chown(p, 70000 + j, 4000000000)
        os.utime(p, ns=((j - 8) * 10**18 // 3 + 7, (i * 16 + j) * 10**15 + 5))
    os.symlink("short", f"{d}/s")
    os.symlink("long/" * 30, f"{d}/l")
    os.link(f"{d}/1", f"{d}/linked")
    open(f"{d}/\u00e9\u00fc{i}", "w").close()
    open(f"{d}/" + "long" * (i % 60 + 1), "w").close()
    os.mkdir(f"{d}/sub")
    open(f"{d}/gone", "w").close()
    open(f"{d}/last", "w").close()
    os.unlink(f"{d}/gone")
    if i % 10 == 3:
        os.mkfifo(f"{d}/fifo")
        os.mknod(f"{d}/dev", 0o60600, os.makedev(7, 300))
        with open(f"{d}/sparse", "wb") as f:
            f.truncate(6 << 30)
            f.seek(1 << 20)
            f.write(b"y" * 100000)
        os.setxattr(f"{d}/2", "user.long", b"z" * 900)
        for flag in "ia":
            open(f"{d}/{flag}", "w").close()
            subprocess.run(["chattr", "+" + flag, f"{d}/{flag}"], check=True)
os.mkdir("big")
for i in range(700):
    open(f"big/file{i}", "w").close()
    if i % 10 == 0:
        os.mkdir(f"big/dir{i}")
PY
all="find . -printf '%P %y %s %b %n %m %U %G %i %T@ %A@ %C@ %l\n' | sort"
one() { guestmount -a "$1" -m /dev/sda --ro --with "cd \$MNT && $2" mnt; }

for options in "-t ext4 -b 4096" "-t ext4 -I 128" "-t ext4 -O inline_data" \
	"-t ext4 -O ^metadata_csum,^64bit -b 1024" "-t ext2" "-t ext3 -I 256" \
	"-t ext4 -I 1024 -O bigalloc,quota" "-t ext4 -O ^dir_index" \
	"-t ext4 -O ^filetype" "-t ext4 tea"; do
	rm -f e.img
	truncate -s 300M e.img
	# shellcheck disable=SC2086
	mke2fs -q -N 8000 ${options% tea} e.img >/dev/null 2>&1 || exit 1
	[[ $options != *tea ]] || tune2fs -E hash_alg=tea e.img >/dev/null
	dev e.img /dev/sda "rmdir lost+found; python3 ../fill.py 50" || exit 1
	# The first time of access is another one after it
	dev e.img /dev/sda "$all >/dev/null; python3 $top/tests/lib/rawdirs.py" >in-its-order
	dev e.img /dev/sda "$all" >by-the-kernel
	one e.img "$all >../by-the-table; python3 $top/tests/lib/rawdirs.py" >in-ours
	t "mke2fs $options: attributes are what the kernel shows" \
		cmp by-the-kernel by-the-table
	t "of as many files" test "$(wc -l <by-the-table)" -gt 1900
	t "in the same order, with the same places to go on at" \
		cmp in-its-order in-ours
done

rm -f e.img
truncate -s 300M e.img
mke2fs -q -t ext4 -b 4096 -N 8000 e.img
dev e.img /dev/sda "python3 ../fill.py 150"
cat >walk.py <<'PY'
import ctypes, subprocess
from beside import L, show
g, end = show(b"e.img")
words = (ctypes.c_char_p * 2)(
    b"while read n a rest; do if [ $n = ext4_inode_cache ]; then echo $a; fi;"
    b" done < /proc/slabinfo", None)
def inodes():
    return int(L.guestfs_debug(g, b"sh", words).split()[0])
before = inodes()
n = int(subprocess.run("find mnt -type f -printf '%s\n' | wc -l", shell=True,
                       capture_output=True, check=True).stdout)
made = inodes() - before
end()
assert n > 2400 and made < n // 2, (n, made)
PY
t "they are told without making inodes in the appliance" \
	env LD_LIBRARY_PATH="$build/core" PYTHONPATH="$top/tests/lib" \
	python3 -B walk.py

cat >remount.py <<'PY'
import ctypes, subprocess
from beside import L, show
g, end = show(b"e.img")
def walk():
    out = subprocess.run("find mnt -printf '%p %m\n'", shell=True, text=True,
                         capture_output=True, check=True).stdout
    return dict(line.split() for line in out.splitlines())
def change(numbers, new):
    for i in numbers:
        if new:
            assert L.guestfs_mkdir(g, b"/%d/d%d/new" % (i % 10, i)) == 0
        assert L.guestfs_chmod(g, 0o400, b"/%d/d%d/1" % (i % 10, i)) == 0
def check(before, after, numbers, new):
    for i in numbers:
        d = f"mnt/{i % 10}/d{i}"
        assert not new or d + "/new" in after, d
        assert after[d + "/1"] == "400", (d, before[d + "/1"], after[d + "/1"])
before = walk()
assert L.guestfs_remount(g, b"/", ctypes.c_int(0), ctypes.c_int(1),
                         ctypes.c_int(-1)) == 0
# Few, so that none is likely to be among those compared; then many
few, many = range(90, 100), range(100, 150)
change(few, False)
after_few = walk()
change(many, True)
after = walk()
end()
check(before, after_few, few, False)
check(before, after, many, True)
PY
t "what was remounted for writing is asked of the kernel" \
	env LD_LIBRARY_PATH="$build/core" PYTHONPATH="$top/tests/lib" \
	python3 -B remount.py

rm -f b.img
truncate -s 20M b.img
mke2fs -q -t ext4 b.img
dev b.img /dev/sda "chmod 0712 .; echo there >inside"
guestmount -a e.img -a b.img -m /dev/sda -m /dev/sdb:/3/d143 --ro \
	--with 'cd $MNT && find . -path "./3/d143*" -printf "%P %m\n"' mnt |
	sort >there
t_is "a directory that is mounted on is what is mounted there" \
	"3/d143 712 3/d143/inside 644 3/d143/lost+found 700" \
	"$(tr '\n' ' ' <there | sed 's/ $//')"

# Damage: what the kernel refuses is not shown otherwise
bad=$(debugfs -R "stat 3/d143/7" e.img 2>/dev/null | sed -n 's/^Inode: \([0-9]*\).*/\1/p')
debugfs -w -R "set_inode_field 3/d143/7 checksum 0x12345678" e.img 2>/dev/null
block=$(debugfs -R "imap <$bad>" e.img 2>/dev/null |
	sed -n 's/.*located at block \([0-9]*\), offset \(0x[0-9a-f]*\).*/\1 \2/p')
read -r block offset <<<"$block"
printf '\377\377' | dd of=e.img bs=1 seek=$((block * 4096 + offset + 24)) \
	conv=notrunc status=none # its number of links and blocks
t "a damaged inode is no other file" test "$(one e.img \
	'find . -path ./3/d143/7 -printf "%n %s\n" 2>&1 | grep -c "^65535"')" = 0
t_is "and its neighbours are there" 15 "$(one e.img \
	'find 3/d143 -name "[0-9]*" ! -name d143 -printf "%s\n" 2>/dev/null | wc -l')"

at=$(debugfs -R "blocks 4/d144" e.img 2>/dev/null)
printf 'X' | dd of=e.img bs=1 seek=$((at * 4096 + 4000)) conv=notrunc status=none
t_is "a damaged directory is not listed" "" "$(one e.img \
	'find . -path ./4/d144/* -print 2>/dev/null')"
t "and said to be so" test -n "$(one e.img 'find . 2>&1 >/dev/null |
	grep 4/d144')"
t_is "its neighbours are" 22 "$(one e.img \
	'find 4/d134 -mindepth 1 -name "[0-9lsg]*" -printf "%s\n" | wc -l')"
