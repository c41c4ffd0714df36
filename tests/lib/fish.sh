# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# For tests of guestfish: the program in PATH, images, a home of its own.
# shellcheck source=tests/lib/test.sh
. "$(dirname "${BASH_SOURCE[0]}")/test.sh"
# shellcheck source=tests/lib/images.sh
. "$top/tests/lib/images.sh"
PATH=$build/fish:$PATH
export LIBGUESTFS_PATH=${LIBGUESTFS_PATH:-$build/appliance/out}
export HOME=$tmp
unset GUESTFISH_PID GUESTFISH_PS1 GUESTFISH_OUTPUT GUESTFISH_INIT \
	GUESTFISH_RESTORE EDITOR PAGER

# script NAME: run standard input as a script of this name; its output, errors
# and "rc STATUS"
script()
{
	cat >"$1"
	guestfish -f "$1" 2>&1
	echo "rc $?"
}
