/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SELinux in the appliance, and labels of a guest's files. */
#include "appliance.h"

#define LABEL "security.selinux"

static guestfs_h *labelled_guest(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/etc/selinux/files"));
	put_text(g, "/etc/selinux/files/file_contexts",
		 "/.*\tsystem_u:object_r:default_t:s0\n"
		 "/bin(/.*)?\tsystem_u:object_r:bin_t:s0\n"
		 "/skip\t<<none>>\n");
	works(g, guestfs_mkdir(g, "/bin"));
	put_text(g, "/bin/sh", "");
	put_text(g, "/skip", "");
	works(g, guestfs_ln_s(g, "/etc", "/bin/link"));
	return g;
}

static bool label_is(guestfs_h *g, const char *path, const char *want)
{
	size_t n;
	cleanup_free char *v = guestfs_lgetxattr(g, path, LABEL, &n);

	return want ? v && !strncmp(v, want, n) : !v;
}

TEST(files_are_labelled_as_the_policy_says)
{
	guestfs_h *g = labelled_guest();

	works(g, guestfs_selinux_relabel(g, "/etc/selinux/files/file_contexts",
					 "/", -1));
	ok(label_is(g, "/bin/sh", "system_u:object_r:bin_t:s0"));
	ok(label_is(g, "/bin/link", "system_u:object_r:bin_t:s0"));
	ok(label_is(g, "/etc", "system_u:object_r:default_t:s0"));
	ok(label_is(g, "/skip", NULL));
}

TEST(force_replaces_the_whole_label)
{
	guestfs_h *g = labelled_guest();
	static const char old[] = "me_u:object_r:bin_t:s0";
	static const char *const spec = "/etc/selinux/files/file_contexts";

	works(g, guestfs_lsetxattr(g, LABEL, old, sizeof(old) - 1, "/bin/sh"));
	works(g, guestfs_selinux_relabel(g, spec, "/bin", -1));
	ok(label_is(g, "/bin/sh", old));
	ok(label_is(g, "/etc", NULL));
	works(g, guestfs_selinux_relabel(g, spec, "/bin",
					 GUESTFS_SELINUX_RELABEL_FORCE, 1, -1));
	ok(label_is(g, "/bin/sh", "system_u:object_r:bin_t:s0"));
}

TEST(relabelling_needs_a_policy_and_a_path)
{
	guestfs_h *g = labelled_guest();

	fails(g, guestfs_selinux_relabel(g, "/absent", "/", -1), ENOENT);
	fails(g, guestfs_selinux_relabel(g, "relative", "/", -1), EINVAL);
	fails(g,
	      guestfs_selinux_relabel(g, "/etc/selinux/files/file_contexts",
				      "/absent", -1),
	      ENOENT);
	put_text(g, "/nonsense", "/[ nonsense\n");
	ok_int(guestfs_selinux_relabel(g, "/nonsense", "/", -1), -1);
}

TEST(without_selinux_its_calls_are_not_available)
{
	guestfs_h *g = appliance();
	char *groups[] = { "selinux", NULL };

	ok_int(guestfs_feature_available(g, groups), 0);
	ok(!guestfs_getcon(g));
	ok_int(guestfs_last_errno(g), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "selinux"));
	fails(g, guestfs_setcon(g, "system_u:system_r:init_t:s0"), ENOTSUP);
}

TEST(with_selinux_the_daemon_has_a_context)
{
	guestfs_h *g = guestfs_create();
	char *groups[] = { "selinux", NULL };
	cleanup_free char *s = NULL;

	ok(g != NULL);
	guestfs_set_error_handler(g, NULL, NULL);
	works(g, guestfs_set_selinux(g, 1));
	works(g, guestfs_launch(g));
	works(g, guestfs_available(g, groups));
	s = guestfs_getcon(g);
	ok_str(s, "kernel");
	/* No policy is loaded: nothing has a meaning */
	works(g, guestfs_setcon(g, "system_u:system_r:init_t:s0"));
	guestfs_close(g);
}
