#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-or-later
# "meson install" gives a working system.
. "$(dirname "$0")/../lib/mount.sh"
requires meson cc pkg-config
meson install -C "$build" --no-rebuild --quiet --destdir "$tmp/root" >/dev/null 2>&1
prefix=$(find root -type d -name bin | head -n 1)
prefix=$tmp/${prefix%/bin}
lib=$(dirname "$(find "$prefix" -name libguestfs.so.0 | head -n 1)")
unset LIBGUESTFS_PATH
for p in guestfish guestmount guestunmount libguestfs-test-tool; do
	t "$p is installed" test -x "$prefix/bin/$p"
	t "$p(1) is installed" test -s "$prefix/share/man/man1/$p.1"
done
t "guestfs(3) is installed" test -s "$prefix/share/man/man3/guestfs.3"
t "the appliance is installed" test -s "$lib/guestfs/kernel"
t "the completion is installed" sh -c "find $prefix -path '*bash-completion*' -name guestmount | grep -q ."
cat >prog.c <<'EOF'
#include <stdio.h>
#include <guestfs.h>
int main(void)
{
	guestfs_h *g = guestfs_create();
	struct guestfs_version *v = guestfs_version(g);

	printf("%d\n", (int)v->major);
	guestfs_free_version(v);
	guestfs_close(g);
	return 0;
}
EOF
export PKG_CONFIG_PATH=$lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$tmp/root
t "a program builds with pkg-config" sh -c \
	"cc prog.c -o prog \$(pkg-config --cflags --libs libguestfs)"
t_is "and runs with the installed library" 1 "$(LD_LIBRARY_PATH=$lib ./prog)"
image_linux guest.img 64
t_is "the installed guestmount mounts" "Hello from the guest." \
	"$(LD_LIBRARY_PATH=$lib LIBGUESTFS_PATH=$lib/guestfs \
	"$prefix/bin/guestmount" -a guest.img -i --ro --with 'cat $MNT/home/user/hello.txt' mnt)"
