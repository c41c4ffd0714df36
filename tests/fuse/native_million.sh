#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Bounded memory: 400,000 files here, a million with GUESTFS_TEST_LONG.
# shellcheck source=tests/lib/test.sh
. "$(dirname "$0")/../lib/test.sh"
# shellcheck source=tests/lib/native.sh
. "$top/tests/lib/native.sh"
requires python3 ldd
! ldd "$build/tests/native-mount" | grep -q asan ||
	skip_all "the sanitizer's memory is not ours"
n=400000
[ -z "${GUESTFS_TEST_LONG:-}" ] || n=1000000
mount -t tmpfs -o nr_inodes=1100000 none "$src" || skip_all "no tmpfs here"
cleanup 'umount -l "$src"'
t_py "making $n files" "$src" $n <<'PY'
import os, sys
src, n = sys.argv[1], int(sys.argv[2])
os.mkdir(f"{src}/one")
for j in range(n // 3):     # one large directory, and many
    os.close(os.open(f"{src}/one/f{j}", os.O_CREAT | os.O_WRONLY))
for i in range(n // 3, n):
    d = f"{src}/d{i // 1000}"
    if i % 1000 == 0 or i == n // 3:
        os.mkdir(d)
    os.close(os.open(f"{d}/file-{i}", os.O_CREAT | os.O_WRONLY))
PY

peak() # MB
{
	local pid

	pid=$(pgrep -f "^$build/tests/native-mount .*$tmp/mnt")
	awk '/^VmHWM/ { print int($2 / 1024) }' "/proc/$pid/status"
}

for options in "-r" ""; do
	# shellcheck disable=SC2086
	native_mount $options || exit 1
	for round in first second; do
		t_is "a $round walk${options:+, read-only,} finds them all" $n \
			"$(find "$mnt" -type f -printf '%s\n' | wc -l)"
		mb=$(peak)
		t "in less than 200 MB (${mb:-unknown})" \
			test "${mb:-9999}" -lt 200
	done
	t_is "what was forgotten is there when asked for" 0 \
		"$(stat -c %s "$mnt/one/f7")"
	native_umount
done
t_is "no warning came" "" "$(cat "$tmp/.native")"
