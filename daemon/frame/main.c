// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guestfsd: runs in the appliance and serves the library.
 *
 * The main thread serves API calls from the control port, one at a time. Each
 * session port has a thread (daemon/session). One thread watches whether the
 * host is still there. Where we are process 1 all this is its child.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"
#include "crash.h"
#include "crawlhelper.h"
#include "dispatch.h"
#include "guestcmd.h"
#include "hello.h"
#include "helper.h"
#include "initrd.h"
#include "log.h"
#include "lvmconf.h"
#include "lvmserver.h"
#include "ntfshelper.h"
#include "port.h"
#include "power.h"
#include "reply.h"
#include "sysroot.h"
#include "tarhelper.h"
#include "warm.h"
#include "inspect/rpmdb.h"
#include "inspect/unpack.h"

#define CONTROL_WAIT_MS 30000
#define WATCH_WAIT_MS	300

static void environment(void)
{
	struct rlimit files = { 65536, 65536 };

	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("HOME", "/", 1);
	setenv("TERM", "dumb", 1);
	/* Nobody answers udev's cookies here; libdevmapper makes the nodes. */
	setenv("DM_DISABLE_UDEV", "1", 1);
	lvmconf_write();
	/* A pipe whose reader is gone is an error to report, not our end. */
	signal(SIGPIPE, SIG_IGN);
	setrlimit(RLIMIT_NOFILE, &files);
	umask(0);
}

/* The hello has no place in the table: it needs no file systems. */
static void serve_hello(const struct guestfs_message_header *head, XDR *xdr)
{
	struct guestfs_hello_args args = { 0 };
	struct guestfs_hello_ret ret = { 0 };
	int r = -1;

	call_begin(head, false);
	if (!xdr_guestfs_hello_args(xdr, &args))
		reply_error(EPROTO, "malformed hello");
	else
		r = hello_answer(&args, &ret);
	call_finish(r < 0 ? NULL : (xdrproc_t)xdr_guestfs_hello_ret, &ret);
	xdr_free((xdrproc_t)xdr_guestfs_hello_args, (char *)&args);
	xdr_free((xdrproc_t)xdr_guestfs_hello_ret, (char *)&ret);
}

static void serve_message(char *buf, uint32_t len)
{
	struct guestfs_message_header head;
	XDR xdr;

	xdrmem_create(&xdr, buf, len, XDR_DECODE);
	/* Out of step with the library: nothing after this can be trusted. */
	if (!xdr_guestfs_message_header(&xdr, &head) ||
	    head.prog != GUESTFS_PROGRAM ||
	    head.direction != GUESTFS_DIRECTION_CALL) {
		log_line("message that is none of ours");
		abort();
	}
	if (head.proc == GUESTFS_PROC_HELLO)
		serve_hello(&head, &xdr);
	else if (helper_serves(head.proc))
		helper_call(&head, buf, len);
	else
		dispatch_call(&head, &xdr);
	xdr_destroy(&xdr);
}

static void serve(void)
{
	static char buf[GUESTFS_MESSAGE_MAX];

	for (;;) {
		uint32_t word;

		port_read(&word, 4);
		word = ntohl(word);
		/* About a file that had already gone out */
		if (word == GUESTFS_CANCEL_FLAG || word == GUESTFS_PIECE_FLAG)
			continue;
		if (word > sizeof(buf)) {
			log_line("message of %u bytes", word);
			abort();
		}
		port_read(buf, word);
		serve_message(buf, word);
	}
}

/* This program has other uses, each in a process of its own. */
static int other_program(int argc, char *argv[])
{
	if (helper_is(argv[1]))
		return helper_main();
	if (!strcmp(argv[1], CRAWLHELPER) && argc > 2)
		return crawlhelper_main(argv[2]);
	if (!strcmp(argv[1], NTFSHELPER) && argc > 2)
		return ntfshelper_main(argv[2]);
	if (!strcmp(argv[1], RPM_LIST) && argc > 2)
		return rpmdb_main(argv[2]);
	if (!strcmp(argv[1], LVMSERVER))
		return lvmserver_main();
	if (!strcmp(argv[1], UNPACK_ARCH))
		return unpack_arch_main();
	if (!strcmp(argv[1], GUESTCMD))
		return guestcmd_main(argc, argv);
	if (!strcmp(argv[1], INITRD_LIST) || !strcmp(argv[1], INITRD_CAT))
		return initrd_main(argc, argv);
	return tarhelper_main(argc, argv);
}

int main(int argc, char *argv[])
{
	uint32_t flag = htonl(GUESTFS_LAUNCH_FLAG);
	int fd;

	/* Process 1 is given the kernel's words that nobody understood. */
	if (argc > 1 && getpid() != 1)
		return other_program(argc, argv);
	setvbuf(stderr, NULL, _IOLBF, 0);
	power_supervise();
	crash_init();
	environment();
	if (sysroot_init() < 0 || sysroot_refresh() < 0) {
		log_line("%s: %s", SYSROOT, strerror(errno));
		return EXIT_FAILURE;
	}
	fd = port_open(PORT_CONTROL, CONTROL_WAIT_MS);
	if (fd < 0) {
		log_line("%s: %s", PORT_CONTROL, strerror(errno));
		return EXIT_FAILURE;
	}
	port_control_set(fd);
	hello_start();
	fd = port_open(PORT_WATCH, WATCH_WAIT_MS);
	if (fd >= 0)
		port_watch(fd);
	/* Sessions make files with exactly the mode they are given; calls
	 * have a umask of their own.
	 */
	if (unshare(CLONE_FS) == 0)
		umask(022);
	warm_prepare();
	port_write(&flag, 4);
	serve();
}
