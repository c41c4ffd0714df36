/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Settings that are a value and no more. */
#include "handle/settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "handle/tmpdir.h"
#include "impl.h"
#include "launch/launch.h"
#include "strv.h"

bool settings_init(guestfs_h *g)
{
	struct strv none = { 0 };

	g->autosync = g->recovery_proc = true;
	g->smp = 1;
	g->memsize = MEMSIZE_DEFAULT;
	g->path = strdup(GUESTFS_DEFAULT_PATH);
	g->hv = strdup(GUESTFS_DEFAULT_HV);
	g->program = strdup(program_invocation_short_name);
	g->identifier = strdup("");
	g->backend = strdup("direct");
	g->backend_settings = strv_steal(&none);
	return g->path && g->hv && g->program && g->identifier && g->backend &&
	       g->backend_settings;
}

void settings_finish(guestfs_h *g)
{
	free(g->path);
	free(g->hv);
	free(g->append);
	free(g->program);
	free(g->identifier);
	free(g->backend);
	strv_free(g->backend_settings);
	free(g->tmpdir_env);
	free(g->cachedir_env);
	free(g->tmpdir_set);
	free(g->cachedir_set);
}

/* Put a copy of @value (or of @fallback, which may be NULL) in @place. */
static int set_string(guestfs_h *g, char **place, const char *value,
		      const char *fallback)
{
	if (!value)
		value = fallback;
	/* Copy first: a program may hand back what a getter returned */
	value = value ? handle_strdup(g, value) : NULL;
	free(*place);
	*place = (char *)value;
	return 0;
}

#define BOOL_SETTING(name)                                                     \
	int impl_set_##name(guestfs_h *g, int value)                           \
	{                                                                      \
		g->name = value;                                               \
		return 0;                                                      \
	}                                                                      \
	int impl_get_##name(guestfs_h *g)                                      \
	{                                                                      \
		return g->name;                                                \
	}

BOOL_SETTING(verbose)
BOOL_SETTING(trace)
BOOL_SETTING(autosync)
BOOL_SETTING(selinux)
BOOL_SETTING(pgroup)
BOOL_SETTING(recovery_proc)
BOOL_SETTING(network)
BOOL_SETTING(direct)

#define STRING_SETTING(name, fallback)                                         \
	int impl_set_##name(guestfs_h *g, const char *value)                   \
	{                                                                      \
		return set_string(g, &g->name, value, fallback);               \
	}                                                                      \
	const char *impl_get_##name(guestfs_h *g)                              \
	{                                                                      \
		return g->name;                                                \
	}

STRING_SETTING(path, GUESTFS_DEFAULT_PATH)
STRING_SETTING(append, NULL)
STRING_SETTING(program, "")
STRING_SETTING(identifier, "")

int impl_set_hv(guestfs_h *g, const char *hv)
{
	return set_string(g, &g->hv, hv, GUESTFS_DEFAULT_HV);
}

char *impl_get_hv(guestfs_h *g)
{
	return handle_strdup(g, g->hv);
}

int impl_set_qemu(guestfs_h *g, const char *hv)
{
	return set_string(g, &g->hv, hv, GUESTFS_DEFAULT_HV);
}

const char *impl_get_qemu(guestfs_h *g)
{
	return g->hv;
}

int impl_set_memsize(guestfs_h *g, int memsize)
{
	if (memsize < MEMSIZE_MIN)
		return guestfs_fail_msg(
			g, EINVAL,
			"memsize: %d is too small; the appliance needs %d "
			"(megabytes) or more",
			memsize, MEMSIZE_MIN);
	g->memsize = memsize;
	return 0;
}

int impl_get_memsize(guestfs_h *g)
{
	return g->memsize;
}

int impl_set_smp(guestfs_h *g, int smp)
{
	if (smp < 1 || smp > SMP_MAX)
		return guestfs_fail_msg(
			g, EINVAL, "smp: %d virtual CPUs: choose from 1 to %d",
			smp, SMP_MAX);
	g->smp = smp;
	return 0;
}

int impl_get_smp(guestfs_h *g)
{
	return g->smp;
}

/* The directory by its absolute name, so that it stays the same when the
 * program changes its own.
 */
static int set_dir(guestfs_h *g, char **place, const char *dir)
{
	cleanup_free char *real = NULL;

	if (!dir)
		return set_string(g, place, NULL, NULL);
	real = realpath(dir, NULL);
	if (!real)
		return guestfs_fail(g, errno, "%s", dir);
	return set_string(g, place, real, NULL);
}

int impl_set_tmpdir(guestfs_h *g, const char *tmpdir)
{
	return set_dir(g, &g->tmpdir_set, tmpdir);
}

char *impl_get_tmpdir(guestfs_h *g)
{
	return handle_strdup(g, tmpdir_base(g));
}

int impl_set_cachedir(guestfs_h *g, const char *cachedir)
{
	return set_dir(g, &g->cachedir_set, cachedir);
}

char *impl_get_cachedir(guestfs_h *g)
{
	return handle_strdup(g, cachedir_base(g));
}

char *impl_get_sockdir(guestfs_h *g)
{
	return handle_strdup(g, sockdir_base(g));
}

int impl_get_pid(guestfs_h *g)
{
	if (!g->launch)
		return guestfs_fail_msg(g, ESRCH,
					"get_pid: no qemu is running");
	return g->launch->pid;
}

int impl_get_state(guestfs_h *g)
{
	return g->state;
}

int impl_is_config(guestfs_h *g)
{
	return g->state == STATE_CONFIG;
}

int impl_is_launching(guestfs_h *g)
{
	return g->state == STATE_LAUNCHING;
}

int impl_is_ready(guestfs_h *g)
{
	return g->state == STATE_READY;
}

/* Whoever asks holds the lock, so nobody else is in a call. */
int impl_is_busy(guestfs_h *g)
{
	return 0;
}

int impl_user_cancel(guestfs_h *g)
{
	/* Without the lock, and fit for a signal handler */
	g->user_cancel = 1;
	return 0;
}

int64_t impl_c_pointer(guestfs_h *g)
{
	return (intptr_t)g;
}

struct guestfs_version *impl_version(guestfs_h *g)
{
	const int v[] = { GUESTFS_VERSION };
	struct guestfs_version *r = handle_calloc(g, 1, sizeof(*r));

	r->major = v[0];
	r->minor = v[1];
	r->release = v[2];
	r->extra = handle_strdup(g, "");
	return r;
}

int impl_internal_get_console_socket(guestfs_h *g)
{
	if (!g->launch)
		return guestfs_fail_msg(
			g, EINVAL,
			"internal_get_console_socket: no qemu is running");
	return g->launch->console;
}
