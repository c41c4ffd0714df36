#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The sources are laid out as .clang-format says, scripts pass shellcheck.
# shellcheck source=tests/lib/test.sh
. "$(dirname "$0")/../lib/test.sh"
requires git
cd "$top" || exit 1
git rev-parse --git-dir >/dev/null 2>&1 || skip_all "not a git checkout"
if command -v clang-format >/dev/null; then
	t "clang-format has nothing to say" sh -c \
		"git ls-files -z '*.c' '*.h' | xargs -0 clang-format --dry-run -Werror"
fi
if command -v shellcheck >/dev/null; then
	t "shellcheck has nothing to say" sh -c \
		"shellcheck -x -S warning -e SC1090,SC1091,SC2010,SC2016,SC2034,SC2046,SC2154,SC2217 \
		run .ci/run tests/run-tests tests/demo tests/fuse/*.sh tests/unit/*.sh \
		tests/fish/*.sh guestmount/completion.bash fish/completion.bash"
fi
t "every source file has a licence line" sh -c \
	"! git ls-files '*.c' '*.h' '*.py' '*.sh' '*.build' '*.x' |
		xargs grep -L SPDX-License-Identifier | grep ."
