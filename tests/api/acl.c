/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Access control lists and capabilities. */
#include "appliance.h"

static guestfs_h *with_file(void)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "");
	works(g, guestfs_chmod(g, 0640, "/f"));
	works(g, guestfs_mkdir(g, "/d"));
	return g;
}

TEST(groups_of_acl_and_capabilities_are_there)
{
	guestfs_h *g = appliance();

	ok_int(guestfs_feature_available(
		       g,
		       (char *[]){ (char *)"acl", (char *)"linuxcaps", NULL }),
	       1);
}

TEST(a_mode_is_a_list)
{
	guestfs_h *g = with_file();
	cleanup_free char *acl = guestfs_acl_get_file(g, "/f", "access");
	cleanup_free char *none = guestfs_acl_get_file(g, "/d", "default");

	ok_str(acl, "user::rw-\ngroup::r--\nother::---\n");
	ok_str(none, "");
}

TEST(lists_can_be_set_in_long_and_short_form)
{
	guestfs_h *g = with_file();
	cleanup_free char *acl = NULL, *def = NULL, *gone = NULL;

	works(g, guestfs_acl_set_file(g, "/f", "access",
				      "user::rwx\nuser:1000:r--\ngroup::r-x\n"
				      "mask::rwx\nother::---\n"));
	acl = guestfs_acl_get_file(g, "/f", "access");
	ok_str(acl, "user::rwx\nuser:1000:r--\ngroup::r-x\nmask::rwx\n"
		    "other::---\n");
	works(g, guestfs_acl_set_file(g, "/d", "default", "u::r,g::r,o::r"));
	def = guestfs_acl_get_file(g, "/d", "default");
	ok_str(def, "user::r--\ngroup::r--\nother::r--\n");
	works(g, guestfs_acl_delete_def_file(g, "/d"));
	gone = guestfs_acl_get_file(g, "/d", "default");
	ok_str(gone, "");
	works(g, guestfs_acl_delete_def_file(g, "/d"));
}

TEST(wrong_lists_are_refused)
{
	guestfs_h *g = with_file();

	fails(g, guestfs_acl_set_file(g, "/f", "access", "rubbish"), EINVAL);
	/* Not complete */
	fails(g, guestfs_acl_set_file(g, "/f", "access", "u::rwx"), EINVAL);
	fails(g, guestfs_acl_set_file(g, "/f", "both", "u::r,g::r,o::r"),
	      EINVAL);
	fails(g, guestfs_acl_set_file(g, "/f", "default", "u::r,g::r,o::r"),
	      EACCES);
	fails(g, guestfs_acl_get_file(g, "/f", ""), EINVAL);
	fails(g, guestfs_acl_get_file(g, "/none", "access"), ENOENT);
	fails(g, guestfs_acl_delete_def_file(g, "/f"), ENOTDIR);
	fails(g, guestfs_acl_delete_def_file(g, "/none"), ENOENT);
}

TEST(capabilities_of_a_program)
{
	guestfs_h *g = with_file();
	cleanup_free char *none = NULL, *cap = NULL;

	none = guestfs_cap_get_file(g, "/f");
	ok_str(none, "");
	works(g, guestfs_cap_set_file(g, "/f", "cap_chown=p cap_chown+e"));
	cap = guestfs_cap_get_file(g, "/f");
	ok_str(cap, "cap_chown=ep");
	fails(g, guestfs_cap_set_file(g, "/f", "cap_of_none+p"), EINVAL);
	fails(g, guestfs_cap_set_file(g, "/d", "cap_chown+p"), EINVAL);
	fails(g, guestfs_cap_set_file(g, "/none", "cap_chown+p"), ENOENT);
	fails(g, guestfs_cap_get_file(g, "/none"), ENOENT);
}
