#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random operations on a file of a mounted guest against a model; FSX_SEED
# replays a run, FSX_OPS makes it longer.
. "$(dirname "$0")/../lib/mount.sh"
fsx=$build/tests/fsx
ops=${FSX_OPS:-5000}
seed=${FSX_SEED:-$RANDOM}

image_fs ext4.img ext4 100M
t "ext4: $ops operations, seed $seed" dev ext4.img /dev/sda \
	"$fsx -s $seed -n $ops a && cp a $tmp/a"
t_is "another mount shows the file as it was left" \
	"$(sha256sum <a)" \
	"$(guestmount -a ext4.img -m /dev/sda --ro --with \
		'sha256sum <$MNT/a' mnt)"
t "the file system is in order" e2fsck -fn ext4.img
