/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Preloaded into qemu where a drive is behind HTTP or FTP.
 *
 * qemu's driver for these lets libcurl work on an event of a socket or on a
 * timer, and then takes one message of a transfer that has ended. When two have
 * ended at once, or one while the driver does not look, the message stays where
 * it is until the next event, and whoever waits for its data waits for ever
 * where there is none. So, after libcurl has worked, one message is taken here
 * and kept, and a timer set, on which the driver will come for it.
 *
 * libcurl's functions and numbers as libcurl-multi(3) and <curl/multi.h> have
 * them; its headers are not needed for three functions.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#define N_MULTIS	     256
#define SOCKET_TIMEOUT	     (-1)
#define OPTION_TIMERDATA     10005
#define OPTION_TIMERFUNCTION 20004

#define EXPORT __attribute__((visibility("default")))

struct message {
	int what;
	void *easy;
	void *result;
};

typedef int timer_fn(void *multi, long ms, void *data);
typedef struct message *info_read_fn(void *multi, int *left);
typedef int socket_action_fn(void *multi, int fd, int events, int *running);
typedef int setopt_fn(void *multi, int option, ...);
typedef int remove_handle_fn(void *multi, void *easy);
typedef int cleanup_fn(void *multi);

EXPORT socket_action_fn curl_multi_socket_action;
EXPORT info_read_fn curl_multi_info_read;
EXPORT setopt_fn curl_multi_setopt;
EXPORT remove_handle_fn curl_multi_remove_handle;
EXPORT cleanup_fn curl_multi_cleanup;

/**
 * struct multi - One of libcurl's, qemu has one for each such drive
 * @id:		It, NULL: none
 * @fn:		Sets qemu's timer
 * @data:	For that
 * @deadline:	When libcurl wants to be called, in ms; -1: not at all
 * @ours:	qemu's timer was set from here, over what libcurl wants
 * @kept:	A message that qemu has not come for yet
 *
 * Used by the thread that calls libcurl with @id; the table is guarded by
 * @lock.
 */
struct multi {
	void *id;
	timer_fn *fn;
	void *data;
	int64_t deadline;
	bool ours;
	struct message *kept;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct multi multis[N_MULTIS];

static struct multi *look_up(void *id, bool make)
{
	struct multi *m, *unused = NULL;

	pthread_mutex_lock(&lock);
	for (m = multis; m < multis + N_MULTIS; m++) {
		if (m->id == id)
			break;
		if (!m->id && !unused)
			unused = m;
	}
	if (m == multis + N_MULTIS) {
		m = make ? unused : NULL;
		if (m)
			*m = (struct multi){ .id = id, .deadline = -1 };
	}
	pthread_mutex_unlock(&lock);
	return m;
}

/* libcurl's function, which a module of qemu was linked with: @caller is in it.
 */
static void *real(const char *name, void *caller)
{
	void *fn = dlsym(RTLD_NEXT, name), *handle;
	Dl_info info;

	if (fn || !dladdr(caller, &info))
		return fn;
	handle = dlopen(info.dli_fname, RTLD_LAZY | RTLD_NOLOAD);
	return handle ? dlsym(handle, name) : NULL;
}

#define REAL(type, name)                                                       \
	static type *fn;                                                       \
	if (!fn)                                                               \
	fn = (type *)real(name, __builtin_return_address(0))

static int64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000LL + t.tv_nsec / 1000000;
}

/* What libcurl wants goes to qemu, and is remembered. */
static int on_timer(void *id, long ms, void *data)
{
	struct multi *m = look_up(id, false);

	if (!m || !m->fn)
		return 0;
	m->deadline = ms < 0 ? -1 : now() + ms;
	/* qemu comes for the message first, and at once. */
	return m->ours ? 0 : m->fn(id, ms, data);
}

static void set_timer(struct multi *m)
{
	if (!m->fn)
		return;
	m->ours = true;
	m->fn(m->id, 0, m->data);
}

/* qemu's timer has come, whoever set it: back to what libcurl wants. */
static void give_back(struct multi *m)
{
	int64_t left = m->deadline - now();

	m->ours = false;
	m->fn(m->id, m->deadline < 0 ? -1 : left > 0 ? left : 0, m->data);
}

static void keep(struct multi *m, info_read_fn *info_read)
{
	int left;

	if (m->kept || !info_read)
		return;
	m->kept = info_read(m->id, &left);
	if (m->kept)
		set_timer(m);
}

int curl_multi_socket_action(void *id, int fd, int events, int *running)
{
	struct multi *m = look_up(id, false);
	static info_read_fn *info_read;
	int ret;

	REAL(socket_action_fn, "curl_multi_socket_action");
	if (!info_read)
		info_read = (info_read_fn *)real("curl_multi_info_read",
						 __builtin_return_address(0));
	if (m && m->ours && fd == SOCKET_TIMEOUT)
		give_back(m);
	ret = fn(id, fd, events, running);
	if (m)
		keep(m, info_read);
	return ret;
}

struct message *curl_multi_info_read(void *id, int *left)
{
	struct multi *m = look_up(id, false);
	struct message *got;

	REAL(info_read_fn, "curl_multi_info_read");
	if (!m || !m->kept)
		return fn(id, left);
	got = m->kept;
	m->kept = NULL;
	keep(m, fn);
	*left = m->kept != NULL;
	return got;
}

int curl_multi_setopt(void *id, int option, ...)
{
	struct multi *m = look_up(id, true);
	va_list ap;
	void *p;

	REAL(setopt_fn, "curl_multi_setopt");
	/* A number or a pointer, which are passed alike */
	va_start(ap, option);
	p = va_arg(ap, void *);
	va_end(ap);
	if (m && option == OPTION_TIMERDATA)
		m->data = p;
	if (m && option == OPTION_TIMERFUNCTION) {
		m->fn = (timer_fn *)p;
		p = p ? (void *)on_timer : NULL;
	}
	return fn(id, option, p);
}

/* Its message goes with it. */
int curl_multi_remove_handle(void *id, void *easy)
{
	struct multi *m = look_up(id, false);

	REAL(remove_handle_fn, "curl_multi_remove_handle");
	if (m && m->kept && m->kept->easy == easy)
		m->kept = NULL;
	return fn(id, easy);
}

int curl_multi_cleanup(void *id)
{
	struct multi *m = look_up(id, false);

	REAL(cleanup_fn, "curl_multi_cleanup");
	if (m)
		memset(m, 0, sizeof(*m));
	return fn(id);
}
