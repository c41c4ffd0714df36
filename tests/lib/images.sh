# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Makers of disk images for tests and the demo, with the tools of the host and
# without root. Each takes the file to make first.
PATH=$PATH:/usr/sbin:/sbin

# put_part IMAGE START_MIB FILE: copy a file system into a partition's place
put_part()
{
	dd if="$3" of="$1" bs=1M seek="$2" conv=notrunc,sparse status=none
}

# image_fs IMAGE TYPE SIZE [DIR]: a bare file system, filled from DIR where
# the tool can
image_fs()
{
	local image=$1 type=$2 size=$3 dir=${4:-}

	rm -f "$image"
	truncate -s "$size" "$image"
	case $type in
	ext2 | ext3 | ext4)
		mke2fs -q -t "$type" -F ${dir:+-d "$dir"} "$image" ;;
	xfs) mkfs.xfs -q "$image" ;;
	btrfs) mkfs.btrfs -q ${dir:+--rootdir "$dir"} "$image" ;;
	vfat) mkfs.vfat "$image" >/dev/null ;;
	exfat) mkfs.exfat "$image" >/dev/null ;;
	ntfs) mkntfs -q -F -f "$image" >/dev/null 2>&1 ;;
	f2fs) mkfs.f2fs -q "$image" >/dev/null ;;
	squashfs)
		rm -f "$image"
		mksquashfs "$dir" "$image" -quiet -no-progress >/dev/null ;;
	erofs)
		rm -f "$image"
		mkfs.erofs "$image" "$dir" >/dev/null 2>&1 ;;
	iso)
		rm -f "$image"
		genisoimage -quiet -J -R -V TESTISO -o "$image" "$dir" ;;
	esac
}

# linux_tree DIR ROOT_SPEC [HOSTNAME]: the files of a small Linux system
linux_tree()
{
	local d=$1

	mkdir -p "$d"/{bin,boot,dev,etc,home/user,proc,root,sbin,sys,tmp,usr/bin,usr/lib,var/log,var/lib/dpkg}
	cat >"$d/etc/os-release" <<-EOF
	PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
	NAME="Debian GNU/Linux"
	VERSION_ID="12"
	VERSION="12 (bookworm)"
	ID=debian
	EOF
	echo 12.5 >"$d/etc/debian_version"
	echo "${3:-guest}" >"$d/etc/hostname"
	echo "root:x:0:0:root:/root:/bin/sh" >"$d/etc/passwd"
	printf '# device mountpoint type options\n%s\t/\text4\tdefaults\t0 1\n' \
		"$2" >"$d/etc/fstab"
	cp /bin/true "$d/bin/sh"
	cp /bin/true "$d/bin/ls"
	echo "Package: base" >"$d/var/lib/dpkg/status"
	echo "Hello from the guest." >"$d/home/user/hello.txt"
	seq 1 2000 >"$d/var/log/messages"
}

# image_linux IMAGE [SIZE_MIB]: GPT, one ext4 root with fstab by UUID
image_linux()
{
	local image=$1 mib=${2:-128} work uuid

	work=$(mktemp -d)
	uuid=$(cat /proc/sys/kernel/random/uuid)
	linux_tree "$work/tree" "UUID=$uuid"
	truncate -s "$((mib - 2))M" "$work/fs"
	mke2fs -q -t ext4 -F -U "$uuid" -L guestroot -d "$work/tree" "$work/fs"
	rm -f "$image"
	truncate -s "${mib}M" "$image"
	printf 'label: gpt\nstart=2048, size=%d, type=L\n' \
		$(((mib - 2) * 2048)) | sfdisk -q "$image"
	put_part "$image" 1 "$work/fs"
	rm -rf "$work"
}
