/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed, from records of package managers. */
#include "apps.h"
#include "cleanup.h"
#include "rpmhead.h"
#include "rpmlist.h"
#include "test.h"
#include "tree.h"

#define ok_text(app, which, want)                                              \
	do {                                                                   \
		const char *text_ = (app)->text[which];                        \
		ok_str(text_ ? text_ : "", want);                              \
	} while (0)

TEST(dpkg_lists_what_is_installed)
{
	cleanup_apps struct apps a = { 0 };
	struct insp_root r = tree_root();

	tree_file("/var/lib/dpkg/status",
		  "Package: bash\nStatus: install ok installed\n"
		  "Architecture: amd64\nSource: bash-src\n"
		  "Version: 1:5.2-2+b1\nHomepage: http://example.com\n"
		  "Description: a shell\n Long\n .\n text\n"
		  "Conffiles:\n /etc/Package: x\n\n"
		  "Package: gone\nStatus: deinstall ok config-files\n"
		  "Version: 1\n\n\n"
		  "Status: install ok installed\nVersion: 3\n\n"
		  "Package: native\nVersion: 7\n"
		  "Status: hold ok installed");
	ok_int(apps_dpkg(&r, &a), 0);
	ok_int(a.n, 2);
	ok_text(&a.v[0], APP_NAME, "bash");
	ok_int(a.v[0].epoch, 1);
	ok_text(&a.v[0], APP_VERSION, "5.2");
	ok_text(&a.v[0], APP_RELEASE, "2+b1");
	ok_text(&a.v[0], APP_ARCH, "amd64");
	ok_text(&a.v[0], APP_SOURCE, "bash-src");
	ok_text(&a.v[0], APP_URL, "http://example.com");
	ok_text(&a.v[0], APP_SUMMARY, "a shell");
	ok_text(&a.v[0], APP_DESCRIPTION, "Long\n\ntext");
	ok_text(&a.v[1], APP_NAME, "native");
	ok_text(&a.v[1], APP_VERSION, "7");
	ok_text(&a.v[1], APP_RELEASE, "");
}

TEST(without_records_there_is_no_list)
{
	cleanup_apps struct apps a = { 0 };
	struct insp_root r = tree_root();

	ok_int(apps_dpkg(&r, &a), -1);
	ok_int(errno, ENOENT);
	ok_int(apps_apk(&r, &a), -1);
	ok_int(apps_pacman(&r, &a), -1);
	ok_int(apps_rpm(&r, &a), -1);
	ok_int(errno, ENOENT);
	ok_int(apps_windows(&r, "/absent", NULL, &a), -1);
	tree_file("/var/lib/rpm/Packages", "");
	ok_int(apps_rpm(&r, &a), -1);
	ok_int(errno, ENOTSUP);
}

TEST(pacman_has_a_directory_a_package)
{
	cleanup_apps struct apps a = { 0 };
	struct insp_root r = tree_root();

	tree_file("/var/lib/pacman/local/bash-5-1/desc",
		  "%NAME%\nbash\n\n%VERSION%\n2:5.2.1-3\n\n%BASE%\nsrc\n\n"
		  "%DESC%\nA shell\n\n%ARCH%\nx86_64\n\n%URL%\n");
	tree_file("/var/lib/pacman/local/broken-1-1/desc", "%VERSION%\n1\n");
	tree_file("/var/lib/pacman/local/ALPM_DB_VERSION", "9\n");
	ok_int(apps_pacman(&r, &a), 0);
	ok_int(a.n, 1);
	ok_text(&a.v[0], APP_NAME, "bash");
	ok_int(a.v[0].epoch, 2);
	ok_text(&a.v[0], APP_VERSION, "5.2.1");
	ok_text(&a.v[0], APP_RELEASE, "3");
	ok_text(&a.v[0], APP_SOURCE, "src");
	ok_text(&a.v[0], APP_SUMMARY, "A shell");
}

TEST(apk_has_a_letter_a_field)
{
	cleanup_apps struct apps a = { 0 };
	struct insp_root r = tree_root();

	tree_file("/lib/apk/db/installed",
		  "C:Q1abc=\nP:musl\nV:1.2.4-r1\nA:x86_64\nT:libc\n"
		  "U:https://example.com\no:musl\nF:lib\nR:P:fake\n\n"
		  "C:Q1def=\nV:1\n\nP:last\nV:2");
	ok_int(apps_apk(&r, &a), 0);
	ok_int(a.n, 2);
	ok_text(&a.v[0], APP_NAME, "musl");
	ok_text(&a.v[0], APP_VERSION, "1.2.4");
	ok_text(&a.v[0], APP_RELEASE, "r1");
	ok_text(&a.v[0], APP_URL, "https://example.com");
	ok_text(&a.v[1], APP_NAME, "last");
	ok_text(&a.v[1], APP_VERSION, "2");
}

