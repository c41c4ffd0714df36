#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Random operations on a file against a model, without a machine; FSX_SEED
# replays a run, FSX_OPS makes it longer.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
fsx=$build/tests/fsx
ops=${FSX_OPS:-20000}
seed=${FSX_SEED:-$RANDOM}

native_mount || exit 1
t "$ops operations, seed $seed" "$fsx" -s "$seed" -n "$ops" "$mnt/a"
t "the same in a larger file" \
	"$fsx" -s "$((seed + 1))" -n "$((ops / 20))" -l 9000000 "$mnt/b"
t "two at once" bash -c '
	"$0" -s "$1" -n "$2" "$3/c" & "$0" -s "$1" -n "$2" "$3/d" && wait $!
' "$fsx" "$((seed + 2))" "$((ops / 10))" "$mnt"
t "the file in the guest is the one seen" cmp "$mnt/a" "$src/a"
t "unmounting" native_umount

native_mount -o direct_io || exit 1
t "without a page cache" \
	"$fsx" -M -s "$((seed + 3))" -n "$((ops / 10))" "$mnt/e"
t "unmounting that" native_umount
