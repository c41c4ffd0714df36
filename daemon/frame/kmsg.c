// SPDX-License-Identifier: GPL-2.0-or-later
#include "kmsg.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"

#define MAX_LINES     3
#define LEVEL_WARNING 4

int kmsg_mark(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	if (fd >= 0)
		lseek(fd, 0, SEEK_END);
	return fd;
}

/* "4,1234,567890,-;EXT4-fs (vda1): ..." and continuation lines */
static char *message(char *record)
{
	char *text = strchr(record, ';');

	if (!text || (atoi(record) & 7) > LEVEL_WARNING)
		return NULL;
	text[1 + strcspn(text + 1, "\n")] = '\0';
	return strdup(text + 1);
}

char *kmsg_since(int mark)
{
	char *lines[MAX_LINES] = { NULL }, *out = NULL;
	char buf[8192];
	size_t n = 0;
	ssize_t r;

	while (mark >= 0 && (r = read(mark, buf, sizeof(buf) - 1)) > 0) {
		char *m;

		buf[r] = '\0';
		m = message(buf);
		if (!m)
			continue;
		free(lines[n % MAX_LINES]);
		lines[n++ % MAX_LINES] = m;
	}
	for (size_t i = n > MAX_LINES ? n - MAX_LINES : 0; i < n; i++) {
		char *more;

		if (asprintf(&more, "%s%s%s", out ? out : "", out ? "; " : "",
			     lines[i % MAX_LINES]) < 0)
			break;
		free(out);
		out = more;
	}
	for (size_t i = 0; i < MAX_LINES; i++)
		free(lines[i]);
	return out ? out : strdup("");
}
