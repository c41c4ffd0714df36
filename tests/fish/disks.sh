#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish's options that make, add and mount disks.
. "$(dirname "$0")/../lib/fish.sh"

t_like "-N help lists the types" "^bootrootlv\[:name" "$(guestfish -N help)"
t_not "an unknown type is refused" guestfish -N nosuch
t_not "and too many parameters" guestfish -N disk:1M:2

out=$(guestfish -N part:64M -N p.img=fs:vfat:64M:gpt -N lv:/dev/A/B:64M \
	-N lvfs:/dev/C/D:ext4:64M -N bootroot:ext2:ext4:128M:32M:gpt \
	-N bootrootlv:/dev/E/F:ext2:xfs:600M:32M -N disk:5M <<'END'
list-filesystems
blockdev-getsize64 /dev/sdg
part-get-parttype /dev/sda
part-get-parttype /dev/sdb
part-get-parttype /dev/sde
END
)
t_like "-N fs" "^/dev/sdb1: vfat$" "$out"
t_like "-N lvfs" "^/dev/C/D: ext4$" "$out"
t_like "-N lv" "^/dev/A/B: unknown$" "$out"
t_like "-N bootroot, boot" "^/dev/sde1: ext2$" "$out"
t_like "-N bootroot, root" "^/dev/sde2: ext4$" "$out"
t_like "-N bootrootlv, boot" "^/dev/sdf1: ext2$" "$out"
t_like "-N bootrootlv, root" "^/dev/E/F: xfs$" "$out"
t_like "-N disk, of the size asked for" "^5242880$" "$out"
t_is "partition tables" "msdos gpt gpt" "$(tail -n 3 <<<"$out" | xargs)"
t_is "files are numbered, or have the name given" \
	"p.img test1.img test3.img test4.img test5.img test6.img test7.img" \
	"$(echo ./*.img | sed 's,\./,,g')"
t "-N is writable with --ro" guestfish --ro -N w.img=fs:ext2:16M -a p.img \
	mount /dev/sda1 / : touch /x : umount / : mount /dev/sdb1 / : touch /y
t_is "-a is not" $'true\nfalse' \
	"$(guestfish --ro -a w.img -m /dev/sda1 exists /x
		guestfish --ro -a p.img -m /dev/sda1 exists /y)"
t_like "-m of what is not there lists what is" "/dev/sda1 \(vfat\)" \
	"$(guestfish -a p.img -m /dev/sda7 2>&1 </dev/null)"

t "sparse makes and adds" guestfish sparse s.img 10M : run : \
	part-disk /dev/sda mbr : mkfs ext2 /dev/sda1
t_is "of the size asked for" 10485760 "$(stat -c %s s.img)"
t "alloc too" guestfish alloc a.img 2M : run : blockdev-getsize64 /dev/sda
t_is "with its space" 2 $(($(stat -c '%b*512/1048576' a.img)))
t_not "an impossible size is refused" guestfish sparse x.img 1Q

t_is "keys are read from standard input" "crypto_LUKS" \
	"$(echo secret | guestfish --keys-from-stdin -N l.img=disk:32M \
		luks-format /dev/sda 0 : vfs-type /dev/sda)"
echo secret | guestfish --keys-from-stdin -a l.img run : \
	cryptsetup-open /dev/sda c : mkfs ext2 /dev/mapper/c : \
	mount /dev/mapper/c / : touch /inside
t_is "--key opens a device" "true" \
	"$(guestfish -a l.img --key all:key:secret -m /dev/mapper/cryptsda \
		exists /inside)"
t_like "a wrong key is said" "passphrase" \
	"$(guestfish -a l.img --key all:key:wrong -m /dev/mapper/cryptsda \
		exists / 2>&1)"
