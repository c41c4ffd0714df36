# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Random operations on a file of a mounted guest against a model, on images of
# one format: fsx_all FORMAT. FSX_SEED replays a run, FSX_OPS says how many.
. "$(dirname "$0")/../lib/mount.sh"
requires qemu-img
fsx=$build/tests/fsx
ops=${FSX_OPS:-20000}
[ -z "${GUESTFS_TEST_LONG:-}" ] || ops=${FSX_OPS:-1000000}
seed=${FSX_SEED:-$RANDOM}

# exercise IMAGE [OPTION...]
exercise()
{
	local image=$1

	shift
	dev "$image" /dev/sda "$fsx $* -s $seed -n $ops a && cp a $tmp/a"
}

shown_again()
{
	guestmount -a "$1" -m /dev/sda --ro --with "cmp $tmp/a \$MNT/a" mnt
}

fsx_all()
{
	local format=$1 spec fs size image

	for spec in ext4:100M xfs:400M btrfs:160M vfat:40M ntfs:60M; do
		IFS=: read -r fs size <<<"$spec"
		image=$fs.$format
		image_fs "$fs.raw" "$fs" "$size" >/dev/null 2>&1
		[ "$format" = raw ] || qemu-img convert -f raw -O "$format" \
			"$fs.raw" "$image"
		t "$fs, $format: $ops operations, seed $seed" \
			exercise "$image"
		t "$fs, $format: another mount shows the file as it was left" \
			shown_again "$image"
		[ "$fs" != ext4 ] || qemu-img convert -O raw "$image" look.raw
		[ "$fs" != ext4 ] || t "the file system is in order" \
			e2fsck -fn look.raw
		rm -f "$fs.raw" "$image" look.raw
	done
}
