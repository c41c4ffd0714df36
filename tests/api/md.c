/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux software RAID. */
#include "appliance.h"

static guestfs_h *clean(void)
{
	guestfs_h *g = appliance();
	cleanup_strv char **md = guestfs_list_md_devices(g);

	for (size_t i = 0; md && md[i]; i++)
		works(g, guestfs_md_stop(g, md[i]));
	works(g, guestfs_zero_device(g, DISK_A));
	works(g, guestfs_zero_device(g, DISK_B));
	return g;
}

static const char *value(char **hash, const char *key)
{
	for (size_t i = 0; hash && hash[i]; i += 2)
		if (!strcmp(hash[i], key))
			return hash[i + 1];
	return NULL;
}

TEST(a_mirror_is_made_and_mounted)
{
	guestfs_h *g = clean();
	char *members[] = { DISK_A, DISK_B, NULL };
	cleanup_strv char **md = NULL, **info = NULL, **fses = NULL;

	works(g, guestfs_md_create(g, "pair", members, -1));
	md = guestfs_list_md_devices(g);
	ok_int(strv_len(md), 1);
	info = guestfs_md_detail(g, md[0]);
	ok_str(value(info, "level"), "raid1");
	ok_str(value(info, "devices"), "2");
	ok(value(info, "uuid") != NULL);
	works(g, guestfs_mkfs(g, "ext4", "/dev/md/pair"));
	works(g, guestfs_mount(g, md[0], "/"));
	put_text(g, "/f", "twice");
	ok(file_is(g, "/f", "twice"));
	fails(g, guestfs_md_stop(g, md[0]), EBUSY);
	works(g, guestfs_umount_all(g));
	fses = guestfs_list_filesystems(g);
	ok_str(value(fses, md[0]), "ext4");
	ok(!value(fses, DISK_A));
}

TEST(members_can_be_missing)
{
	guestfs_h *g = clean();
	char *members[] = { DISK_A, DISK_B, NULL };
	struct guestfs_mdstat_list *l;

	works(g, guestfs_md_create(g, "five", members, GUESTFS_MD_CREATE_LEVEL,
				   "5", GUESTFS_MD_CREATE_MISSINGBITMAP,
				   (int64_t)1, GUESTFS_MD_CREATE_CHUNK,
				   (int64_t)65536, -1));
	l = guestfs_md_stat(g, "/dev/md/five");
	works(g, l ? 0 : -1);
	ok_int(l->len, 2);
	for (unsigned int i = 0; i < 2; i++) {
		ok(!strcmp(l->val[i].mdstat_device, DISK_A) ||
		   !strcmp(l->val[i].mdstat_device, DISK_B));
		ok_str(l->val[i].mdstat_flags, "");
	}
	guestfs_free_mdstat_list(l);
	works(g, guestfs_md_stop(g, "/dev/md/five"));
}

TEST(numbers_must_fit_together)
{
	guestfs_h *g = clean();
	char *members[] = { DISK_A, DISK_B, NULL };

	fails(g,
	      guestfs_md_create(g, "x", members, GUESTFS_MD_CREATE_NRDEVICES, 3,
				-1),
	      EINVAL);
	fails(g,
	      guestfs_md_create(g, "x", members, GUESTFS_MD_CREATE_SPARE, 2,
				-1),
	      EINVAL);
	fails(g,
	      guestfs_md_create(g, "x", members, GUESTFS_MD_CREATE_LEVEL,
				"raid99", -1),
	      EINVAL);
	fails(g, guestfs_md_create(g, "../x", members, -1), EINVAL);
	ok(!guestfs_md_detail(g, DISK_A));
	ok_int(guestfs_last_errno(g), EINVAL);
}

TEST(what_is_no_array)
{
	guestfs_h *g = clean();

	ok(!guestfs_md_stat(g, DISK_A));
	fails(g, guestfs_md_stat(g, "/dev/md9"), ENOENT);
	ok(guestfs_md_stop(g, DISK_A) == -1);
}
