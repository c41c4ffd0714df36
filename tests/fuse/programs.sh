#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Real programs on a real mount.
. "$(dirname "$0")/../lib/mount.sh"
requires rsync git sqlite3 getfattr setfacl restic
image_fs fs.img ext4 400M
guestmount -a fs.img -m /dev/sda mnt || exit 1

# A tree with everything that a backup must carry
mkdir -p src/dir/sub
cp -a /usr/share/zoneinfo/Europe src/zone
head -c 1500000 /dev/urandom >src/big
ln src/big src/dir/hardlink
ln -s ../big src/dir/symlink
ln -s /nowhere src/dangling
mkfifo src/fifo
truncate -s 10M src/sparse
echo x | dd of=src/sparse bs=1 seek=5000000 conv=notrunc status=none
touch -d '2001-02-03 04:05:06.789012345' src/dir/old
chmod 4755 src/big
chown 1234:5678 src/dir/old
printf 'weird' >"src/$(printf 'n\377\001\n ame')"
touch "src/$(printf 'x%.0s' $(seq 255))"
setfattr -n user.colour -v blue src/dir/old
setfattr -n trusted.t -v 1 src/dir
setfacl -m u:1234:rwx src/dir/sub
# Of a link or a pipe that it has just made, rsync sets the time only when the
# seconds differ
find src ! -path src/dir/old -exec touch -h -d '2002-03-04 05:06:07.89' {} +

# Everything about the files of a tree; directories have sizes of their own
manifest()
{
	(
		cd "$1" || exit
		find . -mindepth 1 ! -type d -printf \
			'%P|%s|%m|%U|%G|%T@|%n|%l\n' -o -printf '%P|%m|%U|%G\n' | sort
		find . -type f -print0 | sort -z | xargs -0 sha256sum
		find . -print0 | sort -z | xargs -0 getfattr -h -d -m - 2>/dev/null
		find . ! -type l -print0 | sort -z | xargs -0 getfacl -n 2>/dev/null
	)
}
want=$(manifest src | sha256sum)

t "cp -a copies in" cp -a src mnt/cp
t_is "cp -a carries every attribute" "$want" "$(manifest mnt/cp | sha256sum)"
t "rsync -aHAX copies in" rsync -aHAX src/ mnt/rsync/
t_is "rsync carries every attribute" "$want" "$(manifest mnt/rsync | sha256sum)"
t_is "a second rsync finds nothing to do" "" "$(rsync -aHAXi --delete src/ mnt/rsync/)"
t "tar with xattrs goes in and out" sh -c '
	tar --xattrs --xattrs-include="*" --acls -C src -cf - . |
	(mkdir mnt/tar && tar --xattrs --xattrs-include="*" --acls -C mnt/tar -xpf -)'
t_is "tar carries every attribute" "$want" "$(manifest mnt/tar | sha256sum)"
t "sparse files stay sparse" sh -c '[ $(du -k mnt/cp/sparse | cut -f1) -lt 1000 ]'
t_is "grep -r finds what is there" "$(cd src && grep -rlc TZif zone | wc -l)" "$(cd mnt/cp && grep -rl TZif zone | wc -l)"

t "git works in the mount" sh -c '
	cd mnt && git init -q repo && cd repo && git config user.email a@b &&
	git config user.name n && cp -r ../cp/zone . && git add -A &&
	git commit -qm one && git fsck --strict && git gc -q && git status --short'
t "sqlite works in the mount" sh -c '
	sqlite3 mnt/db "pragma journal_mode=wal; create table t(a);
	with recursive c(x) as (select 1 union all select x+1 from c where x<5000)
	insert into t select x from c; select sum(a) from t" | grep -q 12502500 &&
	sqlite3 mnt/db "pragma integrity_check" | grep -qx ok'
t "a backup of the mount" sh -c '
	export RESTIC_PASSWORD=x; restic -q init -r repo --no-cache &&
	restic -q -r repo --no-cache backup mnt/cp &&
	restic -q -r repo --no-cache restore latest --target restored'
t_is "the restored backup is what was put in" "$(manifest src | sha256sum)" \
	"$(manifest "$(find restored -type d -name cp | head -n 1)" | sha256sum)"
t "rm -rf" rm -rf mnt/repo mnt/tar
t "unmount" guestunmount mnt
t "the file system is clean" e2fsck -fn fs.img
t_is "everything is still there after another mount" "$want" \
	"$(guestmount -a fs.img -m /dev/sda --ro mnt && manifest mnt/cp | sha256sum; guestunmount mnt)"
