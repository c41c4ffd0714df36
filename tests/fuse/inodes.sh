#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A walk over ext2/3/4 that is mounted read-only reads the table of inodes: what
# is seen is what the kernel shows.
# shellcheck source=tests/lib/mount.sh
. "$(dirname "$0")/../lib/mount.sh"
requires mke2fs debugfs chattr python3

cat >fill.py <<'PY'
import os, socket, subprocess
for i in range(150):
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
PY
all="find . -printf '%P %y %s %b %n %m %U %G %i %T@ %A@ %C@ %l\n' | sort"
one() { guestmount -a "$1" -m /dev/sda --ro --with "cd \$MNT && $2" mnt; }

for options in "-t ext4" "-t ext4 -I 128" "-t ext4 -O inline_data" \
	"-t ext4 -O ^metadata_csum,^64bit -b 1024" "-t ext2" "-t ext3 -I 256" \
	"-t ext4 -I 1024 -O bigalloc,quota"; do
	rm -f e.img
	truncate -s 300M e.img
	# shellcheck disable=SC2086
	mke2fs -q -N 8000 $options e.img 2>/dev/null || exit 1
	dev e.img /dev/sda "rmdir lost+found; python3 ../fill.py" || exit 1
	dev e.img /dev/sda "$all" >/dev/null # times of access
	dev e.img /dev/sda "$all" >by-the-kernel
	one e.img "$all" >by-the-table
	t "mke2fs $options: attributes are what the kernel shows" \
		cmp by-the-kernel by-the-table
	t "of as many files" test "$(wc -l <by-the-table)" -gt 3000
done

rm -f e.img
truncate -s 300M e.img
mke2fs -q -t ext4 -N 8000 e.img
dev e.img /dev/sda "python3 ../fill.py"
cat >walk.py <<'PY'
import ctypes, os, subprocess, threading
L = ctypes.CDLL("libguestfs.so.0")
L.guestfs_create.restype = ctypes.c_void_p
L.guestfs_debug.restype = ctypes.c_char_p
g = ctypes.c_void_p(L.guestfs_create())
assert L.guestfs_add_drive_ro(g, b"e.img") == 0
assert L.guestfs_launch(g) == 0
assert L.guestfs_mount_ro(g, b"/dev/sda", b"/") == 0
assert L.guestfs_mount_local(g, b"mnt", ctypes.c_int(-1)) == 0
t = threading.Thread(target=L.guestfs_mount_local_run, args=(g,), daemon=True)
t.start()
words = (ctypes.c_char_p * 2)(
    b"while read n a rest; do if [ $n = ext4_inode_cache ]; then echo $a; fi;"
    b" done < /proc/slabinfo", None)
def inodes():
    return int(L.guestfs_debug(g, b"sh", words).split()[0])
before = inodes()
n = int(subprocess.run("find mnt -type f -printf '%s\n' | wc -l", shell=True,
                       capture_output=True, check=True).stdout)
made = inodes() - before
L.guestfs_umount_local(g, ctypes.c_int(-1))
t.join()
assert n > 2400 and made < n - 300, (n, made)
PY
t "many are told without making inodes in the appliance" \
	env LD_LIBRARY_PATH="$build/core" python3 walk.py

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
