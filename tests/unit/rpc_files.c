/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FileIn and FileOut, and cancelling them from both sides. After all but a
 * broken connection the next call must work.
 */
#include <arpa/inet.h>
#include <endian.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "fakedaemon.h"
#include "io.h"
#include "launch/launch.h"
#include "rpc/rpc.h"
#include "test.h"

static char content[900001], received[1000000];
static size_t n_received;
static int chunk_result;

static int send_file(struct fake *f, const char *name)
{
	const char *files[] = { name, NULL };

	return rpc_roundtrip(f->g, FAKE_PROC, "up", 0, NULL, NULL, files, NULL,
			     NULL, NULL);
}

static int recv_file(struct fake *f, const char *name)
{
	const char *files[] = { name, NULL };

	return rpc_roundtrip(f->g, FAKE_PROC, "down", 0, NULL, NULL, NULL,
			     files, NULL, NULL);
}

static void ok_next(struct fake *f)
{
	ok_int(rpc_roundtrip(f->g, FAKE_PROC, "next", 0, NULL, NULL, NULL, NULL,
			     NULL, NULL),
	       0);
}

static void answer(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
}

static const char *file(size_t size)
{
	static char path[200];
	int fd;

	for (size_t i = 0; i < sizeof(content); i++)
		content[i] = (char)(i * 7 + i / 256);
	snprintf(path, sizeof(path), "%s/file", test_dir());
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	ok(fd >= 0);
	ok_int(io_write_full(fd, content, size), 0);
	close(fd);
	return path;
}

/* FileIn */

static void drain(struct fake *f)
{
	ssize_t n;

	n_received = 0;
	while ((n = fake_filein(f, received + n_received)) > 0)
		n_received += n;
	chunk_result = n;
}

static void takes_file(struct fake *f)
{
	fake_call(f);
	drain(f);
	fake_ok(f, NULL, NULL);
	answer(f);
}

TEST(a_file_arrives_whole)
{
	static const size_t sizes[] = { 0, 1, 3, 4, 262144, 262145, 900001 };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct fake *f = fake_start(takes_file);

		ok_int(send_file(f, file(sizes[i])), 0);
		ok_int(n_received, sizes[i]);
		ok(!memcmp(received, content, sizes[i]));
		ok_int(chunk_result, 0);
		ok_next(f);
		fake_finish(f);
	}
}

static int cancel_after;

/* Take some bytes, cancel in the middle of whatever it is, drain the rest. */
static void cancels(struct fake *f)
{
	static char buf[1100000];
	size_t n = 0, at = 0;

	fake_call(f);
	fake_read(f, buf, cancel_after);
	n = cancel_after;
	fake_word(f, GUESTFS_CANCEL_FLAG);
	for (;;) {
		uint32_t v[3];

		while (n < at + 12)
			fake_read(f, buf + n++, 1);
		memcpy(v, buf + at, 12);
		while (n < at + 4 + ntohl(v[0])) {
			fake_read(f, buf + n, at + 4 + ntohl(v[0]) - n);
			n = at + 4 + ntohl(v[0]);
		}
		at += 4 + ntohl(v[0]);
		if (v[1] || !v[2])
			break;
	}
	fake_error(f, "ENOSPC", "/big: No space left on device");
	answer(f);
}

TEST(the_daemon_may_cancel_at_any_byte)
{
	static const int far[] = { 262155, 262156, 262157, 300000, 800000 };

	for (int i = 0; i < 40; i++) {
		struct fake *f = fake_start(cancels);

		cancel_after = i < 35 ? i : far[i - 35];
		ok_int(send_file(f, file(900001)), -1);
		ok_int(guestfs_last_errno(f->g), ENOSPC);
		ok_str(guestfs_last_error(f->g),
		       "up: /big: No space left on device");
		ok_next(f);
		fake_finish(f);
	}
}

static void replies_early(struct fake *f)
{
	fake_call(f);
	fake_error(f, "EROFS", "read-only");
	drain(f);
	answer(f);
}

TEST(an_early_error_ends_the_file)
{
	struct fake *f = fake_start(replies_early);

	ok_int(send_file(f, file(900001)), -1);
	ok_int(guestfs_last_errno(f->g), EROFS);
	ok_next(f);
	fake_finish(f);
}

static void cancels_too_late(struct fake *f)
{
	fake_call(f);
	drain(f);
	fake_word(f, GUESTFS_CANCEL_FLAG);
	fake_error(f, "EIO", "late");
	answer(f);
}

