#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A binding that was built for the library which this one takes the place of:
# Debian's python3-guestfs, where that is installed.
. "$(dirname "$0")/../lib/mount.sh"
/usr/bin/python3 -c 'import guestfs' 2>/dev/null ||
	skip_all "no python3-guestfs here"

cat >use.py <<'PY'
import guestfs

g = guestfs.GuestFS(python_return_dict=True)
with open("/proc/self/maps", encoding="ascii") as maps:
    paths = {line.split()[-1] for line in maps if "libguestfs.so" in line}
print("library:", *paths)
events = []
g.set_event_callback(lambda e, h, b, a: events.append(e), guestfs.EVENT_ALL)
g.disk_create("d.qcow2", "qcow2", 1 << 29)
g.add_drive("d.qcow2", format="qcow2")
g.launch()
g.part_disk("/dev/sda", "gpt")
g.mkfs("ext4", "/dev/sda1", label="data")
g.mount("/dev/sda1", "/")
g.mkdir_p("/a/b")
g.write("/a/b/c", b"hello\0world")
print("bytes:", g.read_file("/a/b/c"))
print("size:", g.statns("/a/b/c")["st_size"])
print("names:", g.find("/a"))
print("file systems:", g.list_filesystems())
print("partition:", g.part_list("/dev/sda")[0]["part_start"])
print("label:", g.vfs_label("/dev/sda1"))
print("lines:", g.grep("wor", "/a/b/c", fixed=True))
try:
    g.cat("/nowhere")
except RuntimeError as e:
    print("error:", e)
g.shutdown()
g.close()
print("closed:", guestfs.EVENT_CLOSE in events)
PY
out=$(LD_LIBRARY_PATH=$build/core /usr/bin/python3 use.py 2>&1)

t_is "it runs on this library" "library: $build/core/libguestfs.so.0" \
	"$(grep ^library: <<<"$out")"
t_is "bytes of all values come and go" "bytes: b'hello\\x00world'" \
	"$(grep ^bytes: <<<"$out")"
t_is "structs have their fields" "size: 11" "$(grep ^size: <<<"$out")"
t_is "and lists of structs" "partition: 1048576" \
	"$(grep ^partition: <<<"$out")"
t_is "lists are lists" "names: ['b', 'b/c']" "$(grep ^names: <<<"$out")"
t_is "hash tables are dictionaries" "file systems: {'/dev/sda1': 'ext4'}" \
	"$(grep '^file systems:' <<<"$out")"
t_is "optional arguments arrive" "label: data" "$(grep ^label: <<<"$out")"
t_like "an error is an exception" '^error: .*/nowhere: No such file' "$out"
t_is "events are heard until the end" "closed: True" \
	"$(grep ^closed: <<<"$out")"
