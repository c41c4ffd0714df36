#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Image formats, backing files, snapshots.
. "$(dirname "$0")/../lib/mount.sh"
requires qemu-img
image_linux guest.img 64
hello="Hello from the guest."
read_hello='cat home/user/hello.txt'

for fmt in qcow2 vmdk vdi vhdx vpc; do
	qemu-img convert -O $fmt guest.img guest.$fmt
	t_is "$fmt is recognised and read" "$hello" "$(ro guest.$fmt "$read_hello")"
	rm -f guest.$fmt
done

qemu-img convert -O qcow2 guest.img base.qcow2
qemu-img create -q -f qcow2 -b base.qcow2 -F qcow2 top.qcow2
sum=$(sha256sum <base.qcow2)
t "a qcow2 file with a backing file can be written" \
	dev top.qcow2 /dev/sda1 "echo changed >home/user/hello.txt"
t_is "the change is in the overlay" changed "$(ro top.qcow2 "$read_hello")"
t_is "the backing file is as it was" "$sum" "$(sha256sum <base.qcow2)"

qemu-img snapshot -c before base.qcow2
dev base.qcow2 /dev/sda1 "echo later >home/user/hello.txt"
t_is "a qcow2 file shows its present state" later "$(ro base.qcow2 "$read_hello")"

truncate -s 60000 top.qcow2
t_like "a truncated qcow2 gives one clear error" "top.qcow2: the file is truncated" \
	"$(guestmount -a top.qcow2 -i --ro mnt 2>&1)"
qemu-img create -q -f qcow2 -b missing.qcow2 -F qcow2 -u orphan.qcow2 64M
t_like "a missing backing file is named" "missing.qcow2" \
	"$(guestmount -a orphan.qcow2 -i --ro mnt 2>&1)"
t_is "failed mounts leave no process" "" "$(our_processes)"
