/* SPDX-License-Identifier: GPL-2.0-or-later */
/* States of a handle, its events, and what a dead appliance does to it. */
#define GUESTFS_PRIVATE 1
#include "appliance.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "io.h"

enum { CONFIG, LAUNCHING, READY };

/* What a handle's callbacks saw */
static struct {
	int quit, done, closed, entered, errors;
	int state_while_launching;
	bool launching;
} seen;

static void on_event(guestfs_h *g, void *opaque, uint64_t event, int handle,
		     int flags, const char *buf, size_t len, const uint64_t *v,
		     size_t n)
{
	if (event == GUESTFS_EVENT_SUBPROCESS_QUIT) {
		seen.quit++;
		/* The handle is usable already */
		ok_int(guestfs_is_config(g), 1);
	} else if (event == GUESTFS_EVENT_LAUNCH_DONE) {
		seen.done++;
		ok_int(guestfs_is_ready(g), 1);
	} else if (event == GUESTFS_EVENT_CLOSE) {
		seen.closed++;
	} else if (event == GUESTFS_EVENT_ENTER) {
		seen.entered++;
	} else if (event == GUESTFS_EVENT_PROGRESS && n == 4 && !v[0] &&
		   v[2] < v[3]) {
		seen.state_while_launching = guestfs_get_state(g);
		seen.launching = guestfs_is_launching(g);
	}
}

static void on_error(guestfs_h *g, void *opaque, const char *msg)
{
	seen.errors++;
}

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create();

	ok(g != NULL);
	memset(&seen, 0, sizeof(seen));
	guestfs_set_error_handler(g, on_error, NULL);
	ok(guestfs_set_event_callback(g, on_event, GUESTFS_EVENT_ALL, 0,
				      NULL) >= 0);
	works(g, guestfs_add_drive_scratch(g, 64 * MIB, -1));
	works(g, guestfs_add_drive_scratch(g, 1024 * 1024 * MIB, -1));
	return g;
}

/* The handle whose appliance dies again and again */
static guestfs_h *survivor;

static void close_survivor(void)
{
	guestfs_close(survivor);
}

static guestfs_h *with_fs(void)
{
	guestfs_h *g = survivor;

	if (!g) {
		g = survivor = create();
		atexit(close_survivor);
	}
	if (guestfs_is_config(g))
		works(g, guestfs_launch(g));
	memset(&seen, 0, sizeof(seen));
	works(g, guestfs_umount_all(g));
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda"));
	works(g, guestfs_mount(g, "/dev/sda", "/"));
	return g;
}

/* What is promised after the appliance went away in a call */
static void check_lost(guestfs_h *g)
{
	ok_int(guestfs_last_errno(g), ECONNRESET);
	ok_int(seen.errors, 1);
	ok_int(seen.quit, 1);
	ok_int(guestfs_get_state(g), CONFIG);
	ok_int(guestfs_ping_daemon(g), -1);
	ok(strstr(guestfs_last_error(g), "guestfs_launch"));
	ok_int(seen.quit, 1);
	works(g, guestfs_launch(g));
	works(g, guestfs_ping_daemon(g));
}

/* Kills qemu after a while, from another thread */
struct killer {
	pid_t pid;
	useconds_t after;
	pthread_t thread;
};

static void *kill_later(void *arg)
{
	struct killer *k = arg;

	usleep(k->after);
	kill(k->pid, SIGKILL);
	return NULL;
}

static void kill_qemu(guestfs_h *g)
{
	pid_t pid = guestfs_get_pid(g);

	/* -1 would mean everybody */
	ok(pid > 1);
	ok_int(kill(pid, SIGKILL), 0);
}

static struct killer start_killer(guestfs_h *g, useconds_t after)
{
	static struct killer k;

	k = (struct killer){ .pid = guestfs_get_pid(g), .after = after };
	ok(k.pid > 1);
	ok_int(pthread_create(&k.thread, NULL, kill_later, &k), 0);
	return k;
}

TEST(a_handle_goes_from_config_to_ready_and_back)
{
	guestfs_h *g = create();

	ok_int(guestfs_get_state(g), CONFIG);
	ok_int(guestfs_is_config(g), 1);
	ok_int(guestfs_is_ready(g), 0);
	ok_int(guestfs_is_launching(g), 0);
	fails(g, guestfs_wait_ready(g), EINVAL);
	works(g, guestfs_launch(g));
	ok_int(seen.state_while_launching, LAUNCHING);
	ok(seen.launching);
	ok_int(seen.done, 1);
	ok_int(guestfs_get_state(g), READY);
	ok_int(guestfs_is_ready(g), 1);
	ok_int(guestfs_is_config(g), 0);
	ok_int(guestfs_is_busy(g), 0);
	works(g, guestfs_wait_ready(g));
	fails(g, guestfs_launch(g), EINVAL);
	fails(g, guestfs_add_drive_scratch(g, MIB, -1), EINVAL);
	works(g, guestfs_shutdown(g));
	ok_int(seen.quit, 1);
	ok_int(guestfs_is_config(g), 1);
	works(g, guestfs_shutdown(g));
	ok_int(seen.quit, 1);
	guestfs_close(g);
	ok_int(seen.closed, 1);
	ok(seen.entered > 5);
}

TEST(kill_subprocess_ends_the_machine)
{
	guestfs_h *g = create();
	pid_t pid;

	works(g, guestfs_launch(g));
	pid = guestfs_get_pid(g);
	works(g, guestfs_kill_subprocess(g));
	ok_int(kill(pid, 0), -1);
	ok_int(seen.quit, 1);
	ok_int(guestfs_is_config(g), 1);
	fails(g, guestfs_get_pid(g), ESRCH);
	guestfs_close(g);
	ok_int(seen.quit, 1);
}

