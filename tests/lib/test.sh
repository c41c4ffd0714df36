# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Sourced by shell tests: TAP on standard output, a directory of the test's
# own ($tmp, the working directory), clean-up by trap.
#
#   requires CMD...        skip the whole file where a command is missing
#   skip_all WHY           skip the whole file
#   cleanup CMD...         run CMD at the end (last given first)
#   t CLAIM CMD...         the claim holds when CMD succeeds
#   t_not CLAIM CMD...     the claim holds when CMD fails (status 1 to 125)
#   t_is CLAIM WANT GOT    the claim holds when the two strings are equal
#   t_like CLAIM REGEX GOT the claim holds when GOT matches (grep -E)
set -u
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
build=${GUESTFS_BUILD:-$top/build}
export top build
n_tests=0
n_failed=0
cleanups=()

cleanup()
{
	cleanups=("$*" "${cleanups[@]+"${cleanups[@]}"}")
}

at_exit()
{
	local c

	cd /
	for c in "${cleanups[@]+"${cleanups[@]}"}"; do
		eval "$c" >/dev/null 2>&1
	done
	rm -rf "$tmp"
	if [ "$n_tests" -gt 0 ]; then
		echo "1..$n_tests"
	fi
	[ "$n_failed" -eq 0 ] || exit 1
}

tmp=$(mktemp -d "${TMPDIR:-/tmp}/guestfs-test-XXXXXX")
trap at_exit EXIT
trap 'exit 1' INT TERM HUP
cd "$tmp" || exit 1

skip_all()
{
	echo "1..0 # SKIP $*"
	n_tests=0
	exit 0
}

requires()
{
	local c

	for c; do
		command -v "$c" >/dev/null 2>&1 || skip_all "no $c here"
	done
}

report()
{
	n_tests=$((n_tests + 1))
	if [ "$1" = ok ]; then
		echo "ok $n_tests - $2"
	else
		echo "not ok $n_tests - $2"
		n_failed=$((n_failed + 1))
	fi
}

t()
{
	local claim=$1 rc=0

	shift
	"$@" >"$tmp/.out" 2>&1 </dev/null || rc=$?
	if [ $rc -eq 0 ]; then
		report ok "$claim"
	else
		echo "# $* returned $rc:"
		sed 's/^/# /' "$tmp/.out" | tail -n 30
		report bad "$claim"
	fi
}

t_not()
{
	local claim=$1 rc=0

	shift
	"$@" >"$tmp/.out" 2>&1 </dev/null || rc=$?
	if [ $rc -ge 1 ] && [ $rc -le 125 ]; then
		report ok "$claim"
	else
		echo "# $* returned $rc:"
		sed 's/^/# /' "$tmp/.out" | tail -n 30
		report bad "$claim"
	fi
}

t_is()
{
	if [ "$2" = "$3" ]; then
		report ok "$1"
	else
		printf '# want: %s\n# got:  %s\n' "$2" "$3" | sed '2,$s/^[^#]/# &/'
		report bad "$1"
	fi
}

t_like()
{
	if printf '%s\n' "$3" | grep -Eq -- "$2"; then
		report ok "$1"
	else
		printf '# want: %s\n# got:  %s\n' "$2" "$3" | sed '2,$s/^[^#]/# &/'
		report bad "$1"
	fi
}
