/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls against a daemon that answers well, badly, or not at all. */
#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fakedaemon.h"
#include "rpc/rpc.h"
#include "test.h"

static int call(struct fake *f)
{
	return rpc_roundtrip(f->g, FAKE_PROC, "name", 0, NULL, NULL, NULL, NULL,
			     NULL, NULL);
}

static int call_int(struct fake *f, int *ret)
{
	return rpc_roundtrip(f->g, FAKE_PROC, "name", 0, NULL, NULL, NULL, NULL,
			     (xdrproc_t)xdr_int, ret);
}

static void ok_with(struct fake *f, int n)
{
	fake_call(f);
	fake_ok(f, (xdrproc_t)xdr_int, &n);
}

static void answers_42(struct fake *f)
{
	ok_with(f, 42);
}

TEST(a_result_arrives)
{
	struct fake *f = fake_start(answers_42);
	int n = 0;

	ok_int(call_int(f, &n), 0);
	ok_int(n, 42);
	fake_finish(f);
}

static void fails_then_answers(struct fake *f)
{
	fake_call(f);
	fake_error(f, "ENOTEMPTY", "/dir: Directory not empty");
	fake_call(f);
	fake_error(f, "EWHATEVER", "odd");
	ok_with(f, 42);
}

TEST(an_error_has_message_and_errno_and_the_next_call_works)
{
	struct fake *f = fake_start(fails_then_answers);
	int n = 0;

	ok_int(call(f), -1);
	ok_str(guestfs_last_error(f->g), "name: /dir: Directory not empty");
	ok_int(guestfs_last_errno(f->g), ENOTEMPTY);
	ok_int(call(f), -1);
	ok_int(guestfs_last_errno(f->g), 0);
	ok_int(call_int(f, &n), 0);
	ok_int(n, 42);
	fake_finish(f);
}

static void fails_once(struct fake *f)
{
	fake_call(f);
	fake_error(f, "EBUSY", "busy");
}

TEST(without_a_name_only_errno_is_set)
{
	struct fake *f = fake_start(fails_once);

	ok_int(rpc_roundtrip(f->g, FAKE_PROC, NULL, 0, NULL, NULL, NULL, NULL,
			     NULL, NULL),
	       -1);
	ok_int(errno, EBUSY);
	ok(!guestfs_last_error(f->g));
	fake_finish(f);
}

/* Replies that break the protocol: each stops the appliance. */

#define REPLY .direction = GUESTFS_DIRECTION_REPLY

static struct guestfs_message_header bad_header;

static void says_bad_header(struct fake *f)
{
	fake_call(f);
	fake_message(f, bad_header, NULL, NULL);
}

static void breaks(void (*daemon)(struct fake *f), const char *why)
{
	struct fake *f = fake_start(daemon);
	int n = 0;

	ok_int(call_int(f, &n), -1);
	ok(strstr(guestfs_last_error(f->g), why));
	ok_int(guestfs_last_errno(f->g), EPROTO);
	ok(f->stopped);
	ok_int(f->g->state, STATE_CONFIG);
	fake_finish(f);
}

TEST(a_reply_to_another_call_breaks_the_connection)
{
	bad_header = (struct guestfs_message_header){ REPLY, .serial = 5 };
	breaks(says_bad_header, "another call");
	bad_header = (struct guestfs_message_header){ REPLY, .proc = 5 };
	breaks(says_bad_header, "another procedure");
	bad_header = (struct guestfs_message_header){ REPLY, .prog = 5 };
	breaks(says_bad_header, "program");
	bad_header = (struct guestfs_message_header){ REPLY, .vers = 5 };
	breaks(says_bad_header, "version");
	bad_header = (struct guestfs_message_header){ 0 };
	breaks(says_bad_header, "not a reply");
}

static void lacks_the_result(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
}

static void says_too_much(struct fake *f)
{
	uint64_t n = 1;

	fake_call(f);
	fake_ok(f, (xdrproc_t)xdr_uint64_t, &n);
}

