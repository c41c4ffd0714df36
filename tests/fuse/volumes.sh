#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# LUKS, seen through the command line: keys by argument, file, standard input.
. "$(dirname "$0")/../lib/mount.sh"
requires cryptsetup
truncate -s 64M luks.img
printf 'pass phrase' >key
cryptsetup -q luksFormat --type luks2 --pbkdf pbkdf2 --pbkdf-force-iterations 1000 luks.img key || exit 1

dev_luks() { guestmount -a luks.img "$@"; }
t_like "without a key the device stays closed, and how to open it is said" "--key" \
	"$(guestmount -a luks.img --ro mnt 2>&1 </dev/null)"
t_like "a wrong passphrase is said to be one" "passphrase" \
	"$(guestmount -a luks.img --ro --key all:key:wrong mnt 2>&1 </dev/null)"
# A file system inside, made by the first user of the opened device
cat >mkfs.c <<'EOF'
#include <guestfs.h>
int main(void)
{
	guestfs_h *g = guestfs_create();

	return guestfs_add_drive(g, "luks.img") || guestfs_launch(g) ||
	       guestfs_cryptsetup_open(g, "/dev/sda", "pass phrase", "c", -1) ||
	       guestfs_mkfs(g, "ext4", "/dev/mapper/c") || guestfs_shutdown(g);
}
EOF
inc=$build/api
t "a program makes a file system inside" sh -c "cc -I$inc mkfs.c -o mkfs \
	-L$build/core -lguestfs -Wl,-rpath,$build/core && ./mkfs"
t "--key device:key:PASSPHRASE" guestmount -a luks.img --key '/dev/sda:key:pass phrase' \
	--with 'find $MNT -name "*lost+found" | grep -q . && echo in >$(dirname $(find $MNT -name lost+found))/file' mnt
t "--key all:file:FILE" guestmount -a luks.img --ro --key all:file:key \
	--with 'grep -qr in $(find $MNT -name file)' mnt
t "--keys-from-stdin" sh -c 'echo "pass phrase" | guestmount -a luks.img --ro --keys-from-stdin --with "test -n \"\$(find \$MNT -name file)\"" mnt'
