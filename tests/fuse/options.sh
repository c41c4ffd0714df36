#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestmount's options, one by one.
. "$(dirname "$0")/../lib/mount.sh"
requires sfdisk
image_linux guest.img 64
in_mnt() { guestmount -a guest.img -i "$@" mnt; }

mkdir -p conf/libguestfs
echo 'read_only = true;' >conf/libguestfs/libguestfs-tools.conf
export XDG_CONFIG_HOME=$tmp/conf
t_like "the config file's read_only is obeyed" "Read-only file system" \
	"$(in_mnt --with 'touch $MNT/x 2>&1')"
t "-w overrides it" in_mnt -w --with 'touch $MNT/x'
echo 'read_only = maybe' >conf/libguestfs/libguestfs-tools.conf
t_like "a config file that is wrong is named, with the line" \
	"libguestfs-tools.conf:1" "$(in_mnt 2>&1)"
unset XDG_CONFIG_HOME

t_is "uid=, gid= and umask= are shown" "1234 5678 750" \
	"$(in_mnt --ro -o uid=1234,gid=5678,umask=027 --with \
		"stat -c '%u %g %a' \$MNT/home/user/hello.txt")"
t_is "uidmap= shows the guest's owner as the host's" 0 "$(in_mnt -o uidmap=0:1000:1 \
	--with 'touch $MNT/new; stat -c %u $MNT/new')"
t_is "and new files get the guest's" 1000 "$(in_mnt --ro --with 'stat -c %u $MNT/new')"
exec 7>fd.out
t "--fd is written to when the mount is ready" in_mnt --ro --fd=7
t_is "with one byte" 1 "$(stat -c %s fd.out)"
t "-q and --retry are known to guestunmount" guestunmount -q --retry=2 mnt
t_like "--version" "^guestmount [0-9]" "$(guestmount --version)"
t_like "--help names every option" "--keys-from-stdin" "$(guestmount --help)"

# Sectors of 4096 bytes: the same partition table means something else
truncate -s 64M fs4k
mke2fs -q -t ext4 -b 4096 -F fs4k
truncate -s 70M four.img
python3 - <<'EOF'
import struct
# MBR of a disk with 4096-byte sectors: one Linux partition at sector 256
with open("four.img", "r+b") as f:
    f.seek(446)
    f.write(struct.pack("<B3sB3sII", 0, b"\0" * 3, 0x83, b"\0" * 3, 256, 16384))
    f.seek(510)
    f.write(b"\x55\xaa")
EOF
put_part four.img 1 fs4k
t "--blocksize=4096 finds the partition of a disk with such sectors" \
	guestmount --blocksize=4096 -a four.img -m /dev/sda1 \
	--with 'test -d $MNT/lost+found' mnt
t_not "without it there is none" \
	guestmount -a four.img -m /dev/sda1 --with true mnt

# Two systems in one machine
cp guest.img second.img
two() { guestmount -a guest.img -a second.img -i --ro "$@" mnt; }
out=$(two 2>&1)
t_like "several systems are listed, and how to choose" "--root" "$out"
t_like "each with its host's name" "/dev/sdb1 .*on host guest" "$out"
t "--root chooses one" two --root /dev/sdb1 --with 'test -d $MNT/etc'
t_like "a --root that is none says so" "/dev/sdz1" "$(two --root /dev/sdz1 2>&1)"
t_is "nothing is left behind" "" "$(our_processes)"
