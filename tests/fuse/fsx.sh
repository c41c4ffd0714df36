#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random operations on a file of a mounted guest against a model; FSX_SEED
# replays a run, FSX_OPS makes it longer.
. "$(dirname "$0")/../lib/mount.sh"
requires qemu-img
fsx=$build/tests/fsx
ops=${FSX_OPS:-5000}
seed=${FSX_SEED:-$RANDOM}

# exercise IMAGE COUNT [OPTION...]
exercise()
{
	local image=$1 n=$2

	shift 2
	dev "$image" /dev/sda "$fsx $* -s $seed -n $n a && cp a $tmp/a"
}

shown_again()
{
	guestmount -a "$1" -m /dev/sda --ro --with "cmp $tmp/a \$MNT/a" mnt
}

for spec in ext4:100M:1 xfs:400M:5 btrfs:160M:5 vfat:40M:5 ntfs:60M:10; do
	IFS=: read -r fs size part <<<"$spec"
	image_fs "$fs.img" "$fs" "$size"
	t "$fs: $((ops / part)) operations, seed $seed" \
		exercise "$fs.img" $((ops / part))
	t "$fs: another mount shows the file as it was left" \
		shown_again "$fs.img"
done
t "the file system is in order" e2fsck -fn ext4.img

image_fs raw.img ext4 100M
qemu-img convert -f raw -O qcow2 raw.img raw.qcow2
t "qcow2: $((ops / 5)) operations" exercise raw.qcow2 $((ops / 5)) -l 4000000
t "qcow2: another mount shows the file as it was left" shown_again raw.qcow2
