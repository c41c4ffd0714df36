/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The logo of an inspected system, where distributions keep it. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "impl.h"

/* A file that is larger is no icon */
#define ICON_MAX (1 << 20)

#define PIXMAPS "/usr/share/pixmaps/"
#define HICOLOR "/usr/share/icons/hicolor/"
#define FAVICON "/etc/favicon.png"

/* The first that exists is taken. */
static const struct {
	const char *path;
	bool large; /* 48 pixels and more */
} logos[] = {
	{ HICOLOR "256x256/apps/fedora-logo-icon.png", true },
	{ HICOLOR "96x96/apps/system-logo-icon.png", true },
	{ HICOLOR "48x48/apps/system-logo-icon.png", true },
	{ HICOLOR "48x48/apps/distributor.png", true },
	{ "/usr/share/icons/mageia.png", true },
	{ PIXMAPS "debian-logo.png", true },
	{ PIXMAPS "ubuntu-logo.png", true },
	{ PIXMAPS "archlinux-logo.png", true },
	{ PIXMAPS "fedora-logo-sprite.png", true },
	{ PIXMAPS "fedora-logo.png", true },
	{ PIXMAPS "system-logo-white.png", true },
	{ HICOLOR "24x24/apps/system-logo-icon.png", false },
	{ "/usr/share/icons/gnome/24x24/places/ubuntu-logo.png", false },
};

static bool is_png(const char *buf, size_t n)
{
	return n > 8 && !memcmp(buf, "\x89PNG\r\n\x1a\n", 8);
}

/* 1 and the file in @ret, 0 where there is no such icon, -1 */
static int try_icon(guestfs_h *g, const char *path, char **ret, size_t *ret_n)
{
	int r = guestfs_is_file_opts(
		g, path, GUESTFS_IS_FILE_OPTS_FOLLOWSYMLINKS, 1, -1);
	int64_t size;

	if (r <= 0)
		return r;
	size = guestfs_filesize(g, path);
	if (size < 0)
		return -1;
	if (size > ICON_MAX)
		return 0;
	*ret = guestfs_read_file(g, path, ret_n);
	if (!*ret)
		return -1;
	if (is_png(*ret, *ret_n))
		return 1;
	free(*ret);
	*ret = NULL;
	*ret_n = 0;
	return 0;
}

static int find_icon(guestfs_h *g, bool favicon, bool large, char **ret,
		     size_t *ret_n)
{
	int r = 0;

	if (favicon && !large)
		r = try_icon(g, FAVICON, ret, ret_n);
	for (size_t i = 0; r == 0 && i < ARRAY_SIZE(logos); i++)
		if (logos[i].large || !large)
			r = try_icon(g, logos[i].path, ret, ret_n);
	return r;
}

char *impl_inspect_get_icon(guestfs_h *g, const char *root, size_t *size_r,
			    const struct guestfs_inspect_get_icon_argv *o)
{
	bool favicon =
		!(o->bitmask & GUESTFS_INSPECT_GET_ICON_FAVICON_BITMASK) ||
		o->favicon;
	bool large =
		o->bitmask & GUESTFS_INSPECT_GET_ICON_HIGHQUALITY_BITMASK &&
		o->highquality;
	cleanup_free char *type = guestfs_inspect_get_type(g, root);
	char *icon = NULL;
	int r;

	if (!type || !size_r) {
		if (type)
			guestfs_fail_msg(g, EINVAL,
					 "inspect_get_icon: size_r: "
					 "must not be NULL");
		return NULL;
	}
	*size_r = 0;
	r = strcmp(type, "windows")
		    ? find_icon(g, favicon, large, &icon, size_r)
		    : 0;
	if (r < 0)
		return NULL;
	return r ? icon : handle_calloc(g, 1, 1);
}
