/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The systemd journal of a guest. */
#include "appliance.h"

#include "run.h"

#define START 1577836800000000 /* of mkjournal.py, in microseconds */

static void put_journal(guestfs_h *g, const char *path, const char *text)
{
	const char *src = getenv("GUESTFS_SOURCE");
	cleanup_run struct run r = { .input = text, .input_len = strlen(text) };
	cleanup_free char *name = NULL, *maker = NULL, *file = NULL;

	ok(asprintf(&name, "%s/tests/lib/mkjournal.py", src ? src : ".") > 0);
	maker = realpath(name, NULL);
	ok(maker && asprintf(&file, "%s/journal", test_dir()) > 0);
	r.argv = ARGV("python3", "-B", maker, file);
	ok_int(run(&r), 0);
	test_check(r.status == 0, __FILE__, __LINE__, "%s", r.err);
	works(g, guestfs_upload(g, file, path));
}

static guestfs_h *opened(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_mkdir_p(g, "/var/log/journal/0123"));
	put_journal(g, "/var/log/journal/0123/system.journal",
		    "MESSAGE=one\nPRIORITY=3\n\nMESSAGE=two\nX=\n\n"
		    "MESSAGE=three\n");
	works(g, guestfs_journal_open(g, "/var/log/journal"));
	return g;
}

/* Whether the entry has exactly these fields, "NAME=value" each */
static bool entry_is(guestfs_h *g, const char *const *want)
{
	struct guestfs_xattr_list *l = guestfs_journal_get(g);
	unsigned int n = 0;
	bool same = l != NULL;

	for (; same && want[n] && n < l->len; n++) {
		cleanup_free char *got = NULL;

		ok(asprintf(&got, "%s=%.*s", l->val[n].attrname,
			    (int)l->val[n].attrval_len, l->val[n].attrval) > 0);
		same = !strcmp(got, want[n]);
	}
	same = same && !want[n] && n == l->len;
	guestfs_free_xattr_list(l);
	return same;
}

TEST(a_journal_is_read_from_end_to_end)
{
	guestfs_h *g = opened();

	ok_int(guestfs_journal_next(g), 1);
	ok(entry_is(g, ARGV("MESSAGE=one", "PRIORITY=3")));
	ok_int(guestfs_journal_get_realtime_usec(g), START);
	ok_int(guestfs_journal_next(g), 1);
	ok(entry_is(g, ARGV("MESSAGE=two", "X=")));
	ok(entry_is(g, ARGV("MESSAGE=two", "X=")));
	ok_int(guestfs_journal_get_realtime_usec(g), START + 1000000);
	ok_int(guestfs_journal_next(g), 1);
	ok(entry_is(g, ARGV("MESSAGE=three")));
	ok_int(guestfs_journal_next(g), 0);
	works(g, guestfs_journal_close(g));
}

TEST(journal_skip_goes_on_and_back)
{
	guestfs_h *g = opened();

	ok_int(guestfs_journal_skip(g, 3), 3);
	ok(entry_is(g, ARGV("MESSAGE=three")));
	ok_int(guestfs_journal_skip(g, 0), 0);
	ok_int(guestfs_journal_skip(g, -2), 2);
	ok(entry_is(g, ARGV("MESSAGE=one", "PRIORITY=3")));
	ok_int(guestfs_journal_skip(g, 100), 2);
}

TEST(long_fields_may_be_cut)
{
	guestfs_h *g = opened();

	ok_int(guestfs_journal_get_data_threshold(g), 65536);
	works(g, guestfs_journal_set_data_threshold(g, 0));
	ok_int(guestfs_journal_get_data_threshold(g), 0);
	fails(g, guestfs_journal_set_data_threshold(g, -1), EINVAL);
}

TEST(there_must_be_an_entry_and_a_journal)
{
	guestfs_h *g = opened();

	ok(!guestfs_journal_get(g));
	ok_int(guestfs_journal_get_realtime_usec(g), -1);
	works(g, guestfs_journal_close(g));
	fails(g, guestfs_journal_close(g), EINVAL);
	fails(g, guestfs_journal_next(g), EINVAL);
	ok(!guestfs_journal_get(g));
	ok(strstr(guestfs_last_error(g), "call journal_open first"));
	works(g, guestfs_mkdir(g, "/empty"));
	fails(g, guestfs_journal_open(g, "/empty"), ENOENT);
	fails(g, guestfs_journal_open(g, "/absent"), ENOENT);
}

TEST(what_is_no_journal_file_does_no_harm)
{
	guestfs_h *g = opened();
	static const char *const dir = "/bad";

	works(g, guestfs_mkdir(g, dir));
	works(g, guestfs_mkfifo(g, 0600, "/bad/fifo.journal"));
	works(g,
	      guestfs_ln_s(g, "/usr/share/misc/magic.mgc", "/bad/out.journal"));
	fails(g, guestfs_journal_open(g, dir), ENOENT);
	put_text(g, "/bad/text.journal", "LPKSHHRH and no more");
	ok_int(guestfs_journal_open(g, dir), -1);
	works(g, guestfs_ping_daemon(g));
	works(g, guestfs_journal_open(g, "/var/log/journal/0123"));
	ok_int(guestfs_journal_next(g), 1);
	works(g, guestfs_umount_all(g));
	fails(g, guestfs_journal_next(g), EINVAL);
}
