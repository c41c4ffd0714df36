#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Each file system: mount, write where it can be written, read back after
# another mount.
. "$(dirname "$0")/../lib/mount.sh"
mkdir -p tree/dir
echo content >tree/dir/file
ln -s dir/file tree/link
head -c 3000000 /dev/urandom >big

writable()
{
	local fs=$1 size=$2

	image_fs "$fs.img" "$fs" "$size" || return 1
	dev "$fs.img" /dev/sda "mkdir d && cp $tmp/big d/big && sync" || return 1
	dev "$fs.img" /dev/sda "cmp d/big $tmp/big && mv d/big e &&
		rmdir d && echo more >>e"
}

for spec in ext2:40M ext3:40M ext4:40M xfs:400M btrfs:160M vfat:40M \
	exfat:40M ntfs:40M f2fs:160M; do
	t "${spec%:*} can be written and read back" \
		writable "${spec%:*}" "${spec#*:}"
done

for fs in squashfs erofs iso; do
	image_fs $fs.img $fs 0 tree
	t_is "$fs can be read, links included" "content content" \
		"$(guestmount -a $fs.img -m /dev/sda --ro --with \
			'cd $MNT && echo $(cat dir/file) $(cat link)' mnt)"
done

head -c 40000000 /dev/urandom >noise.img
t_like "an image with no file system says so" \
	"no file system was found|no operating system" \
	"$(guestmount --format=raw -a noise.img -i --ro mnt 2>&1)"
