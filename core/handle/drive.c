/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/drive.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "impl.h"
#include "strv.h"

#define NULL_DISK_SIZE 4096 /* bytes of what /dev/null stands for */

void drive_finish(struct drive *d)
{
	if (d->scratch && d->path)
		unlink(d->path);
	free(d->path);
	free(d->format);
	free(d->iface);
	free(d->name);
	free(d->label);
	free(d->protocol);
	strv_free(d->servers);
	free(d->username);
	free(d->secret);
	free(d->cachemode);
	free(d->discard);
	*d = (struct drive){ 0 };
}

void drive_finish_all(guestfs_h *g)
{
	for (size_t i = 0; i < g->n_drives; i++)
		drive_finish(&g->drives[i]);
	free(g->drives);
	g->drives = NULL;
	g->n_drives = 0;
}

DEFINE_CLEANUP(struct drive, cleanup_drive_, drive_finish(p))
#define cleanup_drive __attribute__((cleanup(cleanup_drive_)))

static int check_state(guestfs_h *g)
{
	if (g->state != STATE_CONFIG)
		return guestfs_fail_msg(
			g, EINVAL,
			"drives cannot be added or removed after launch");
	if (g->n_drives >= DRIVE_MAX)
		return guestfs_fail_msg(g, E2BIG,
					"no more than %d drives can be added",
					DRIVE_MAX);
	return 0;
}

/* The list owns @d from here. */
static int append_drive(guestfs_h *g, struct drive *d)
{
	g->drives = handle_realloc(g, g->drives,
				   (g->n_drives + 1) * sizeof(*g->drives));
	g->drives[g->n_drives++] = *d;
	*d = (struct drive){ 0 };
	return 0;
}

static char *copy(guestfs_h *g, const char *s)
{
	return s ? handle_strdup(g, s) : NULL;
}

static void from_optargs(guestfs_h *g, struct drive *d,
			 const struct guestfs_add_drive_opts_argv *o)
{
#define GIVEN(name)	  (o->bitmask & GUESTFS_ADD_DRIVE_OPTS_##name##_BITMASK)
#define TEXT(NAME, field) (GIVEN(NAME) ? copy(g, o->field) : NULL)
	d->readonly = GIVEN(READONLY) && o->readonly;
	d->format = TEXT(FORMAT, format);
	d->iface = TEXT(IFACE, iface);
	d->name = TEXT(NAME, name);
	d->label = TEXT(LABEL, label);
	d->protocol = TEXT(PROTOCOL, protocol);
	if (!d->protocol)
		d->protocol = handle_strdup(g, "file");
	d->username = TEXT(USERNAME, username);
	d->secret = TEXT(SECRET, secret);
	d->cachemode = TEXT(CACHEMODE, cachemode);
	d->discard = TEXT(DISCARD, discard);
	d->copyonread = GIVEN(COPYONREAD) && o->copyonread;
	d->blocksize = GIVEN(BLOCKSIZE) ? o->blocksize : 0;
	if (GIVEN(SERVER)) {
		d->servers = strv_dup(o->server);
		if (!d->servers)
			handle_oom(g);
	}
#undef GIVEN
#undef TEXT
}

/* A sparse raw file that goes when the handle does; @d has all but the path. */
static int make_scratch(guestfs_h *g, struct drive *d, int64_t size)
{
	cleanup_free char *path = NULL;
	cleanup_close int fd = -1;
	const char *dir = tmpdir_get(g);

	if (!dir)
		return -1;
	path = handle_asprintf(g, "%s/scratchXXXXXX", dir);
	fd = mkostemp(path, O_CLOEXEC);
	if (fd < 0)
		return guestfs_fail(g, errno, "%s", path);
	d->scratch = true;
	free(d->path);
	d->path = steal_ptr(&path);
	if (ftruncate(fd, size) < 0)
		return guestfs_fail(g, errno, "%s: scratch disk of %lld bytes",
				    d->path, (long long)size);
	free(d->format);
	d->format = handle_strdup(g, "raw");
	free(d->cachemode);
	d->cachemode = handle_strdup(g, "unsafe");
	return 0;
}

static int add_null_disk(guestfs_h *g, struct drive *d)
{
	if (d->format && strcmp(d->format, "raw"))
		return guestfs_fail_msg(
			g, EINVAL,
			"/dev/null stands for an empty disk, whose format is "
			"raw, not %s",
			d->format);
	if (make_scratch(g, d, NULL_DISK_SIZE) < 0)
		return -1;
	return append_drive(g, d);
}

