/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Event callbacks, old and new. */
#include <sys/wait.h>
#include <unistd.h>

#include "guestfs.h"
#include "test.h"

#define MASK_ALL GUESTFS_EVENT_ALL

static struct {
	int n;
	uint64_t event;
	int handle;
	char buf[500];
	void *opaque;
} got;

static void callback(guestfs_h *g, void *opaque, uint64_t event, int handle,
		     int flags, const char *buf, size_t len,
		     const uint64_t *array, size_t array_len)
{
	got.n++;
	got.event = event;
	got.handle = handle;
	got.opaque = opaque;
	snprintf(got.buf, sizeof(got.buf), "%.*s", (int)len, buf ? buf : "");
}

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	memset(&got, 0, sizeof(got));
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

TEST(close_is_announced_once)
{
	guestfs_h *g = create();
	int handle;

	handle = guestfs_set_event_callback(g, callback, GUESTFS_EVENT_CLOSE, 0,
					    &got);
	ok(handle >= 0);
	guestfs_close(g);
	ok_int(got.n, 1);
	ok_int(got.event, GUESTFS_EVENT_CLOSE);
	ok_int(got.handle, handle);
	ok(got.opaque == &got);
}

TEST(a_deleted_callback_is_not_called)
{
	guestfs_h *g = create();
	int handle = guestfs_set_event_callback(g, callback, MASK_ALL, 0, NULL);

	guestfs_delete_event_callback(g, handle);
	guestfs_delete_event_callback(g, 12345);
	guestfs_close(g);
	ok_int(got.n, 0);
}

TEST(flags_and_a_missing_function_are_refused)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_event_callback(g, callback, MASK_ALL, 1, NULL), -1);
	ok_int(guestfs_set_event_callback(g, NULL, MASK_ALL, 0, NULL), -1);
	ok_int(guestfs_last_errno(g), EINVAL);
	guestfs_close(g);
}

TEST(trace_names_the_call)
{
	guestfs_h *g = create();

	guestfs_set_event_callback(g, callback, GUESTFS_EVENT_TRACE, 0, NULL);
	guestfs_set_smp(g, 2);
	ok_int(got.n, 0);
	guestfs_set_trace(g, 1);
	guestfs_set_smp(g, 3);
	ok(got.n > 0);
	ok(strstr(got.buf, "set_smp"));
	guestfs_close(g);
}

static void delete_self(guestfs_h *g, void *opaque, uint64_t event, int handle,
			int flags, const char *buf, size_t len,
			const uint64_t *array, size_t array_len)
{
	got.n++;
	guestfs_delete_event_callback(g, handle);
	guestfs_set_memsize(g, 512);
}

TEST(a_callback_may_delete_itself_and_call_the_api)
{
	guestfs_h *g = create();

	guestfs_set_event_callback(g, delete_self, GUESTFS_EVENT_TRACE, 0,
				   NULL);
	guestfs_set_trace(g, 1);
	guestfs_set_smp(g, 2);
	ok_int(got.n, 1);
	ok_int(guestfs_get_memsize(g), 512);
	guestfs_set_trace(g, 0);
	guestfs_close(g);
}

static int victim, n_victim;

static void count_victim(guestfs_h *g, void *opaque, uint64_t event, int handle,
			 int flags, const char *buf, size_t len,
			 const uint64_t *array, size_t array_len)
{
	n_victim++;
}

static void delete_victim(guestfs_h *g, void *opaque, uint64_t event,
			  int handle, int flags, const char *buf, size_t len,
			  const uint64_t *array, size_t array_len)
{
	guestfs_delete_event_callback(g, victim);
}

TEST(a_callback_deleted_by_another_is_not_called)
{
	guestfs_h *g = create();

	n_victim = 0;
	guestfs_set_event_callback(g, delete_victim, GUESTFS_EVENT_CLOSE, 0,
				   NULL);
	victim = guestfs_set_event_callback(g, count_victim,
					    GUESTFS_EVENT_CLOSE, 0, NULL);
	guestfs_close(g);
	ok_int(n_victim, 0);
}

static void old_close(guestfs_h *g, void *opaque)
{
	++*(int *)opaque;
}

TEST(an_old_callback_replaces_its_kind)
{
	guestfs_h *g = create();
	int first = 0, second = 0;

	guestfs_set_close_callback(g, old_close, &first);
	guestfs_set_close_callback(g, old_close, &second);
	guestfs_close(g);
	ok_int(first, 0);
	ok_int(second, 1);
}

TEST(an_old_callback_can_be_taken_back)
{
	guestfs_h *g = create();
	int n = 0;

	guestfs_set_close_callback(g, old_close, &n);
	guestfs_set_close_callback(g, NULL, NULL);
	guestfs_close(g);
	ok_int(n, 0);
}

TEST(events_have_names)
{
	char *s = guestfs_event_to_string(GUESTFS_EVENT_CLOSE |
					  GUESTFS_EVENT_WARNING);

	ok_str(s, "close,warning");
	free(s);
	s = guestfs_event_to_string(GUESTFS_EVENT_ALL);
	ok(strstr(s, "launch_done") && strstr(s, "libvirt_auth"));
	free(s);
	s = guestfs_event_to_string(0);
	ok_str(s, "");
	free(s);
}

/* What goes to standard error in a child that runs @fn. */
static char *stderr_of(void (*fn)(guestfs_h *g))
{
	static char buf[8192];
	ssize_t n, len = 0;
	pid_t pid;
	int p[2];

	ok_int(pipe(p), 0);
	pid = fork();
	if (pid == 0) {
		dup2(p[1], 2);
		fn(guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT));
		_exit(0);
	}
	close(p[1]);
	while ((n = read(p[0], buf + len, sizeof(buf) - 1 - len)) > 0)
		len += n;
	buf[len] = '\0';
	close(p[0]);
	waitpid(pid, NULL, 0);
	return buf;
}

static void traced(guestfs_h *g)
{
	guestfs_set_trace(g, 1);
	guestfs_set_append(g, "a\033b");
}

static void traced_elsewhere(guestfs_h *g)
{
	guestfs_set_event_callback(g, callback, GUESTFS_EVENT_TRACE, 0, NULL);
	traced(g);
}

static void quiet(guestfs_h *g)
{
	guestfs_set_smp(g, 2);
}

TEST(messages_go_to_standard_error_where_nobody_listens)
{
	char *s = stderr_of(traced);

	ok(strstr(s, "libguestfs: trace: "));
	ok(strstr(s, "set_append"));
	ok(!strchr(s, '\033'));
	ok_str(stderr_of(traced_elsewhere), "");
	ok_str(stderr_of(quiet), "");
}

static int closed_at_exit(unsigned int flags)
{
	int p[2];
	pid_t pid;
	char c;
	ssize_t n;

	ok_int(pipe(p), 0);
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		guestfs_h *g = guestfs_create_flags(flags);

		dup2(p[1], 2);
		dup2(p[1], 1);
		guestfs_set_verbose(g, 1);
		exit(0);
	}
	close(p[1]);
	n = read(p[0], &c, 1);
	close(p[0]);
	waitpid(pid, NULL, 0);
	return n > 0;
}

TEST(open_handles_are_closed_at_exit)
{
	ok_int(closed_at_exit(GUESTFS_CREATE_NO_ENVIRONMENT), 1);
	ok_int(closed_at_exit(GUESTFS_CREATE_NO_ENVIRONMENT |
			      GUESTFS_CREATE_NO_CLOSE_ON_EXIT),
	       0);
}
