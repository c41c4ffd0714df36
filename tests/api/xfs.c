/* SPDX-License-Identifier: GPL-2.0-or-later */
/* XFS. */
#include "appliance.h"

#define UUID "31234567-89ab-cdef-0123-456789abcdef"

static void free_info(struct guestfs_xfsinfo **i)
{
	if (*i)
		guestfs_free_xfsinfo(*i);
}

#define cleanup_info __attribute__((cleanup(free_info)))

static bool is(char *got, const char *want)
{
	bool same = got && !strcmp(got, want);

	if (!same)
		printf("# \"%s\", not \"%s\"\n", got ? got : "(null)", want);
	free(got);
	return same;
}

TEST(xfs_info_of_a_device_and_a_mount)
{
	guestfs_h *g = fresh_fs("xfs");
	cleanup_info struct guestfs_xfsinfo *m = guestfs_xfs_info(g, "/");
	cleanup_info struct guestfs_xfsinfo *d = NULL;

	works(g, m);
	ok_str(m->xfs_mntpoint, "/");
	ok_int(m->xfs_blocksize, 4096);
	ok_int(m->xfs_datablocks, 512 * MIB / 4096);
	ok_int(m->xfs_dirversion, 2);
	ok_int(m->xfs_logversion, 2);
	ok(m->xfs_agcount * (uint64_t)m->xfs_agsize == m->xfs_datablocks);
	ok(!strncmp(m->xfs_logname, "internal", 8));
	ok_str(m->xfs_rtname, "none");
	works(g, guestfs_umount_all(g));
	d = guestfs_xfs_info(g, DISK_FS);
	works(g, d);
	ok_str(d->xfs_mntpoint, DISK_FS);
	ok_int(d->xfs_inodesize, m->xfs_inodesize);
	ok_int(d->xfs_datablocks, m->xfs_datablocks);
	ok_int(d->xfs_logblocks, m->xfs_logblocks);
}

TEST(xfs_info_wants_an_xfs)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_xfs_info(g, "/"), EINVAL);
	fails(g, guestfs_xfs_info(g, "/none"), ENOENT);
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_xfs_info(g, DISK_FS), EINVAL);
	fails(g, guestfs_xfs_info(g, "/dev/sdz"), ENOENT);
	fails(g, guestfs_xfs_info(g, "/"), EINVAL);
}

/* An XFS on a volume of 320 MiB that became 480 MiB */
static guestfs_h *with_room(void)
{
	guestfs_h *g = appliance();
	char *pvs[] = { DISK_FS, NULL };

	works(g, guestfs_lvm_remove_all(g));
	works(g, guestfs_zero(g, DISK_FS));
	works(g, guestfs_pvcreate(g, DISK_FS));
	works(g, guestfs_vgcreate(g, "vg", pvs));
	works(g, guestfs_lvcreate(g, "lv", "vg", 320));
	works(g, guestfs_mkfs(g, "xfs", "/dev/vg/lv"));
	works(g, guestfs_lvresize(g, "/dev/vg/lv", 480));
	works(g, guestfs_mount(g, "/dev/vg/lv", "/"));
	return g;
}

static int64_t blocks(guestfs_h *g)
{
	cleanup_info struct guestfs_xfsinfo *i = guestfs_xfs_info(g, "/");

	return i ? (int64_t)i->xfs_datablocks : -1;
}

TEST(xfs_growfs_takes_the_device)
{
	guestfs_h *g = with_room();
	cleanup_info struct guestfs_xfsinfo *i = NULL;

	put_text(g, "/f", "kept");
	ok_int(blocks(g), 320 * MIB / 4096);
	works(g, guestfs_xfs_growfs(g, "/", GUESTFS_XFS_GROWFS_DATASIZE,
				    (int64_t)90000, -1));
	ok_int(blocks(g), 90000);
	works(g, guestfs_xfs_growfs(g, "/", GUESTFS_XFS_GROWFS_DATASEC, 1,
				    GUESTFS_XFS_GROWFS_LOGSEC, 0,
				    GUESTFS_XFS_GROWFS_RTSEC, 0,
				    GUESTFS_XFS_GROWFS_MAXPCT, 30, -1));
	ok_int(blocks(g), 480 * MIB / 4096);
	i = guestfs_xfs_info(g, "/");
	ok(i && i->xfs_imaxpct == 30);
	works(g, guestfs_xfs_growfs(g, "/", -1));
	ok(file_is(g, "/f", "kept"));
	fails(g,
	      guestfs_xfs_growfs(g, "/", GUESTFS_XFS_GROWFS_DATASIZE,
				 (int64_t)900000, -1),
	      EINVAL);
	fails(g,
	      guestfs_xfs_growfs(g, "/", GUESTFS_XFS_GROWFS_LOGSIZE,
				 (int64_t)-1, -1),
	      EINVAL);
	ok(guestfs_xfs_growfs(g, "/", GUESTFS_XFS_GROWFS_RTSIZE, (int64_t)100,
			      GUESTFS_XFS_GROWFS_RTEXTSIZE, (int64_t)4096,
			      -1) == -1);
	fails(g, guestfs_xfs_growfs(g, "/f", -1), EINVAL);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_lvm_remove_all(g));
}