TEST(a_result_of_the_wrong_size_breaks_the_connection)
{
	breaks(lacks_the_result, "cannot be decoded");
	breaks(says_too_much, "follow");
}

static uint32_t bad_word;

static void says_word(struct fake *f)
{
	fake_call(f);
	fake_word(f, bad_word);
}

TEST(impossible_lengths_break_the_connection)
{
	bad_word = GUESTFS_MESSAGE_MAX + 1;
	breaks(says_word, "impossible length");
	bad_word = 0x7fffffff;
	breaks(says_word, "impossible length");
	bad_word = 39;
	breaks(says_word, "impossible length");
	bad_word = 0;
	breaks(says_word, "impossible length");
	bad_word = GUESTFS_CANCEL_FLAG;
	breaks(says_word, "cancels");
	bad_word = GUESTFS_LAUNCH_FLAG;
	breaks(says_word, "anew");
}

static void claims_a_huge_list(struct fake *f)
{
	uint32_t body[] = { htonl(0x10000000), htonl(1) };
	struct guestfs_message_header h = { REPLY };
	char buf[100];
	XDR x;

	fake_call(f);
	h.prog = GUESTFS_PROGRAM;
	h.vers = GUESTFS_PROTOCOL_VERSION;
	h.proc = FAKE_PROC;
	h.serial = f->serial;
	xdrmem_create(&x, buf, sizeof(buf), XDR_ENCODE);
	xdr_guestfs_message_header(&x, &h);
	fake_word(f, xdr_getpos(&x) + sizeof(body));
	fake_write(f, buf, xdr_getpos(&x));
	fake_write(f, body, sizeof(body));
}

TEST(a_list_longer_than_its_message_is_not_believed)
{
	struct fake *f = fake_start(claims_a_huge_list);
	guestfs_hello_slot list = { 0 };

	ok_int(rpc_roundtrip(f->g, FAKE_PROC, "name", 0, NULL, NULL, NULL, NULL,
			     (xdrproc_t)xdr_guestfs_hello_slot, &list),
	       -1);
	ok(!list.pages.pages_val);
	fake_finish(f);
}

static void hangs_up(struct fake *f)
{
	fake_call(f);
	fake_word(f, 100);
	fake_word(f, 1);
	shutdown(f->fd, 2);
}

TEST(a_broken_connection_is_a_lost_appliance)
{
	struct fake *f = fake_start(hangs_up);

	ok_int(call(f), -1);
	ok(f->lost);
	ok_str(guestfs_last_error(f->g), "lost");
	fake_finish(f);
}

static void dies_silently(struct fake *f)
{
	fake_call(f);
	ok_int(write(f->death, "", 1), 1);
}

TEST(the_end_of_qemu_ends_the_call)
{
	struct fake *f = fake_start(dies_silently);

	ok_int(call(f), -1);
	ok(f->lost);
	fake_finish(f);
}

static void dies_after_answering(struct fake *f)
{
	answers_42(f);
	ok_int(write(f->death, "", 1), 1);
}

TEST(an_answer_counts_even_when_qemu_is_gone)
{
	for (int i = 0; i < 50; i++) {
		struct fake *f = fake_start(dies_after_answering);
		int n = 0;

		ok_int(call_int(f, &n), 0);
		ok_int(n, 42);
		fake_finish(f);
	}
}

static void never_answers(struct fake *f)
{
	fake_call(f);
}

TEST(a_timeout_ends_the_call)
{
	struct fake *f = fake_start(never_answers);

	f->g->call_timeout_ms = 50;
	ok_int(call(f), -1);
	ok_int(guestfs_last_errno(f->g), ETIMEDOUT);
	ok(f->stopped);
	fake_finish(f);
}

