/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed in a guest, and its logo. */
#include "appliance.h"

#include "run.h"

static guestfs_h *g;

/* A guest of this distribution, alone, inspected and mounted */
static void guest(const char *os_release)
{
	cleanup_strv char **roots = NULL;

	g = fresh_fs("ext4");
	works(g, guestfs_mkdir(g, "/bin"));
	works(g, guestfs_mkdir(g, "/etc"));
	works(g, guestfs_upload(g, "/bin/true", "/bin/sh"));
	put_text(g, "/etc/os-release", os_release);
	roots = guestfs_inspect_os(g);
	ok(strv_has(roots, DISK_FS));
}

static void put_rpmdb(const char *kind, const char *path)
{
	static const char text[] = "0 bash 5.2 1.fc38 x86_64 The shell\n"
				   "2 vim 9 3 noarch An editor\n";
	const char *src = getenv("GUESTFS_SOURCE");
	cleanup_run struct run r = { .input = text,
				     .input_len = sizeof(text) - 1 };
	cleanup_free char *name = NULL, *maker = NULL, *file = NULL;

	ok(asprintf(&name, "%s/tests/lib/mkrpmdb.py", src ? src : ".") > 0);
	maker = realpath(name, NULL);
	ok(maker && asprintf(&file, "%s/rpmdb", test_dir()) > 0);
	r.argv = ARGV("python3", "-B", maker, kind, file);
	ok_int(run(&r), 0);
	test_check(r.status == 0, __FILE__, __LINE__, "%s", r.err);
	works(g, guestfs_upload(g, file, path));
}

static void check_rpm(void)
{
	struct guestfs_application2_list *l =
		guestfs_inspect_list_applications2(g, DISK_FS);

	test_check(l != NULL, __FILE__, __LINE__, "%s", guestfs_last_error(g));
	ok_int(l->len, 2);
	ok_str(l->val[0].app2_name, "bash");
	ok_str(l->val[0].app2_release, "1.fc38");
	ok_str(l->val[0].app2_arch, "x86_64");
	ok_int(l->val[1].app2_epoch, 2);
	ok_str(l->val[1].app2_summary, "An editor");
	guestfs_free_application2_list(l);
}

TEST(rpm_packages_in_sqlite)
{
	guest("ID=fedora\nVERSION_ID=38\n");
	works(g, guestfs_mkdir_p(g, "/usr/lib/sysimage/rpm"));
	put_rpmdb("sqlite", "/usr/lib/sysimage/rpm/rpmdb.sqlite");
	check_rpm();
	put_text(g, "/usr/lib/sysimage/rpm/rpmdb.sqlite", "no database");
	ok(!guestfs_inspect_list_applications2(g, DISK_FS));
	ok_int(guestfs_last_errno(g), EIO);
}

TEST(rpm_packages_in_ndb)
{
	guest("ID=sles\nVERSION_ID=15.4\n");
	works(g, guestfs_mkdir_p(g, "/var/lib/rpm"));
	put_rpmdb("ndb", "/var/lib/rpm/Packages.db");
	check_rpm();
}

TEST(rpm_packages_in_berkeley_db_are_refused)
{
	guest("ID=centos\nVERSION_ID=7\n");
	works(g, guestfs_mkdir_p(g, "/var/lib/rpm"));
	put_text(g, "/var/lib/rpm/Packages", "x");
	ok(!guestfs_inspect_list_applications2(g, DISK_FS));
	ok_int(guestfs_last_errno(g), ENOTSUP);
	ok(strstr(guestfs_last_error(g), "centos"));
}

TEST(deb_packages_more_than_a_message_holds)
{
	struct guestfs_application2_list *l;
	struct guestfs_application_list *old;
	cleanup_free char *file = NULL;
	FILE *f;

	guest("ID=debian\nVERSION_ID=12\n");
	ok(asprintf(&file, "%s/status", test_dir()) > 0);
	f = fopen(file, "we");
	ok(f != NULL);
	for (int i = 0; i < 6000; i++)
		fprintf(f,
			"Package: p%d\nStatus: install ok installed\n"
			"Version: %d:1-2\nArchitecture: all\n"
			"Description: %0900d\n\n",
			i, i, 0);
	ok_int(fclose(f), 0);
	works(g, guestfs_mkdir_p(g, "/var/lib/dpkg"));
	works(g, guestfs_upload(g, file, "/var/lib/dpkg/status"));
	l = guestfs_inspect_list_applications2(g, DISK_FS);
	ok(l != NULL);
	ok_int(l->len, 6000);
	for (int i = 0; i < 6000; i++)
		ok_int(l->val[i].app2_epoch, i);
	ok_str(l->val[5999].app2_name, "p5999");
	guestfs_free_application2_list(l);
	old = guestfs_inspect_list_applications(g, DISK_FS);
	ok(old != NULL);
	ok_int(old->len, 6000);
	ok_str(old->val[7].app_name, "p7");
	ok_str(old->val[7].app_version, "1");
	guestfs_free_application_list(old);
}

TEST(applications_need_the_guests_file_systems)
{
	guest("ID=debian\n");
	ok(!guestfs_inspect_list_applications2(g, DISK_FS));
	ok_int(guestfs_last_errno(g), ENOENT);
	works(g, guestfs_umount_all(g));
	ok(!guestfs_inspect_list_applications2(g, DISK_FS));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!guestfs_inspect_list_applications(g, DISK_A));
	ok_int(guestfs_last_errno(g), EINVAL);
	guest("ID=gentoo\n");
	ok(!guestfs_inspect_list_applications2(g, DISK_FS));
	ok_int(guestfs_last_errno(g), ENOTSUP);
}

#define PNG "\x89PNG\r\n\x1a\n"

static bool icon_is(const char *want, int favicon, int large)
{
	size_t n = 99;
	cleanup_free char *icon = guestfs_inspect_get_icon(
		g, DISK_FS, &n, GUESTFS_INSPECT_GET_ICON_FAVICON, favicon,
		GUESTFS_INSPECT_GET_ICON_HIGHQUALITY, large, -1);

	return icon && n == strlen(want) && !memcmp(icon, want, n);
}

TEST(the_logo_is_where_distributions_keep_it)
{
	size_t n;

	guest("ID=debian\n");
	ok(icon_is("", 1, 0));
	works(g, guestfs_mkdir_p(g, "/usr/share/pixmaps"));
	put_text(g, "/usr/share/pixmaps/debian-logo.png", "no picture");
	ok(icon_is("", 1, 0));
	put_text(g, "/usr/share/pixmaps/real.png", PNG "debian");
	works(g, guestfs_ln_sf(g, "real.png",
			       "/usr/share/pixmaps/debian-logo.png"));
	ok(icon_is(PNG "debian", 1, 0));
	put_text(g, "/etc/favicon.png", PNG "favicon");
	ok(icon_is(PNG "favicon", 1, 0));
	ok(icon_is(PNG "debian", 0, 0));
	ok(icon_is(PNG "debian", 1, 1));
	ok(!guestfs_inspect_get_icon(g, DISK_A, &n, -1));
	ok_int(guestfs_last_errno(g), EINVAL);
}