TEST(qemu_killed_during_a_call)
{
	guestfs_h *g = with_fs();
	struct killer k = start_killer(g, 300000);

	ok_int(guestfs_sleep(g, 30), -1);
	pthread_join(k.thread, NULL);
	ok(strstr(guestfs_last_error(g), "signal 9"));
	check_lost(g);
}

TEST(qemu_killed_between_calls)
{
	guestfs_h *g = with_fs();

	kill_qemu(g);
	ok(!guestfs_ls(g, "/"));
	check_lost(g);
}

/* A pipe that never ends: the upload is under way when qemu goes */
static void *feed(void *arg)
{
	static const char bytes[65536];
	int fd = *(int *)arg;

	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
	close(fd);
	return NULL;
}

TEST(qemu_killed_during_an_upload)
{
	guestfs_h *g = with_fs();
	struct killer k;
	pthread_t feeder;
	char name[32];
	int fds[2];

	signal(SIGPIPE, SIG_IGN);
	ok_int(pipe(fds), 0);
	snprintf(name, sizeof(name), "/dev/fd/%d", fds[0]);
	ok_int(pthread_create(&feeder, NULL, feed, &fds[1]), 0);
	k = start_killer(g, 150000);
	ok_int(guestfs_upload(g, name, "/dev/sdb"), -1);
	pthread_join(k.thread, NULL);
	close(fds[0]);
	pthread_join(feeder, NULL);
	check_lost(g);
}

TEST(qemu_killed_during_a_download)
{
	guestfs_h *g = with_fs();
	struct killer k;

	k = start_killer(g, 300000);
	ok_int(guestfs_download(g, "/dev/sdb", "/dev/null"), -1);
	pthread_join(k.thread, NULL);
	check_lost(g);
}

TEST(the_daemon_crashes_in_a_call)
{
	guestfs_h *g = with_fs();
	char *none[] = { NULL };

	ok(!guestfs_debug(g, "segv", none));
	ok(strstr(guestfs_last_error(g), "stopped unexpectedly"));
	check_lost(g);
}

TEST(the_daemon_ends_in_a_call)
{
	guestfs_h *g = with_fs();

	ok_int(guestfs_internal_exit(g), -1);
	check_lost(g);
}

TEST(the_daemon_crashes_in_an_upload)
{
	guestfs_h *g = with_fs();
	cleanup_free char *file = NULL;

	ok(asprintf(&file, "%s/big", test_dir()) > 0);
	ok_int(io_write_file(file, ""), 0);
	ok_int(truncate(file, 64 * MIB), 0);
	ok_int(guestfs_internal_rhbz914931(g, file, 1000000), -1);
	check_lost(g);
}

static void kill_in_launch(guestfs_h *g, void *opaque, uint64_t event,
			   int handle, int flags, const char *buf, size_t len,
			   const uint64_t *v, size_t n)
{
	/* Also the second qemu, where the first was no new machine */
	if (n == 4 && v[2] >= 2 && v[2] < v[3])
		kill_qemu(g);
}

TEST(qemu_killed_during_the_launch)
{
	guestfs_h *g = create();
	int handle;

	/* Else another one, without KVM, is tried */
	works(g, guestfs_set_backend_setting(g, "force_tcg", "1"));
	handle = guestfs_set_event_callback(g, kill_in_launch,
					    GUESTFS_EVENT_PROGRESS, 0, NULL);
	ok(handle >= 0);
	ok_int(guestfs_launch(g), -1);
	ok_int(seen.errors, 1);
	ok_int(seen.quit, 1);
	ok_int(seen.done, 0);
	ok_int(guestfs_is_config(g), 1);
	guestfs_delete_event_callback(g, handle);
	works(g, guestfs_launch(g));
	ok_int(seen.done, 1);
	guestfs_close(g);
	ok_int(seen.quit, 2);
}

/* The callbacks of before events */
static struct {
	int log, quit, done, closed, progress;
} old;

static void old_log(guestfs_h *g, void *opaque, char *buf, int len)
{
	ok(opaque == &old && len > 0);
	old.log++;
}

static void old_quit(guestfs_h *g, void *opaque)
{
	ok(opaque == &old);
	old.quit++;
}

static void old_done(guestfs_h *g, void *opaque)
{
	ok(opaque == &old);
	old.done++;
}

static void old_close(guestfs_h *g, void *opaque)
{
	ok(opaque == &old);
	old.closed++;
}

static void old_progress(guestfs_h *g, void *opaque, int proc, int serial,
			 uint64_t position, uint64_t total)
{
	ok(opaque == &old && position <= total);
	old.progress++;
}

TEST(old_callbacks_see_a_whole_life)
{
	guestfs_h *g = create();

	memset(&old, 0, sizeof(old));
	guestfs_set_verbose(g, 1);
	guestfs_set_log_message_callback(g, old_log, &old);
	guestfs_set_subprocess_quit_callback(g, old_quit, &old);
	guestfs_set_launch_done_callback(g, old_done, &old);
	guestfs_set_close_callback(g, old_close, &old);
	guestfs_set_progress_callback(g, old_progress, &old);
	works(g, guestfs_launch(g));
	guestfs_close(g);
	ok(old.log > 0);
	ok(old.progress > 0);
	ok_int(old.done, 1);
	ok_int(old.quit, 1);
	ok_int(old.closed, 1);
}