TEST(a_cancel_after_the_end_is_harmless)
{
	struct fake *f = fake_start(cancels_too_late);

	ok_int(send_file(f, file(10)), -1);
	ok_int(guestfs_last_errno(f->g), EIO);
	ok_next(f);
	fake_finish(f);
}

static void on_progress(guestfs_h *g, void *opaque, uint64_t event, int handle,
			int flags, const char *buf, size_t len,
			const uint64_t *v, size_t n)
{
	g->user_cancel = 1;
}

static void takes_file_with_progress(struct fake *f)
{
	fake_call(f);
	fake_progress(f, FAKE_PROC, 1);
	drain(f);
	fake_error(f, "EINTR", "the library cancelled");
	answer(f);
}

TEST(the_user_may_cancel_sending)
{
	struct fake *f = fake_start(takes_file_with_progress);

	guestfs_set_event_callback(f->g, on_progress, GUESTFS_EVENT_PROGRESS, 0,
				   NULL);
	ok_int(send_file(f, "/dev/zero"), -1);
	ok_int(guestfs_last_errno(f->g), EINTR);
	ok_str(guestfs_last_error(f->g), "up: cancelled");
	ok_int(chunk_result, -1);
	ok_next(f);
	fake_finish(f);
}

static void says_much_before_reading(struct fake *f)
{
	fake_call(f);
	for (int i = 0; i < 40000; i++)
		fake_progress(f, FAKE_PROC, i);
	drain(f);
	fake_ok(f, NULL, NULL);
}

TEST(both_may_talk_at_once)
{
	struct fake *f = fake_start(says_much_before_reading);

	ok_int(send_file(f, file(900001)), 0);
	ok_int(n_received, 900001);
	fake_finish(f);
}

static void fails_after_cancel(struct fake *f)
{
	fake_call(f);
	drain(f);
	fake_error(f, "EINTR", "the library cancelled");
	answer(f);
}

TEST(a_file_that_cannot_be_read_cancels)
{
	struct fake *f = fake_start(fails_after_cancel);

	ok_int(send_file(f, "/proc/self/mem"), -1);
	ok_int(guestfs_last_errno(f->g), EIO);
	ok(strstr(guestfs_last_error(f->g), "/proc/self/mem"));
	ok_int(chunk_result, -1);
	ok_next(f);
	fake_finish(f);
}

TEST(a_file_that_is_missing_costs_only_the_call)
{
	struct fake *f = fake_start(answer);

	ok_int(send_file(f, "/no/such/file"), -1);
	ok_int(guestfs_last_errno(f->g), ENOENT);
	ok_next(f);
	fake_finish(f);
}

/* FileOut */

static void gives_file(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
	for (size_t at = 0; at < sizeof(content); at += 100000) {
		size_t n = sizeof(content) - at;

		fake_progress(f, FAKE_PROC, at);
		fake_chunk(f, false, content + at, n < 100000 ? n : 100000);
	}
	fake_chunk(f, false, NULL, 0);
	answer(f);
}

TEST(a_file_is_received_whole)
{
	struct fake *f;
	char path[200];
	char *got;
	size_t n;

	file(0);
	f = fake_start(gives_file);
	snprintf(path, sizeof(path), "%s/out", test_dir());
	ok_int(recv_file(f, path), 0);
	got = io_read_file(path, 1 << 20, &n);
	ok(got);
	ok_int(n, sizeof(content));
	ok(!memcmp(got, content, n));
	free(got);
	ok_next(f);
	fake_finish(f);
}

static void gives_up(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
	fake_chunk(f, false, "begin", 5);
	fake_chunk(f, true, NULL, 0);
	answer(f);
}

TEST(the_daemon_may_give_up_a_file)
{
	struct fake *f = fake_start(gives_up);

	ok_int(recv_file(f, "/dev/null"), -1);
	ok_int(guestfs_last_errno(f->g), EIO);
	ok_next(f);
	fake_finish(f);
}

static bool saw_cancel;

/* Gives without end until the library cancels. */
static void gives_until_cancelled(struct fake *f)
{
	uint32_t word = 0;

	fake_call(f);
	fake_ok(f, NULL, NULL);
	fake_progress(f, FAKE_PROC, 1);
	while (recv(f->fd, &word, sizeof(word), MSG_DONTWAIT) < 0)
		fake_chunk(f, false, content, 50000);
	saw_cancel = word == htonl(GUESTFS_CANCEL_FLAG);
	fake_chunk(f, true, NULL, 0);
	answer(f);
}

