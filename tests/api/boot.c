/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boot loaders. */
#include "appliance.h"

static void want(guestfs_h *g, char *group)
{
	char *groups[] = { group, NULL };

	if (!guestfs_feature_available(g, groups))
		test_skip("not in this appliance");
}

/* The first sector, which names it */
static bool has_boot_code(guestfs_h *g, const char *device, const char *name)
{
	cleanup_free char *file = NULL, *cmd = NULL;

	ok(asprintf(&file, "%s/sector", test_dir()) > 0);
	works(g, guestfs_download_offset(g, device, file, 0, 512));
	ok(asprintf(&cmd, "grep -qa '%s' '%s'", name, file) > 0);
	return system(cmd) == 0;
}

TEST(extlinux_installs_itself)
{
	guestfs_h *g = fresh_fs("ext4");

	want(g, "extlinux");
	works(g, guestfs_mkdir(g, "/boot"));
	fails(g, guestfs_extlinux(g, "/none"), ENOENT);
	works(g, guestfs_extlinux(g, "/boot"));
	ok(guestfs_filesize(g, "/boot/ldlinux.sys") > 10000);
	works(g, guestfs_umount_all(g));
	ok(has_boot_code(g, DISK_FS, "SYSLINUX"));
}

TEST(syslinux_installs_itself)
{
	guestfs_h *g = fresh_fs("vfat");

	want(g, "syslinux");
	works(g, guestfs_mkdir(g, "/boot"));
	fails(g, guestfs_syslinux(g, DISK_FS, -1), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_syslinux(g, DISK_FS, GUESTFS_SYSLINUX_DIRECTORY,
				  "boot", -1));
	ok(has_boot_code(g, DISK_FS, "SYSLINUX"));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok(guestfs_filesize(g, "/boot/ldlinux.sys") > 10000);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "vfat", DISK_FS));
	works(g, guestfs_syslinux(g, DISK_FS, -1));
	works(g, guestfs_mkfs(g, "ext4", DISK_FS));
	fails(g, guestfs_syslinux(g, DISK_FS, -1), EINVAL);
}
