#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish on a guest's files: calls as commands, their output, and the
# commands of the shell that copy, edit and view.
. "$(dirname "$0")/../lib/fish.sh"
requires sfdisk
image_linux guest.img 64
eval "$(guestfish --listen -a guest.img -i)"
cleanup "kill $GUESTFISH_PID"
r() { guestfish --remote "$@"; }
# Errors must not end the other process
e() { guestfish --remote -- -"$1" "${@:2}" 2>&1; }
hello=/home/user/hello.txt

t_is "a string" ext4 "$(r vfs-type /dev/sda1)"
t_is "a list, one a line" /dev/sda1 "$(r list-partitions)"
t_is "a hash table" "/dev/sda1: ext4" "$(r list-filesystems)"
t_is "a truth value" $'true\nfalse' \
	"$(r is-file /etc/fstab; r is-dir /etc/fstab)"
t_is "a number" 22 "$(r filesize $hello)"
t_is "a number in octal" 022 "$(r get-umask)"
t_is "bytes as they are" "Hello from the guest." "$(r cat $hello)"
t_like "a structure" "^st_size: 22$" "$(r statns $hello)"
t_is "a list of structures" "[0] = {" "$(r readdir /home | head -n 1)"
t_like "with fields indented" "^  name: user$" "$(r readdir /home)"
t_is "a missing string" "(null)" "$(r get-append)"
t "optional arguments" r disk-create q.qcow2 qcow2 1M preallocation:off
t "a list of words" r tar-out /home "$tmp/h.tar" "excludes:'a b' c"
t_like "an error names the object" "^libguestfs: error: .*/nonexistent" \
	"$(e cat /nonexistent)"

t_is "- is standard output" 2000 "$(r download /var/log/messages - | wc -l)"
t_is "a regular file there is not cut off" $'x\n2000' \
	"$(r echo x : download /var/log/messages - >f
		head -n 1 f; tail -n +2 f | wc -l)"
t_is "an archive to a pipe" hello.txt \
	"$(r tar-out /home/user - | tar tf - | grep -o 'hello.*')"
printf 'first\nsecond\n' >in
{
	read -r _
	r upload - /in
} <in
t_is "- is standard input, from where it is" second "$(r cat /in)"

mkdir -p tree/sub
echo one >tree/one
echo two >"tree/sub/t w o"
ln -s one tree/link
chmod 640 tree/one
t "copy-in" r copy-in "$tmp/tree" "$tmp/in" /root
t_is "copies whole trees" two "$(r cat '/root/tree/sub/t w o')"
t_is "and files" first "$(r cat /root/in | head -n 1)"
t_like "not into what is no directory" "[Nn]o(t a| such) directory" \
	"$(e copy-in "$tmp/in" /etc/fstab)"
mkdir out
t "copy-out" r copy-out /root/tree /etc/fstab "$tmp/out"
t "brings them back as they were" diff -r --no-dereference tree out/tree
t_is "with modes" 640 "$(stat -c %a out/tree/one)"
t_is "and times" "$(stat -c %Y tree/one)" "$(stat -c %Y out/tree/one)"
t "into what is there already" r copy-out /root/tree "$tmp/out"
t_like "not into what is no directory" "[Nn]ot a directory" \
	"$(e copy-out /root/tree "$tmp/in")"

cat >editor <<'END'
#!/bin/sh
sed -i s/Hello/Bye/ "$1"
END
chmod +x editor
r chmod 0604 $hello
r setenv EDITOR "$tmp/editor"
t "edit" r edit $hello
t_is "writes what was changed" "Bye from the guest." "$(r cat $hello)"
t_is "and keeps the mode" 604 \
	"$(printf '%o' $(($(r statns $hello | sed -n 's/st_mode: //p') & 07777)))"
r setenv EDITOR "echo made >"
r edit /new
t_is "a new file is made" made "$(r cat /new)"
r setenv EDITOR true
before=$(r statns $hello | grep mtime)
r edit $hello
t_is "what was not changed is not written" "$before" \
	"$(r statns $hello | grep mtime)"
r setenv EDITOR false
t_like "an editor that fails changes nothing" "status 1" "$(e edit $hello)"
r setenv PAGER "sed s/^/page:/"
t_like "more" "^page:Bye from" "$(r more $hello)"
r setenv GUESTFISH_DISPLAY_IMAGE "wc -c"
t_like "display" "^20 " "$(r display $hello)"
printf '#!/bin/sh\nprintf XYZ | dd of="$1" bs=1 conv=notrunc status=none\n' \
	>hexer
chmod +x hexer
r setenv HEXEDITOR "$tmp/hexer"
t "hexedit of a part" r hexedit $hello 4 3
t_is "changes that part" "Bye XYZm the guest." "$(r cat $hello)"
t_like "a part beyond the end is refused" "ends before" \
	"$(e hexedit $hello 1M 1)"

r mkdir /globbed
r touch /globbed/a1
r touch /globbed/a2
r touch /globbed/b1
t_is "glob runs a command for each match" $'/globbed/a1\n/globbed/a2' \
	"$(r glob echo '/globbed/a*')"
t_is "or for each combination" 4 \
	"$(r glob echo '/globbed/a?' '/globbed/[ab]1' | wc -l)"
t_like "no match is said" "nothing matches" "$(e glob echo '/nonexistent*')"
t_is "glob matches devices too" /dev/sda1 "$(r glob echo '/dev/sd?1')"
t_is "win: paths are found in any case, with backslashes" \
	"Bye XYZm the guest." "$(r cat 'win:C:\HOME\User\hello.TXT')"
t_like "an unknown drive is said" "drive Q: is not mounted" \
	"$(e cat 'win:q:\x')"
t_like "supported lists groups" "^lvm2 +yes$" "$(r supported)"
t_like "alloc is for before launch" "only before launch" "$(e alloc a.img 1M)"
r exit

t_like "-i with a script" "Bye" \
	"$(echo "cat $hello" | guestfish --ro -a guest.img -i)"
t_like "as it was once written" "Bye" \
	"$(echo "cat $hello" | guestfish --ro -i guest.img)"
t_like "--ro is obeyed" "[Rr]ead-only" \
	"$(guestfish --ro -a guest.img -i touch /x 2>&1)"