TEST(the_user_may_cancel_receiving)
{
	struct fake *f = fake_start(gives_until_cancelled);

	saw_cancel = false;
	guestfs_set_event_callback(f->g, on_progress, GUESTFS_EVENT_PROGRESS, 0,
				   NULL);
	ok_int(recv_file(f, "/dev/null"), -1);
	ok_int(guestfs_last_errno(f->g), EINTR);
	ok_next(f);
	fake_finish(f);
	ok(saw_cancel);
}

TEST(a_file_that_cannot_be_written_cancels)
{
	struct fake *f = fake_start(gives_until_cancelled);

	ok_int(recv_file(f, "/dev/full"), -1);
	ok_int(guestfs_last_errno(f->g), ENOSPC);
	ok(strstr(guestfs_last_error(f->g), "/dev/full"));
	ok_next(f);
	fake_finish(f);
	f = fake_start(gives_until_cancelled);
	ok_int(recv_file(f, "/no/such/dir/file"), -1);
	ok_int(guestfs_last_errno(f->g), ENOENT);
	ok_next(f);
	fake_finish(f);
	ok(saw_cancel);
}

static uint32_t words[3];

static void gives_bad_chunk(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
	for (int i = 0; i < 3; i++)
		fake_word(f, words[i]);
	fake_write(f, content, 16);
}

static void bad_chunk(uint32_t len, uint32_t cancel, uint32_t n)
{
	struct fake *f;

	words[0] = len;
	words[1] = cancel;
	words[2] = n;
	f = fake_start(gives_bad_chunk);
	ok_int(recv_file(f, "/dev/null"), -1);
	ok_int(guestfs_last_errno(f->g), EPROTO);
	ok(f->stopped);
	fake_finish(f);
}

TEST(malformed_chunks_break_the_connection)
{
	bad_chunk(0xffffffff, 0, 0);
	bad_chunk(7, 0, 0);
	bad_chunk(GUESTFS_CHUNK_MAX + 9, 0, 0);
	bad_chunk(24, 0, 0xffffffff);
	bad_chunk(24, 0, 17);
	bad_chunk(24, 0, 12);
	bad_chunk(22, 0, 14);
	bad_chunk(GUESTFS_LAUNCH_FLAG, 0, 0);
}

static void fails_instead(struct fake *f)
{
	fake_call(f);
	fake_error(f, "ENOENT", "/x: No such file or directory");
}

TEST(a_failed_call_leaves_the_file_alone)
{
	struct fake *f = fake_start(fails_instead);
	const char *path = file(10);
	char *got;
	size_t n;

	ok_int(recv_file(f, path), -1);
	ok_int(guestfs_last_errno(f->g), ENOENT);
	got = io_read_file(path, 100, &n);
	ok_int(n, 10);
	free(got);
	fake_finish(f);
}

/* The slot */

#define PIECE 8192

static char slot[GUESTFS_SLOT_PIECES * PIECE];

static struct fake *start_with_slot(void (*daemon)(struct fake *f))
{
	struct fake *f = fake_start(daemon);

	f->g->launch->files.base = slot;
	f->g->launch->files.size = sizeof(slot);
	return f;
}

static void turn(struct fake *f, uint32_t kind, uint64_t n)
{
	fake_word(f, 16);
	fake_word(f, kind);
	fake_word(f, 8);
	fake_word(f, n >> 32);
	fake_word(f, n);
}

static uint32_t get_word(struct fake *f)
{
	uint32_t word = 0;

	fake_read(f, &word, sizeof(word));
	return ntohl(word);
}

/* As many pieces under way as there are; holes and chunks between them. */
static void gives_pieces(struct fake *f)
{
	unsigned int out = 0;

	fake_call(f);
	fake_ok(f, NULL, NULL);
	fake_chunk(f, false, "begin", 5);
	for (unsigned int i = 0; i < 20; i++) {
		if (out == GUESTFS_SLOT_PIECES) {
			chunk_result |= get_word(f) != GUESTFS_PIECE_FLAG;
			out--;
		}
		memset(slot + i % GUESTFS_SLOT_PIECES * PIECE, 'a' + i, PIECE);
		if (i % 5 == 4)
			turn(f, GUESTFS_CHUNK_HOLE, 3 * PIECE);
		else
			turn(f, GUESTFS_CHUNK_SLOT, PIECE - i);
		out++;
	}
	turn(f, GUESTFS_CHUNK_HOLE, 1);
	fake_chunk(f, false, NULL, 0);
	while (out--)
		chunk_result |= get_word(f) != GUESTFS_PIECE_FLAG;
	chunk_result |= get_word(f) != GUESTFS_PIECE_FLAG;
	answer(f);
}

