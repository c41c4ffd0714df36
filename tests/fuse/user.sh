#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# All of it without root.
. "$(dirname "$0")/../lib/mount.sh"
requires runuser fusermount3
[ "$(id -u)" -eq 0 ] || skip_all "this test changes to another user and needs root for that"
user=nobody
image_linux guest.img 64
chown -R $user "$tmp"
chmod 755 "$tmp"
programs=$build/guestmount
libs=$build/core
if ! runuser -u $user -- test -x "$build/guestmount/guestmount" ||
	! runuser -u $user -- test -r "$LIBGUESTFS_PATH/kernel"; then
	# A build below /root, say: the user gets a copy
	mkdir copy
	cp "$build"/guestmount/guest*mount "$build/core/libguestfs.so.0" copy/
	cp -r "$LIBGUESTFS_PATH" copy/appliance
	chown -R $user copy
	programs=$tmp/copy
	libs=$tmp/copy
	LIBGUESTFS_PATH=$tmp/copy/appliance
fi
as()
{
	runuser -u $user -- env "PATH=$programs:$PATH" LD_LIBRARY_PATH="$libs" \
		LIBGUESTFS_PATH="$LIBGUESTFS_PATH" GUESTFS_TEST_MARK="$tmp" \
		HOME=/nonexistent "$@"
}
as test -w /dev/fuse || skip_all "/dev/fuse is not open to $user"

t "an ordinary user mounts" as guestmount -a guest.img -i mnt
t_is "and reads" "Hello from the guest." "$(as cat mnt/home/user/hello.txt)"
t "and writes, also where the guest's root alone could" as cp /etc/passwd mnt/root/new
t_not "other users, even root, see nothing" cat mnt/home/user/hello.txt
t "and unmounts" as guestunmount mnt
t_is "the file is there" "$(sha256sum </etc/passwd)" "$(ro guest.img 'sha256sum <root/new')"
chmod 000 guest.img
t_like "an image that cannot be read says so" "guest.img: Permission denied" \
	"$(as guestmount -a guest.img -i mnt 2>&1)"
chmod 644 guest.img
t "read-only needs no right to write the image" sh -c "chown root guest.img; chmod 444 guest.img"
t_is "and shows it" "Hello from the guest." \
	"$(as guestmount -a guest.img -i --ro --with 'cat $MNT/home/user/hello.txt' mnt)"