int impl_add_drive(guestfs_h *g, const char *filename,
		   const struct guestfs_add_drive_opts_argv *optargs)
{
	cleanup_drive struct drive d = { 0 };

	if (check_state(g) < 0)
		return -1;
	d.path = handle_strdup(g, filename);
	from_optargs(g, &d, optargs);
	if (drive_check(g, &d) < 0)
		return -1;
	if (!strcmp(d.protocol, "file")) {
		if (!strcmp(filename, "/dev/null"))
			return add_null_disk(g, &d);
		if (drive_check_file(g, &d) < 0)
			return -1;
	}
	return append_drive(g, &d);
}

int impl_add_drive_ro(guestfs_h *g, const char *filename)
{
	const struct guestfs_add_drive_opts_argv o = {
		.bitmask = GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK,
		.readonly = 1,
	};

	return impl_add_drive(g, filename, &o);
}

int impl_add_drive_with_if(guestfs_h *g, const char *filename,
			   const char *iface)
{
	const struct guestfs_add_drive_opts_argv o = {
		.bitmask = GUESTFS_ADD_DRIVE_OPTS_IFACE_BITMASK,
		.iface = iface,
	};

	return impl_add_drive(g, filename, &o);
}

int impl_add_drive_ro_with_if(guestfs_h *g, const char *filename,
			      const char *iface)
{
	const struct guestfs_add_drive_opts_argv o = {
		.bitmask = GUESTFS_ADD_DRIVE_OPTS_IFACE_BITMASK |
			   GUESTFS_ADD_DRIVE_OPTS_READONLY_BITMASK,
		.iface = iface,
		.readonly = 1,
	};

	return impl_add_drive(g, filename, &o);
}

int impl_add_cdrom(guestfs_h *g, const char *filename)
{
	return impl_add_drive_ro(g, filename);
}

int impl_add_drive_scratch(guestfs_h *g, int64_t size,
			   const struct guestfs_add_drive_scratch_argv *o)
{
	cleanup_drive struct drive d = { 0 };

#define GIVEN(name) (o->bitmask & GUESTFS_ADD_DRIVE_SCRATCH_##name##_BITMASK)
	if (check_state(g) < 0)
		return -1;
	if (size <= 0)
		return guestfs_fail_msg(
			g, EINVAL,
			"scratch disk: its size must be more than 0");
	d.protocol = handle_strdup(g, "file");
	d.name = GIVEN(NAME) ? copy(g, o->name) : NULL;
	d.label = GIVEN(LABEL) ? copy(g, o->label) : NULL;
	d.blocksize = GIVEN(BLOCKSIZE) ? o->blocksize : 0;
#undef GIVEN
	if (drive_check(g, &d) < 0 || make_scratch(g, &d, size) < 0)
		return -1;
	return append_drive(g, &d);
}

int impl_remove_drive(guestfs_h *g, const char *label)
{
	if (g->state != STATE_CONFIG)
		return check_state(g);
	for (size_t i = 0; i < g->n_drives; i++) {
		if (!g->drives[i].label || strcmp(g->drives[i].label, label))
			continue;
		drive_finish(&g->drives[i]);
		g->n_drives--;
		memmove(&g->drives[i], &g->drives[i + 1],
			(g->n_drives - i) * sizeof(*g->drives));
		return 0;
	}
	return guestfs_fail_msg(g, ENOENT, "no drive has the label \"%s\"",
				label);
}

int impl_max_disks(guestfs_h *g)
{
	return DRIVE_MAX;
}

static char *describe(guestfs_h *g, const struct drive *d)
{
	cleanup_free char *protocol =
		strcmp(d->protocol, "file")
			? handle_asprintf(g, " protocol=%s", d->protocol)
			: handle_strdup(g, "");

	return handle_asprintf(
		g, "%s%s%s%s%s%s%s%s", d->path, d->readonly ? " readonly" : "",
		d->format ? " format=" : "", d->format ? d->format : "",
		d->label ? " label=" : "", d->label ? d->label : "", protocol,
		d->scratch ? " scratch" : "");
}

char **impl_debug_drives(guestfs_h *g)
{
	char **v = handle_calloc(g, g->n_drives + 1, sizeof(*v));

	for (size_t i = 0; i < g->n_drives; i++)
		v[i] = describe(g, &g->drives[i]);
	return v;
}
