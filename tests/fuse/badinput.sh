#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Bad input: one clear line, the right status, nothing left behind.
. "$(dirname "$0")/../lib/mount.sh"
image_linux guest.img 64

# refuses CLAIM REGEX COMMAND...: fails with status 1, saying so on few lines
refuses()
{
	local claim=$1 regex=$2 out rc=0

	shift 2
	out=$(timeout 120 "$@" 2>&1 </dev/null) || rc=$?
	t_is "$claim: exit status" 1 "$rc"
	t_like "$claim: the message" "$regex" "$out"
}

refuses "an image that is missing" "nothere.img: No such file" \
	guestmount -a nothere.img -i mnt
: >empty.img
refuses "an empty image" "empty" guestmount -a empty.img -i --ro mnt
refuses "a directory instead of an image" "mnt.*directory" \
	guestmount -a mnt -i mnt
refuses "no image at all" "no disk image given" guestmount -i mnt
refuses "a mount point that is missing" "nowhere: No such file" \
	guestmount -a guest.img -i nowhere
refuses "a mount point that is a file" "must be a directory" \
	guestmount -a guest.img -i guest.img
refuses "a device that is not there" "/dev/sdz9" \
	guestmount -a guest.img -m /dev/sdz9 mnt
refuses "an unknown mount option" "nonsense" \
	guestmount -a guest.img -i -o nonsense mnt
refuses "--live" "not supported" guestmount -a guest.img --live -i mnt
refuses "a libvirt domain" "libvirt" guestmount -d guest -i mnt
refuses "qemu missing" "qemu-none" \
	env LIBGUESTFS_HV=/usr/bin/qemu-none guestmount -a guest.img -i mnt
refuses "qemu dying at start" "/bin/false" \
	env LIBGUESTFS_HV=/bin/false guestmount -a guest.img -i mnt
mkdir noappliance
refuses "an appliance that is missing" "appliance.*noappliance|noappliance.*appliance" \
	env LIBGUESTFS_PATH="$tmp/noappliance" guestmount -a guest.img -i mnt
cp "$LIBGUESTFS_PATH"/* noappliance/
truncate -s 100000 noappliance/initrd
refuses "an appliance that is corrupt" "initrd" \
	env LIBGUESTFS_PATH="$tmp/noappliance" guestmount -a guest.img -i mnt
rm -rf noappliance
cp guest.img damaged.img
dd if=/dev/zero of=damaged.img bs=1k seek=1024 count=512 conv=notrunc status=none
refuses "a damaged file system" "/dev/sda1|no operating system" \
	guestmount -a damaged.img -m /dev/sda1 mnt

qemu-system-x86_64 -nodefaults -display none -accel tcg -m 64 -S \
	-drive file=guest.img,format=raw,if=virtio -daemonize -pidfile qemu.pid
cleanup 'kill $(cat qemu.pid)'
refuses "an image in use by another qemu" "guest.img.*in use.*--ro" \
	guestmount -a guest.img -i mnt
t_is "an image in use can be read with --ro" "Hello from the guest." \
	"$(ro guest.img 'cat home/user/hello.txt')"
kill "$(cat qemu.pid)"

t "HOME unset and a cache that cannot be written do not matter" \
	env -u HOME LIBGUESTFS_CACHEDIR=/proc/nowhere \
	guestmount -a guest.img -i --ro --with true mnt

mkdir full
: >full/file
t_like "a mount point that is not empty is seen before the launch" "not empty" \
	"$(timeout 1 guestmount -a guest.img -i full 2>&1)"
refuses "a format that does not exist" "no format \"bogus\"" \
	guestmount --format=bogus -a guest.img -i --ro mnt

# Errors of the disk fill the appliance's console, which must not stop it
mkdir small
if mount -t tmpfs -o size=20m none small 2>/dev/null; then
	cleanup "umount -l $tmp/small"
	image_fs small/fs.img ext4 100M
	guestmount -a small/fs.img -m /dev/sda mnt
	t_like "a full disk of the host is an error, not a hang" \
		"Input/output error|No space left" "$(timeout -s KILL 60 \
		dd if=/dev/urandom of=mnt/big bs=1M count=50 conv=fsync 2>&1)"
	timeout 60 guestunmount mnt
	t_not "and the mount ends" mountpoint -q mnt
fi
t_is "nothing is left behind" "" "$(our_processes)"
t_not "nothing is mounted" mountpoint -q mnt
