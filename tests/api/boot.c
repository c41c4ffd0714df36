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

/* A guest with a shell whose grub-install tells what it was asked */
static guestfs_h *with_grub(void)
{
	static const char *const files[] = {
		"/bin/sh", "/lib64/ld-linux-x86-64.so.2",
		"/lib/x86_64-linux-gnu/libc.so.6"
	};
	static const char script[] = "#!/bin/sh\n"
				     "test -b \"$2\" || exit 1\n"
				     "echo \"$# $1 $2\" > /asked\n";
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/bin"));
	works(g, guestfs_mkdir_p(g, "/lib64"));
	works(g, guestfs_mkdir_p(g, "/lib/x86_64-linux-gnu"));
	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		works(g, guestfs_upload(g, files[i], files[i]));
		works(g, guestfs_chmod(g, 0755, files[i]));
	}
	works(g, guestfs_mkdir(g, "/dev"));
	works(g, guestfs_mkdir(g, "/proc"));
	works(g, guestfs_mkdir(g, "/sys"));
	works(g, guestfs_mkdir_p(g, "/usr/sbin"));
	put_text(g, "/usr/sbin/grub-install", script);
	return g;
}

TEST(grub_install_is_the_guests)
{
	guestfs_h *g = with_grub();
	char *groups[] = { "grub", NULL };

	ok_int(guestfs_feature_available(g, groups), 1);
	fails(g, guestfs_grub_install(g, "/", "/dev/sdz"), ENOENT);
	fails(g, guestfs_grub_install(g, "/", DISK_A), EACCES);
	works(g, guestfs_chmod(g, 0755, "/usr/sbin/grub-install"));
	works(g, guestfs_grub_install(g, "/", DISK_A));
	ok(file_is(g, "/asked", "2 --root-directory=/ " DISK_A "\n"));
	put_text(g, "/usr/sbin/grub-install",
		 "#!/bin/sh\necho no >&2; exit 7\n");
	ok(guestfs_grub_install(g, "/", DISK_A) == -1);
	ok(strstr(guestfs_last_error(g), "no") != NULL);
	works(g, guestfs_rm(g, "/usr/sbin/grub-install"));
	fails(g, guestfs_grub_install(g, "/", DISK_A), ENOENT);
}
