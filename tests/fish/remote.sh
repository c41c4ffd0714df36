#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish --listen and --remote.
. "$(dirname "$0")/../lib/fish.sh"
dir=/tmp/.guestfish-$(id -u)

eval "$(guestfish --listen -N disk.img=fs:ext4:64M)"
cleanup "kill $GUESTFISH_PID"
r() { guestfish --remote "$@"; }
t "--listen sets GUESTFISH_PID to a process" kill -0 "$GUESTFISH_PID"
t_is "its socket is ours alone" "700 700" \
	"$(stat -c %a "$dir" "$dir/socket-$GUESTFISH_PID" | xargs)"
t "a command is carried out there" r mount /dev/sda1 /
t "and the next finds its work" r write /x $'remote\n'
t_is "output comes here" remote "$(r cat /x)"
r -- -mkdir /no/where 2>err
t_is "an ignored error has a good status" 0 $?
t_like "and its text comes here" "/no/where" "$(cat err)"
t_is "input goes there" "data" "$(echo data | r upload - /u; r cat /u)"
t_is "files in both directions" "data" "$(r download /u - | cat)"
t_is "a file is not cut off by a second output" $'a\ndata' \
	"$(r echo a : download /u - >f; cat f)"
cat >script <<'END'
upload -<<EOF /h
line 1
EOF
cat /h | grep . | cat -n
cat /h | grep . | tr a-z A-Z
END
t_is "a script with pipes and here-documents" $'     1\tline 1\nLINE 1' \
	"$(r -f script)"
t_not "--remote with -a is refused" r -a disk.img run
t_like "without a process it says how to begin" "guestfish --listen" \
	"$(unset GUESTFISH_PID; r echo 2>&1)"
t_not "an unknown process is an error" guestfish --remote=1 echo
t_not "an error is carried" r mkdir /no/where
for _ in 1 2 3 4 5 6 7 8 9 10; do
	kill -0 "$GUESTFISH_PID" 2>/dev/null || break
	sleep 0.5
done
t_not "and ends the other process" kill -0 "$GUESTFISH_PID"
t_is "which removes its socket" "" \
	"$(ls "$dir/socket-$GUESTFISH_PID" 2>/dev/null)"
t_is "what was written is on the disk" remote \
	"$(guestfish --ro -a disk.img -m /dev/sda1 cat /x)"

out=$(guestfish --listen --csh)
t_like "--csh" "^setenv GUESTFISH_PID [0-9]+$" "$out"
GUESTFISH_PID=${out##* }
export GUESTFISH_PID
guestfish disk-create big.qcow2 qcow2 20G
t_is "run in a command substitution returns" "run" \
	"$(r add-ro big.qcow2; r run; echo run)"
cat >steps <<'END'
expect ><fs>
send -upload /dev/urandom /dev/sda\n
expect upload /dev/urandom /dev/sda\s
absent ><fs>
send \x03
expect cancel
expect ><fs>
send list-devices\n
expect /dev/sda\s
expect ><fs>
send \x04
eof
END
t "Ctrl-C ends the command there, and no more than that" sh -c \
	'"$0" guestfish --remote <steps' "$top/tests/lib/typist.py"
t "exit ends it" r exit
t_not "and it is gone" r echo
t_not "a failed start has a bad status" guestfish --listen -a /nonexistent

if [ "$(id -u)" -eq 0 ] && command -v unshare >/dev/null &&
	unshare -m true 2>/dev/null; then
	t_not "a directory that others may write to is not used" \
		unshare -m sh -c "mount -t tmpfs none /tmp &&
			mkdir -m 777 $dir && guestfish --listen"
fi
