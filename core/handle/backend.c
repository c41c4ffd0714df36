/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The backend, which is always qemu run by ourselves, and its settings. */
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/settings.h"
#include "impl.h"
#include "strv.h"

int settings_set_backend(guestfs_h *g, const char *from, const char *backend)
{
	/* "appliance" is what programs from before backends had names say */
	if (!strcmp(backend, "direct") || !strcmp(backend, "appliance"))
		return 0;
	return guestfs_fail_msg(
		g, ENOTSUP,
		"%s: backend \"%s\" is not built in, only \"direct\" is", from,
		backend);
}

int impl_set_backend(guestfs_h *g, const char *backend)
{
	return settings_set_backend(g, "set_backend", backend);
}

char *impl_get_backend(guestfs_h *g)
{
	return handle_strdup(g, g->backend);
}

int impl_set_attach_method(guestfs_h *g, const char *backend)
{
	return settings_set_backend(g, "set_attach_method", backend);
}

char *impl_get_attach_method(guestfs_h *g)
{
	return handle_strdup(g, "appliance");
}

int impl_set_backend_settings(guestfs_h *g, char *const *settings)
{
	char **copy = strv_dup(settings);

	if (!copy)
		handle_oom(g);
	strv_free(g->backend_settings);
	g->backend_settings = copy;
	return 0;
}

char **impl_get_backend_settings(guestfs_h *g)
{
	char **copy = strv_dup(g->backend_settings);

	if (!copy)
		handle_oom(g);
	return copy;
}

/* Is @setting "name" or "name=..."? */
static bool has_name(const char *setting, const char *name)
{
	size_t len = strlen(name);

	return !strncmp(setting, name, len) &&
	       (setting[len] == '=' || !setting[len]);
}

int impl_clear_backend_setting(guestfs_h *g, const char *name)
{
	char **to = g->backend_settings;
	int cleared = 0;

	for (char **from = g->backend_settings; *from; from++) {
		if (has_name(*from, name)) {
			free(*from);
			cleared++;
		} else {
			*to++ = *from;
		}
	}
	*to = NULL;
	return cleared;
}

int impl_set_backend_setting(guestfs_h *g, const char *name, const char *val)
{
	size_t n;

	if (!*name || strchr(name, '='))
		return guestfs_fail_msg(
			g, EINVAL,
			"set_backend_setting: \"%s\" cannot be a name", name);
	impl_clear_backend_setting(g, name);
	n = strv_len(g->backend_settings);
	g->backend_settings = handle_realloc(g, g->backend_settings,
					     (n + 2) * sizeof(char *));
	g->backend_settings[n] = handle_asprintf(g, "%s=%s", name, val);
	g->backend_settings[n + 1] = NULL;
	return 0;
}

char *impl_get_backend_setting(guestfs_h *g, const char *name)
{
	size_t len = strlen(name);

	for (size_t i = 0; g->backend_settings[i]; i++) {
		const char *s = g->backend_settings[i];

		if (has_name(s, name))
			return handle_strdup(g, s[len] ? s + len + 1 : "1");
	}
	guestfs_fail_msg(g, ESRCH, "backend setting \"%s\" is not set", name);
	return NULL;
}
