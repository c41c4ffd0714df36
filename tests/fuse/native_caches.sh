#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What is cached is right: the known wrong answers of caches keyed by path.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"

mkdir "$src/d" "$src/d.new" "$src/many"
echo old >"$src/d/f"
echo newer >"$src/d.new/f"
echo one >"$src/one"
(cd "$src/many" && seq -f 'file-%g' 500 | xargs touch)
native_mount || exit 1
cd "$mnt" || exit 1

stat one >/dev/null
t "ln works" ln one two
t_is "the link count is right after ln" 2 "$(stat -c %h one)"
t_is "and under the new name" 2 "$(stat -c %h two)"
t_is "both are one file" "$(stat -c %i one)" "$(stat -c %i two)"
rm two
t_is "the link count is right after rm" 1 "$(stat -c %h one)"
ln one two
echo x >three
mv -f three two
t_is "the link count is right after a name is replaced" 1 "$(stat -c %h one)"

mtime() { stat -c %.9Y "$1"; }

before=$(mtime d)
touch d/g
after=$(mtime d)
t "creating changes the parent's time" [ "$before" != "$after" ]
rm d/g
t "removing changes it again" [ "$after" != "$(mtime d)" ]
before=$(mtime d)
mkdir d/s
t "mkdir changes it, too" [ "$before" != "$(mtime d)" ]
t_is "a directory's links count its subdirectories" \
	"$(stat -c %h "$src/d")" "$(stat -c %h d)"
rmdir d/s
links=$(stat -c %h d) # which carries out what was put off
t_is "and no longer after rmdir" "$(stat -c %h "$src/d")" "$links"

stat d/f d.new/f >/dev/null
mv d d.old
mv d.new d
t_is "after two renames, stat is for the new file" 6 "$(stat -c %s d/f)"
t_is "and reading as well" newer "$(cat d/f)"
t_is "the old one is where it went" old "$(cat d.old/f)"
t_is "its size, too" 4 "$(stat -c %s d.old/f)"

t_not "a missing name is missing" stat d/none
touch d/none
t "it is there once it was made" stat d/none
mv d/none d/other
t_not "and gone once it was renamed" stat d/none
t "the new name is there" stat d/other
ln -s other d/none
t_is "a link may take the name" other "$(readlink d/none)"

ls -l many >/dev/null
echo longer >many/file-7
rm many/file-8
mv many/file-9 many/file-10
t_is "a listing shows what changed" \
	"$(cd "$src/many" && find . -printf '%P %s %n\n' | sort)" \
	"$(cd many && find . -printf '%P %s %n\n' | sort)"

# A listing that is under way while names change
exec 3<many
ls many | head -n 3 >/dev/null
exec 3<&-
t_py "names removed while they are listed" <<'PY'
import os
seen = set()
with os.scandir("many") as it:
    for e in it:
        seen.add(e.name)
        if e.name in ("file-1", "file-499"):
            os.unlink("many/" + e.name)
            os.rename("many/file-2", "many/moved") if e.name == "file-1" \
                else None
assert len(seen) >= 495, len(seen)
for n in os.listdir("many"):
    os.stat("many/" + n)
PY

# Behind our back, then told so
echo changed >"$src/one"
rm "$src/d/f"
touch "$src/d/fresh"
t_not "a new name is not there yet" stat never
touch "$src/never"
kill -USR1 $(pgrep -P $native_pid)
sleep 0.5
t_is "after an invalidation content is read again" changed "$(cat one)"
t_not "removed names are gone" stat d/f
t "names that were missing are there" stat never
t_is "and listings are new" "fresh none other" \
	"$(ls d | tr '\n' ' ' | sed 's/ $//')"
cd "$tmp" || exit 1
t "unmounting" native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"
