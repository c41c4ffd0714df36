// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: requests and answers by shared memory. */
#include <arpa/inet.h>

#include "io.h"
#include "mailbox.h"
#include "session/handle.h"
#include "session_test.h"

static void ring(void)
{
	uint32_t bell = htonl(MAILBOX_BELL);

	ok(io_write_full(fc_fd(c), &bell, 4) == 0);
}

/* A port that uses the mailbox, of which the answers are looked for too late */
static struct mailbox *start_mail(void)
{
	start_port(0, 1);
	ok_int(fc_mail(c, 1), 1);
	return fc_mailbox(c);
}

TEST(requests_go_by_the_mailbox)
{
	struct mailbox *m = start_mail();
	uint32_t asked = m->asked, answered = m->answered;
	uint64_t n = make(1, "f");

	ok(n);
	ok_int(fc_lookup(c, 1, "f", NULL), n);
	ok_int(fc_getattr(c, n, 0, NULL), 0);
	refused(fc_getattr(c, 99, 0, NULL), ESTALE);
	ok_int(m->asked, asked + 4);
	ok_int(m->answered, answered + 4);
}

TEST(nobody_need_look_for_them)
{
	struct mailbox *m = start_mail();

	/* So long that the server sleeps in its read */
	for (int i = 0; i < 20; i++) {
		ok_int(fc_getattr(c, 1, 0, NULL), 0);
		usleep(i * 500);
	}
	ok_int(m->asked, m->answered);
}

TEST(the_mailbox_and_the_port_take_turns)
{
	struct mailbox *m = start_mail();
	size_t size = MAILBOX_ROOM + 50000;
	char *data = calloc(1, size), *back = calloc(1, size);
	struct fs_write_args w = { .count = size, .data = { size, data } };
	struct fs_read_args r = { .size = size };
	struct fs_count_ret n = { 0 };
	struct fs_data_ret d;
	uint32_t asked;

	w.handle = r.handle = fc_create(c, 1, "f", O_RDWR, 0600, NULL);
	for (int i = 0; i < 50; i++) {
		memset(data, 'a' + i % 26, size);
		asked = m->asked;
		ok_int(fc_call(c, FS_WRITE, (xdrproc_t)xdr_fs_write_args, &w,
			       (xdrproc_t)xdr_fs_count_ret, &n),
		       0);
		ok_int(n.count, size);
		/* Too large: it went by the port */
		ok_int(m->asked, asked);
		ok_int(fc_getattr(c, 1, 0, NULL), 0);
		ok_int(m->asked, asked + 1);
		/* Asked by the mailbox, and answered by the port */
		memset(&d, 0, sizeof(d));
		ok_int(fc_call(c, FS_READ, (xdrproc_t)xdr_fs_read_args, &r,
			       (xdrproc_t)xdr_fs_data_ret, &d),
		       0);
		ok_int(m->asked, asked + 2);
		ok_int(d.data.data_len, size);
		ok(!memcmp(d.data.data_val, data, size));
		xdr_free((xdrproc_t)xdr_fs_data_ret, &d);
		/* Without an answer, by the port, and done before the next */
		fc_release(c, fc_open(c, fc_lookup(c, 1, "f", NULL), O_RDONLY));
	}
	free(data);
	free(back);
}

TEST(late_bells_mean_nothing)
{
	struct mailbox *m = start_mail();
	uint32_t answered;

	for (int i = 0; i < 100; i++) {
		ring();
		answered = m->answered;
		ok_int(fc_getattr(c, 1, 0, NULL), 0);
		ok_int(m->answered, answered + 1);
		ring();
		ring();
	}
	fc_mail(c, 0);
	ring();
	ok_int(fc_getattr(c, 1, 0, NULL), 0);
	ring();
	ok_int(fc_getattr(c, 1, 0, NULL), 0);
}

/* Bytes of the slot that a read of a large file may use */
static uint32_t room(uint64_t h)
{
	struct fs_read_args a = { .handle = h, .size = UINT32_MAX, .slot = 1 };
	struct fs_data_ret r = { 0 };

	ok_int(fc_call(c, FS_READ, (xdrproc_t)xdr_fs_read_args, &a,
		       (xdrproc_t)xdr_fs_data_ret, &r),
	       0);
	ok(r.in_slot);
	return r.count;
}

static uint64_t open_large(void)
{
	uint64_t n = fc_lookup(c, 1, "large", NULL);
	struct fs_setattr_args a = { .node = n, .valid = FS_SET_SIZE };
	struct fs_attr_ret r = { 0 };

	if (!n)
		a.node = n = make(1, "large");
	a.size = 2 * FC_SLOT_SIZE;
	ok_int(fc_call(c, FS_SETATTR, (xdrproc_t)xdr_fs_setattr_args, &a,
		       (xdrproc_t)xdr_fs_attr_ret, &r),
	       0);
	return fc_open(c, n, O_RDONLY);
}

TEST(the_next_mount_has_the_room_back)
{
	start_port(0, 1);
	ok_int(room(open_large()), FC_SLOT_SIZE);
	for (int i = 0; i < 3; i++) {
		ok_int(fc_mail(c, 1), 1);
		ok_int(room(open_large()), FC_SLOT_SIZE - MAILBOX_SIZE);
		/* It asks by the mailbox to do without */
		ok_int(fc_mail(c, 0), 0);
		ok_int(room(open_large()), FC_SLOT_SIZE);
	}
	ok_int(fc_mail(c, 1), 1);
	ok_int(fc_mail(c, 1), 1);
	ok_int(room(open_large()), FC_SLOT_SIZE - MAILBOX_SIZE);
	/* By the port, as a new host does */
	ok_int(fc_init(c, 0, 0), 0);
}

TEST(without_a_slot_there_is_no_mailbox)
{
	start_port(0, 0);
	ok_int(fc_mail(c, 1), 0);
	ok_int(fc_getattr(c, 1, 0, NULL), 0);
}

TEST(data_leaves_the_mailbox_alone)
{
	struct mailbox *m = start_mail();
	uint64_t h = open_large();

	for (int i = 0; i < 10; i++) {
		ok_int(room(h), FC_SLOT_SIZE - MAILBOX_SIZE);
		ok_int(m->asked, m->answered);
	}
}

static bool port_ends(void)
{
	char b;

	return io_read_full(fc_fd(c), &b, 1) != 1;
}

TEST(an_impossible_length_ends_the_port)
{
	static const uint32_t lengths[] = { MAILBOX_ROOM + 1, UINT32_MAX, 0 };

	for (int i = 0; i < 3; i++) {
		struct mailbox *m = start_mail();

		m->ask_len = lengths[i];
		m->asked++;
		ring();
		ok(port_ends());
	}
}

TEST(rubbish_is_refused)
{
	struct mailbox *m = start_mail();

	memset(mailbox_ask(m), 0xff, MAILBOX_ROOM);
	m->ask_len = MAILBOX_ROOM;
	m->asked++;
	ring();
	/* It says that this is no request, by the mailbox */
	for (int i = 0; i < 1000 && m->answered != m->asked; i++)
		usleep(1000);
	ok_int(m->answered, m->asked);
	ok(m->answer_len > 0 && m->answer_len <= MAILBOX_ROOM);
	ok_int(fc_mail(c, 0), 0);
	ok_int(fc_getattr(c, 1, 0, NULL), 0);
}
