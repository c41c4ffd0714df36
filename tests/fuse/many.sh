#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Twenty images mounted on one machine, all at the same time.
. "$(dirname "$0")/../lib/mount.sh"
n=20

begin_mount()
{
	local i=$1 ro=

	mkdir -p "mnt$i"
	[ $((i % 2)) -eq 0 ] || ro=--ro
	guestmount --format=raw -a "$i.img" -m /dev/sda $ro "mnt$i" \
		2>"err$i"
}

# each COMMAND...: run it with every number, side by side
each()
{
	local i pids=() bad=0

	for i in $(seq "$n"); do
		"$@" "$i" &
		pids+=($!)
	done
	for i in "${pids[@]}"; do
		wait "$i" || bad=1
	done
	return "$bad"
}

has_its_own() { [ "$(cat "mnt$1/name")" = "image $1" ]; }
walks() { [ "$(find "mnt$1" -name 'f*' -printf '%s\n' | wc -l)" -eq 50 ]; }

writes()
{
	[ $(($1 % 2)) -ne 0 ] && return
	echo "written $1" >"mnt$1/new" && sync "mnt$1/new"
}

# The memory of all, and of one on average, in MiB
memory_of_one()
{
	local p sum=0

	for p in $(pgrep -f "mnt[0-9]*$|qemu-system"); do
		grep -qzxF "GUESTFS_TEST_MARK=$tmp" "/proc/$p/environ" \
			2>/dev/null || continue
		sum=$((sum + $(awk '/^Pss:/ { print $2 }' \
			"/proc/$p/smaps_rollup" 2>/dev/null || echo 0)))
	done
	echo $((sum / n / 1024))
}

# A file is open on a mount whose server has been stopped, and its attributes
# have to be asked for.
names_the_holder()
{
	local first second bad=0

	first=$(server_of mnt4) && second=$(server_of mnt2) || return 1
	sleep 100 <mnt4/new &
	fallocate -l 65536 mnt4/new
	kill -STOP "$first"
	mkdir -p again
	timeout -k 5 60 guestmount --format=raw -a 2.img -m /dev/sda again \
		2>err.again && bad=1
	kill -CONT "$first"
	kill $!
	cat err.again
	[ "$bad" = 0 ] && grep -Eq "PID $second|PID .*qemu" err.again
}

server_of()
{
	local p

	for p in $(pgrep -f "$1\$"); do
		grep -qzxF "GUESTFS_TEST_MARK=$tmp" "/proc/$p/environ" \
			2>/dev/null && echo "$p" && return
	done
	return 1
}

unmounts() { guestunmount "mnt$1"; }
was_written()
{
	[ $(($1 % 2)) -ne 0 ] && return
	[ "$(debugfs -R 'cat /new' "$1.img" 2>/dev/null)" = "written $1" ]
}

mkdir tree
for i in $(seq 50); do
	head -c $((i * 100)) /dev/zero >"tree/f$i"
done
for i in $(seq "$n"); do
	echo "image $i" >tree/name
	image_fs "$i.img" ext4 32M tree
done

# The first one makes the template that the others share.
t "one is mounted" begin_mount 1
t "and let go" guestunmount mnt1
t "$n are mounted at once" each begin_mount
t_is "nothing was complained of" "" "$(cat err*)"
t "each shows its own image" each has_its_own
t "all are walked at the same time" each walks
t "every other one is written to" each writes
mib=$(memory_of_one)
echo "# $mib MiB for one mount"
t "one takes less than 200 MiB of memory" [ "$mib" -lt 200 ]
t "who uses an image is told though another mount hangs" names_the_holder
t "all are unmounted at once" each unmounts
t "what was written is in the images" each was_written
t_is "nothing is left running" "" "$(our_processes)"
