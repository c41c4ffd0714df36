#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# guestfish's language, as far as no machine is needed.
. "$(dirname "$0")/../lib/fish.sh"

t_is "words, quotes, escapes, comments" 'a b  c d\t X	Y' \
	"$(guestfish <<'END'
# a comment
	  # another, and a blank line

echo a "b  c" 'd\t' "X\tY"
END
)"
t_is "-f - is standard input" hi "$(echo echo hi | guestfish -f -)"
t_is "commands on the command line, separated by colons" $'a\nb c' \
	"$(guestfish echo a : echo b c)"
t_is "a pipe to a command of the host's" "A" \
	"$(echo 'echo a | tr a-z A-Z' | guestfish)"
t_is "a quoted pipe is a word" "| cat" "$(echo "echo '|' cat" | guestfish)"
t_is "! runs a command of the host's" 3 "$(echo '!echo $((1+2))' | guestfish)"
t_is "the output of <! is run" $'1\n2' \
	"$(echo '<! for i in 1 2; do echo echo $i; done' | guestfish)"
t_is "~ is the home directory" "$HOME/x" "$(echo 'echo ~/x' | guestfish)"

out=$(script early.fish <<'END'
echo before
nosuchcommand x
echo after
END
)
t_like "an error ends a script" "^rc 1$" "$out"
t_is "at once" "" "$(grep after <<<"$out")"
t_like "and names file and line" "^early.fish:2: " "$out"
out=$(script ignored.fish <<'END'
-nosuchcommand
- nosuchcommand
echo after
END
)
t_like "a - before it ignores the error" "^after$" "$out"
t_like "and the status is good" "^rc 0$" "$out"
t_like "also on the command line" "^after$" \
	"$(guestfish -- -nosuch : - nosuch : echo after 2>/dev/null)"
t_not "an error ends a command line" guestfish nosuchcommand : echo after
t_like "a mistyped command gets a suggestion" "did you mean mount\?" \
	"$(guestfish mout 2>&1)"
touch some.img
t_like "so does the name of an image" "guestfish -a some.img" \
	"$(guestfish some.img 2>&1)"
t_like "a wrong number of arguments gets the usage" \
	"^usage: add-drive filename \[readonly:true\|false\]" \
	"$(guestfish add 2>&1)"
t_like "of a shell command too" "^usage: sparse FILE SIZE" \
	"$(guestfish sparse x 2>&1)"
t_like "a quote without end is an error with its line" \
	"^q.fish:2: .*unterminated double quote" \
	"$(printf 'echo a\necho "b\n' | script q.fish)"
t_like "an error of the library names the line too" \
	"^l.fish:1: libguestfs: error: /nonexistent:" \
	"$(echo 'add /nonexistent' | script l.fish)"
t_like "a host command that fails ends a script" "^rc 1$" \
	"$(printf '!false\necho after\n' | script h.fish)"
t_like "inside <! the line of its output is named" "^echo nosuch:1: " \
	"$(echo '<! echo nosuch' | script i.fish)"

t_like "an integer that does not fit is refused" "out of range" \
	"$(guestfish set-smp 99999999999 2>&1)"
t_like "a truth value must be one" "neither true nor false" \
	"$(guestfish set-verbose maybe 2>&1)"
t_is "many words for true" $'true\nfalse' \
	"$(guestfish set-trace yes : set-trace OFF : set-autosync on : \
		get-autosync : set-autosync f : get-autosync 2>/dev/null)"
t_like "an optional argument is given once" "given twice" \
	"$(guestfish add x format:raw format:raw 2>&1)"
t_like "an unknown one is named" '"colour:red" is no optional argument' \
	"$(guestfish add x colour:red 2>&1)"
t_is "names may be written with _ and in capitals" 700 \
	"$(guestfish SET_MEMSIZE 700 : get_memsize)"
t_is "aliases work" 701 "$(guestfish memsize 701 : get-memsize)"
t "numbers have suffixes" guestfish disk-create s.img raw 1M
t_is "which mean what they say" 1048576 "$(stat -c %s s.img)"
t "negative numbers come after --" \
	guestfish -- disk-create o.qcow2 qcow2 -1 backingfile:s.img backingformat:raw

t_is "lcd changes the directory" "$tmp/sub" \
	"$(mkdir sub; printf 'lcd sub\n!pwd\n' | guestfish)"
t_is "setenv and unsetenv" "v.." \
	"$(printf 'setenv A v\n!echo -n $A.\nunsetenv A\n!echo -n $A.\n' | guestfish)"
t_like "time measures" "^elapsed time: 0\.[0-9][0-9] seconds$" \
	"$(guestfish time echo x)"
t_like "quit ends" "^a$" "$(guestfish echo a : quit : echo b)"
t_is "and nothing after it is run" "" "$(guestfish quit : echo b)"
t "reopen begins anew" guestfish set-smp 2 : reopen : get-smp
t_like "help of a call" "mkdir-p path" "$(guestfish help mkdir-p)"
t_like "help of an alias" "add-drive filename" "$(guestfish -h add)"
t_like "help of a shell command" "copy-out /PATH" "$(guestfish --cmd-help=copy-out)"
t_not "help of nothing fails" guestfish help nosuchcommand
t_like "-h lists all" "^zerofree|^zero " "$(guestfish -h)"
t_like "--version" "^guestfish [0-9]" "$(guestfish --version)"
for opt in $(guestfish --long-options); do
	guestfish --help | grep -q -- "$opt" || echo "$opt"
done >missing
t_is "--help names every option" "--live --long-options" "$(xargs <missing)"
t_like "a wrong option says what to try" "guestfish --help" \
	"$(guestfish --nosuch 2>&1)"
t_like "--live is refused" "not supported" "$(guestfish --live x 2>&1)"
t_like "--format after -a is refused" "after them" \
	"$(guestfish -a some.img --format=raw echo 2>&1)"
t_like "-i without an image is refused" "use -a IMAGE" "$(guestfish -i 2>&1)"

t_is "a closed pipe is no error" "0 1" \
	"$(echo 'help -l | head -n 1 >/dev/null' | guestfish 2>/dev/null
		echo -n "$? "
		echo 'help -l | exit 3' | guestfish --pipe-error 2>/dev/null
		echo $?)"
t_not "standard output that is full is an error" sh -c 'guestfish -h >/dev/full'

t_is "event runs a script with the event's name" "close!" \
	"$(guestfish event '' close 'echo $EVENT!' : echo >out; grep . out)"
t_like "events are listed" '^"a" .*trace: echo' \
	"$(guestfish event a trace 'echo' : list-events)"
t_is "and deleted" "" \
	"$(guestfish event a '*' 'echo $EVENT' : delete-event a : list-events)"
t_not "an unknown event is refused" guestfish event a nosuch 'echo'
t_like "its values are arguments" "get_memsize" \
	"$(guestfish -x event t trace 'echo "T: $1"' : get-memsize)"

t_like "-x shows each call" "trace: .*get_memsize" \
	"$(guestfish -x get-memsize 2>&1)"
bash --norc -c '. "$1/fish/completion.bash"
	compopt() { :; }
	COMP_WORDS=(guestfish mkdir-) COMP_CWORD=1; _guestfish guestfish
	echo "${COMPREPLY[*]}"; COMP_WORDS=(guestfish --prog) COMP_CWORD=1
	_guestfish guestfish; echo "${COMPREPLY[*]}"' bash "$top" >completed 2>&1
t_like "bash completes commands" "mkdir-p" "$(cat completed)"
t_like "and options" "--progress-bars" "$(cat completed)"