static void check_pieces(const char *got, size_t n)
{
	size_t at = 5;

	ok(!memcmp(got, "begin", 5));
	for (unsigned int i = 0; i < 20; i++) {
		size_t len = i % 5 == 4 ? 3 * PIECE : PIECE - i;

		for (size_t k = 0; k < len; k++)
			if (got[at + k] != (i % 5 == 4 ? 0 : (char)('a' + i)))
				test_check(false, __FILE__, __LINE__,
					   "piece %u, byte %zu", i, k);
		at += len;
	}
	ok_int(n, at + 1);
	ok_int(got[at], 0);
}

TEST(pieces_and_holes_make_a_file)
{
	struct fake *f = start_with_slot(gives_pieces);
	char path[200];
	char *got;
	size_t n;

	chunk_result = 0;
	snprintf(path, sizeof(path), "%s/out", test_dir());
	ok_int(recv_file(f, path), 0);
	ok_next(f);
	fake_finish(f);
	ok_int(chunk_result, 0);
	got = io_read_file(path, 1 << 20, &n);
	ok(got != NULL);
	check_pieces(got, n);
	free(got);
}

static int pipe_end;

static void *read_pipe(void *arg)
{
	n_received = io_read_full(pipe_end, received, sizeof(received));
	return NULL;
}

TEST(holes_are_zeros_in_a_pipe)
{
	struct fake *f = start_with_slot(gives_pieces);
	pthread_t thread;
	char path[40];
	int fds[2];

	ok_int(pipe(fds), 0);
	pipe_end = fds[0];
	pthread_create(&thread, NULL, read_pipe, NULL);
	snprintf(path, sizeof(path), "/dev/fd/%d", fds[1]);
	ok_int(recv_file(f, path), 0);
	close(fds[1]);
	pthread_join(thread, NULL);
	close(fds[0]);
	check_pieces(received, n_received);
	ok_next(f);
	fake_finish(f);
}

static uint32_t bad_kind;
static uint64_t bad_number[2];

static void gives_bad_turns(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
	turn(f, bad_kind, bad_number[0]);
	turn(f, bad_kind, bad_number[1]);
	fake_chunk(f, false, NULL, 0);
}

static void bad_turns(bool has_slot, uint32_t kind, uint64_t a, uint64_t b)
{
	struct fake *f;

	bad_kind = kind;
	bad_number[0] = a;
	bad_number[1] = b;
	f = has_slot ? start_with_slot(gives_bad_turns)
		     : fake_start(gives_bad_turns);
	ok_int(recv_file(f, "/dev/null"), -1);
	ok_int(guestfs_last_errno(f->g), EPROTO);
	ok(f->stopped);
	fake_finish(f);
}

TEST(impossible_pieces_break_the_connection)
{
	bad_turns(true, GUESTFS_CHUNK_SLOT, PIECE + 1, 1);
	bad_turns(true, GUESTFS_CHUNK_SLOT, UINT64_MAX, 1);
	bad_turns(true, GUESTFS_CHUNK_SLOT, 0, 1);
	bad_turns(true, GUESTFS_CHUNK_HOLE, 0, 1);
	bad_turns(true, GUESTFS_CHUNK_HOLE, UINT64_MAX, 1);
	bad_turns(true, GUESTFS_CHUNK_HOLE, 1, INT64_MAX);
	bad_turns(true, GUESTFS_CHUNK_HOLE + 1, 1, 1);
	bad_turns(false, GUESTFS_CHUNK_SLOT, 1, 1);
	bad_turns(false, GUESTFS_CHUNK_HOLE, 1, 1);
}

/* Returns bytes in received, as drain() does. */
static void takes_pieces(struct fake *f)
{
	char buf[GUESTFS_CHUNK_MAX + 8];
	unsigned int turns = 0;

	fake_call(f);
	n_received = 0;
	for (;;) {
		uint32_t len = get_word(f), kind = get_word(f);
		uint64_t n = get_word(f);

		if (len < 8 || len > sizeof(buf) + 8)
			break;
		fake_read(f, buf, len - 8);
		chunk_result = kind;
		if (kind == GUESTFS_CHUNK_CANCEL || !n)
			break;
		if (kind == GUESTFS_CHUNK_DATA) {
			memcpy(received + n_received, buf, n);
		} else {
			memcpy(&n, buf, 8);
			n = be64toh(n);
		}
		if (kind == GUESTFS_CHUNK_SLOT)
			memcpy(received + n_received,
			       slot + turns % GUESTFS_SLOT_PIECES * PIECE, n);
		if (kind != GUESTFS_CHUNK_DATA) {
			turns++;
			fake_word(f, GUESTFS_PIECE_FLAG);
		}
		n_received += n;
	}
	fake_ok(f, NULL, NULL);
	answer(f);
}

