# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# For tests that mount: our programs in PATH, images, no leftovers.
# shellcheck source=tests/lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/test.sh"
# shellcheck source=tests/lib/images.sh
. "$top/tests/lib/images.sh"
PATH=$build/guestmount:$PATH
export LIBGUESTFS_PATH=${LIBGUESTFS_PATH:-$build/appliance/out}
[ -c /dev/fuse ] || skip_all "no /dev/fuse here"
mkdir mnt
cleanup 'for m in "$tmp"/mnt*; do guestunmount -q "$m" || umount -l "$m"; done'

# our_processes: the long-lived processes that this test started, by a mark in
# their environment
export GUESTFS_TEST_MARK=$tmp
our_processes()
{
	local p

	for p in $(pgrep -f 'qemu-system|guestmount|guestfs'); do
		if grep -qzxF "GUESTFS_TEST_MARK=$tmp" "/proc/$p/environ" \
			2>/dev/null && [ "$p" != $$ ]; then
			tr '\0' ' ' <"/proc/$p/cmdline" | cut -c 1-80
			echo
		fi
	done
}

# ro IMAGE COMMAND: the output of COMMAND in a read-only mount of a guest
ro() { guestmount -a "$1" -i --ro --with "cd \$MNT && $2" mnt; }
# dev IMAGE DEVICE COMMAND: the same for one device, writable
dev() { guestmount -a "$1" -m "$2" --with "cd \$MNT && $3" mnt; }
