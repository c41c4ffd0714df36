#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two groups of ten writers and ten readers on one mounted guest: takes minutes.
# HAMMER_SEED replays a run, HAMMER_SECONDS sets its length.
. "$(dirname "$0")/../lib/mount.sh"
requires python3
[ -n "${GUESTFS_TEST_LONG:-}" ] ||
	skip_all "takes minutes: GUESTFS_TEST_LONG=1"
hammer=$top/tests/lib/hammer.py
seconds=${HAMMER_SECONDS:-60}
seed=${HAMMER_SEED:-$RANDOM}

for spec in ext4:600M xfs:600M; do
	IFS=: read -r fs size <<<"$spec"
	image_fs "$fs.img" "$fs" "$size"
	t "$fs: forty processes for $seconds seconds, seed $seed" \
		dev "$fs.img" /dev/sda \
		"cd $tmp && python3 $hammer \$MNT/h $seconds $seed"
	t "$fs: another mount shows the files as they were left" \
		guestmount -a "$fs.img" -m /dev/sda --ro --with \
		"python3 $hammer --check \$MNT/h $tmp/hammer.state" mnt
done
t "the file system is in order" e2fsck -fn ext4.img
