// SPDX-License-Identifier: GPL-2.0-or-later
#include <arpa/inet.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conn.h"
#include "guestfs_protocol.h"
#include "io.h"
#include "mailbox.h"
#include "mount.h"
#include "test.h"

static struct mount m;
static struct conn c;
static int peer;
static int warnings;

static void warn(void *opaque, const char *msg)
{
	(void)opaque;
	(void)msg;
	warnings++;
}

static void start(int pidfd)
{
	struct fs_slot slot = { 0 };
	int sv[2];

	memset(&m, 0, sizeof(m));
	m.warn = warn;
	m.mountpoint = (char *)"/mnt";
	warnings = 0;
	ok_int(socketpair(AF_UNIX, SOCK_STREAM, 0, sv), 0);
	ok_int(conn_init(&c, &m, sv[0], pidfd, &slot), 0);
	close(sv[0]);
	peer = sv[1];
}

static void stop(void)
{
	conn_finish(&c);
	close(peer);
}

/* A reply to GETATTR; returns its length with the length word. */
static size_t reply(char *buf, uint32_t serial, const char *err, size_t extra)
{
	guestfs_message_header h = {
		.prog = FS_PROGRAM,
		.vers = FS_VERSION,
		.proc = FS_GETATTR,
		.direction = GUESTFS_DIRECTION_REPLY,
		.serial = serial,
		.status = err ? GUESTFS_STATUS_ERROR : GUESTFS_STATUS_OK,
	};
	guestfs_message_error e = { .errno_name = (char *)err,
				    .message = (char *)"m" };
	fs_attr_ret ret = { .attr = { .ino = 7, .mode = 0100644 } };
	uint32_t word;
	size_t len;
	XDR xdr;

	xdrmem_create(&xdr, buf + 4, 4096, XDR_ENCODE);
	ok(xdr_guestfs_message_header(&xdr, &h));
	ok(err ? xdr_guestfs_message_error(&xdr, &e)
	       : xdr_fs_attr_ret(&xdr, &ret));
	len = xdr_getpos(&xdr) + extra;
	memset(buf + 4 + len - extra, 0, extra);
	word = htonl(len);
	memcpy(buf, &word, 4);
	return len + 4;
}

static int call(fs_attr_ret *ret)
{
	fs_getattr_args args = { .node = 1 };

	memset(ret, 0, sizeof(*ret));
	return CALL(&c, FS_GETATTR, fs_getattr_args, &args, fs_attr_ret, ret);
}

TEST(a_reply_is_decoded)
{
	char buf[5000];
	fs_attr_ret ret;

	start(-1);
	ok(write(peer, buf, reply(buf, 1, NULL, 0)) > 0);
	ok_int(call(&ret), 0);
	ok_int(ret.attr.ino, 7);
	ok(write(peer, buf, reply(buf, 2, NULL, 0)) > 0);
	ok_int(call(&ret), 0);
	ok_int(warnings, 0);
	stop();
}

TEST(errors_are_known_by_name)
{
	char buf[5000];
	fs_attr_ret ret;

	start(-1);
	ok(write(peer, buf, reply(buf, 1, "ENOSPC", 0)) > 0);
	ok_int(call(&ret), ENOSPC);
	ok(write(peer, buf, reply(buf, 2, "EWHATEVER", 0)) > 0);
	ok_int(call(&ret), EIO);
	ok(write(peer, buf, reply(buf, 3, "", 0)) > 0);
	ok_int(call(&ret), EIO);
	ok(!c.dead);
	stop();
}

TEST(a_wrong_serial_number_ends_the_connection)
{
	char buf[5000];
	fs_attr_ret ret;

	start(-1);
	ok(write(peer, buf, reply(buf, 9, NULL, 0)) > 0);
	ok_int(call(&ret), EIO);
	ok(c.dead);
	ok_int(warnings, 1);
	ok_int(call(&ret), EIO);
	ok_int(warnings, 1);
	stop();
}

TEST(bytes_too_many_end_it)
{
	char buf[5000];
	fs_attr_ret ret;

	start(-1);
	ok(write(peer, buf, reply(buf, 1, NULL, 4)) > 0);
	ok_int(call(&ret), EIO);
	ok(c.dead);
	stop();
	start(-1);
	ok(write(peer, buf, reply(buf, 1, NULL, 0)) > 0);
	ok(write(peer, "", 1) == 1);
	ok_int(call(&ret), EIO);
	ok(c.dead);
	stop();
}

