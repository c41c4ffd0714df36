#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish on a terminal: prompt, Tab, history, Ctrl-C, passwords, progress.
. "$(dirname "$0")/../lib/fish.sh"
requires sfdisk
image_linux guest.img 64
mkdir -p host/inner
touch host/disk.img
echo 'set enable-bracketed-paste off' >inputrc
export INPUTRC=$tmp/inputrc

# typing CLAIM ARG...: the claim holds when what standard input says to type
# into "guestfish ARG..." has the effects that it expects
typing()
{
	local claim=$1

	shift
	cat >steps
	t "$claim" sh -c '"$0" guestfish "$@" <steps' \
		"$top/tests/lib/typist.py" "$@"
}

typing "a person is greeted, and errors do not end the shell" <<'END'
expect Type: help
expect ><fs>
send nosuchcommand\n
expect unknown command
expect ><fs>
send echo still here\n
expect \nstill here
send quit\n
eof
END
typing "Ctrl-D ends it" <<'END'
expect ><fs>
send \x04
eof
END
typing "Ctrl-C drops a line and keeps the shell" <<'END'
expect ><fs>
send echo wrong
expect wrong
send \x03
expect ><fs>
send echo right\n
expect \nright
absent \nwrong
send quit\n
eof
END
typing "the history has what was typed before" <<'END'
expect ><fs>
send \x1b[A\x1b[A\n
expect \nright
send quit\n
eof
END
t_is "it is kept in a file of ours alone" 600 "$(stat -c %a .guestfish)"
typing "Tab completes commands" <<'END'
expect ><fs>
send list-even\t\n
expect list-events
absent unknown
send mkdt\t
expect mkdtemp
send \x03
expect ><fs>
send help list-dev\t
expect list-devices
send \x03
expect ><fs>
send quit\n
eof
END
typing "and files of the host" <<'END'
expect ><fs>
send lcd ho\tin\t\n
expect lcd host/inner/
send !pwd\n
expect host/inner
send quit\n
eof
END
typing "and paths, devices and options of the guest" -a guest.img -i --ro <<'END'
expect Operating system: Debian
expect /dev/sda1 mounted on /
expect ><fs>
send cat /ho\tus\thel\t\n
expect Hello from the guest
send vfs-type /dev/sd\t\n
expect ext4
send tar-out / /dev/null comp\t
expect compress:
send \x03
expect ><fs>
send quit\n
eof
END
typing "--no-dest-paths does not look into the guest" -D -a guest.img -i --ro <<'END'
expect ><fs>
send cat /ho\t\n
expect /ho: No such file
send quit\n
eof
END
typing "a long command draws a progress bar, and Ctrl-C ends a transfer" \
	-N big.img=disk:20G -N one.img=disk:1G <<'END'
expect ><fs>
send zero-device /dev/sdb\n
expect [0-9]+% \[[-#]+\] [0-9]
expect ><fs>
send upload /dev/urandom /dev/sda\n
expect upload /dev/urandom /dev/sda\s
absent ><fs>
send \x03
expect cancelled
expect ><fs>
send list-devices\n
expect /dev/sda\s
expect ><fs>
send upload /dev/urandom /dev/sda\n\x03
expect ><fs>
send quit\n
eof
END
rm -f big.img one.img
typing "keys are asked for without an echo" -N l.img=disk:32M <<'END'
expect ><fs>
send luks-format /dev/sda 0\n
expect Enter key
send hidden\n
absent hidden
expect ><fs>
send vfs-type /dev/sda\n
expect crypto_LUKS
send quit\n
eof
END
export GUESTFISH_PS1='\[\e[1m\][\s \?]\[\e[0m\] ' GUESTFISH_OUTPUT='out:'
export GUESTFISH_RESTORE='bye\n'
typing "the prompt can be set" <<'END'
expect \[config 0\]
send nosuch\n
expect \[config 1\]
send echo x\n
expect out:x
send quit\n
expect bye
eof
END
