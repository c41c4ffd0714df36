#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Owners, modes, times, extended attributes, ACLs, flags, id maps.
. "$(dirname "$0")/../lib/test.sh"
. "$top/tests/lib/native.sh"
requires setfattr setfacl python3 setpriv lsattr

# What the host's file system lacks cannot be tested over it.
touch "$src/probe"
setfattr -n user.x -v y "$src/probe" || skip_all "no xattrs below $tmp"
acl=yes
setfacl -m u:1:r "$src/probe" 2>/dev/null || acl=no
flags=yes
chattr +d "$src/probe" 2>/dev/null || flags=no

as() { setpriv --reuid "$1" --regid "$1" --clear-groups "${@:2}"; }

chmod 755 "$tmp"
native_mount || exit 1
cd "$mnt" || exit 1

echo x >f
t "chmod" chmod 4751 f
t_is "is there" 4751 "$(stat -c %a "$src/f")"
t "chown" chown 12:34 f
t_is "is there, and clears set-user-id" "12:34 751" \
	"$(stat -c '%u:%g %a' "$src/f")"
chmod 6755 f
echo y >>f
sync f
t_is "root's writes keep it as they do elsewhere" \
	"$(cp "$src/f" g && chown 12:34 g && chmod 6755 g && echo y >>g &&
		stat -c %a g)" "$(stat -c %a f)"
t "times in nanoseconds" touch -d '2001-02-03 04:05:06.123456789Z' f
t_is "reach the guest" 981173106.123456789 "$(stat -c %.9Y "$src/f")"
t_is "and come back" 981173106.123456789 "$(stat -c %.9Y f)"
touch -a -d '@5.5' f
t_is "access time alone" "5.500000000 981173106.123456789" \
	"$(stat -c '%.9X %.9Y' "$src/f")"
touch -m -d '@7' f
t_is "modification time alone" "5.500000000 7.000000000" \
	"$(stat -c '%.9X %.9Y' "$src/f")"
t "times before 1970 and after 2038" sh -c 'touch -d @-1000 f &&
	[ "$(stat -c %Y f)" = -1000 ] && touch -d @5000000000 f &&
	[ "$(stat -c %Y "$0/f")" = 5000000000 ]' "$src"
t_py "times on an open, unlinked file" <<'PY'
import os
fd = os.open("t", os.O_RDWR | os.O_CREAT)
os.unlink("t")
os.utime(fd, ns=(1_000_000_001, 2_000_000_002))
st = os.fstat(fd)
assert (st.st_atime_ns, st.st_mtime_ns) == (1_000_000_001, 2_000_000_002)
PY
t_py "a write after utimes sets a new time" <<'PY'
import os, time
open("u", "w").write("a")
os.utime("u", (1, 1))
open("u", "a").write("b")
assert time.time() - os.stat("u").st_mtime < 60
PY
t_is "and the guest has the same time" \
	"$(sync u; stat -c %.9Y u)" "$(stat -c %.9Y "$src/u")"

t "setfattr" setfattr -n user.a -v b f
t_is "getfattr" b "$(getfattr --only-values -n user.a f)"
t_is "in the guest" b "$(getfattr --only-values -n user.a "$src/f")"
t_not "an attribute that is missing" getfattr -n user.none f
t "it comes" setfattr -n user.none -v '' f
t_is "empty" "user.none" "$(getfattr -m user.none f | sed -n 2p)"
t "and goes" setfattr -x user.none f
t_not "is missing again" getfattr -n user.none f
t_py "CREATE and REPLACE" <<'PY'
import errno, os
def fails(flag, name, want):
    try:
        os.setxattr("f", name, b"", flag)
    except OSError as e:
        assert e.errno == want, e
        return
    raise AssertionError(name)
fails(os.XATTR_CREATE, "user.a", errno.EEXIST)
fails(os.XATTR_REPLACE, "user.b", errno.ENODATA)
os.setxattr("f", "user.big", bytes(3000))
assert os.getxattr("f", "user.big") == bytes(3000)
os.setxattr("f", "trusted.t", b"\0\1")
assert sorted(os.listxattr("f")) == ["trusted.t", "user.a", "user.big"]
PY
setfattr -n security.capability -v 0sAQAAAgAgAAAAAAAAAAAAAAAAAAA= f
t_is "capabilities of files" "$(getfattr -d -m security "$src/f" | tail -n +2)" \
	"$(getfattr -d -m security f | tail -n +2)"
echo z >>f
sync f
t_not "a write takes them away" getfattr -n security.capability "$src/f"

if [ $acl = yes ]; then
	mkdir acl
	t "setfacl" setfacl -m u:77:rwx,d:u:78:rw acl
	t_is "getfacl" "$(getfacl -n "$src/acl" 2>/dev/null | tail -n +2)" \
		"$(getfacl -n acl 2>/dev/null | tail -n +2)"
	(umask 077; echo x >acl/new; mkdir acl/newdir)
	t_is "a default ACL overrides the umask" \
		"$(umask 077; echo x >"$src/acl/there"
		   getfacl -cn "$src/acl/there")" \
		"$(getfacl -cn "$src/acl/new")"
