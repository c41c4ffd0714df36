// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: names whose case does not matter. */
#include "session_test.h"

#define FOLD FS_CASE_INSENSITIVE

/* The name under which a file is stored, "" where it is the one asked for */
static const char *stored(uint64_t dir, const char *name)
{
	static char buf[256];
	struct fs_entry e;

	if (!fc_lookup(c, dir, name, &e))
		return NULL;
	snprintf(buf, sizeof(buf), "%s", e.stored);
	free(e.stored);
	return buf;
}

TEST(a_lookup_ignores_case_and_tells_the_stored_name)
{
	start(FOLD);
	make(1, "Foo.txt");
	make(1, "GRÖSSE");
	ok_str(stored(1, "foo.TXT"), "Foo.txt");
	ok_str(stored(1, "Foo.txt"), "");
	ok_str(stored(1, "grösse"), "GRÖSSE");
	fails(fc_lookup(c, 1, "foo", NULL), ENOENT);
}

TEST(a_case_sensitive_session_does_not)
{
	start(FS_CASE_AUTO);
	make(1, "Foo");
	fails(fc_lookup(c, 1, "foo", NULL), ENOENT);
	ok_int(fc_init(c, 0, FS_CASE_SENSITIVE), 0);
	fails(fc_lookup(c, 1, "foo", NULL), ENOENT);
}

TEST(directories_that_fold_say_so)
{
	struct fs_entry e;

	start(FOLD);
	fc_make(c, FS_MKDIR, 1, "d", 0755);
	ok(fc_lookup(c, 1, "d", &e));
	ok_int(e.flags & FS_ENTRY_FOLDS, FS_ENTRY_FOLDS);
	free(e.stored);
}

TEST(an_exact_match_wins)
{
	uint64_t lower, upper;

	start(FS_CASE_AUTO);
	lower = make(1, "name");
	upper = make(1, "NAME");
	ok(lower != upper);
	ok_int(fc_init(c, 0, FOLD), 0);
	ok_str(stored(1, "NAME"), "");
	ok_str(stored(1, "name"), "");
	ok(stored(1, "Name") != NULL);
}

TEST(creating_opens_the_file_that_is_there)
{
	struct fs_entry e;
	uint64_t n;

	start(FOLD);
	n = make(1, "foo.txt");
	ok(fc_create(c, 1, "FOO.txt", O_RDWR, 0644, &e));
	ok_int(e.node, n);
	ok_str(e.stored, "foo.txt");
	free(e.stored);
	fails(fc_create(c, 1, "FOO.txt", O_RDWR | O_EXCL, 0644, NULL), EEXIST);
	fails(fc_make(c, FS_MKDIR, 1, "FOO.TXT", 0755), EEXIST);
	fails(fc_make(c, FS_SYMLINK, 1, "Foo.TXT", 0), EEXIST);
	fails(fc_link(c, n, 1, "fOO.TXT"), EEXIST);
}

TEST(a_rename_can_change_the_case_only)
{
	uint64_t n;

	start(FOLD);
	n = make(1, "readme");
	ok_int(fc_rename(c, 1, "readme", 1, "ReadMe", 0), 0);
	ok_str(stored(1, "README"), "ReadMe");
	ok_int(fc_rename(c, 1, "README", 1, "README", 0), 0);
	ok_str(stored(1, "readme"), "README");
	ok_int(fc_getattr(c, n, 0, NULL), 0);
}

TEST(a_rename_replaces_a_name_of_other_case)
{
	uint64_t a, d;

	start(FOLD);
	d = fc_make(c, FS_MKDIR, 1, "d", 0755);
	a = make(d, "a");
	make(1, "target");
	refused(fc_rename(c, d, "A", 1, "Target", 1), EEXIST);
	ok_int(fc_rename(c, d, "A", 1, "Target", 0), 0);
	ok_int(fc_lookup(c, 1, "Target", NULL), a);
	ok_str(stored(1, "target"), "Target");
	fails(fc_lookup(c, d, "a", NULL), ENOENT);
}

TEST(removing_ignores_case)
{
	start(FOLD);
	make(1, "File");
	fc_make(c, FS_MKDIR, 1, "Dir", 0755);
	ok_int(fc_name(c, FS_UNLINK, 1, "fILE"), 0);
	ok_int(fc_name(c, FS_RMDIR, 1, "dIR"), 0);
	fails(fc_lookup(c, 1, "File", NULL), ENOENT);
	fails(fc_lookup(c, 1, "file", NULL), ENOENT);
}

TEST(the_index_follows_every_change)
{
	char name[16];

	start(FOLD);
	fails(fc_lookup(c, 1, "nothing", NULL), ENOENT);
	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "File%d", i);
		ok(make(1, name));
		name[0] = 'f';
		ok(stored(1, name) && *stored(1, name) == 'F');
	}
	for (int i = 0; i < 500; i += 2) {
		snprintf(name, sizeof(name), "FILE%d", i);
		ok_int(fc_name(c, FS_UNLINK, 1, name), 0);
	}
	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "fiLE%d", i);
		ok_int(stored(1, name) != NULL, i % 2);
	}
}

TEST(changes_by_others_are_seen_after_dropping_caches)
{
	char path[4096];
	int fd;

	start(FOLD);
	fails(fc_lookup(c, 1, "new", NULL), ENOENT);
	snprintf(path, sizeof(path), "%s/NEW", test_dir());
	fd = open(path, O_CREAT | O_WRONLY, 0644);
	ok(fd >= 0);
	close(fd);
	session_drop_caches();
	ok_str(stored(1, "new"), "NEW");
}
