// SPDX-License-Identifier: GPL-2.0-or-later
#include "findfs.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "devname.h"
#include "probe.h"
#include "reply.h"
#include "strv.h"

static bool has(char **values, const char *key, const char *want, bool any_case)
{
	for (size_t i = 0; values && values[i] && values[i + 1]; i += 2)
		if (!strcmp(values[i], key))
			return any_case ? !strcasecmp(values[i + 1], want)
					: !strcmp(values[i + 1], want);
	return false;
}

char *findfs(const char *key, const char *value, const char *type)
{
	cleanup_strv char **all = devname_all();

	/* An empty one would fit all that have none */
	for (size_t i = 0; *value && all && all[i]; i++) {
		cleanup_strv char **v = probe_all(all[i]);

		if (has(v, key, value, !strcmp(key, "UUID")) &&
		    (!type || has(v, "TYPE", type, false)))
			return strdup(all[i]);
	}
	reply_error(ENOENT, "no %s with %s '%s' was found",
		    type ? type : "file system", key, value);
	return NULL;
}
