# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced after test.sh by tests that mount a directory of this machine with
# native-mount: guestmount/fs against the daemon's sessions, without a VM.
#
#   native_mount [OPTION...]   mount $src on $mnt
#   native_umount              unmount and wait for the end
#   t_py CLAIM [ARG...]        the claim holds when the Python program on
#                              standard input succeeds
src=$tmp/src
mnt=$tmp/mnt
mkdir "$src" "$mnt"
native_pid=

[ -w /dev/fuse ] || skip_all "no /dev/fuse here"
[ "$(id -u)" = 0 ] || skip_all "not root"

native_mount()
{
	local i

	timeout 600 "$build/tests/native-mount" "$@" \
		"$build/tests/native-server" "$src" "$mnt" \
		2>"$tmp/.native" &
	native_pid=$!
	for i in $(seq 100); do
		mountpoint -q "$mnt" && return 0
		kill -0 $native_pid 2>/dev/null || break
		sleep 0.05
	done
	sed 's/^/# /' "$tmp/.native"
	return 1
}

native_umount()
{
	umount "$mnt" && wait $native_pid
}

native_end()
{
	umount -l "$mnt"
	[ -z "$native_pid" ] || kill "$native_pid"
}
cleanup native_end

t_py()
{
	local claim=$1

	shift
	cat >"$tmp/.py"
	t "$claim" python3 "$tmp/.py" "$@"
}
