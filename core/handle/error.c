/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/error.h"

#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/list.h"

struct handler {
	guestfs_error_handler_cb cb;
	void *opaque;
};

/**
 * struct thread_error - What one thread has seen
 * @thread:	Key of the thread, never used twice in a process
 * @message:	Its last error, or NULL
 * @err:	errno of it, or 0
 * @pushed:	Its own handlers, the newest last
 */
struct thread_error {
	uint64_t thread;
	char *message;
	int err;
	struct handler *pushed;
	size_t n_pushed;
	struct thread_error *next;
};

/** struct error_data - All under g->error_lock */
struct error_data {
	struct handler base;
	struct thread_error *threads;
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t thread_end;
static _Thread_local uint64_t thread_key;

static void print_error(guestfs_h *g, void *opaque, const char *msg)
{
	cleanup_free char *text = handle_escape(g, msg, strlen(msg));

	(void)opaque;
	if (*g->identifier)
		fprintf(stderr, "libguestfs: %s: error: %s\n", g->identifier,
			text);
	else
		fprintf(stderr, "libguestfs: error: %s\n", text);
}

static void thread_error_free(struct thread_error *t)
{
	free(t->message);
	free(t->pushed);
	free(t);
}

static void forget_thread(guestfs_h *g, void *opaque)
{
	uint64_t key = *(uint64_t *)opaque;
	struct thread_error *t;

	LOCK_SCOPE(&g->error_lock);
	for (struct thread_error **p = &g->errors->threads; *p;
	     p = &(*p)->next) {
		if ((*p)->thread != key)
			continue;
		t = *p;
		*p = t->next;
		thread_error_free(t);
		return;
	}
}

/* Runs when a thread ends that had an error: else a program that starts a
 * thread a call would grow for ever.
 */
static void on_thread_end(void *key)
{
	list_each(forget_thread, key);
	free(key);
}

static void make_key(void)
{
	pthread_key_create(&thread_end, on_thread_end);
}

static uint64_t this_thread(void)
{
	static atomic_uint_fast64_t last;
	uint64_t *copy;

	if (thread_key)
		return thread_key;
	thread_key = ++last;
	copy = malloc(sizeof(*copy));
	if (copy) {
		*copy = thread_key;
		pthread_setspecific(thread_end, copy);
	}
	return thread_key;
}

static struct thread_error *find(guestfs_h *g)
{
	uint64_t key = this_thread();

	for (struct thread_error *t = g->errors->threads; t; t = t->next)
		if (t->thread == key)
			return t;
	return NULL;
}

static struct thread_error *find_or_add(guestfs_h *g)
{
	struct thread_error *t = find(g);

	if (t)
		return t;
	t = handle_calloc(g, 1, sizeof(*t));
	t->thread = this_thread();
	t->next = g->errors->threads;
	g->errors->threads = t;
	return t;
}

bool error_init(guestfs_h *g)
{
	pthread_once(&once, make_key);
	g->errors = calloc(1, sizeof(*g->errors));
	if (!g->errors)
		return false;
	g->errors->base.cb = print_error;
	return true;
}

void error_finish(guestfs_h *g)
{
	struct thread_error *t;

	if (!g->errors)
		return;
	while ((t = g->errors->threads)) {
		g->errors->threads = t->next;
		thread_error_free(t);
	}
	free(g->errors);
	g->errors = NULL;
}

/* The handler that counts for this thread; error_lock is held. */
static struct handler *current(guestfs_h *g)
{
	struct thread_error *t = find(g);

