/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frame/standby.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io.h"
#include "test.h"

static char image[4200];

static void make_image(void)
{
	int fd;

	snprintf(image, sizeof(image), "%s/image", test_dir());
	fd = open(image, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
	ok(fd >= 0 && ftruncate(fd, 8 << 20) == 0);
	close(fd);
	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
}

/* What the file system's label is, 16 bytes at 1144 */
static void label(char out[17])
{
	int fd = open(image, O_RDONLY | O_CLOEXEC);

	memset(out, 0, 17);
	if (fd < 0 || pread(fd, out, 16, 1024 + 120) != 16)
		strcpy(out, "?");
	close(fd);
}

static int mke2fs(const char *name, struct run *r)
{
	const char *const argv[] = { "mke2fs", "-q",  "-F", "-L",
				     name,     image, NULL };
	int ret;

	r->argv = argv;
	ret = standby_run(r);
	r->argv = NULL;
	return ret;
}

/* Our child, which is the server; others have been waited for. */
static pid_t child_pid(void)
{
	char path[64];
	char *text;
	pid_t pid;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	text = io_read_file(path, 4096, NULL);
	pid = text ? (pid_t)atol(text) : 0;
	free(text);
	return pid;
}

TEST(a_program_that_waits_does_as_it_is_told_each_time)
{
	char got[17];
	pid_t first = 0;

	make_image();
	for (int i = 0; i < 3; i++) {
		cleanup_run struct run r = { 0 };
		char name[8] = { 'n', (char)('0' + i) };

		ok_int(mke2fs(name, &r), 0);
		ok_int(r.status, 0);
		ok_str(r.err, "");
		label(got);
		ok_str(got, name);
		first = i ? first : child_pid();
		ok(first > 0);
		ok_int(child_pid(), first);
	}
}

TEST(its_output_and_its_status_come_back)
{
	cleanup_run struct run r = { .argv = ARGV("mke2fs", "-q",
						  "/nonexistent/disk") };

	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	ok_int(standby_run(&r), 0);
	ok_int(r.status, 1);
	ok(strstr(r.err, "/nonexistent/disk"));
}

TEST(one_that_was_killed_is_done_without)
{
	cleanup_run struct run r = { .argv = ARGV("mke2fs", "-V") };
	cleanup_run struct run again = { .argv = ARGV("mke2fs", "-V") };
	cleanup_run struct run third = { .argv = ARGV("mke2fs", "-V") };

	setenv("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", 1);
	ok_int(standby_run(&r), 0);
	ok(child_pid() > 0);
	kill(child_pid(), SIGKILL);
	ok_int(standby_run(&again), 0);
	ok_int(again.status, 0);
	ok(strstr(again.err, "mke2fs"));
	ok_int(standby_run(&third), 0);
	ok_int(third.status, 0);
}

TEST(other_programs_run_as_ever)
{
	cleanup_run struct run r = { .argv = ARGV("sh", "-c", "exit 3") };

	ok_int(standby_run(&r), 0);
	ok_int(r.status, 3);
	ok_int(child_pid(), 0);
}
