/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Disk images on the host, through qemu-img. */
#include <fcntl.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "handle/format.h"
#include "handle/handle.h"
#include "impl.h"
#include "io.h"
#include "run.h"
#include "strv.h"

/* Images are untrusted: one can be made that keeps qemu-img busy for ever, or
 * that makes it want all memory there is.
 */
#define LIMIT_CPU    10		 /* seconds */
#define LIMIT_MEMORY (1UL << 30) /* bytes of address space */
#define LIMIT_TIME   60		 /* seconds by the clock */

DEFINE_CLEANUP(struct json_object *, cleanup_json_, json_object_put(*p))
#define cleanup_json __attribute__((cleanup(cleanup_json_)))

static char *absolute(guestfs_h *g, const char *filename)
{
	cleanup_free char *cwd = NULL;

	if (filename[0] == '/')
		return handle_strdup(g, filename);
	cwd = getcwd(NULL, 0);
	if (!cwd) {
		guestfs_fail(g, errno, "current directory");
		return NULL;
	}
	return handle_asprintf(g, "%s/%s", cwd, filename);
}

static int fail_run(guestfs_h *g, const char *filename)
{
	if (errno == ENOENT)
		return guestfs_fail_msg(
			g, ENOENT,
			"%s: qemu-img is not installed (package qemu-utils)",
			filename);
	return guestfs_fail(g, errno, "%s: qemu-img", filename);
}

/* What went wrong, from the last line that qemu-img said. */
static int fail_status(guestfs_h *g, const char *filename, const struct run *r)
{
	const char *nl = r->err ? strrchr(r->err, '\n') : NULL;
	const char *text = nl ? nl + 1 : r->err ? r->err : "";

	if (!strncmp(text, "qemu-img: ", 10))
		text += 10;
	if (*text)
		return guestfs_fail_msg(g, 0, "%s: %s", filename, text);
	return guestfs_fail_msg(g, 0, "%s: qemu-img ended with status %d",
				filename, r->status);
}

static struct json_object *image_info(guestfs_h *g, const char *filename)
{
	cleanup_free char *path = absolute(g, filename);
	struct json_object *info;
	cleanup_run struct run r = {
		.argv = ARGV("qemu-img", "info", "-U", "--output=json", path),
		.timeout = LIMIT_TIME,
		.max_cpu = LIMIT_CPU,
		.max_memory = LIMIT_MEMORY,
	};

	if (!path)
		return NULL;
	if (access(path, R_OK) < 0) {
		guestfs_fail(g, errno, "%s", filename);
		return NULL;
	}
	if (run(&r) < 0) {
		fail_run(g, filename);
		return NULL;
	}
	if (r.status) {
		fail_status(g, filename, &r);
		return NULL;
	}
	info = json_tokener_parse(r.out);
	if (!json_object_is_type(info, json_type_object)) {
		json_object_put(info);
		guestfs_fail_msg(g, EPROTO,
				 "%s: qemu-img's answer is not understood",
				 filename);
		return NULL;
	}
	return info;
}

static struct json_object *member(guestfs_h *g, const char *filename,
				  struct json_object *info, const char *key,
				  json_type type)
{
	struct json_object *v = NULL;

	if (json_object_object_get_ex(info, key, &v) &&
	    json_object_is_type(v, type))
		return v;
	guestfs_fail_msg(g, EPROTO, "%s: qemu-img does not tell its %s",
			 filename, key);
	return NULL;
}

char *impl_disk_format(guestfs_h *g, const char *filename)
{
	cleanup_json struct json_object *info = image_info(g, filename);
	struct json_object *v = NULL;

	if (info)
		v = member(g, filename, info, "format", json_type_string);
	return v ? handle_strdup(g, json_object_get_string(v)) : NULL;
}

int64_t impl_disk_virtual_size(guestfs_h *g, const char *filename)
{
	cleanup_json struct json_object *info = image_info(g, filename);
	struct json_object *v = NULL;

	if (info)
		v = member(g, filename, info, "virtual-size", json_type_int);
	return v ? json_object_get_int64(v) : -1;
}

int impl_disk_has_backing_file(guestfs_h *g, const char *filename)
{
	cleanup_json struct json_object *info = image_info(g, filename);

	if (!info)
		return -1;
	return json_object_object_get_ex(info, "backing-filename", NULL);
}

struct create {
	const char *filename, *format;
	int64_t size;
	const char *backing, *backing_format, *preallocation, *compat;
	int cluster;
};

static int create_raw(guestfs_h *g, const struct create *c)
{
	const char *how = c->preallocation ? c->preallocation : "sparse";
	cleanup_close int fd = -1;
	bool full = !strcmp(how, "full");
	struct stat st;
	int err;

	if (c->backing || c->backing_format || c->compat || c->cluster)
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: a raw image takes no backingfile, backingformat, "
			"compat or clustersize",
			c->filename);
	if (!full && strcmp(how, "sparse") && strcmp(how, "off"))
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: preallocation of a raw image is off, sparse or "
			"full, not %s",
			c->filename, how);
	fd = open(c->filename,
		  O_WRONLY | O_CREAT | O_NOCTTY | O_TRUNC | O_CLOEXEC |
			  O_NONBLOCK,
		  0666);
	if (fd < 0 || fstat(fd, &st) < 0)
		return guestfs_fail(g, errno, "%s", c->filename);
	if (!S_ISREG(st.st_mode))
		return guestfs_fail_msg(
			g, EINVAL, "%s: exists and is not a file", c->filename);
	if (full && c->size) {
		err = posix_fallocate(fd, 0, c->size);
		errno = err;
	} else {
		err = ftruncate(fd, c->size);
	}
	if (!err)
		return 0;
	guestfs_fail(g, errno, "%s: %lld bytes", c->filename,
		     (long long)c->size);
	unlink(c->filename);
	return -1;
}

