/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what the daemon's session server decodes of the host's
 * requests. The input is what would come through a port: messages, each with
 * its length word.
 *
 * The requests are carried out, in a small file system of memory that only
 * this process sees; without the right to make one, in a directory.
 */
#include <endian.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>

#include "cleanup.h"
#include "session/serve.h"
#include "session/session.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char slot[65536] __attribute__((aligned(4096)));
static char dir[] = "/tmp/session-fuzz-XXXXXX";

static void remove_dir(void)
{
	umount2(dir, MNT_DETACH);
	rmdir(dir);
}

static void set_up(void)
{
	/* Nothing fills a disk, whatever is asked for */
	const struct rlimit small = { 1 << 20, 1 << 20 };
	int fd;

	if (!mkdtemp(dir))
		abort();
	atexit(remove_dir);
	if (unshare(CLONE_NEWNS) == 0 &&
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0)
		(void)!mount("fuzz", dir, "tmpfs", MS_NODEV | MS_NOSUID,
			     "size=16m");
	setrlimit(RLIMIT_FSIZE, &small);
	signal(SIGXFSZ, SIG_IGN);
	fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		abort();
	session_set_root(fd);
	if (serve_start() < 0)
		abort();
}

/* An exact copy, so that a read past its end is seen. */
static int one_message(struct session *s, const uint8_t *msg, size_t len,
		       struct serve_reply *reply)
{
	cleanup_free char *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	memcpy(copy, msg, len);
	return serve_message(s, copy, len, reply);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s = { .fd = -1,
			     .slot = slot,
			     .slot_size = sizeof(slot) };
	struct serve_reply reply = { 0 };
	static int ready;
	uint32_t len;

	if (!ready++)
		set_up();
	while (size >= sizeof(len)) {
		memcpy(&len, data, sizeof(len));
		len = be32toh(len);
		data += sizeof(len);
		size -= sizeof(len);
		if (len > size)
			len = size;
		if (one_message(&s, data, len, &reply) < 0)
			break;
		data += len;
		size -= len;
	}
	session_stop_all();
	serve_finish(&s);
	free(reply.buf);
	return 0;
}
