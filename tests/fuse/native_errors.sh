#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# What goes wrong is said, and nothing hangs.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires python3 fuser

# say [OPTION...] MOUNTPOINT: the message of a mount that fails
say()
{
	timeout 30 "$build/tests/native-mount" "${@:1:$#-1}" \
		"$build/tests/native-server" "$src" "${@: -1}" 2>&1
}

touch "$tmp/file"
mkdir "$tmp/full"
touch "$tmp/full/x"
t_like "a mount point that is missing" "$tmp/none: No such file" \
	"$(say "$tmp/none")"
t_like "one that is a file" "file: the mount point is not a directory" \
	"$(say "$tmp/file")"
t_like "one that is not empty" "full: the mount point is not empty" \
	"$(say "$tmp/full")"
t_like "an unknown option" "-o nonsense: there is no such mount option" \
	"$(say -o ro,nonsense "$mnt")"
t_like "a missing value" "-o uid: the option needs a value" \
	"$(say -o uid "$mnt")"
t_like "a wrong value" "-o uid=x: wrong value" "$(say -o uid=x "$mnt")"
t_like "a wrong map" "-o uidmap=1:2: write HOST:GUEST:COUNT" \
	"$(say -o uidmap=1:2 "$mnt")"
t_not "nothing is left mounted" mountpoint -q "$mnt"

native_mount -o nonempty || exit 1
echo x >"$mnt/f"
sleep 100 <"$mnt/f" &
sleeper=$!
cleanup "kill $sleeper"
kill -TERM $(pgrep -P $native_pid)
sleep 1
kill $sleeper
t "a mount that is busy is unmounted when it is free" wait $native_pid

native_mount || exit 1
echo content >"$mnt/f"
sync
exec 5<"$mnt/f" 6>>"$mnt/f"
mkdir "$mnt/d"
server=$(pgrep -f "native-server.*$src" | while read -r p; do
	[ "$(readlink /proc/$p/exe)" = "$build/tests/native-server" ] &&
		echo $p; done)
kill -KILL $server
sleep 0.2
t_py "with the appliance gone, all is EIO at once" "$mnt" <<'PY'
import errno, os, sys, time
m = sys.argv[1]
def eio(f, *a):
    try:
        f(*a)
    except OSError as e:
        assert e.errno == errno.EIO, (f, a, e)
        return
    raise AssertionError((f, a))
start = time.time()
for i in range(20):
    eio(os.stat, f"{m}/new-{i}")
    eio(os.mkdir, f"{m}/new-{i}")
eio(os.listdir, f"{m}/d")
eio(os.statvfs, m)
eio(os.rename, f"{m}/f", f"{m}/g")
eio(os.truncate, f"{m}/f", 0)
assert time.time() - start < 5
PY
t_not "open files as well" sh -c 'echo more >&6; sync "$0/f"' "$mnt" 6>&6
exec 5<&- 6>&-
t "it can be unmounted" umount "$mnt"
wait $native_pid
t "nothing is left" sh -c '! mountpoint -q "$0"' "$mnt"

native_mount || exit 1
cat >"$tmp/hold.py" <<'PY'
import sys, time
f = open(sys.argv[1] + "/held", "w")
time.sleep(60)
PY
python3 "$tmp/hold.py" "$mnt" &
holder=$!
cleanup "kill $holder"
sleep 1
kill -TERM $(pgrep -P $native_pid)
sleep 11.5
t_like "who keeps it busy is named" "in use by python3 .*$holder" \
	"$(cat "$tmp/.native")"
kill $holder
wait $holder 2>/dev/null
t "unmounting" native_umount
