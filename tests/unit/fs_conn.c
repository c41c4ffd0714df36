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
