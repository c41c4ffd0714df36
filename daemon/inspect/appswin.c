// SPDX-License-Identifier: GPL-2.0-or-later
/* Applications in a Windows registry. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "apps.h"
#include "registry.h"

static const struct {
	const char *value;
	enum app_text text;
} values[] = {
	{ "DisplayName", APP_DISPLAY },	 { "DisplayVersion", APP_VERSION },
	{ "InstallLocation", APP_PATH }, { "Publisher", APP_PUBLISHER },
	{ "URLInfoAbout", APP_URL },	 { "Comments", APP_DESCRIPTION },
};

/* A key under Uninstall; without a name to show it is a part of another */
static int add(struct apps *a, hive_h *h, hive_node_h key, const char *arch)
{
	char *display = registry_string(h, key, "DisplayName");
	struct app *app;

	free(display);
	if (!display)
		return 0;
	app = apps_new(a);
	if (!app)
		return -1;
	app_set(app, APP_NAME, hivex_node_name(h, key));
	app_set(app, APP_ARCH, strdup(arch));
	for (size_t i = 0; i < ARRAY_SIZE(values); i++)
		app_set(app, values[i].text,
			registry_string(h, key, values[i].value));
	return 0;
}

static int add_all(struct apps *a, hive_h *h, const char *path,
		   const char *arch)
{
	hive_node_h key = registry_key(h, path);
	cleanup_free hive_node_h *keys =
		key ? hivex_node_children(h, key) : NULL;

	for (size_t i = 0; keys && keys[i]; i++)
		if (add(a, h, keys[i], arch) < 0)
			return -1;
	return 0;
}

int apps_windows(const struct insp_root *r, const char *software,
		 const char *arch, struct apps *a)
{
	cleanup_hive hive_h *h = software ? registry_open(r, software) : NULL;

	if (!h) {
		errno = errno ? errno : ENOENT;
		return -1;
	}
	if (add_all(a, h, "Microsoft\\Windows\\CurrentVersion\\Uninstall",
		    arch ? arch : "") < 0)
		return -1;
	/* Programs of 32 bits on a Windows of 64 */
	return add_all(a, h,
		       "Wow6432Node\\Microsoft\\Windows\\CurrentVersion\\"
		       "Uninstall",
		       "i386");
}
