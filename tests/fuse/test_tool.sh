#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# libguestfs-test-tool: a report to paste, and a status to trust.
. "$(dirname "$0")/../lib/test.sh"
tool=$build/test-tool/libguestfs-test-tool
t "it ends well where the appliance works" "$tool" -t 300
cp .out report
t_like "the last line says so" "^===== TEST FINISHED OK =====$" "$(tail -n 1 report)"
for word in "/dev/kvm: " "/dev/fuse: " "kernel: Linux" "hv version: QEMU" \
	"appliance in .*: kernel [0-9]" "Linux version" "list_devices: /dev/sda"; do
	t_like "the report has $word" "$word" "$(cat report)"
done
t_not "a missing appliance is a failure" env LIBGUESTFS_PATH="$tmp" "$tool"
cp .out report
t_like "which the last line says" "TEST FAILED" "$(tail -n 1 report)"
t_like "with the reason" "no appliance" "$(cat report)"
t_not "so is a missing qemu" "$tool" --qemu=/nonexistent/qemu
t_not "the time can run out" "$tool" -t 1
t_like "which it says" "time was over" "$(cat .out)"
t "help" "$tool" --help
t "the version" "$tool" -V
t_not "an unknown option" "$tool" --no-such-option
t_not "an argument" "$tool" something
