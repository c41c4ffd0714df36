/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings from environment variables. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <strings.h>

#include "cleanup.h"
#include "handle/settings.h"
#include "impl.h"
#include "strv.h"

static int as_bool(guestfs_h *g, const char *name, const char *value)
{
	static const char *const yes[] = { "1", "true", "t", "yes", "y", "on" };
	static const char *const no[] = { "0", "false", "f", "no", "n", "off" };

	for (size_t i = 0; i < ARRAY_SIZE(yes); i++) {
		if (!strcasecmp(value, yes[i]))
			return 1;
		if (!strcasecmp(value, no[i]))
			return 0;
	}
	return guestfs_fail_msg(
		g, EINVAL,
		"%s=%s: write 1 (yes, true, on) or 0 (no, false, off)", name,
		value);
}

static int debug(guestfs_h *g, const char *name, const char *value)
{
	int b = as_bool(g, name, value);

	return b < 0 ? -1 : impl_set_verbose(g, b);
}

static int trace(guestfs_h *g, const char *name, const char *value)
{
	int b = as_bool(g, name, value);

	return b < 0 ? -1 : impl_set_trace(g, b);
}

static int memsize(guestfs_h *g, const char *name, const char *value)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(value, &end, 10);
	if (*end || errno || n < MEMSIZE_MIN || n > INT32_MAX)
		return guestfs_fail_msg(
			g, EINVAL,
			"%s=%s: write a number of megabytes, %d or more", name,
			value, MEMSIZE_MIN);
	return impl_set_memsize(g, (int)n);
}

static int backend_settings(guestfs_h *g, const char *name, const char *value)
{
	cleanup_strv char **v = strv_split(value, ":");

	if (!v)
		handle_oom(g);
	return impl_set_backend_settings(g, v);
}

static int path(guestfs_h *g, const char *name, const char *value)
{
	return impl_set_path(g, value);
}

static int hv(guestfs_h *g, const char *name, const char *value)
{
	return impl_set_hv(g, value);
}

static int append(guestfs_h *g, const char *name, const char *value)
{
	return impl_set_append(g, value);
}

static int usual_tmpdir(guestfs_h *g, const char *name, const char *value)
{
	free(g->tmpdir_env);
	free(g->cachedir_env);
	g->tmpdir_env = handle_strdup(g, value);
	g->cachedir_env = handle_strdup(g, value);
	return 0;
}

static int tmpdir(guestfs_h *g, const char *name, const char *value)
{
	return impl_set_tmpdir(g, value);
}

/* A cache is a convenience: one that is not there yet must not keep a program
 * from starting.
 */
static int cachedir(guestfs_h *g, const char *name, const char *value)
{
	if (access(value, F_OK) < 0) {
		handle_debug(g, "%s=%s: %s; nothing will be kept there", name,
			     value, strerror(errno));
		free(g->cachedir_set);
		g->cachedir_set = handle_strdup(g, value);
		return 0;
	}
	return impl_set_cachedir(g, value);
}

/* The newer name of two comes last and so wins. */
static const struct {
	const char *name;
	int (*set)(guestfs_h *g, const char *name, const char *value);
} variables[] = {
	{ "LIBGUESTFS_DEBUG", debug },
	{ "LIBGUESTFS_TRACE", trace },
	{ "LIBGUESTFS_PATH", path },
	{ "LIBGUESTFS_QEMU", hv },
	{ "LIBGUESTFS_HV", hv },
	{ "LIBGUESTFS_APPEND", append },
	{ "LIBGUESTFS_MEMSIZE", memsize },
	{ "LIBGUESTFS_ATTACH_METHOD", settings_set_backend },
	{ "LIBGUESTFS_BACKEND", settings_set_backend },
	{ "LIBGUESTFS_BACKEND_SETTINGS", backend_settings },
	{ "TMPDIR", usual_tmpdir },
	{ "LIBGUESTFS_TMPDIR", tmpdir },
	{ "LIBGUESTFS_CACHEDIR", cachedir },
};

static const char *from_list(const char *name, char *const *environment)
{
	size_t len = strlen(name);

	for (size_t i = 0; environment[i]; i++)
		if (!strncmp(environment[i], name, len) &&
		    environment[i][len] == '=')
			return environment[i] + len + 1;
	return NULL;
}

/* An empty variable counts as unset. */
static int parse(guestfs_h *g, char *const *environment)
{
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++) {
		const char *name = variables[i].name;
		const char *value = environment ? from_list(name, environment)
						: getenv(name);

		if (value && *value && variables[i].set(g, name, value) < 0)
			return -1;
	}
	return 0;
}

int impl_parse_environment(guestfs_h *g)
{
	return parse(g, NULL);
}

int impl_parse_environment_list(guestfs_h *g, char *const *environment)
{
	return parse(g, environment);
}
