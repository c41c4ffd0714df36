/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "appliance.h"

#include <elf.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>

#include <json-c/json.h>

#include "cleanup.h"
#include "io.h"
#include "strv.h"

#define APPLIANCE_VERSION 2
#define MAX_INFO	  (16 << 20) /* bytes of appliance.json */
#define MEND                                                                   \
	"build it again with \"./run\" in the source tree or with "            \
	"guestfs-make-appliance"

DEFINE_CLEANUP(json_object *, put_json, json_object_put(*p))
#define cleanup_json __attribute__((cleanup(put_json)))

static int broken(guestfs_h *g, const char *path, const char *what)
{
	return guestfs_fail(g, 0, "%s: %s: the appliance is damaged; " MEND,
			    path, what);
}

static int64_t recorded_size(json_object *json, const char *key)
{
	json_object *n;

	return json_object_object_get_ex(json, key, &n)
		       ? json_object_get_int64(n)
		       : -1;
}

static int check_size(guestfs_h *g, json_object *json, const char *key,
		      const char *path)
{
	int64_t want = recorded_size(json, key);
	struct stat st;

	if (access(path, R_OK) < 0 || stat(path, &st) < 0)
		return guestfs_fail(g, errno, "%s", path);
	if (want < 0)
		return broken(g, path, "its size is not in appliance.json");
	if (st.st_size != want)
		return broken(g, path,
			      "its size is not the one in appliance.json");
	return 0;
}

static int check_elf(guestfs_h *g, const char *path)
{
	cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	char magic[SELFMAG];

	if (fd < 0)
		return guestfs_fail(g, errno, "%s", path);
	if (io_read_full(fd, magic, sizeof(magic)) != sizeof(magic) ||
	    memcmp(magic, ELFMAG, SELFMAG))
		return broken(g, path, "not an ELF kernel");
	return 0;
}

static const char *recorded_text(json_object *json, const char *key)
{
	json_object *s;

	return json_object_object_get_ex(json, key, &s)
		       ? json_object_get_string(s)
		       : "";
}

static int check(guestfs_h *g, struct appliance *a, const char *info)
{
	cleanup_free char *text = io_read_file(info, MAX_INFO, NULL);
	cleanup_json json_object *json = NULL;
	json_object *version;

	if (!text)
		return guestfs_fail(g, errno, "%s", info);
	json = json_tokener_parse(text);
	if (!json_object_is_type(json, json_type_object))
		return broken(g, info, "not JSON");
	if (!json_object_object_get_ex(json, "version", &version) ||
	    json_object_get_int(version) != APPLIANCE_VERSION)
		return guestfs_fail(g, 0,
				    "%s: made by another version of "
				    "this software; " MEND,
				    info);
	if (check_size(g, json, "kernel_size", a->kernel) < 0 ||
	    check_size(g, json, "initrd_size", a->initrd) < 0 ||
	    check_size(g, json, "root_size", a->root) < 0)
		return -1;
	a->id = handle_asprintf(g, "%s %s %s",
				recorded_text(json, "kernel_sha256"),
				recorded_text(json, "initrd_sha256"),
				recorded_text(json, "root_sha256"));
	a->template = recorded_size(json, "template") == 1;
	return check_elf(g, a->kernel);
}

/**
 * appliance_find() - Find the appliance along the handle's path
 * @g:		Handle; its path is a colon-separated list, an empty element
 *		means the current directory
 * @ret_a:	Receives it; appliance_finish() frees
 *
 * The first directory that holds appliance.json is the one; when that one is
 * damaged it is an error, so that a stale second one never runs unnoticed.
 *
 * Return:	0, or -1 with the error set
 */
int appliance_find(guestfs_h *g, struct appliance *ret_a)
{
	for (const char *p = g->path; p;) {
		const char *end = strchrnul(p, ':');
		cleanup_free char *dir =
			end == p ? handle_strdup(g, ".")
				 : handle_strndup(g, p, end - p);
		cleanup_free char *info =
			handle_asprintf(g, "%s/appliance.json", dir);

		p = *end ? end + 1 : NULL;
		if (access(info, F_OK) < 0)
			continue;
		ret_a->kernel = handle_asprintf(g, "%s/kernel", dir);
		ret_a->initrd = handle_asprintf(g, "%s/initrd", dir);
		ret_a->root = handle_asprintf(g, "%s/root", dir);
		ret_a->dir = steal_ptr(&dir);
		if (check(g, ret_a, info) == 0)
			return 0;
		appliance_finish(ret_a);
		return -1;
	}
	return guestfs_fail(g, 0,
			    "no appliance (kernel, initrd, "
			    "appliance.json) found in %s; " MEND
			    ", or name its directory in LIBGUESTFS_PATH",
			    g->path);
}

/** appliance_finish() - Free what @a holds; a zeroed struct is fine */
void appliance_finish(struct appliance *a)
{
	free(a->dir);
	free(a->kernel);
	free(a->initrd);
	free(a->root);
	free(a->id);
	memset(a, 0, sizeof(*a));
}