TEST(xfs_admin_sets_label_and_uuid)
{
	guestfs_h *g = fresh_fs("xfs");

	fails(g,
	      guestfs_xfs_admin(g, DISK_FS, GUESTFS_XFS_ADMIN_LABEL, "x", -1),
	      EBUSY);
	works(g, guestfs_umount_all(g));
	works(g, guestfs_xfs_admin(g, DISK_FS, GUESTFS_XFS_ADMIN_LABEL, "new",
				   GUESTFS_XFS_ADMIN_UUID, UUID,
				   GUESTFS_XFS_ADMIN_IMGFILE, 0, -1));
	ok(is(guestfs_vfs_label(g, DISK_FS), "new"));
	ok(is(guestfs_vfs_uuid(g, DISK_FS), UUID));
	works(g,
	      guestfs_xfs_admin(g, DISK_FS, GUESTFS_XFS_ADMIN_LABEL, "", -1));
	ok(is(guestfs_vfs_label(g, DISK_FS), ""));
	works(g, guestfs_xfs_admin(g, DISK_FS, -1));
	fails(g,
	      guestfs_xfs_admin(g, DISK_FS, GUESTFS_XFS_ADMIN_UUID, "bad", -1),
	      EINVAL);
}

TEST(xfs_admin_switches_features_of_old_ones)
{
	guestfs_h *g = appliance();
	cleanup_free char *image = NULL, *cmd = NULL;
	cleanup_info struct guestfs_xfsinfo *i = NULL;

	if (system("mkfs.xfs -V > /dev/null 2>&1") != 0)
		test_skip("no mkfs.xfs on this machine");
	ok(asprintf(&image, "%s/image", test_dir()) > 0);
	ok(asprintf(&cmd,
		    "truncate -s 320M '%s' && mkfs.xfs -q -m crc=0 -l "
		    "version=1,lazy-count=0 -i projid32bit=0 '%s' "
		    "> /dev/null",
		    image, image) > 0);
	if (system(cmd) != 0)
		test_skip("this mkfs.xfs makes no old file systems");
	works(g, guestfs_upload(g, image, DISK_FS));
	works(g, guestfs_xfs_admin(g, DISK_FS, GUESTFS_XFS_ADMIN_V2LOG, 1,
				   GUESTFS_XFS_ADMIN_EXTUNWRITTEN, 1,
				   GUESTFS_XFS_ADMIN_PROJID32BIT, 1, -1));
	works(g, guestfs_xfs_admin(g, DISK_FS, GUESTFS_XFS_ADMIN_LAZYCOUNTER, 1,
				   -1));
	i = guestfs_xfs_info(g, DISK_FS);
	ok(i && i->xfs_logversion == 2 && i->xfs_lazycount == 1);
}

TEST(xfs_repair_of_a_clean_one)
{
	guestfs_h *g = fresh_fs("xfs");

	fails(g, guestfs_xfs_repair(g, DISK_FS, -1), EBUSY);
	works(g, guestfs_umount_all(g));
	ok_int(guestfs_xfs_repair(g, DISK_FS, -1), 0);
	ok_int(guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_NOMODIFY, 1,
				  GUESTFS_XFS_REPAIR_NOPREFETCH, 1,
				  GUESTFS_XFS_REPAIR_IHASHSIZE, (int64_t)512,
				  GUESTFS_XFS_REPAIR_BHASHSIZE, (int64_t)512,
				  GUESTFS_XFS_REPAIR_AGSTRIDE, (int64_t)1,
				  GUESTFS_XFS_REPAIR_FORCEGEOMETRY, 1, -1),
	       0);
	ok_int(guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_FORCELOGZERO,
				  1, GUESTFS_XFS_REPAIR_MAXMEM, (int64_t)300,
				  -1),
	       0);
	/* These two do not go together */
	fails(g,
	      guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_NOMODIFY, 1,
				 GUESTFS_XFS_REPAIR_MAXMEM, (int64_t)300,
				 GUESTFS_XFS_REPAIR_BHASHSIZE, (int64_t)512,
				 -1),
	      EINVAL);
	fails(g,
	      guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_MAXMEM,
				 (int64_t)-1, -1),
	      EINVAL);
	fails(g,
	      guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_LOGDEV,
				 "/dev/sdz", -1),
	      ENOENT);
	fails(g,
	      guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_RTDEV,
				 "/dev/sdz", -1),
	      ENOENT);
}

TEST(xfs_repair_finds_damage)
{
	guestfs_h *g = fresh_fs("xfs");
	cleanup_free char *zeros = NULL, *cmd = NULL;

	ok(asprintf(&zeros, "%s/zeros", test_dir()) > 0);
	ok(asprintf(&cmd, "truncate -s 512 '%s'", zeros) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_umount_all(g));
	/* The free space header of the first group */
	works(g, guestfs_upload_offset(g, zeros, DISK_FS, 512));
	ok_int(guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_NOMODIFY, 1,
				  -1),
	       1);
	ok_int(guestfs_xfs_repair(g, DISK_FS, -1), 0);
	ok_int(guestfs_xfs_repair(g, DISK_FS, GUESTFS_XFS_REPAIR_NOMODIFY, 1,
				  -1),
	       0);
}
