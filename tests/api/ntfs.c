/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NTFS as a whole. */
#include "appliance.h"

/* With a file, unmounted */
static guestfs_h *with_file(void)
{
	guestfs_h *g = fresh_fs("ntfs");

	put_text(g, "/f", "kept");
	works(g, guestfs_umount_all(g));
	return g;
}

static bool kept(guestfs_h *g, const char *device)
{
	bool yes;

	works(g, guestfs_mount(g, device, "/"));
	yes = file_is(g, "/f", "kept");
	works(g, guestfs_umount_all(g));
	return yes;
}

TEST(ntfsfix_fixes_and_refuses)
{
	guestfs_h *g = with_file();

	works(g, guestfs_ntfsfix(g, DISK_FS, -1));
	works(g, guestfs_ntfsfix(g, DISK_FS, GUESTFS_NTFSFIX_CLEARBADSECTORS, 1,
				 -1));
	ok(kept(g, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	fails(g, guestfs_ntfsfix(g, DISK_FS, -1), EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "ext4", DISK_FS));
	fails(g, guestfs_ntfsfix(g, DISK_FS, -1), EINVAL);
}

TEST(ntfsresize_shrinks_and_grows)
{
	guestfs_h *g = with_file();
	int64_t least = guestfs_vfs_minimum_size(g, DISK_FS);

	ok(least > 0 && least < 100 * MIB);
	works(g, guestfs_ntfsresize_size(g, DISK_FS, 200 * MIB));
	fails(g, guestfs_ntfsresize(g, DISK_FS), EINVAL);
	works(g, guestfs_ntfsresize_opts(
			 g, DISK_FS, GUESTFS_NTFSRESIZE_OPTS_SIZE, 100 * MIB,
			 GUESTFS_NTFSRESIZE_OPTS_FORCE, 1, -1));
	works(g, guestfs_ntfsresize_opts(g, DISK_FS,
					 GUESTFS_NTFSRESIZE_OPTS_FORCE, 1, -1));
	works(g, guestfs_ntfsfix(g, DISK_FS, -1));
	ok(kept(g, DISK_FS));
}

TEST(ntfsresize_refuses)
{
	guestfs_h *g = with_file();

	fails(g, guestfs_ntfsresize_size(g, DISK_FS, 600 * MIB), EINVAL);
	fails(g, guestfs_ntfsresize_size(g, DISK_FS, 1000), EINVAL);
	fails(g, guestfs_ntfsresize_size(g, DISK_FS, 0), EINVAL);
	fails(g,
	      guestfs_ntfsresize_opts(g, DISK_FS, GUESTFS_NTFSRESIZE_OPTS_SIZE,
				      (int64_t)-1, -1),
	      EINVAL);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	fails(g, guestfs_ntfsresize(g, DISK_FS), EBUSY);
}

TEST(ntfsclone_out_and_in)
{
	guestfs_h *g = with_file();
	cleanup_free char *image = NULL;

	ok(asprintf(&image, "%s/image", test_dir()) > 0);
	works(g, guestfs_ntfsclone_out(g, DISK_FS, image, -1));
	works(g, guestfs_zero(g, DISK_FS));
	works(g, guestfs_ntfsclone_in(g, image, DISK_FS));
	ok(kept(g, DISK_FS));
	works(g, guestfs_ntfsclone_out(g, DISK_FS, image,
				       GUESTFS_NTFSCLONE_OUT_METADATAONLY, 1,
				       GUESTFS_NTFSCLONE_OUT_PRESERVETIMESTAMPS,
				       1, GUESTFS_NTFSCLONE_OUT_RESCUE, 1,
				       GUESTFS_NTFSCLONE_OUT_IGNOREFSCHECK, 1,
				       GUESTFS_NTFSCLONE_OUT_FORCE, 1, -1));
	/* It does not fit */
	ok(guestfs_ntfsclone_in(g, image, DISK_A) == -1);
	ok(guestfs_ntfsclone_in(g, "/etc/passwd", DISK_FS) == -1);
	fails(g, guestfs_ntfsclone_in(g, "/none", DISK_FS), ENOENT);
	works(g, guestfs_zero(g, DISK_FS));
	ok(guestfs_ntfsclone_out(g, DISK_FS, image, -1) == -1);
	works(g, guestfs_ping_daemon(g));
}

TEST(ntfscat_i_reads_what_has_no_name)
{
	guestfs_h *g = with_file();
	cleanup_free char *file = NULL, *cmd = NULL;

	ok(asprintf(&file, "%s/mft", test_dir()) > 0);
	works(g, guestfs_ntfscat_i(g, DISK_FS, 0, file));
	ok(asprintf(&cmd, "head -c 4 '%s' | grep -q FILE", file) > 0);
	ok_int(system(cmd), 0);
	ok(guestfs_ntfscat_i(g, DISK_FS, 100000, file) == -1);
	fails(g, guestfs_ntfscat_i(g, DISK_FS, -1, file), EINVAL);
	fails(g, guestfs_ntfscat_i(g, "/dev/sdz", 0, file), ENOENT);
	works(g, guestfs_ping_daemon(g));
}
