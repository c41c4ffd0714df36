// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: requests that are none, many at once, and many. */
#include <malloc.h>
#include <pthread.h>

#include "session/handle.h"
#include "session/node.h"
#include "session_test.h"

#define ARGS(type) (xdrproc_t) xdr_##type

/**
 * struct msg - A request that is made by hand
 */
struct msg {
	struct guestfs_message_header head;
	char body[512];
	size_t body_len;
};

static struct msg msg_of(unsigned int proc, xdrproc_t xargs, void *args)
{
	struct msg m = {
		.head = { .prog = FS_PROGRAM, .vers = FS_VERSION, .proc = proc }
	};
	XDR x;

	xdrmem_create(&x, m.body, sizeof(m.body), XDR_ENCODE);
	ok(!xargs || xargs(&x, args));
	m.body_len = xdr_getpos(&x);
	return m;
}

/* The errno of the reply, 0, or -1 at the end of file */
static int send_msg(struct msg *m)
{
	char buf[1024];
	XDR x;

	xdrmem_create(&x, buf, sizeof(buf), XDR_ENCODE);
	ok(xdr_guestfs_message_header(&x, &m->head));
	memcpy(buf + xdr_getpos(&x), m->body, m->body_len);
	return fc_raw(c, buf, xdr_getpos(&x) + m->body_len);
}

static struct msg lookup_msg(const char *name)
{
	struct fs_name_args a = { 1, (char *)name };

	return msg_of(FS_LOOKUP, ARGS(fs_name_args), &a);
}

TEST(other_programs_are_refused)
{
	struct msg m = lookup_msg("f");

	start(0);
	m.head.prog = GUESTFS_PROGRAM;
	ok_int(send_msg(&m), EPROTO);
	m = lookup_msg("f");
	m.head.direction = GUESTFS_DIRECTION_REPLY;
	ok_int(send_msg(&m), EPROTO);
	m = lookup_msg("f");
	m.head.vers = 2;
	ok_int(send_msg(&m), EPROTO);
	m = lookup_msg("f");
	m.head.proc = 4711;
	ok_int(send_msg(&m), ENOSYS);
	m.head.proc = 0;
	ok_int(send_msg(&m), ENOSYS);
	m.head.proc = UINT32_MAX;
	ok_int(send_msg(&m), ENOSYS);
}

TEST(arguments_must_be_whole_and_nothing_else)
{
	struct msg m = lookup_msg("f");

	start(0);
	make(1, "f");
	ok_int(send_msg(&m), 0);
	m.body_len -= 4;
	ok_int(send_msg(&m), EINVAL);
	m.body_len = 0;
	ok_int(send_msg(&m), EINVAL);
	m = lookup_msg("f");
	m.body_len += 4;
	ok_int(send_msg(&m), EINVAL);
	/* A length that goes beyond the message */
	m = lookup_msg("f");
	m.body[10] = 1;
	ok_int(send_msg(&m), EINVAL);
}

TEST(a_name_with_nul_is_refused)
{
	struct msg m = lookup_msg("fXX");

	start(0);
	make(1, "f");
	m.body[13] = '\0';
	ok_int(send_msg(&m), EINVAL);
}

TEST(a_message_without_header_ends_the_session)
{
	start(0);
	ok_int(fc_raw(c, "rubbish", 8), -1);
	start(0);
	ok_int(fc_raw(c, "", 0), -1);
}

TEST(a_message_too_long_ends_the_session)
{
	start(0);
	ok_int(write(fc_fd(c), "\x7f\xff\xff\xff", 4), 4);
	ok_int(fc_getattr(c, 1, 0, NULL), -1);
}

TEST(init_values_are_checked)
{
	struct fs_init_args a = { 2, 0, 0 };
	struct msg m = msg_of(FS_INIT, ARGS(fs_init_args), &a);

	start(0);
	ok_int(send_msg(&m), EINVAL);
	a = (struct fs_init_args){ 0, 3, 0 };
	m = msg_of(FS_INIT, ARGS(fs_init_args), &a);
	ok_int(send_msg(&m), EINVAL);
}

TEST(data_must_be_where_it_is_said_to_be)
{
	struct fs_write_args a = { .count = 5, .data = { 3, "abc" } };

	start(0);
	a.handle = fc_create(c, 1, "f", O_RDWR, 0600, NULL);
	refused(fc_call(c, FS_WRITE, ARGS(fs_write_args), &a, NULL, NULL),
		EINVAL);
	a = (struct fs_write_args){ .handle = a.handle,
				    .count = 5,
				    .in_slot = 1 };
	refused(fc_call(c, FS_WRITE, ARGS(fs_write_args), &a, NULL, NULL),
		EINVAL);
	a = (struct fs_write_args){ .handle = a.handle, .offset = UINT64_MAX };
	refused(fc_call(c, FS_WRITE, ARGS(fs_write_args), &a, NULL, NULL),
		EINVAL);
}