/* A value in qemu-img's -o list: commas are doubled. */
static void option(guestfs_h *g, char **list, const char *name,
		   const char *value)
{
	cleanup_free char *quoted = handle_malloc(g, strlen(value) * 2 + 1);
	char *q = quoted, *longer;

	for (const char *p = value; *p; p++) {
		if (*p == ',')
			*q++ = ',';
		*q++ = *p;
	}
	*q = '\0';
	longer = handle_asprintf(g, "%s%s%s=%s", *list ? *list : "",
				 *list ? "," : "", name, quoted);
	free(*list);
	*list = longer;
}

static int check_qcow2(guestfs_h *g, const struct create *c)
{
	const char *p = c->preallocation;

	if (p && strcmp(p, "off") && strcmp(p, "sparse") &&
	    strcmp(p, "metadata") && strcmp(p, "full"))
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: preallocation of a qcow2 image is off, metadata "
			"or full, not %s",
			c->filename, p);
	if (c->compat && strcmp(c->compat, "0.10") && strcmp(c->compat, "1.1"))
		return guestfs_fail_msg(g, EINVAL,
					"%s: compat is 0.10 or 1.1, not %s",
					c->filename, c->compat);
	if (c->cluster && (c->cluster < 512 || c->cluster > 2 << 20 ||
			   c->cluster & (c->cluster - 1)))
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: clustersize is a power of 2 from 512 to %d",
			c->filename, 2 << 20);
	return 0;
}

static char *qcow2_options(guestfs_h *g, const struct create *c)
{
	const char *p = c->preallocation;
	char *list = NULL;

	option(g, &list, "compat", c->compat ? c->compat : "1.1");
	if (c->backing)
		option(g, &list, "backing_file", c->backing);
	if (c->backing_format)
		option(g, &list, "backing_fmt", c->backing_format);
	if (p && strcmp(p, "sparse"))
		option(g, &list, "preallocation", p);
	if (c->cluster) {
		cleanup_free char *n = handle_asprintf(g, "%d", c->cluster);

		option(g, &list, "cluster_size", n);
	}
	return list;
}

/* qemu-img wants to be told, and qemu would probe: the same rule as for drives
 * without a format, once and for all.
 */
static int settle_backing(guestfs_h *g, const char *path, struct create *c)
{
	cleanup_free char *dir = handle_strdup(g, path), *file = NULL;
	cleanup_close int fd = -1;
	unsigned char head[FORMAT_HEAD];
	bool refers;
	ssize_t n;

	*strrchr(dir, '/') = '\0';
	/* As qemu has it: relative to the new image */
	file = c->backing[0] == '/'
		       ? handle_strdup(g, c->backing)
		       : handle_asprintf(g, "%s/%s", dir, c->backing);
	fd = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	n = fd < 0 ? -1 : io_read_full(fd, head, sizeof(head));
	if (n < 0)
		return guestfs_fail(g, errno, "%s", c->backing);
	c->backing_format = format_by_magic(head, n, &refers);
	handle_debug(g, "%s: no backingformat given, taken as %s%s", c->backing,
		     c->backing_format,
		     refers ? "; it refers to other files" : "");
	return 0;
}

static int create_qcow2(guestfs_h *g, struct create *c)
{
	cleanup_free char *path = absolute(g, c->filename);
	cleanup_free char *options = NULL, *size = NULL;
	cleanup_run struct run r = { 0 };

	if (!path || check_qcow2(g, c) < 0)
		return -1;
	if (c->backing && !c->backing_format && settle_backing(g, path, c) < 0)
		return -1;
	options = qcow2_options(g, c);
	if (c->size >= 0)
		size = handle_asprintf(g, "%lld", (long long)c->size);
	r.argv = ARGV("qemu-img", "create", "-q", "-f", "qcow2", "-o", options,
		      path, size);
	if (run(&r) < 0)
		return fail_run(g, c->filename);
	return r.status ? fail_status(g, c->filename, &r) : 0;
}

int impl_disk_create(guestfs_h *g, const char *filename, const char *format,
		     int64_t size, const struct guestfs_disk_create_argv *o)
{
#define GIVEN(name, field)                                                     \
	(o->bitmask & GUESTFS_DISK_CREATE_##name##_BITMASK ? o->field : 0)
	struct create c = {
		.filename = filename,
		.format = format,
		.size = size,
		.backing = GIVEN(BACKINGFILE, backingfile),
		.backing_format = GIVEN(BACKINGFORMAT, backingformat),
		.preallocation = GIVEN(PREALLOCATION, preallocation),
		.compat = GIVEN(COMPAT, compat),
		.cluster = GIVEN(CLUSTERSIZE, clustersize),
	};
#undef GIVEN

	if (size < 0 && !(size == -1 && c.backing))
		return guestfs_fail_msg(
			g, EINVAL,
			"%s: the size must be 0 or more (-1: the backing "
			"file's)",
			filename);
	if (c.backing_format && !c.backing)
		return guestfs_fail_msg(g, EINVAL,
					"%s: backingformat without backingfile",
					filename);
	if (!strcmp(format, "raw"))
		return create_raw(g, &c);
	if (!strcmp(format, "qcow2"))
		return create_qcow2(g, &c);
	return guestfs_fail_msg(
		g, EINVAL,
		"%s: images of format %s cannot be made, only raw and qcow2",
		filename, format);
}
