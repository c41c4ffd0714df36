#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Programs that were built for the library which this one takes the place of:
# Debian's guestfs-tools, where they are installed.
# shellcheck source=tests/lib/mount.sh
. "$(dirname "$0")/../lib/mount.sh"
for p in virt-cat virt-customize virt-df virt-diff virt-edit virt-filesystems \
	virt-ls virt-make-fs virt-resize virt-sparsify virt-tar-out; do
	command -v "$p" >/dev/null || skip_all "no guestfs-tools here"
done
export LD_LIBRARY_PATH=$build/core

linux_tree tree /dev/vg/root
rm tree/bin/sh
mkdir -p tree/etc/systemd/system/multi-user.target.wants
truncate -s 400M guest.img
"$build/fish/guestfish" <<'END' || exit 1
add guest.img format:raw
run
part-init /dev/sda mbr
part-add /dev/sda p 2048 206847
part-add /dev/sda p 206848 -1
mkfs ext4 /dev/sda1 label:boot
pvcreate /dev/sda2
vgcreate vg /dev/sda2
lvcreate root vg 200
mkfs ext4 /dev/vg/root
mount /dev/vg/root /
copy-in tree/bin tree/boot tree/dev tree/etc tree/home tree/proc tree/root /
copy-in tree/sbin tree/sys tree/tmp tree/usr tree/var /
END

t_is "virt-filesystems finds file systems in logical volumes" \
	"/dev/sda1 /dev/vg/root" \
	"$(virt-filesystems -a guest.img | tr '\n' ' ' | sed 's/ $//')"
t_is "virt-cat finds the guest by itself" guest \
	"$(virt-cat -a guest.img /etc/hostname)"
t_is "virt-ls walks a tree" "$(cd tree/var && find . -mindepth 1 | wc -l)" \
	"$(virt-ls -a guest.img -R /var | wc -l)"
t_like "virt-df counts blocks" '^guest.img:/dev/vg/root +[0-9]+ +[0-9]+ ' \
	"$(virt-df -a guest.img)"
t_is "virt-tar-out packs a directory" "$(cat tree/etc/debian_version)" \
	"$(virt-tar-out -a guest.img /etc - | tar xOf - ./debian_version)"

qemu-img create -q -f qcow2 -b guest.img -F raw over.qcow2
t "virt-edit changes a file" \
	virt-edit -a over.qcow2 /etc/hostname -e s/guest/other/
t_like "virt-diff tells which" '^\+other' \
	"$(virt-diff -a guest.img -A over.qcow2)"
t "virt-customize installs, links and edits" \
	virt-customize -q -a over.qcow2 --firstboot-command true \
	--edit '/etc/hostname:s/other/third/' --link /etc/hostname:/etc/name
t_is "so that it is there" third "$(virt-cat -a over.qcow2 /etc/name)"

truncate -s 500M larger.img
t "virt-resize makes a volume larger" virt-resize -q --expand /dev/sda2 \
	--LV-expand /dev/vg/root guest.img larger.img
t_like "and its file system" '^/dev/vg/root +filesystem +ext4 .* 3[0-9]{8} ' \
	"$(virt-filesystems -a larger.img --filesystems --long)"
t "virt-sparsify copies what is used" \
	virt-sparsify -q --convert qcow2 guest.img sparse.qcow2
t_is "and nothing is missing" guest \
	"$(virt-cat -a sparse.qcow2 /etc/hostname)"
t "virt-make-fs makes a file system of a directory" \
	virt-make-fs --type=ext4 --size=+10M tree/etc fs.img
t_is "with its files" "$(cat tree/etc/passwd)" \
	"$(virt-cat -a fs.img -m /dev/sda /passwd)"
