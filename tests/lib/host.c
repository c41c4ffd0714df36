/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "host.h"

#include <fcntl.h>

#include "cleanup.h"
#include "io.h"
#include "run.h"
#include "test.h"

#define FILE_MAX (64 << 20)

const char *host(const char *name)
{
	static char paths[4][256];
	static int i;

	i = (i + 1) % 4;
	snprintf(paths[i], sizeof(paths[i]), "%s/%s", test_dir(), name);
	return paths[i];
}

void host_write(const char *name, const char *buf, size_t n)
{
	cleanup_close int fd =
		open(host(name), O_WRONLY | O_CREAT | O_TRUNC, 0644);

	ok(fd >= 0 && io_write_full(fd, buf, n) == 0);
}

void host_is(const char *name, const char *buf, size_t n)
{
	cleanup_free char *got = NULL;
	size_t len = 0;

	got = io_read_file(host(name), FILE_MAX, &len);
	ok(got != NULL);
	ok_int(len, n);
	ok(memcmp(got, buf, n) == 0);
}

void shell(const char *command)
{
	cleanup_run struct run r = { .argv = ARGV("sh", "-c", command, "sh",
						  test_dir()) };

	ok_int(run(&r), 0);
	test_check(r.status == 0, __FILE__, __LINE__, "%s: %s", command, r.err);
}
