/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Swap space. */
#include "appliance.h"

#define UUID "21234567-89ab-cdef-0123-456789abcdef"

static guestfs_h *empty_disk(void)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_SMALL));
	return g;
}

static bool is(char *got, const char *want)
{
	bool same = got && !strcmp(got, want);

	free(got);
	return same;
}

TEST(a_device_is_swapped_on_and_off)
{
	guestfs_h *g = empty_disk();

	fails(g, guestfs_swapon_device(g, DISK_SMALL), EINVAL);
	works(g, guestfs_mkswap(g, DISK_SMALL));
	works(g, guestfs_swapon_device(g, DISK_SMALL));
	fails(g, guestfs_swapon_device(g, DISK_SMALL), EBUSY);
	fails(g, guestfs_mkswap_L(g, "x", DISK_SMALL), EBUSY);
	works(g, guestfs_swapoff_device(g, DISK_SMALL));
	fails(g, guestfs_swapoff_device(g, DISK_SMALL), EINVAL);
	fails(g, guestfs_swapon_device(g, "/dev/sdz"), ENOENT);
}

TEST(swap_is_found_by_label)
{
	guestfs_h *g = empty_disk();

	works(g, guestfs_mkswap_L(g, "swapper", DISK_SMALL));
	ok(is(guestfs_vfs_label(g, DISK_SMALL), "swapper"));
	works(g, guestfs_swapon_label(g, "swapper"));
	fails(g, guestfs_swapon_label(g, "swapper"), EBUSY);
	works(g, guestfs_swapoff_label(g, "swapper"));
	fails(g, guestfs_swapoff_label(g, "swapper"), EINVAL);
	fails(g, guestfs_swapon_label(g, "nobody"), ENOENT);
	fails(g, guestfs_swapoff_label(g, ""), ENOENT);
	/* A label of something else is none */
	works(g, guestfs_mkfs_opts(g, "ext2", DISK_SMALL,
				   GUESTFS_MKFS_OPTS_LABEL, "swapper", -1));
	fails(g, guestfs_swapon_label(g, "swapper"), ENOENT);
}

TEST(swap_is_found_by_uuid)
{
	guestfs_h *g = empty_disk();

	works(g, guestfs_mkswap_U(g, UUID, DISK_SMALL));
	ok(is(guestfs_vfs_uuid(g, DISK_SMALL), UUID));
	works(g, guestfs_swapon_uuid(g, UUID));
	works(g, guestfs_swapoff_uuid(g, UUID));
	fails(g, guestfs_swapoff_uuid(g, UUID), EINVAL);
	fails(g, guestfs_swapon_uuid(g, "none"), ENOENT);
	fails(g, guestfs_mkswap_U(g, "none", DISK_SMALL), EINVAL);
}

TEST(a_file_is_swapped_on_and_off)
{
	guestfs_h *g = fresh_fs("ext4");

	fails(g, guestfs_mkswap_file(g, "/swap"), ENOENT);
	works(g, guestfs_fallocate64(g, "/swap", 16 * MIB));
	fails(g, guestfs_swapon_file(g, "/swap"), EINVAL);
	works(g, guestfs_mkswap_file(g, "/swap"));
	works(g, guestfs_swapon_file(g, "/swap"));
	fails(g, guestfs_umount(g, "/"), EBUSY);
	works(g, guestfs_swapoff_file(g, "/swap"));
	fails(g, guestfs_swapoff_file(g, "/swap"), EINVAL);
	fails(g, guestfs_swapon_file(g, "/none"), ENOENT);
	works(g, guestfs_umount(g, "/"));
}

TEST(a_file_that_cannot_be_swap)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/small", "x");
	fails(g, guestfs_mkswap_file(g, "/small"), EINVAL);
	works(g, guestfs_truncate_size(g, "/small", 16 * MIB));
	works(g, guestfs_mkswap_file(g, "/small"));
	fails(g, guestfs_swapon_file(g, "/small"), EINVAL);
	ok(strstr(guestfs_last_error(g), "holes") != NULL);
}

TEST(a_swap_file_does_not_hold_up_the_end)
{
	guestfs_h *g = guestfs_create();
	cleanup_free char *disk = NULL, *cmd = NULL;

	ok(g != NULL);
	guestfs_set_error_handler(g, NULL, NULL);
	ok(asprintf(&disk, "%s/disk", test_dir()) > 0);
	ok(asprintf(&cmd, "truncate -s 64M '%s'", disk) > 0);
	ok_int(system(cmd), 0);
	works(g, guestfs_add_drive(g, disk));
	works(g, guestfs_launch(g));
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda"));
	works(g, guestfs_mount(g, "/dev/sda", "/"));
	works(g, guestfs_fallocate64(g, "/a swap", 16 * MIB));
	works(g, guestfs_mkswap_file(g, "/a swap"));
	works(g, guestfs_swapon_file(g, "/a swap"));
	works(g, guestfs_shutdown(g));
	guestfs_close(g);
}
