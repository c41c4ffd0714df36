#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A Linux guest, mounted by inspection.
. "$(dirname "$0")/../lib/mount.sh"
image_linux guest.img
before=$(sha256sum <guest.img)

t "guestmount -i --ro mounts a Linux guest" \
	guestmount -a guest.img -i --ro mnt
t_is "a file of the guest can be read" \
	"Hello from the guest." "$(cat mnt/home/user/hello.txt)"
t_is "whole files come through" "$(seq 1 2000 | sha256sum)" \
	"$(sha256sum <mnt/var/log/messages)"
t_like "writing to a read-only mount is refused as such" "Read-only file system" \
	"$(touch mnt/new 2>&1)"
t "guestunmount unmounts" guestunmount mnt
t_is "no process is left" "" "$(our_processes)"
t_is "not a bit of the image has changed" "$before" "$(sha256sum <guest.img)"

t "the same guest mounts writable" guestmount -a guest.img -i mnt
t "a tree is copied in" cp -a /etc/alternatives mnt/root/
echo appended >>mnt/home/user/hello.txt
mkdir mnt/root/d
mv mnt/home/user/hello.txt mnt/root/d/renamed.txt
t "guestunmount unmounts it" guestunmount mnt
t_is "when guestunmount returns nobody holds the image" "" \
	"$(fuser guest.img 2>/dev/null)"

t "the file system is clean afterwards" sh -c '
	dd if=guest.img of=fs bs=1M skip=1 count=126 status=none
	e2fsck -fn fs'
t_is "what was written is in the image" \
	"Hello from the guest.
appended" \
	"$(ro guest.img 'cat root/d/renamed.txt')"
t_is "the copied tree is complete" \
	"$(cd /etc/alternatives && find . -printf '%P %y %l %m %TY%Tm%Td\n' | sort)" \
	"$(ro guest.img "cd root/alternatives && find . -printf '%P %y %l %m %TY%Tm%Td\\n' | sort")"
guestmount -a guest.img -i --ro --with 'exit 7' mnt
t_is "--with returns the status of its command" 7 $?

t "with neither -i nor -m there is a folder for each file system" \
	guestmount -a guest.img --ro --with 'test -d $MNT/sda1/etc' mnt
