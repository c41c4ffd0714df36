#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# NTFS and a guest that is Windows: names in any case, fast startup.
. "$(dirname "$0")/../lib/mount.sh"
requires mkntfs sfdisk
truncate -s 190M fs
mkntfs -q -F -f -p 2048 -H 16 -S 63 -L Windows fs >/dev/null 2>&1 || exit 1
rm -f win.img
truncate -s 200M win.img
printf 'label: dos\nlabel-id: 0x12345678\nstart=2048, size=%d, type=7, bootable\n' \
	$((190 * 2048)) | sfdisk -q win.img
put_part win.img 1 fs

mkdir -p tree/Windows/System32/config "tree/Program Files" tree/Users/Test
python3 "$top/tests/lib/mkhive.py" --windows tree/Windows/System32/config \
	2>&1 || echo "# no hives"
cp /bin/true tree/Windows/System32/cmd.exe
echo "hello" >tree/Users/Test/ReadMe.txt

t "a tree is copied into NTFS" guestmount -a win.img -m /dev/sda1 \
	--with "cp -r tree/. \$MNT" mnt
t "a Windows guest is found and mounted" guestmount -a win.img -i mnt
t_is "names are found in any case" hello "$(cat mnt/USERS/test/readme.TXT)"
t_is "listings show the stored case" ReadMe.txt "$(ls mnt/users/TEST)"
echo more >>mnt/users/test/README.TXT
t_is "writing to another case writes the existing file" "ReadMe.txt" "$(ls mnt/Users/Test)"
t_is "and both names show it" "hello more" "$(echo $(cat mnt/Users/Test/ReadMe.txt))"
mv mnt/Users/Test/ReadMe.txt mnt/Users/Test/README.txt
t_is "renaming only the case works" README.txt "$(ls mnt/Users/Test)"
t "mkdir of a name that exists in another case is refused" sh -c '! mkdir mnt/USERS 2>/dev/null'
rm mnt/USERS/TEST/readme.txt
t_is "rm in another case removes it" "" "$(ls mnt/Users/Test)"
t_not "and it is gone under every name" test -e mnt/Users/Test/README.txt
echo ünï >"mnt/Users/Test/Größe.txt"
t_is "letters beyond ASCII fold too" ünï "$(cat "mnt/users/test/GRÖSSE.TXT" 2>/dev/null || cat "mnt/users/test/GRÖßE.txt")"
t_not "a file is not taken for one that was removed, whose number it has" sh -c '
	for i in $(seq 30); do
		echo "$i" >mnt/Users/Test/one && exec 5<mnt/Users/Test/one &&
			rm mnt/Users/Test/one && exec 5<&- || echo failed
		echo "$i" >mnt/Users/Test/two
		[ "$(cat mnt/users/test/TWO)" = "$i" ] || echo "$i"
		rm mnt/Users/Test/two
	done | grep .'
t "unmount" guestunmount mnt

t_is "case_sensitive turns it off" no "$(guestmount -a win.img -m /dev/sda1 --ro \
	-o case_sensitive --with 'test -e $MNT/users && echo yes || echo no' mnt)"

# Fast startup leaves a hibernation file that begins with "hibr"
guestmount -a win.img -m /dev/sda1 --with 'printf "hibr%4092s" "" >$MNT/hiberfil.sys' mnt
out=$(guestmount -a win.img -i mnt 2>&1)
t_like "a hibernated NTFS is mounted read-only, with a warning" "read-only" "$out"
t_like "and refuses writing" "Read-only" "$(touch mnt/x 2>&1)"
t "unmount" guestunmount mnt
