#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ordinary programs, compared attribute for attribute with what went in.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires rsync git sqlite3 tar find grep setfattr

# A tree with everything in it
mkdir "$tmp/in"
cd "$tmp/in" || exit 1
mkdir -p a/b/c empty
for i in $(seq 60); do
	head -c $((i * 997)) /dev/urandom >a/file-$i
done
head -c 3000000 /dev/urandom >a/b/large
truncate -s 20M sparse
echo data | dd of=sparse bs=1M seek=10 conv=notrunc 2>/dev/null
ln a/file-1 a/b/hard
ln -s ../file-2 a/b/soft
ln -s nowhere dangling
mkfifo pipe
mknod null c 1 3
touch -d '1999-12-31 23:59:59.987654321' a/file-3
touch -h -d '2001-01-01' dangling
chmod 4755 a/file-4
chmod 0 a/file-5
chown 1000:1001 a/file-6
chown -h 7:8 a/b/soft
setfattr -n user.comment -v hello a/file-7
setfattr -n user.dir -v hello a
setfacl -m u:55:rwx a/file-8 2>/dev/null
touch -d '2005-05-05' a/b/c a

# describe DIR: everything that can be compared
describe()
{
	(cd "$1" && find . -printf '%P %y %m %U:%G %n %s %T@ %l\n' |
		sed 's/^\(\([^ ]* \)[dc] [^ ]* [^ ]* \)[^ ]* [0-9]*/\1/' |
		sort
	find . -type f -print0 | sort -z | xargs -0 sha256sum
	find . -print0 | sort -z |
		xargs -0 getfattr -h -d -m - 2>/dev/null)
}

# rsync takes times within one second for the same where it only sets them
find "$tmp/in" -exec touch -h -d '2021-02-03 04:05:06.123456789' {} +
native_mount || exit 1
describe "$tmp/in" >"$tmp/want"
t "cp -a in" cp -a "$tmp/in" "$mnt/cp"
describe "$mnt/cp" >"$tmp/got"
t "keeps everything, seen through the mount" diff "$tmp/want" "$tmp/got"
describe "$src/cp" >"$tmp/got"
t "and in the guest" diff "$tmp/want" "$tmp/got"
t "cp -a out" cp -a "$mnt/cp" "$tmp/out"
describe "$tmp/out" >"$tmp/got"
t "keeps everything" diff "$tmp/want" "$tmp/got"

t "rsync -aHAX in" rsync -aHAX "$tmp/in/" "$mnt/rsync/"
describe "$src/rsync" >"$tmp/got"
t "keeps everything, too" diff "$tmp/want" "$tmp/got"
t_is "rsync finds nothing to do then" "" \
	"$(rsync -aHAXi "$tmp/in/" "$mnt/rsync/" 2>&1)"
t "tar with attributes, in" sh -c 'mkdir "$1/tar" &&
	tar -C "$0" --xattrs --xattrs-include="*" --acls -cf - . |
	tar -C "$1/tar" --xattrs --xattrs-include="*" --acls -xpf -' \
	"$tmp/in" "$mnt"
describe "$src/tar" >"$tmp/got"
t "keeps everything as well" diff "$tmp/want" "$tmp/got"

cd "$mnt" || exit 1
t_is "find by name and size" "1" "$(find . -path './cp/*' -name large \
	-size +2M | wc -l)"
echo needle >cp/a/b/c/here
t_is "grep -r" "cp/a/b/c/here:needle" "$(grep -r --devices=skip needle cp)"
t "git" sh -ec '
	git init -q repo
	cd repo
	git config user.email a@b.example
	git config user.name A
	for i in $(seq 200); do mkdir -p d$((i % 9)); echo $i >d$((i % 9))/$i
	done
	git add .
	git commit -qm one
	echo more >>d1/1
	[ "$(git status --porcelain)" = " M d1/1" ]
	git commit -qam two
	git checkout -q -b side HEAD~
	git mv d2 moved
	git commit -qm three
	git merge -q -m merge master 2>/dev/null ||
		git merge -q -m merge main
	git gc -q
	git fsck --strict
	[ -z "$(git status --porcelain)" ]'
t "sqlite3" sh -ec '
	sqlite3 db "create table t (a integer primary key, b text);
		pragma journal_mode=wal;"
	for i in 1 2 3 4; do
		sqlite3 -cmd ".timeout 20000" db "begin immediate;
		with recursive n(x) as (select 1 union all
			select x + 1 from n where x < 2000)
		insert into t (b) select hex(randomblob(50)) from n;
		commit;" &
	done
	wait
	[ "$(sqlite3 db "select count(*) from t")" = 8000 ]
	[ "$(sqlite3 db "pragma integrity_check")" = ok ]
	sqlite3 db "pragma journal_mode=delete; delete from t where a % 2;
		vacuum"
	[ "$(sqlite3 db "pragma integrity_check")" = ok ]'
t "a program that is run from the mount" sh -c \
	'cp /bin/echo ./echo && [ "$(./echo hi)" = hi ]'
t "sed -i" sh -c 'echo one >s && sed -i s/one/two/ s && grep -q two s'
t "rm -r" rm -r cp tar
cd "$tmp" || exit 1
t "unmounting" native_umount
t_is "the database is whole underneath" ok \
	"$(sqlite3 "$src/db" "pragma integrity_check")"

native_mount -r || exit 1
describe "$mnt/rsync" >"$tmp/got"
t "a read-only mount shows the same" diff "$tmp/want" "$tmp/got"
describe "$mnt/rsync" >"$tmp/got"
t "and again" diff "$tmp/want" "$tmp/got"
native_umount
native_mount -s 0 -n 1 || exit 1
describe "$mnt/rsync" >"$tmp/got"
t "so do one port and no shared memory" diff "$tmp/want" "$tmp/got"
t "which can write, too" sh -c \
	'cp "$0/rsync/a/b/large" "$0/l" && cmp "$0/l" "$1/in/a/b/large"' \
	"$mnt" "$tmp"
native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"