TEST(arguments_too_long_cost_only_the_call)
{
	struct fake *f = fake_start(answers_42);
	char buf[300] = "";
	guestfs_hello_args args = { .entropy = { sizeof(buf), buf } };
	int n;

	ok_int(rpc_roundtrip(f->g, FAKE_PROC, "name", 0,
			     (xdrproc_t)xdr_guestfs_hello_args, &args, NULL,
			     NULL, NULL, NULL),
	       -1);
	ok_int(guestfs_last_errno(f->g), E2BIG);
	ok_int(call_int(f, &n), 0);
	fake_finish(f);
}

/* Progress */

static uint64_t positions;
static int nested_errno;

static void on_progress(guestfs_h *g, void *opaque, uint64_t event, int handle,
			int flags, const char *buf, size_t len,
			const uint64_t *v, size_t n)
{
	positions += n == 4 ? v[2] : 1000000;
}

static void says_progress(struct fake *f)
{
	fake_call(f);
	for (int i = 1; i <= 10; i++)
		fake_progress(f, FAKE_PROC, i);
	fake_ok(f, NULL, NULL);
}

TEST(progress_is_delivered)
{
	struct fake *f = fake_start(says_progress);

	positions = 0;
	guestfs_set_event_callback(f->g, on_progress, GUESTFS_EVENT_PROGRESS, 0,
				   NULL);
	ok_int(call(f), 0);
	ok_int(positions, 55);
	fake_finish(f);
}

static void says_progress_of_another(struct fake *f)
{
	fake_call(f);
	fake_progress(f, FAKE_PROC + 1, 1);
}

TEST(progress_of_another_call_breaks_the_connection)
{
	breaks(says_progress_of_another, "progress");
}

static void on_progress_call(guestfs_h *g, void *opaque, uint64_t event,
			     int handle, int flags, const char *buf, size_t len,
			     const uint64_t *v, size_t n)
{
	rpc_roundtrip(g, FAKE_PROC, "nested", 0, NULL, NULL, NULL, NULL, NULL,
		      NULL);
	nested_errno = guestfs_last_errno(g);
}

TEST(a_callback_cannot_start_another_call)
{
	struct fake *f = fake_start(says_progress);

	nested_errno = 0;
	guestfs_set_event_callback(f->g, on_progress_call,
				   GUESTFS_EVENT_PROGRESS, 0, NULL);
	ok_int(call(f), 0);
	ok_int(nested_errno, EBUSY);
	fake_finish(f);
}

/* The launch flag */

static void says_flag_in_halves(struct fake *f)
{
	uint32_t be = htonl(GUESTFS_LAUNCH_FLAG);

	fake_write(f, &be, 2);
	usleep(100000);
	fake_write(f, (char *)&be + 2, 2);
}

TEST(the_launch_flag_survives_a_timeout_in_its_middle)
{
	struct fake *f = fake_start(says_flag_in_halves);

	ok_int(rpc_wait_launch_flag(f->g, 30), -1);
	ok_int(errno, ETIMEDOUT);
	ok_int(rpc_wait_launch_flag(f->g, 5000), 0);
	fake_finish(f);
}

static void says_nonsense(struct fake *f)
{
	fake_write(f, "nonsense", 8);
}

static void says_nothing_and_dies(struct fake *f)
{
	shutdown(f->fd, 2);
}

static void says_nothing(struct fake *f)
{
}

TEST(waiting_for_the_launch_flag_ends_with_a_reason)
{
	struct fake *f = fake_start(says_nonsense);

	ok_int(rpc_wait_launch_flag(f->g, 5000), -1);
	ok_int(errno, EPROTO);
	fake_finish(f);
	f = fake_start(says_nothing_and_dies);
	ok_int(rpc_wait_launch_flag(f->g, 5000), -1);
	ok_int(errno, ECONNRESET);
	fake_finish(f);
	f = fake_start(says_nothing);
	f->g->user_cancel = 1;
	ok_int(rpc_wait_launch_flag(f->g, 5000), -1);
	ok_int(errno, EINTR);
	ok(!guestfs_last_error(f->g));
	fake_finish(f);
}
