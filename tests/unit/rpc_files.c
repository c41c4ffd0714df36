/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FileIn and FileOut, and cancelling them from both sides. After all but a
 * broken connection the next call must work.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cleanup.h"
#include "fakedaemon.h"
#include "io.h"
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