TEST(impossible_lengths_end_it)
{
	static const uint32_t lengths[] = { 0, 0x7fffffff, 0xffffffff,
					    0xf5f55ff5 };
	fs_attr_ret ret;

	for (size_t i = 0; i < 4; i++) {
		uint32_t word = htonl(lengths[i]);

		start(-1);
		ok(write(peer, &word, 4) == 4);
		ok_int(call(&ret), EIO);
		ok(c.dead);
		stop();
	}
}

TEST(end_of_file_is_an_error_for_ever)
{
	fs_attr_ret ret;

	start(-1);
	shutdown(peer, SHUT_RDWR);
	ok_int(call(&ret), EIO);
	ok_int(call(&ret), EIO);
	ok_int(warnings, 0);
	stop();
}

static void *kill_soon(void *arg)
{
	usleep(200000);
	kill(*(pid_t *)arg, SIGKILL);
	return NULL;
}

TEST(nobody_waits_for_a_process_that_has_gone)
{
	pid_t pid = fork();
	pthread_t t;
	fs_attr_ret ret;
	int fd;

	if (pid == 0) {
		pause();
		_exit(0);
	}
	fd = syscall(SYS_pidfd_open, pid, 0);
	ok(fd >= 0);
	/* The socket's other end stays open, as with a stuck process. */
	start(fd);
	pthread_create(&t, NULL, kill_soon, &pid);
	ok_int(call(&ret), EIO);
	pthread_join(t, NULL);
	waitpid(pid, NULL, 0);
	close(fd);
	stop();
}

#define SLOT (4u << 20)

/* The same with a slot and its mailbox, into which the daemon's answers are put
 * before they are asked for.
 */
static struct mailbox *start_mail(void)
{
	static char *slot;

	start(-1);
	free(slot);
	slot = aligned_alloc(4096, SLOT);
	ok(slot);
	memset(slot, 0, SLOT);
	c.slot = (struct fs_slot){ slot, SLOT };
	c.mapped = SLOT;
	conn_mail(&c);
	ok_int(c.slot.size, SLOT - MAILBOX_SIZE);
	ok((char *)c.mail == slot + SLOT - MAILBOX_SIZE);
	return c.mail;
}

static void put_answer(struct mailbox *mail, uint32_t nr, uint32_t serial,
		       const char *err)
{
	char buf[5000];
	size_t len = reply(buf, serial, err, 0);

	memcpy(mailbox_answer(mail), buf + 4, len - 4);
	mail->answer_len = len - 4;
	mail->answered = nr;
}

/* Words on the socket, all of them bells; their number, or -1 */
static int bells(void)
{
	uint32_t word;
	int n = 0;

	while (recv(peer, &word, 4, MSG_DONTWAIT) == 4) {
		if (ntohl(word) != MAILBOX_BELL)
			return -1;
		n++;
	}
	return n;
}

TEST(an_answer_comes_by_the_mailbox)
{
	struct mailbox *mail = start_mail();
	fs_attr_ret ret;

	put_answer(mail, 1, 1, NULL);
	ok_int(call(&ret), 0);
	ok_int(ret.attr.ino, 7);
	ok_int(mail->asked, 1);
	ok(mail->ask_len > 40 && mail->ask_len < 100);
	/* Nobody looked, so it was rung for */
	ok_int(bells(), 1);
	put_answer(mail, 2, 2, "ENOSPC");
	ok_int(call(&ret), ENOSPC);
	ok_int(bells(), 1);
	mail->guest_looks = 1;
	put_answer(mail, 3, 3, NULL);
	ok_int(call(&ret), 0);
	ok_int(bells(), 0);
	stop();
}

TEST(an_answer_that_is_there_needs_no_bell)
{
	struct mailbox *mail = start_mail();
	fs_attr_ret ret;

	for (uint32_t i = 1; i < 50; i++) {
		put_answer(mail, i, i, NULL);
		ok_int(call(&ret), 0);
	}
	stop();
}

