#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Ending a mount: by guestunmount, by signals, by force.
. "$(dirname "$0")/../lib/mount.sh"
image_linux guest.img 64

gone() { for _ in $(seq 100); do [ -z "$(our_processes)" ] && return; sleep 0.2; done; our_processes; return 1; }
server() { pgrep -f "guestmount .*$tmp|guestmount -a guest.img" | head -n 1; }

guestunmount mnt 2>/dev/null
t_is "guestunmount of what is not mounted: status 3" 3 $?
guestunmount 2>/dev/null
t_is "guestunmount without a directory: status 1" 1 $?

guestmount -a guest.img -i --pid-file pid mnt
(cd mnt && exec sleep 60) &
sleeper=$!
sleep 0.3
out=$(guestunmount --no-retry mnt 2>&1)
t_is "a busy mount: status 2" 2 $?
t_like "the process that holds a busy mount is named" "sleep.*$sleeper|$sleeper.*sleep" "$out"
kill $sleeper
wait $sleeper 2>/dev/null
t "guestunmount works once it is free" guestunmount mnt
t_not "the pid file is gone" test -e pid

guestmount -a guest.img -i --pid-file pid mnt
echo data >mnt/root/file
kill -TERM "$(cat pid)"
t "SIGTERM unmounts and ends everything" gone
t_is "SIGTERM loses nothing" data "$(ro guest.img 'cat root/file')"

guestmount -a guest.img -i --pid-file pid mnt
dd if=/dev/urandom of=synced bs=1M count=8 status=none
dd if=synced of=mnt/root/synced bs=1M conv=fsync status=none
kill -KILL "$(cat pid)"
t "after kill -9 nothing is left running" gone
sleep 1
t_not "after kill -9 no dead mount is left" grep -qF " $tmp/mnt " /proc/self/mountinfo
t "what fsync acknowledged survives kill -9 of guestmount" \
	ro guest.img "cmp root/synced $tmp/synced"

guestmount -a guest.img -i --pid-file pid mnt
exec 5<mnt/home/user/hello.txt
dd if=synced of=mnt/root/synced2 bs=1M conv=fsync status=none
pkill -KILL -f "qemu-system.*$(cat pid)" || kill -KILL "$(pgrep -P "$(cat pid)" qemu | head -n 1)"
sleep 1
t_like "when the appliance was killed, open files give EIO" "Input/output error|Transport endpoint" \
	"$(cat mnt/var/log/messages 2>&1 >/dev/null)"
exec 5<&-
guestunmount mnt
t_not "guestunmount still works after that" mountpoint -q mnt
t "what fsync acknowledged survives kill -9 of qemu" \
	ro guest.img "cmp root/synced2 $tmp/synced"

# cold: from a template it would be too fast to be interrupted
LIBGUESTFS_BACKEND_SETTINGS=${LIBGUESTFS_BACKEND_SETTINGS:+$LIBGUESTFS_BACKEND_SETTINGS:}cold \
	guestmount -a guest.img -i --no-fork mnt &
pid=$!
sleep 0.7
kill -INT $pid 2>/dev/null
wait $pid
t_is "an interrupted launch ends with status 130" 130 $?
t "and leaves nothing" gone

exec 6> >(sleep 2)
guestmount -a guest.img -i mnt
guestunmount --fd=6 mnt &
exec 6>&-
wait $!
t_is "guestunmount --fd waits for the descriptor and unmounts" 0 $?