#define UNINSTALL "Microsoft\\Windows\\CurrentVersion\\Uninstall\\"

TEST(windows_lists_what_can_be_uninstalled)
{
	cleanup_apps struct apps a = { 0 };
	struct insp_root r = tree_root();

	tree_hive("/SOFTWARE", "[" UNINSTALL "Editor]\n"
			       "DisplayName=sz:The Editor\n"
			       "DisplayVersion=sz:1.0\nPublisher=sz:ACME\n"
			       "InstallLocation=expand_sz:C:\\Editor\n"
			       "[" UNINSTALL "KB123]\nParentKeyName=sz:x\n"
			       "[Wow6432Node\\" UNINSTALL "Old]\n"
			       "DisplayName=sz:Old One\n");
	ok_int(apps_windows(&r, "/SOFTWARE", "x86_64", &a), 0);
	ok_int(a.n, 2);
	ok_text(&a.v[0], APP_NAME, "Editor");
	ok_text(&a.v[0], APP_DISPLAY, "The Editor");
	ok_text(&a.v[0], APP_VERSION, "1.0");
	ok_text(&a.v[0], APP_PUBLISHER, "ACME");
	ok_text(&a.v[0], APP_PATH, "C:\\Editor");
	ok_text(&a.v[0], APP_ARCH, "x86_64");
	ok_text(&a.v[1], APP_NAME, "Old");
	ok_text(&a.v[1], APP_ARCH, "i386");
}

/* Entries: name "ab" at 0, a summary at 3, epoch 258 at 8 */
static const unsigned char rpm[] = {
	0,   0,	  0,	3,    0, 0,   0, 12, /* sizes */
	0,   0,	  0x03, 0xe8, 0, 0,   0, 6,  0, 0, 0, 0,
	0,   0,	  0,	1, /* name */
	0,   0,	  0x03, 0xec, 0, 0,   0, 9,  0, 0, 0, 3,
	0,   0,	  0,	2, /* summary */
	0,   0,	  0x03, 0xeb, 0, 0,   0, 4,  0, 0, 0, 8,
	0,   0,	  0,	1, /* epoch */
	'a', 'b', 0,	's',  0, 't', 0, 0,  0, 0, 1, 2,
};

static void finish(struct app *app)
{
	for (size_t i = 0; i < APP_TEXTS; i++)
		free(app->text[i]);
	memset(app, 0, sizeof(*app));
}

TEST(headers_of_rpm_are_taken_apart)
{
	struct app app = { 0 };

	ok_int(rpmhead_parse(rpm, sizeof(rpm), &app), 0);
	ok_text(&app, APP_NAME, "ab");
	ok_text(&app, APP_SUMMARY, "s");
	ok_int(app.epoch, 258);
	finish(&app);
}

/* Every length, and every byte changed to every extreme: the sanitizers watch
 */
TEST(hostile_headers_of_rpm_do_no_harm)
{
	struct app app = { 0 };

	for (size_t n = 0; n < sizeof(rpm); n++) {
		cleanup_free unsigned char *copy = malloc(n ? n : 1);

		memcpy(copy, rpm, n);
		ok_int(rpmhead_parse(copy, n, &app), -1);
		finish(&app);
	}
	for (size_t i = 0; i < sizeof(rpm); i++) {
		static const unsigned char extremes[] = { 0, 1, 0x7f, 0x80,
							  0xff };
		cleanup_free unsigned char *copy = malloc(sizeof(rpm));

		memcpy(copy, rpm, sizeof(rpm));
		for (size_t j = 0; j < sizeof(extremes); j++) {
			copy[i] = extremes[j];
			rpmhead_parse(copy, sizeof(rpm), &app);
			ok(app.epoch != -1);
			finish(&app);
		}
	}
}

TEST(the_list_of_rpm_comes_back_from_its_process)
{
	cleanup_apps struct apps a = { 0 };
	char text[] = "3\x1fname\x1f\x1f"
		      "1.0\x1f\x1e"
		      "0\x1fother\x1f\x1e\x1e"
		      "7\x1f"
		      "cut";

	ok_int(rpmlist_parse(text, &a), 0);
	ok_int(a.n, 3);
	ok_int(a.v[0].epoch, 3);
	ok_text(&a.v[0], APP_NAME, "name");
	ok_text(&a.v[0], APP_DISPLAY, "");
	ok_text(&a.v[0], APP_VERSION, "1.0");
	ok_text(&a.v[1], APP_NAME, "other");
	ok_text(&a.v[2], APP_NAME, "");
}
