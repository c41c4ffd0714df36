#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Two groups of ten writers and ten readers on one mount, without a machine;
# HAMMER_SEED replays one, HAMMER_SECONDS makes it longer.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires python3
seconds=${HAMMER_SECONDS:-15}
seed=${HAMMER_SEED:-$RANDOM}

native_mount || exit 1
t "forty processes for $seconds seconds, seed $seed" \
	python3 "$top/tests/lib/hammer.py" "$mnt/h" "$seconds" "$seed"
t "the files in the guest are those seen" \
	python3 "$top/tests/lib/hammer.py" --check "$src/h" hammer.state
t "unmounting" native_umount
native_mount -r || exit 1
t "and so they are for the next mount" \
	python3 "$top/tests/lib/hammer.py" --check "$mnt/h" hammer.state
t "unmounting that" native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"
