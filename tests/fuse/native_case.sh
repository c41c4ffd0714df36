#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Directories that ignore case.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"

mkdir -p "$src/Users/Ada" "$src/Both"
echo one >"$src/Users/Ada/Notes.TXT"
echo lower >"$src/Both/readme"
echo upper >"$src/Both/README"
echo umlaut >"$src/Users/Straße Ärger"
native_mount -o case_insensitive || exit 1
cd "$mnt" || exit 1

# Once before and once after the directories were listed
for when in before after; do
	t_is "$when: any case is found" one "$(cat uSERS/ada/nOTES.txt)"
	t_is "$when: letters beyond ASCII fold" umlaut \
		"$(cat 'users/STRAßE ärger')"
	t_is "$when: an exact match wins" "lower upper" \
		"$(cat Both/readme Both/README | xargs)"
	t_not "$when: what is missing is missing" stat users/ADAM
	t_not "$when: and again" stat users/ADAM
	find . -printf '%s' >/dev/null
done
t_is "the stored case is shown" "Notes.TXT" "$(ls users/ADA)"
echo two >>users/ada/NOTES.TXT
sync users/ada/NOTES.TXT
t_is "writing to another spelling writes to the file" "one two" \
	"$(xargs <"$src/Users/Ada/Notes.TXT")"
t_is "and makes no second one" "Notes.TXT" "$(ls "$src/Users/Ada")"
t_not "mkdir refuses another spelling" mkdir USERS
t_is "sizes follow" 8 "$(stat -c %s users/ada/notes.txt)"
echo new >Users/New
t_is "a new name is found" new "$(cat users/NEW)"
rm users/nEW
t_not "and no longer once removed" stat users/new
t_not "by no spelling" stat Users/New
mv users/ada/notes.txt users/moved.txt
t_is "renamed by another spelling" moved.txt "$(ls "$src/Users" | grep -i mov)"
t "it is found" stat USERS/MOVED.TXT
t_not "and gone where it was" stat users/ada/notes.txt
echo a >users/a
mv users/a users/MOVED.TXT
t_is "renaming onto another spelling replaces" a "$(cat users/moved.txt)"
t_is "and leaves one name" 1 "$(ls "$src/Users" | grep -ic moved)"
echo content >"users/plain"
t "renaming only the case" mv users/plain users/Plain
t_is "works" Plain "$(ls "$src/Users" | grep -i plain)"
t_is "and shows" Plain "$(ls users | grep -i plain)"
t_is "and keeps the file" content "$(cat users/PLAIN)"
mkdir users/dir
touch users/dir/inside
t "the same with a directory" mv users/dir users/DIR
t_is "works, too" DIR "$(ls "$src/Users" | grep -i dir)"
t "what is in it is found" stat users/dir/INSIDE
cd "$tmp" || exit 1
t "unmounting" native_umount

# A walk that has fetched ahead, by other spellings
for i in 1 2 3 4 5 6 7 8 9; do
	mkdir -p "$src/Walk/Dir$i/Sub"
	for j in 1 2 3 4 5 6; do
		echo "$i$j" >"$src/Walk/Dir$i/File$j"
		echo "$i$j" >"$src/Walk/Dir$i/Sub/File$j"
	done
done
native_mount -o case_insensitive || exit 1
cd "$mnt" || exit 1
t_is "a walk by another spelling reads everything" \
	"$(cat "$src"/Walk/*/File* "$src"/Walk/*/Sub/File* | sort | md5sum)" \
	"$(find wALK -type f -exec cat {} + | sort | md5sum)"
cd "$tmp" && native_umount
native_mount -o case_insensitive || exit 1
cd "$mnt" || exit 1
ls -lR walk/dir1 walk/dir2 >/dev/null
cat walk/dir1/file1 walk/dir1/file2 walk/dir1/file3 >/dev/null
for i in 3 4 5; do
	echo changed >"WALK/DIR$i/FILE1"
	rm "walk/dir$i/sub/file2"
	mv "walk/dir$i/file3" "walk/dir$i/SUB/moved"
done
stat -f . >/dev/null # nothing is put off then
t_is "what other spellings have changed is seen" \
	"$(cd "$src/Walk" && grep -r . . | sort)" \
	"$(cd wALk && grep -r . . | sort)"
cd "$tmp" || exit 1
t "unmounting that" native_umount

native_mount -o case_sensitive || exit 1
t_not "case_sensitive tells them apart" stat "$mnt/users"
native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"
