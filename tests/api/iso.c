/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Labels of ISO 9660 file systems, made by genisoimage. */
#include "appliance.h"
#include "host.h"

static void make_iso(void)
{
	shell("mkdir -p $1/tree && echo x >$1/tree/file && "
	      "genisoimage -quiet -o $1/x.iso -V VOLUME -sysid SYSTEM "
	      "-publisher 'A Publisher' -p PREPARER -A 'An Application' "
	      "-volset SET -copyright FILE -biblio FILE -abstract FILE "
	      "$1/tree 2>&1");
}

static void check(struct guestfs_isoinfo *i)
{
	ok(i != NULL);
	ok_str(i->iso_system_id, "SYSTEM");
	ok_str(i->iso_volume_id, "VOLUME");
	ok_str(i->iso_volume_set_id, "SET");
	ok_str(i->iso_publisher_id, "A Publisher");
	ok_str(i->iso_data_preparer_id, "PREPARER");
	ok_str(i->iso_application_id, "An Application");
	ok_str(i->iso_copyright_file_id, "FILE");
	ok_str(i->iso_abstract_file_id, "FILE");
	ok_str(i->iso_bibliographic_file_id, "FILE");
	ok_int(i->iso_logical_block_size, 2048);
	ok_int(i->iso_volume_set_size, 1);
	ok_int(i->iso_volume_sequence_number, 1);
	ok(i->iso_volume_space_size > 100 && i->iso_volume_space_size < 10000);
	ok(i->iso_volume_creation_t > 1600000000);
	ok(i->iso_volume_modification_t >= i->iso_volume_creation_t);
	ok_int(i->iso_volume_expiration_t, -1);
	ok(i->iso_volume_effective_t > 1600000000);
	guestfs_free_isoinfo(i);
}

TEST(isoinfo_of_a_file_and_of_a_device)
{
	guestfs_h *g = fresh_fs("ext4");

	make_iso();
	works(g, guestfs_upload(g, host("x.iso"), "/x.iso"));
	check(guestfs_isoinfo(g, "/x.iso"));
	works(g, guestfs_upload(g, host("x.iso"), DISK_SMALL));
	check(guestfs_isoinfo_device(g, DISK_SMALL));
}

TEST(what_is_no_iso_is_refused)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/short", "text");
	works(g, guestfs_zero_device(g, DISK_SMALL));
	fails(g, guestfs_isoinfo(g, "/short"), EINVAL);
	fails(g, guestfs_isoinfo(g, "/none"), ENOENT);
	fails(g, guestfs_isoinfo(g, "/"), EISDIR);
	fails(g, guestfs_isoinfo_device(g, DISK_SMALL), EINVAL);
	ok(strstr(guestfs_last_error(g), DISK_SMALL));
}

TEST(a_label_with_rubbish_for_dates)
{
	guestfs_h *g = fresh_fs("ext4");
	struct guestfs_isoinfo *i;

	make_iso();
	works(g, guestfs_upload(g, host("x.iso"), "/x.iso"));
	works(g,
	      guestfs_pwrite(g, "/x.iso", "rubbish in place", 16, 32768 + 813));
	works(g, guestfs_pwrite(g, "/x.iso", "\0\0\0\0", 4, 32768 + 40));
	i = guestfs_isoinfo(g, "/x.iso");
	ok(i != NULL);
	ok_int(i->iso_volume_creation_t, -1);
	ok_str(i->iso_volume_id, "");
	guestfs_free_isoinfo(i);
}