fi
(umask 027; touch masked; mkdir maskeddir)
t_is "the umask counts" "640 750" "$(stat -c %a masked maskeddir | xargs)"
if [ $flags = yes ]; then
	t "chattr" chattr +d f
	t_like "lsattr" '^-*d' "$(lsattr f)"
	t_is "as in the guest" "$(lsattr "$src/f" | cut -d' ' -f1)" \
		"$(lsattr f | cut -d' ' -f1)"
fi
mkdir sg
chgrp 55 sg
chmod 2775 sg
touch sg/f
mkdir sg/d
t_is "a set-group-id directory hands its group on" "55 55 2755" \
	"$(stat -c %g sg/f) $(stat -c '%g %a' sg/d)"
mknod dev c 5 3
mknod pipe p
t_is "special files" "character special file 5,3 fifo" \
	"$(stat -c '%F %t,%T' "$src/dev") $(stat -c %F pipe)"
ln -s "$(printf 'x%.0s' $(seq 4000))" long
t_is "a long symbolic link" 4000 "$(readlink long | tr -d '\n' | wc -c)"
ln -s /etc/passwd abs
t_is "an absolute one stays as it is" /etc/passwd "$(readlink abs)"
t_py "statfs" "$src" <<'PY'
import os, sys
a, b = os.statvfs("."), os.statvfs(sys.argv[1])
assert (a.f_frsize, a.f_blocks, a.f_files) == \
    (b.f_frsize, b.f_blocks, b.f_files)
PY
t_not "a private mount is closed to others" as 1000 ls .
cd "$tmp" || exit 1
native_umount

native_mount -o allow_other || exit 1
chmod 755 "$src"
echo secret >"$mnt/secret"
chmod 600 "$mnt/secret"
mkdir -m 1777 "$mnt/tmp"
t "with allow_other others may look" as 1000 ls "$mnt"
t_not "permissions are checked" as 1000 cat "$mnt/secret"
t "others may write where they may" as 1000 touch "$mnt/tmp/mine"
t_is "and own what they made" 1000:1000 "$(stat -c %u:%g "$src/tmp/mine")"
t_not "the sticky bit counts" as 1001 rm "$mnt/tmp/mine"
if [ $acl = yes ]; then
	setfacl -m u:1000:r "$mnt/secret"
	t "ACLs count" as 1000 cat "$mnt/secret"
	t_not "for those they name" as 1001 cat "$mnt/secret"
fi
chmod 4777 "$src/f"
chown 0:0 "$src/f"
native_umount
native_mount -o allow_other || exit 1
chmod 4777 "$mnt/f"
as 1000 sh -c "echo more >>'$mnt/f'; sync '$mnt/f'"
t_is "another's write clears set-user-id" 777 "$(stat -c %a "$src/f")"
native_umount

native_mount -o allow_other,no_default_permissions || exit 1
t "no_default_permissions checks nothing" as 1000 cat "$mnt/secret"
native_umount

native_mount -o uid=1234,gid=2345,umask=022 || exit 1
t_is "uid=, gid= and umask= are shown" "1234 2345 755" \
	"$(stat -c '%u %g %a' "$mnt/secret")"
native_umount

chown 100005:100006 "$src/secret"
native_mount -o allow_other,uidmap=0:100000:1000,gidmap=0:100000:1000 ||
	exit 1
t_is "mapped ids are shown" "5 6" "$(stat -c '%u %g' "$mnt/secret")"
touch "$mnt/mapped"
t_is "and stored" "100000 100000" "$(stat -c '%u %g' "$src/mapped")"
chown 7:8 "$mnt/mapped"
t_is "by chown, too" "100007 100008" "$(stat -c '%u %g' "$src/mapped")"
t_is "others are nobody's" 65534 "$(stat -c %u "$mnt/dev")"
t_not "an id without a map is refused" chown 5000 "$mnt/mapped"
if [ $acl = yes ]; then
	setfacl -m u:9:r "$mnt/mapped"
	t_like "ids in ACLs are mapped" 'user:100009:r' \
		"$(getfacl -cn "$src/mapped")"
	t_like "both ways" 'user:9:r' "$(getfacl -cn "$mnt/mapped")"
fi
native_umount

native_mount -r || exit 1
t_not "a read-only mount refuses writing" sh -c "echo >'$mnt/f'"
t_not "and removing" rm "$mnt/f"
t "and reads" cat "$mnt/f"
t_like "it is mounted read-only" '\bro\b' "$(findmnt -no OPTIONS "$mnt")"
native_umount
t_is "no warning came" "" "$(cat "$tmp/.native")"
