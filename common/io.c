/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "io.h"

#include <fcntl.h>
#include <string.h>

#include "cleanup.h"

ssize_t io_read_full(int fd, void *buf, size_t n)
{
	size_t done = 0;

	while (done < n) {
		ssize_t r = read(fd, (char *)buf + done, n - done);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		if (r == 0)
			break;
		done += r;
	}
	return done;
}

int io_write_full(int fd, const void *buf, size_t n)
{
	while (n) {
		ssize_t r = write(fd, buf, n);

		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return -1;
		buf = (const char *)buf + r;
		n -= r;
	}
	return 0;
}

char *io_read_fd(int fd, size_t max, size_t *ret_len)
{
	cleanup_free char *buf = NULL;
	size_t len = 0, cap = 0;

	for (;;) {
		ssize_t r;

		if (len + 1 >= cap) {
			char *bigger;

			cap = cap ? cap * 2 : 4096;
			bigger = realloc(buf, cap);
			if (!bigger)
				return NULL;
			buf = bigger;
		}
		r = read(fd, buf + len, cap - len - 1);
		if (r < 0 && errno == EINTR)
			continue;
		if (r < 0)
			return NULL;
		if (r == 0)
			break;
		len += r;
		if (len > max) {
			errno = EFBIG;
			return NULL;
		}
	}
	buf[len] = '\0';
	if (ret_len)
		*ret_len = len;
	return steal_ptr(&buf);
}

char *io_read_file(const char *path, size_t max, size_t *ret_len)
{
	cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd < 0 ? NULL : io_read_fd(fd, max, ret_len);
}

int io_write_file(const char *path, const char *content)
{
	cleanup_close int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	return fd < 0 ? -1 : io_write_full(fd, content, strlen(content));
}
