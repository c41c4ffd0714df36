// SPDX-License-Identifier: GPL-2.0-or-later
#include "hello.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/random.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "activate.h"
#include "chunk.h"
#include "cleanup.h"
#include "devname.h"
#include "log.h"
#include "port.h"
#include "reply.h"
#include "session/session.h"
#include "slot.h"
#include "warm.h"

/* The control port is there; the others come with it or not at all. */
#define PORT_WAIT_MS 300

static struct slot slots[HELLO_PORTS], files;
static unsigned int n_ports;

void hello_start(void)
{
	for (unsigned int i = 0; i < HELLO_PORTS; i++) {
		char name[64];
		int fd;

		snprintf(name, sizeof(name), PORT_SESSION, i);
		fd = port_open(name, PORT_WAIT_MS);
		if (fd < 0)
			break;
		if (slot_alloc(&slots[i], SLOT_PAGES) < 0)
			log_line("port %u has no shared memory: %s", i,
				 strerror(errno));
		if (session_start(i, fd, slots[i].base, slots[i].size) < 0) {
			log_line("port %u: %s", i, strerror(errno));
			close(fd);
			break;
		}
		n_ports++;
	}
	if (slot_alloc(&files, SLOT_FILES_PAGES) < 0)
		log_line("files have no shared memory: %s", strerror(errno));
	else
		chunk_set_slot(files.base, files.size);
}

static void set_clock(const struct guestfs_hello_args *a)
{
	struct timespec t = { a->time_sec, a->time_nsec };

	if (clock_settime(CLOCK_REALTIME, &t) < 0)
		log_line("clock_settime: %s", strerror(errno));
}

/* Machines restored from one template must not share their random numbers. */
static void reseed(const struct guestfs_hello_args *a)
{
	cleanup_close int fd = open("/dev/random", O_WRONLY | O_CLOEXEC);
	_Alignas(struct rand_pool_info) char
		buf[sizeof(struct rand_pool_info) + 256] = { 0 };
	struct rand_pool_info *pool = (struct rand_pool_info *)buf;

	if (fd < 0 || a->entropy.entropy_len > 256)
		return;
	pool->entropy_count = a->entropy.entropy_len * 8;
	pool->buf_size = a->entropy.entropy_len;
	memcpy(pool->buf, a->entropy.entropy_val, a->entropy.entropy_len);
	if (ioctl(fd, RNDADDENTROPY, pool) < 0 || ioctl(fd, RNDRESEEDCRNG) < 0)
		log_line("random numbers: %s", strerror(errno));
}

static int find_disks(const struct guestfs_hello_args *a)
{
	unsigned int n = a->drives.drives_len;
	cleanup_free const char **serials = calloc(n + 1, sizeof(*serials));
	cleanup_free const char **labels = calloc(n + 1, sizeof(*labels));

	for (unsigned int i = 0; i < n; i++) {
		serials[i] = a->drives.drives_val[i].serial;
		labels[i] = a->drives.drives_val[i].label;
	}
	warm_attach(serials, n);
	if (devname_set_disks(serials, labels, n) < 0)
		return reply_error(errno,
				   "the appliance did not find all %u "
				   "disks",
				   n);
	devname_settle(NULL);
	return 0;
}

static int fill_slot(struct guestfs_hello_slot *ret, const struct slot *s)
{
	ret->pages.pages_val = calloc(s->n_pages + 1, sizeof(uint64_t));
	if (!ret->pages.pages_val)
		return reply_errno(ENOMEM, "hello");
	ret->pages.pages_len = s->n_pages;
	for (unsigned int i = 0; i < s->n_pages; i++)
		ret->pages.pages_val[i] = s->pages[i];
	return 0;
}

static int fill_slots(struct guestfs_hello_ret *ret)
{
	struct guestfs_hello_slot *v = calloc(n_ports + 1, sizeof(*v));

	if (!v)
		return reply_errno(ENOMEM, "hello");
	ret->slots.slots_val = v;
	ret->slots.slots_len = n_ports;
	for (unsigned int i = 0; i < n_ports; i++)
		if (fill_slot(&v[i], &slots[i]) < 0)
			return -1;
	return fill_slot(&ret->files, &files);
}

int hello_answer(const struct guestfs_hello_args *args,
		 struct guestfs_hello_ret *ret)
{
	struct utsname u;

	log_set_verbose(args->verbose);
	set_clock(args);
	reseed(args);
	if (args->protocol != GUESTFS_PROTOCOL_VERSION)
		return reply_error(EPROTO,
				   "the library speaks protocol %u, "
				   "the appliance %d",
				   args->protocol, GUESTFS_PROTOCOL_VERSION);
	if (find_disks(args) < 0)
		return -1;
	activate_all();
	port_said_hello();
	memcpy(ret->nonce, args->nonce, sizeof(ret->nonce));
	ret->protocol = GUESTFS_PROTOCOL_VERSION;
	ret->n_ports = n_ports;
	ret->kernel = strdup(uname(&u) == 0 ? u.release : "");
	return fill_slots(ret);
}
