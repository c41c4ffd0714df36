// SPDX-License-Identifier: GPL-2.0-or-later
#include "tool.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "reply.h"
#include "run.h"

int tool_run(const char *what, const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };

	return reply_run_or(&r, what, EINVAL);
}

int tool_out(const char *device, struct run *r)
{
	cleanup_free char *user = devname_to_user(device);

	return reply_run_or(r, user ? user : device, EINVAL);
}

int tool_dev(const char *device, const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };

	return tool_out(device, &r);
}

/* A word that could not be added ended the vector too early. */
int tool_strv(const char *what, const struct strv *argv)
{
	if (!argv->v)
		return reply_errno(ENOMEM, "%s", what);
	return tool_run(what, (const char *const *)argv->v);
}

int tool_dev_strv(const char *device, const struct strv *argv)
{
	cleanup_free char *user = devname_to_user(device);

	return tool_strv(user ? user : device, argv);
}

int tool_words(struct strv *argv, ...)
{
	const char *word;
	va_list ap;
	int r = 0;

	va_start(ap, argv);
	while (r == 0 && (word = va_arg(ap, const char *)))
		r = strv_add(argv, word);
	va_end(ap);
	return r;
}

int tool_opt(struct strv *argv, const char *option, const char *fmt, ...)
{
	char *value;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&value, fmt, ap);
	va_end(ap);
	if (n < 0)
		return -1;
	if (strv_add(argv, option) < 0) {
		free(value);
		return -1;
	}
	return strv_take(argv, value);
}

int tool_join(char **list, const char *fmt, ...)
{
	cleanup_free char *item = NULL;
	char *all;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&item, fmt, ap);
	va_end(ap);
	if (n < 0) {
		item = NULL;
		return -1;
	}
	if (asprintf(&all, "%s%s%s", *list ? *list : "", *list ? "," : "",
		     item) < 0)
		return -1;
	free(*list);
	*list = all;
	return 0;
}
