/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libguestfs-tools.conf: "read_only = true;" in libconfig's syntax. */
#include <libconfig.h>
#include <string.h>

#include "options.h"
#include "strv.h"

static int read_one(struct options *o, const char *file)
{
	config_t conf;
	int ro, r = 0;

	if (access(file, R_OK) < 0)
		return 0;
	config_init(&conf);
	if (config_read_file(&conf, file) != CONFIG_TRUE)
		r = options_say(o, "%s:%d: %s", file, config_error_line(&conf),
				config_error_text(&conf));
	else if (config_lookup_bool(&conf, "read_only", &ro) == CONFIG_TRUE)
		o->readonly = ro;
	config_destroy(&conf);
	return r;
}

/* Later files win: the system's first, the user's last. */
int options_config(struct options *o)
{
	const char *dirs = getenv("XDG_CONFIG_DIRS");
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	cleanup_strv_finish struct strv files = { 0 };
	cleanup_strv char **list = NULL;

	list = strv_split(dirs && *dirs ? dirs : "/etc/xdg", ":");
	strv_add(&files, "/etc/libguestfs-tools.conf");
	for (size_t i = strv_len(list); i > 0; i--)
		strv_addf(&files, "%s/libguestfs/libguestfs-tools.conf",
			  list[i - 1]);
	if (home && *home)
		strv_addf(&files, "%s/.libguestfs-tools.rc", home);
	if (xdg && *xdg)
		strv_addf(&files, "%s/libguestfs/libguestfs-tools.conf", xdg);
	else if (home && *home)
		strv_addf(&files, "%s/.config/libguestfs/libguestfs-tools.conf",
			  home);
	for (size_t i = 0; i < files.n; i++)
		if (read_one(o, files.v[i]) < 0)
			return -1;
	return 0;
}