TEST(the_daemon_may_answer_by_the_port)
{
	struct mailbox *mail = start_mail();
	uint32_t bell = htonl(MAILBOX_BELL);
	char buf[5000];
	fs_attr_ret ret;

	ok(write(peer, buf, reply(buf, 1, NULL, 0)) > 0);
	ok_int(call(&ret), 0);
	/* Bells that come late, before it and before the next one */
	for (int i = 0; i < 5; i++)
		ok(write(peer, &bell, 4) == 4);
	ok(write(peer, buf, reply(buf, 2, NULL, 0)) > 0);
	ok_int(call(&ret), 0);
	ok(write(peer, &bell, 4) == 4);
	put_answer(mail, 3, 3, NULL);
	ok_int(call(&ret), 0);
	ok(write(peer, buf, reply(buf, 4, NULL, 0)) > 0);
	ok_int(call(&ret), 0);
	ok_int(warnings, 0);
	stop();
}

static void *drain(void *arg)
{
	uint32_t *word = arg;
	char buf[5000];
	size_t left;

	if (io_read_full(peer, word, 4) != 4)
		return NULL;
	for (left = ntohl(*word); left;) {
		ssize_t n = read(peer, buf,
				 left < sizeof(buf) ? left : sizeof(buf));

		if (n <= 0)
			return NULL;
		left -= n;
	}
	/* GETATTR's answer is none to a write: that is the end of it */
	left = reply(buf, 1, NULL, 0);
	return io_write_full(peer, buf, left) < 0 ? NULL : arg;
}

TEST(a_large_request_goes_by_the_port)
{
	struct mailbox *mail = start_mail();
	char *data = calloc(1, FS_INLINE_MAX);
	fs_write_args args = { .count = FS_INLINE_MAX,
			       .data = { FS_INLINE_MAX, data } };
	fs_count_ret ret = { 0 };
	uint32_t word = 0;
	pthread_t t;

	pthread_create(&t, NULL, drain, &word);
	ok_int(CALL(&c, FS_WRITE, fs_write_args, &args, fs_count_ret, &ret),
	       EIO);
	pthread_join(t, NULL);
	ok(ntohl(word) > FS_INLINE_MAX);
	ok_int(mail->asked, 0);
	free(data);
	stop();
}

TEST(impossible_lengths_in_the_mailbox_end_it)
{
	static const uint32_t lengths[] = { 0, MAILBOX_ROOM + 1, SLOT,
					    0x7fffffff, 0xffffffff };
	fs_attr_ret ret;

	for (size_t i = 0; i < 5; i++) {
		struct mailbox *mail = start_mail();

		put_answer(mail, 1, 1, NULL);
		mail->answer_len = lengths[i];
		ok_int(call(&ret), EIO);
		ok(c.dead);
		ok_int(warnings, 1);
		ok_int(call(&ret), EIO);
		ok_int(mail->asked, 1);
		stop();
	}
}

TEST(rubbish_in_the_mailbox_ends_it)
{
	struct mailbox *mail = start_mail();
	fs_attr_ret ret;
	char buf[5000];

	/* Another request's serial number */
	put_answer(mail, 1, 9, NULL);
	ok_int(call(&ret), EIO);
	ok(c.dead);
	stop();
	/* Bytes too many, too few, and nothing but noise, as large as may be */
	for (int i = 0; i < 3; i++) {
		mail = start_mail();
		put_answer(mail, 1, 1, NULL);
		if (i == 2)
			memset(mailbox_answer(mail), 0xff, MAILBOX_ROOM);
		mail->answer_len = i == 0   ? mail->answer_len + 4
				   : i == 1 ? mail->answer_len - 4
					    : MAILBOX_ROOM;
		ok_int(call(&ret), EIO);
		ok(c.dead);
		ok_int(warnings, 1);
		stop();
	}
	/* An answer of no request now says nothing */
	mail = start_mail();
	put_answer(mail, 5, 5, NULL);
	ok(write(peer, buf, reply(buf, 1, NULL, 0)) > 0);
	ok_int(call(&ret), 0);
	ok_int(warnings, 0);
	stop();
}

TEST(numbers_go_on_where_the_mount_before_left_them)
{
	struct mailbox *mail = start_mail();
	fs_attr_ret ret;

	mail->asked = mail->answered = UINT32_MAX;
	conn_mail(&c);
	put_answer(mail, 0, 1, NULL);
	ok_int(call(&ret), 0);
	ok_int(mail->asked, 0);
	stop();
}