TEST(a_file_goes_through_the_slot)
{
	static const size_t sizes[] = { 0, 1, 8191, 8192, 8193, 900001 };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		struct fake *f = start_with_slot(takes_pieces);

		ok_int(send_file(f, file(sizes[i])), 0);
		ok_int(n_received, sizes[i]);
		ok(!memcmp(received, content, sizes[i]));
		ok_int(chunk_result, GUESTFS_CHUNK_DATA);
		ok_next(f);
		fake_finish(f);
	}
}

TEST(holes_of_a_file_are_told)
{
	struct fake *f = start_with_slot(takes_pieces);
	const char *path = file(10);

	memset(received, 0, sizeof(received));
	ok_int(truncate(path, 5LL << 30), 0);
	ok_int(send_file(f, path), 0);
	ok_int(n_received, 5LL << 30);
	ok(!memcmp(received, content, 10));
	ok_next(f);
	fake_finish(f);
}

static void gives_back_too_much(struct fake *f)
{
	fake_call(f);
	fake_word(f, GUESTFS_PIECE_FLAG);
	drain(f);
	fake_ok(f, NULL, NULL);
}

TEST(a_piece_that_nobody_gave_breaks_the_connection)
{
	struct fake *f = start_with_slot(gives_back_too_much);

	ok_int(send_file(f, file(100)), -1);
	ok_int(guestfs_last_errno(f->g), EPROTO);
	ok(f->stopped);
	fake_finish(f);
}

static void takes_nothing(struct fake *f)
{
	fake_call(f);
	usleep(100000);
	f->g->user_cancel = 1;
	drain(f);
	while (chunk_result > 0)
		drain(f);
	fake_error(f, "EINTR", "the library cancelled");
	answer(f);
}

/* All pieces are with a daemon that gives none back */
TEST(the_user_may_cancel_while_the_slot_is_full)
{
	struct fake *f = start_with_slot(takes_nothing);

	ok_int(send_file(f, "/dev/zero"), -1);
	ok_int(guestfs_last_errno(f->g), EINTR);
	ok_next(f);
	fake_finish(f);
}

/* The reader does not read: writing must not block for ever. */
static void gives_pieces_until_cancelled(struct fake *f)
{
	fake_call(f);
	fake_ok(f, NULL, NULL);
	for (int i = 0; i < GUESTFS_SLOT_PIECES; i++)
		turn(f, GUESTFS_CHUNK_HOLE, 1 << 20);
	usleep(100000);
	f->g->user_cancel = 1;
	while (get_word(f) == GUESTFS_PIECE_FLAG)
		;
	fake_chunk(f, true, NULL, 0);
	answer(f);
}

TEST(the_user_may_cancel_while_a_pipe_is_full)
{
	struct fake *f = start_with_slot(gives_pieces_until_cancelled);
	char path[40];
	int fds[2];

	ok_int(pipe(fds), 0);
	snprintf(path, sizeof(path), "/dev/fd/%d", fds[1]);
	ok_int(recv_file(f, path), -1);
	ok_int(guestfs_last_errno(f->g), EINTR);
	ok_next(f);
	fake_finish(f);
	close(fds[0]);
	close(fds[1]);
}

static void *read_a_byte(void *path)
{
	int fd = open(path, O_RDONLY);
	char c;

	if (read(fd, &c, 1) < 0)
		abort();
	close(fd);
	return NULL;
}

TEST(a_reader_that_has_gone_is_an_error)
{
	struct fake *f = start_with_slot(gives_until_cancelled);
	pthread_t thread;
	char path[200];

	snprintf(path, sizeof(path), "%s/fifo", test_dir());
	ok_int(mkfifo(path, 0600), 0);
	pthread_create(&thread, NULL, read_a_byte, path);
	ok_int(recv_file(f, path), -1);
	pthread_join(thread, NULL);
	ok_int(guestfs_last_errno(f->g), EPIPE);
	ok_next(f);
	fake_finish(f);
}
