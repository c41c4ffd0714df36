/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The last error, its handlers, and who sees them. */
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "guestfs.h"
#include "test.h"

static char seen[200];
static int n_seen;

static void handler(guestfs_h *g, void *opaque, const char *msg)
{
	n_seen++;
	snprintf(seen, sizeof(seen), "%s%s", opaque ? (char *)opaque : "", msg);
}

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	n_seen = 0;
	*seen = '\0';
	guestfs_set_error_handler(g, handler, NULL);
	return g;
}

TEST(a_new_handle_has_no_error)
{
	guestfs_h *g = create();

	ok(!guestfs_last_error(g));
	ok_int(guestfs_last_errno(g), 0);
	guestfs_close(g);
}

TEST(a_failed_call_sets_message_and_errno)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_smp(g, 0), -1);
	ok_str(guestfs_last_error(g), seen);
	ok(strstr(seen, "smp: 0"));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok_int(n_seen, 1);
	guestfs_close(g);
}

TEST(success_keeps_the_last_error)
{
	guestfs_h *g = create();

	guestfs_set_smp(g, 0);
	ok_int(guestfs_set_smp(g, 2), 0);
	ok_int(guestfs_last_errno(g), EINVAL);
	guestfs_close(g);
}

TEST(a_null_handler_is_silent)
{
	guestfs_h *g = create();

	guestfs_set_error_handler(g, NULL, NULL);
	ok(!guestfs_get_error_handler(g, NULL));
	ok_int(guestfs_set_smp(g, 0), -1);
	ok_int(n_seen, 0);
	ok(guestfs_last_error(g));
	guestfs_close(g);
}

TEST(push_and_pop_nest)
{
	guestfs_h *g = create();
	void *opaque;

	guestfs_push_error_handler(g, NULL, NULL);
	guestfs_push_error_handler(g, handler, "inner: ");
	ok(guestfs_get_error_handler(g, &opaque) == handler);
	ok_str((char *)opaque, "inner: ");
	guestfs_set_smp(g, 0);
	ok(!strncmp(seen, "inner: smp", 10));
	guestfs_pop_error_handler(g);
	guestfs_set_smp(g, 0);
	ok_int(n_seen, 1);
	guestfs_pop_error_handler(g);
	guestfs_set_smp(g, 0);
	ok_int(n_seen, 2);
	guestfs_close(g);
}

TEST(popping_too_much_restores_the_default)
{
	guestfs_h *g = create();

	guestfs_pop_error_handler(g);
	ok(guestfs_get_error_handler(g, NULL));
	ok(guestfs_get_error_handler(g, NULL) != handler);
	guestfs_close(g);
}

static void nested(guestfs_h *g, void *opaque, const char *msg)
{
	if (n_seen++ == 0)
		guestfs_set_memsize(g, 1);
}

TEST(a_handler_may_use_the_handle)
{
	guestfs_h *g = create();

	guestfs_set_error_handler(g, nested, NULL);
	guestfs_set_smp(g, 0);
	ok_int(n_seen, 2);
	ok(strstr(guestfs_last_error(g), "memsize"));
	guestfs_close(g);
}

static void *other_thread(void *arg)
{
	guestfs_h *g = arg;
	bool good = !guestfs_last_error(g);

	guestfs_push_error_handler(g, NULL, NULL);
	guestfs_set_memsize(g, 1);
	return good && strstr(guestfs_last_error(g), "memsize") ? g : NULL;
}

TEST(each_thread_has_its_own_last_error)
{
	guestfs_h *g = create();
	pthread_t t;
	void *r;

	guestfs_set_smp(g, 0);
	ok_int(pthread_create(&t, NULL, other_thread, g), 0);
	pthread_join(t, &r);
	ok(r);
	ok(strstr(guestfs_last_error(g), "smp"));
	ok_int(n_seen, 1);
	guestfs_set_smp(g, 0);
	ok_int(n_seen, 2);
	guestfs_close(g);
}

/* What the default handler writes to standard error. */
static char *default_output(void (*fn)(guestfs_h *g))
{
	static char buf[4096];
	int p[2], n;
	pid_t pid;

	ok_int(pipe(p), 0);
	pid = fork();
	if (pid == 0) {
		guestfs_h *g =
			guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

		dup2(p[1], 2);
		fn(g);
		_exit(0);
	}
	close(p[1]);
	n = read(p[0], buf, sizeof(buf) - 1);
	buf[n < 0 ? 0 : n] = '\0';
	close(p[0]);
	waitpid(pid, NULL, 0);
	return buf;
}

static void plain(guestfs_h *g)
{
	guestfs_set_smp(g, 0);
}

static void with_identifier(guestfs_h *g)
{
	guestfs_set_identifier(g, "first");
	guestfs_set_smp(g, 0);
}

static void with_escape(guestfs_h *g)
{
	guestfs_set_backend(g, "\x1b[31m\xc3\xa9\xff");
}

TEST(the_default_handler_prints)
{
	ok(!strncmp(default_output(plain), "libguestfs: error: smp: 0", 25));
	ok(!strncmp(default_output(with_identifier),
		    "libguestfs: first: error: smp", 29));
}

TEST(the_default_handler_escapes_terminal_controls)
{
	ok(strstr(default_output(with_escape), "\"\\x1b[31m\xc3\xa9\\xff\""));
}

__attribute__((noreturn)) static void out_of_memory(void)
{
	_exit(42);
}

TEST(the_out_of_memory_handler_can_be_changed)
{
	guestfs_h *g = create();

	ok(guestfs_get_out_of_memory_handler(g) == abort);
	guestfs_set_out_of_memory_handler(g, out_of_memory);
	ok(guestfs_get_out_of_memory_handler(g) == out_of_memory);
	guestfs_close(g);
}

TEST(unknown_create_flags_are_refused)
{
	ok(!guestfs_create_flags(1u << 20));
	ok_int(errno, EINVAL);
}

TEST(closing_null_does_nothing)
{
	guestfs_close(NULL);
}

static void *fail_once(void *arg)
{
	guestfs_push_error_handler(arg, NULL, NULL);
	guestfs_set_smp(arg, 0);
	return NULL;
}

TEST(handles_may_be_closed_in_any_order_with_threads_ending)
{
	guestfs_h *g[10];
	pthread_t t[10];

	for (int i = 0; i < 10; i++) {
		g[i] = create();
		pthread_create(&t[i], NULL, fail_once, g[i]);
	}
	for (int i = 0; i < 10; i++)
		pthread_join(t[i], NULL);
	for (int i = 0; i < 10; i++)
		guestfs_close(g[(i * 7) % 10]);
}