TEST(too_many_references_given_back_do_no_harm)
{
	uint64_t n;

	start(0);
	n = make(1, "f");
	fc_forget(c, n, UINT64_MAX);
	fc_forget(c, n, 1);
	fc_forget(c, 1, 1000);
	fc_forget(c, 0, 1);
	ok_int(fc_getattr(c, 1, 0, NULL), 0);
	ok_int(node_count(), 1);
}

TEST(open_files_have_a_limit)
{
	uint64_t n, h = 0;

	start(0);
	n = make(1, "f");
	handle_set_limit(10);
	for (int i = 0; i < 10; i++)
		ok(h = fc_open(c, n, O_RDONLY));
	fails(fc_open(c, n, O_RDONLY), ENFILE);
	fails(fc_create(c, 1, "g", O_RDWR, 0600, NULL), ENFILE);
	fails(fc_lookup(c, 1, "g", NULL), ENOENT);
	fails(fc_opendir(c, 1), ENFILE);
	fc_release(c, h);
	ok(fc_open(c, n, O_RDONLY));
	handle_set_limit(1000);
}

TEST(a_second_init_drops_what_the_first_left)
{
	uint64_t n, h;
	struct fc *other;

	start(0);
	other = fc_new(0);
	ok_int(fc_init(other, 0, 0), 0);
	n = make(1, "f");
	h = fc_open(other, n, O_RDONLY);
	ok(h);
	/* The host mounts again: each port says so once more */
	ok_int(fc_init(other, 0, 0), 0);
	refused(fc_getattr(c, n, 0, NULL), ESTALE);
	n = fc_lookup(other, 1, "f", NULL);
	ok(n);
	ok_int(fc_init(c, 0, 0), 0);
	ok_int(fc_getattr(c, n, 0, NULL), 0);
	ok_int(handle_count(), 0);
	fc_free(other);
}

/* Memory stays where it is after the first tenth. */
TEST(lookups_and_forgets_do_not_use_up_memory)
{
	size_t used = 0;
	char name[32];

	start(0);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		make(1, name);
	}
	for (int i = 0; i < 20000; i++) {
		uint64_t n;

		snprintf(name, sizeof(name), "f%d", i % 100);
		n = fc_lookup(c, 1, name, NULL);
		ok(n);
		fc_forget(c, n, 1);
		if (i == 2000)
			used = mallinfo2().uordblks;
	}
	ok(mallinfo2().uordblks < used + 100000);
}

static void *busy_port(void *arg)
{
	struct fc *mine = fc_new((long)arg % 2);
	unsigned int seed = (long)arg;
	char buf[4096], name[8], other[8];
	int eof;

	fc_init(mine, 0, FS_CASE_INSENSITIVE);
	for (int i = 0; i < 2000; i++) {
		uint64_t n, h;

		snprintf(name, sizeof(name), "n%d", rand_r(&seed) % 8);
		snprintf(other, sizeof(other), "N%d", rand_r(&seed) % 8);
		switch (rand_r(&seed) % 8) {
		case 0:
			fc_make(mine, FS_MKNOD, 1, name, S_IFREG | 0600);
			break;
		case 1:
			fc_name(mine, FS_UNLINK, 1, name);
			break;
		case 2:
			fc_rename(mine, 1, name, 1, other, 0);
			break;
		case 3:
			n = fc_lookup(mine, 1, name, NULL);
			fc_link(mine, n, 1, other);
			fc_forget(mine, n, 2);
			break;
		case 4:
			n = fc_lookup(mine, 1, name, NULL);
			h = fc_open(mine, n, O_RDWR);
			fc_write(mine, h, buf, 100, 0);
			fc_read(mine, h, buf, 100, 0);
			fc_getattr(mine, n, 0, NULL);
			fc_release(mine, h);
			break;
		case 5:
			h = fc_opendir(mine, 1);
			fc_readdir(mine, h, buf, sizeof(buf), 0, &eof);
			fc_release(mine, h);
			break;
		case 6:
			session_drop_caches();
			break;
		default:
			n = fc_lookup(mine, 1, other, NULL);
			fc_getattr(mine, n, 0, NULL);
		}
	}
	fc_free(mine);
	return NULL;
}

TEST(ports_work_at_once)
{
	pthread_t t[4];

	start(FS_CASE_INSENSITIVE);
	for (long i = 0; i < 4; i++)
		ok_int(pthread_create(&t[i], NULL, busy_port, (void *)i), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	ok_int(fc_getattr(c, 1, 0, NULL), 0);
}