	if (t && t->n_pushed)
		return &t->pushed[t->n_pushed - 1];
	return &g->errors->base;
}

/* Takes @message. The handler runs without the lock, so that it may use the
 * handle and even fail in there.
 */
static int set_error(guestfs_h *g, int err, char *message)
{
	cleanup_free char *copy = NULL;
	struct handler h;
	struct thread_error *t;

	pthread_mutex_lock(&g->error_lock);
	t = find_or_add(g);
	free(t->message);
	t->message = message;
	t->err = err;
	h = *current(g);
	if (h.cb)
		copy = handle_strdup(g, message);
	pthread_mutex_unlock(&g->error_lock);

	if (h.cb)
		h.cb(g, h.opaque, copy);
	errno = err;
	return -1;
}

static char *format(guestfs_h *g, const char *fmt, va_list ap)
{
	char *s;

	if (vasprintf(&s, fmt, ap) < 0)
		handle_oom(g);
	return s;
}

int guestfs_fail(guestfs_h *g, int err, const char *fmt, ...)
{
	cleanup_free char *s = NULL;
	va_list ap;

	va_start(ap, fmt);
	s = format(g, fmt, ap);
	va_end(ap);
	if (!err)
		return set_error(g, 0, steal_ptr(&s));
	return set_error(g, err,
			 handle_asprintf(g, "%s: %s", s, strerror(err)));
}

int guestfs_fail_msg(guestfs_h *g, int err, const char *fmt, ...)
{
	va_list ap;
	char *s;

	va_start(ap, fmt);
	s = format(g, fmt, ap);
	va_end(ap);
	return set_error(g, err, s);
}

/** guestfs_last_error() - Text of this thread's last error, NULL if none */
const char *guestfs_last_error(guestfs_h *g)
{
	struct thread_error *t;

	LOCK_SCOPE(&g->error_lock);
	t = find(g);
	return t ? t->message : NULL;
}

/** guestfs_last_errno() - errno of this thread's last error, 0 if none */
int guestfs_last_errno(guestfs_h *g)
{
	struct thread_error *t;

	LOCK_SCOPE(&g->error_lock);
	t = find(g);
	return t ? t->err : 0;
}

/** guestfs_set_error_handler() - Who is told of errors; NULL: nobody */
void guestfs_set_error_handler(guestfs_h *g, guestfs_error_handler_cb cb,
			       void *opaque)
{
	LOCK_SCOPE(&g->error_lock);
	*current(g) = (struct handler){ cb, opaque };
}

/** guestfs_get_error_handler() - The handler that counts for this thread */
guestfs_error_handler_cb guestfs_get_error_handler(guestfs_h *g,
						   void **opaque_rtn)
{
	struct handler *h;

	LOCK_SCOPE(&g->error_lock);
	h = current(g);
	if (opaque_rtn)
		*opaque_rtn = h->opaque;
	return h->cb;
}

/** guestfs_push_error_handler() - Another handler, in this thread, for now */
void guestfs_push_error_handler(guestfs_h *g, guestfs_error_handler_cb cb,
				void *opaque)
{
	struct thread_error *t;

	LOCK_SCOPE(&g->error_lock);
	t = find_or_add(g);
	t->pushed = handle_realloc(g, t->pushed,
				   (t->n_pushed + 1) * sizeof(*t->pushed));
	t->pushed[t->n_pushed++] = (struct handler){ cb, opaque };
}

/** guestfs_pop_error_handler() - Back to the handler before the last push;
 * with nothing pushed, to the default */
void guestfs_pop_error_handler(guestfs_h *g)
{
	struct thread_error *t;

	LOCK_SCOPE(&g->error_lock);
	t = find(g);
	if (t && t->n_pushed)
		t->n_pushed--;
	else
		g->errors->base = (struct handler){ print_error, NULL };
}

/** guestfs_set_out_of_memory_handler() - It must not return */
void guestfs_set_out_of_memory_handler(guestfs_h *g, guestfs_abort_cb cb)
{
	HANDLE_SCOPE(g);
	g->abort_cb = cb ? cb : abort;
}

/** guestfs_get_out_of_memory_handler() - The handler, abort(3) by default */
guestfs_abort_cb guestfs_get_out_of_memory_handler(guestfs_h *g)
{
	HANDLE_SCOPE(g);
	return g->abort_cb;
}
