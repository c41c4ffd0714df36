// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: reading directories. */
#include "fsdir.h"
#include "session/handle.h"
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

TEST(a_batch_of_what_is_gone_is_no_error)
{
	struct fsdir_rec r;
	const char *name;
	size_t pos = 0;
	struct seen s;
	uint64_t h;
	long n;
	int eof;

	start(0);
	make_files(N);
	h = fc_opendir(c, 1);
	n = fc_readdir(c, h, batch, 600, 0, &eof);
	ok(n > 0 && !eof);
	while (fsdir_next(batch, n, &pos, &r, &name) > 0)
		;
	/* The server has read further, of files that others now remove. */
	for (int i = 0; i < N - 1; i++) {
		char path[300];

		snprintf(path, sizeof(path), "%s/file-%06d", test_dir(), i);
		ok_int(unlink(path), 0);
	}
	s = walk(h, 300, r.cookie);
	ok(s.n <= 1 && s.n + s.dots <= 3);
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

/**
 * struct told - Directories of one answer to FS_OPEN_READ
 * @n:		Their number, with the one asked for
 * @nodes:	They, in the order in which they came
 * @records:	Entries with a node, in all of them
 * @more:	Bytes after the first one
 */
struct told {
	int n;
	uint64_t nodes[600];
	int records;
	size_t more;
};

static void tell_records(struct told *t, const char *p, size_t len)
{
	struct fsdir_rec r;
	const char *name;
	size_t pos = 0;
	int rc;

	while ((rc = fsdir_next(p, len, &pos, &r, &name)) > 0)
		t->records += r.node != 0;
	ok_int(rc, 0);
}

static int ask(uint64_t node, uint32_t size, uint32_t slot, uint32_t ahead,
	       struct fs_open_read_ret *r)
{
	struct fs_open_read_args a = {
		.node = node, .size = size, .slot = slot, .ahead = ahead
	};

	memset(r, 0, sizeof(*r));
	return fc_call(c, FS_OPEN_READ, (xdrproc_t)xdr_fs_open_read_args, &a,
		       (xdrproc_t)xdr_fs_open_read_ret, r);
}

static struct told tell(uint64_t node, uint32_t ahead)
{
	struct told t = { .n = 1, .nodes = { node } };
	struct fs_open_read_ret r;
	const char *p = fc_slot(c);
	size_t left;

	ok_int(ask(node, FC_SLOT_SIZE, 1, ahead, &r), 0);
	ok(r.data.eof && r.data.in_slot && !r.handle);
	ok(r.more <= ahead);
	tell_records(&t, p, r.data.count);
	p += r.data.count;
	t.more = r.more;
	for (left = r.more; left;) {
		struct fsdir_head h;

		ok(left >= sizeof(h) && t.n < 600);
		memcpy(&h, p, sizeof(h));
		left -= sizeof(h);
		ok(h.bytes <= left);
		tell_records(&t, p + sizeof(h), h.bytes);
		t.nodes[t.n++] = h.node;
		p += sizeof(h) + h.bytes;
		left -= h.bytes;
	}
	return t;
}

/* N directories of a directory, each with a directory and a file in it */
static uint64_t make_tree(int n, uint64_t *subs)
{
	uint64_t d = fc_make(c, FS_MKDIR, 1, "d", 0755);
	char name[32];

	for (int i = 0; i < n; i++) {
		snprintf(name, sizeof(name), "sub%d", i);
		subs[i] = fc_make(c, FS_MKDIR, d, name, 0755);
		ok(make(subs[i], "f"));
		ok(fc_make(c, FS_MKDIR, subs[i], "s", 0755));
	}
	return d;
}

/* Nodes that are known, once the helpers that read ahead hold none */
static unsigned int nodes_left(void)
{
	fc_getattr(c, 1, 0, NULL);
	session_drop_caches();
	return node_count();
}

/* What make_tree() itself was given */
static void forget_tree(uint64_t d, int n, const uint64_t *subs)
{
	for (int i = 0; i < n; i++) {
		fc_forget(c, fc_lookup(c, subs[i], "f", NULL), 2);
		fc_forget(c, fc_lookup(c, subs[i], "s", NULL), 2);
		fc_forget(c, subs[i], 1);
	}
	fc_forget(c, d, 1);
}

static bool is_in(const struct told *t, uint64_t node)
{
	for (int i = 0; i < t->n; i++)
		if (t->nodes[i] == node)
			return true;
	return false;
}

TEST(further_directories_follow_in_the_order_of_a_walk)
{
	struct fsdir_rec r;
	const char *name;
	uint64_t subs[20], d, last_sub = 0;
	struct told t;
	size_t pos = 0;
	int at = 1;

	start_port(0, 1);
	d = make_tree(20, subs);
	t = tell(d, 1 << 20);
	ok_int(t.n, 1 + 20 + 20);
	ok_int(t.records, 20 + 40);
	/* Each subdirectory, with what is below it before the next one */
	while (fsdir_next(fc_slot(c), FC_SLOT_SIZE, &pos, &r, &name) > 0) {
		if (!r.node)
			continue;
		ok_int(t.nodes[at], r.node);
		last_sub = fc_lookup(c, r.node, "s", NULL);
		ok_int(t.nodes[at + 1], last_sub);
		at += 2;
		if (at == t.n)
			break;
	}
	ok_int(at, t.n);
	ok_int(handle_count(), 0);
}

TEST(what_follows_needs_the_slot_and_to_be_asked_for)
{
	struct fs_open_read_ret r;
	uint64_t subs[4], d;

	start_port(0, 1);
	d = make_tree(4, subs);
	ok_int(ask(d, BATCH, 0, 1 << 20, &r), 0);
	ok_int(r.more, 0);
	xdr_free((xdrproc_t)xdr_fs_open_read_ret, &r);
	ok_int(ask(d, BATCH, 1, 0, &r), 0);
	ok_int(r.more, 0);
	ok_int(ask(d, BATCH, 1, 100, &r), 0);
	ok_int(r.more, 0);
	/* Not whole: nothing may follow */
	ok_int(ask(d, 300, 1, 1 << 20, &r), 0);
	ok_int(r.more, 0);
	ok(!r.data.eof && r.handle);
	fc_release(c, r.handle);
	refused(ask(d, BATCH, 2, 1 << 20, &r), EINVAL);
	refused(ask(d, 8, 1, 1 << 20, &r), EINVAL);
	refused(ask(77777, BATCH, 1, 1 << 20, &r), ESTALE);
	ok_int(ask(make(1, "file"), BATCH, 1, 1 << 20, &r), 0);
	ok_int(r.more, 0);
	/* More than there is of the slot */
	ok_int(ask(d, BATCH, 1, UINT32_MAX, &r), 0);
	ok(r.more > 0 && r.more <= FC_SLOT_SIZE - r.data.count);
	ok_int(handle_count(), 0);
}

TEST(what_does_not_fit_comes_with_the_next_request)
{
	uint64_t subs[200], d;
	struct told first, next;

	start_port(0, 1);
	d = make_tree(200, subs);
	first = tell(d, 16384);
	ok(first.n > 10 && first.n < 401);
	/* The walk comes to the first one that was not told */
	for (int i = 0, seen = first.n; seen < 401; i++) {
		uint64_t want = 0;

		ok(i < 400);
		for (int j = 0; j < 200 && !want; j++) {
			uint64_t s = fc_lookup(c, subs[j], "s", NULL);

			if (is_in(&first, subs[j]) && !is_in(&first, s))
				want = s;
		}
		for (int j = 0; j < 200 && !want; j++)
			if (!is_in(&first, subs[j]))
				want = subs[j];
		ok(want);
		next = tell(want, 16384);
		/* It goes on with the siblings, and says nothing twice */
		for (int j = 0; j < next.n; j++) {
			ok(!is_in(&first, next.nodes[j]));
			first.nodes[first.n++] = next.nodes[j];
		}
		ok(next.n > 1 || first.n == 401);
		seen = first.n;
	}
	ok_int(handle_count(), 0);
}

TEST(a_directory_not_told_leaves_no_references)
{
	uint64_t d, big;
	struct told t;
	char name[32];

	start_port(0, 1);
	d = fc_make(c, FS_MKDIR, 1, "d", 0755);
	big = fc_make(c, FS_MKDIR, d, "big", 0755);
	for (int i = 0; i < 500; i++) {
		snprintf(name, sizeof(name), "file%d", i);
		fc_forget(c, make(big, name), 1);
	}
	fc_forget(c, big, 1);
	ok_int(nodes_left(), 2);
	/* Room for a part of it only */
	t = tell(d, 20000);
	ok_int(t.n, 1);
	ok_int(t.more, 0);
	ok_int(nodes_left(), 3);
	/* An id of its own, and a reference for this look */
	fc_forget(c, fc_lookup(c, d, "big", NULL), 2);
	fc_forget(c, d, 1);
	ok_int(nodes_left(), 1);
}

TEST(each_record_told_brings_one_reference)
{
	uint64_t subs[40], d;
	struct told t;

	start_port(0, 1);
	d = make_tree(40, subs);
	forget_tree(d, 40, subs);
	ok_int(nodes_left(), 1);
	d = fc_lookup(c, 1, "d", NULL);
	t = tell(d, 1 << 20);
	ok_int(t.n, 81);
	ok_int(nodes_left(), 2 + t.records);
}

TEST(a_walk_over_what_is_gone_goes_on)
{
	uint64_t subs[100], d;
	struct told t;
	char name[32];

	start_port(0, 1);
	d = make_tree(100, subs);
	t = tell(d, 4096);
	ok(t.n < 100);
	for (int i = 0; i < 100; i += 2) {
		snprintf(name, sizeof(name), "sub%d", i);
		ok_int(fc_name(c, FS_UNLINK, subs[i], "f"), 0);
		ok_int(fc_name(c, FS_RMDIR, subs[i], "s"), 0);
		ok_int(fc_name(c, FS_RMDIR, d, name), 0);
	}
	t = tell(d, 1 << 20);
	ok_int(t.n, 1 + 50 + 50);
	session_drop_caches();
	t = tell(d, 1 << 20);
	ok_int(t.n, 1 + 50 + 50);
}

TEST(a_walk_does_not_outlive_the_mount)
{
	uint64_t subs[100], d;
	struct told t;

	start_port(0, 1);
	d = make_tree(100, subs);
	t = tell(d, 4096);
	ok(t.n < 100);
	session_stop_all();
	ok_int(fc_init(c, 0, 0), 0);
	d = fc_lookup(c, 1, "d", NULL);
	t = tell(d, 1 << 20);
	ok_int(t.n, 201);
}
