// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: reading directories. */
#include "fsdir.h"
#include "session/node.h"
#include "session/prefetch.h"
#include "session_test.h"

#define N     1000
#define BATCH 65536

static char batch[BATCH];

static void make_files(int n)
{
	char name[300];

	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "%s/file-%06d", test_dir(), i);
		close(open(name, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
	}
}

/**
 * struct seen - What a walk through a directory found
 */
struct seen {
	int n;
	int dots;
	char files[N];
	uint64_t cookies[N + 2];
	uint64_t nodes[N];
};

static void see(struct seen *s, const struct fsdir_rec *r, const char *name)
{
	int i;

	s->cookies[s->n + s->dots] = r->cookie;
	if (!r->node) {
		ok(name[0] == '.');
		ok_int(r->mode & S_IFMT, S_IFDIR);
		s->dots++;
		return;
	}
	ok_int(r->namelen, 11);
	ok_int(r->mode, S_IFREG | 0644);
	ok_int(r->nlink, 1);
	i = atoi(name + 5);
	ok(i >= 0 && i < N);
	ok(!s->files[i]);
	s->files[i] = 1;
	s->nodes[i] = r->node;
	s->n++;
}

static struct seen walk(uint64_t h, size_t size, uint64_t cookie)
{
	struct seen s = { 0 };
	int eof = 0;

	while (!eof) {
		long n = fc_readdir(c, h, batch, size, cookie, &eof);
		const char *name;
		struct fsdir_rec r;
		size_t pos = 0;

		ok(n >= 0 && (n > 0 || eof));
		while (pos < (size_t)n) {
			ok_int(fsdir_next(batch, n, &pos, &r, &name), 1);
			see(&s, &r, name);
			cookie = r.cookie;
		}
	}
	return s;
}

static void every_entry_comes_once(int slot, size_t size)
{
	struct seen s;
	uint64_t h;

	start_port(0, slot);
	make_files(N);
	h = fc_opendir(c, 1);
	ok(h);
	s = walk(h, size, 0);
	ok_int(s.n, N);
	ok_int(s.dots, 2);
	/* Again from the start, by the same handle */
	s = walk(h, size, 0);
	ok_int(s.n, N);
	ok_int(fc_lookup(c, 1, "file-000017", NULL), s.nodes[17]);
}

TEST(every_entry_comes_once_inline)
{
	every_entry_comes_once(0, BATCH);
}

TEST(every_entry_comes_once_through_the_slot)
{
	every_entry_comes_once(1, BATCH);
}

TEST(every_entry_comes_once_in_small_pieces)
{
	every_entry_comes_once(0, 300);
}

TEST(reading_goes_on_at_any_cookie)
{
	struct seen all, rest;
	uint64_t h;

	start(0);
	make_files(N);
	h = fc_opendir(c, 1);
	all = walk(h, BATCH, 0);
	for (int at = 0; at < N; at += 97) {
		rest = walk(h, BATCH, all.cookies[at]);
		ok_int(rest.n + rest.dots, N + 2 - at - 1);
	}
}

TEST(no_room_for_one_entry_is_an_error)
{
	uint64_t h;
	int eof;

	start(0);
	make_files(1);
	h = fc_opendir(c, 1);
	refused(fc_readdir(c, h, batch, 100, 0, &eof), EINVAL);
	refused(fc_readdir(c, h, batch, 0, 0, &eof), EINVAL);
	refused(fc_readdir(c, h, batch, BATCH, UINT64_MAX, &eof), EINVAL);
	refused(fc_readdir(c, 99, batch, BATCH, 0, &eof), EBADF);
}

TEST(what_is_removed_meanwhile_does_not_come)
{
	struct seen s = { 0 };
	uint64_t h;
	long n;
	int eof;

	start(0);
	make_files(100);
	h = fc_opendir(c, 1);
	n = fc_readdir(c, h, batch, 1000, 0, &eof);
	ok(n > 0 && !eof);
	for (int i = 0; i < 100; i++) {
		char name[32];

		snprintf(name, sizeof(name), "file-%06d", i);
		ok_int(fc_name(c, FS_UNLINK, 1, name), 0);
	}
	s = walk(h, BATCH, ((struct fsdir_rec *)batch)->cookie);
	ok_int(s.n, 0);
}

TEST(each_record_brings_one_reference)
{
	struct seen s;
	uint64_t h;

	start(0);
	make_files(N);
	h = fc_opendir(c, 1);
	walk(h, BATCH, 0);
	s = walk(h, BATCH, 0);
	ok_int(node_count(), N + 1);
	for (int i = 0; i < N; i++)
		fc_forget(c, s.nodes[i], i % 2 ? 2 : 1);
	fc_getattr(c, 1, 0, NULL);
	ok_int(node_count(), N / 2 + 1);
}

TEST(names_may_be_long_and_odd)
{
	struct fsdir_rec r;
	const char *name;
	char want[256];
	size_t pos = 0;
	uint64_t h;
	long n;
	int eof;

	start(0);
	memset(want, '\xff', 255);
	want[255] = '\0';
	want[7] = '\n';
	ok(make(1, want));
	h = fc_opendir(c, 1);
	n = fc_readdir(c, h, batch, BATCH, 0, &eof);
	ok(n > 0 && eof);
	do {
		ok_int(fsdir_next(batch, n, &pos, &r, &name), 1);
	} while (!r.node);
	ok_int(r.namelen, 255);
	ok(!memcmp(name, want, 255));
	ok_int(fc_lookup(c, 1, want, NULL), r.node);
}

static void list(uint64_t node)
{
	uint64_t h = fc_opendir(c, node);
	int eof;

	ok(h && fc_readdir(c, h, batch, BATCH, 0, &eof) > 0);
	fc_release(c, h);
}

static bool was_read(uint64_t node)
{
	struct node *n = node_get(node);
	bool r = n && node_mark_listed(n);

	node_put(n);
	return r;
}

TEST(a_walk_is_read_ahead)
{
	uint64_t d, dirs[64];
	char name[32];

	start(0);
	d = fc_make(c, FS_MKDIR, 1, "d", 0755);
	for (int i = 0; i < 64; i++) {
		snprintf(name, sizeof(name), "sub%d", i);
		dirs[i] = fc_make(c, FS_MKDIR, d, name, 0755);
		ok(make(dirs[i], "f"));
	}
	list(1);
	list(d);
	/* Those that nobody wants any more are dropped by this */
	for (int i = 0; i < 50; i++)
		usleep(10000);
	prefetch_stop();
	if (!was_read(d) || !was_read(dirs[0]))
		test_skip("no file system that is read ahead");
	for (int i = 0; i < 64; i++)
		ok(was_read(dirs[i]));
}

TEST(a_walk_can_be_stopped)
{
	char name[32];

	start(0);
	for (int i = 0; i < 64; i++) {
		snprintf(name, sizeof(name), "sub%d", i);
		ok(fc_make(c, FS_MKDIR, 1, name, 0755));
	}
	list(1);
	session_drop_caches();
	list(1);
	session_stop_all();
	refused(fc_getattr(c, 1, 0, NULL), ESTALE);
	ok_int(fc_init(c, 0, 0), 0);
	list(1);
}
