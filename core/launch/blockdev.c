/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Node names: "dN" is what the device of drive N is attached to, "bN" the image
 * under a read-only drive's overlay; others lie in between.
 */
#include "blockdev.h"

#include <fcntl.h>
#include <string.h>

#include "cleanup.h"
#include "overlay.h"
#include "probe.h"
#include "protocol.h"
#include "qemuenv.h"
#include "snapshot.h"
#include "spawn.h"

static void add(json_object *o, const char *key, const char *value)
{
	json_object_object_add(o, key, json_object_new_string(value));
}

static void add_true(json_object *o, const char *key)
{
	json_object_object_add(o, key, json_object_new_boolean(true));
}

static json_object *new_node(guestfs_h *g, const char *driver, char prefix,
			     size_t i)
{
	cleanup_free char *name = handle_asprintf(g, "%c%zu", prefix, i);
	json_object *o = json_object_new_object();

	/* First, so that it is in every message of qemu about the node */
	add(o, "node-name", name);
	add(o, "driver", driver);
	return o;
}

static void no_flush(json_object *node)
{
	json_object *cache = json_object_new_object();

	add_true(cache, "no-flush");
	json_object_object_add(node, "cache", cache);
}

/**
 * blockdev_options() - Put a writable drive's options on its node
 * @node:	Its format layer
 * @d:		Drive
 *
 * Return:	@node
 */
json_object *blockdev_options(json_object *node, const struct drive *d)
{
	if (d->scratch || (d->cachemode && !strcmp(d->cachemode, "unsafe")))
		no_flush(node);
	if (d->scratch || (d->discard && strcmp(d->discard, "disable")))
		add(node, "discard", "unmap");
	return node;
}

static int add_writable(struct args *a, const struct drive *d, size_t i,
			const char *format, json_object *file)
{
	json_object *node = new_node(a->g, format, 'd', i);

	json_object_object_add(node, "file", file);
	args_json(a, "-blockdev", blockdev_options(node, d));
	return 0;
}

/* An overlay node over node @base; its file is @fd. */
static void add_overlay(struct args *a, char prefix, size_t i, int fd,
			const char *base)
{
	cleanup_free char *path = args_fdset(a, fd);
	json_object *file = protocol_file("file", path, "off");
	json_object *node = new_node(a->g, "qcow2", prefix, i);

	json_object_object_add(node, "file", file);
	add(node, "backing", base);
	add(node, "discard", "unmap");
	no_flush(node);
	args_json(a, "-blockdev", node);
}

/* The image's file with another header: nodes "fN", "sN". Its name in JSON, or
 * NULL with the error set.
 */
static json_object *add_snapshot_file(struct args *a, const struct drive *d,
				      size_t i, json_object *file,
				      uint64_t *ret_disk_size)
{
	cleanup_free char *head = handle_malloc(a->g, SNAPSHOT_HEAD);
	cleanup_free char *under = handle_asprintf(a->g, "f%zu", i);
	cleanup_free char *name = handle_asprintf(a->g, "s%zu", i);
	json_object *node = new_node(a->g, "raw", 'f', i);
	uint64_t size;
	int fd = -1;

	add_true(node, "read-only");
	add_true(node, "force-share");
	json_object_object_add(node, "file", file);
	args_json(a, "-blockdev", node);
	if (snapshot_view(a->g, d, head, &size, ret_disk_size) == 0)
		fd = overlay_create_with(a->g, size, head);
	if (fd < 0)
		return NULL;
	add_overlay(a, 's', i, fd, under);
	return json_object_new_string(name);
}

/* force-share: the image may be open for writing elsewhere, and its lock is
 * not taken.
 */
static int add_readonly(struct args *a, const struct drive *d, size_t i,
			const char *format, uint64_t size, json_object *file)
{
	cleanup_free char *base = handle_asprintf(a->g, "b%zu", i);
	json_object *node = new_node(a->g, format, 'b', i);
	int fd;

	add_true(node, "read-only");
	add_true(node, "force-share");
	json_object_object_add(node, "file", file);
	args_json(a, "-blockdev", node);

	fd = overlay_create(a->g, size);
	if (fd < 0)
		return -1;
	add_overlay(a, d->copyonread ? 'o' : 'd', i, fd, base);
	if (d->copyonread) {
		cleanup_free char *under = handle_asprintf(a->g, "o%zu", i);

		node = new_node(a->g, "copy-on-read", 'd', i);
		add(node, "file", under);
		args_json(a, "-blockdev", node);
	}
	return 0;
}

/* Through guestmount files can be read from it past the appliance. */
static void keep_image(guestfs_h *g, const struct drive *d, size_t i,
		       const char *format, uint64_t size)
{
	struct launch *l = g->launch;

	/* Tests look at the command line alone. */
	if (!l || !d->readonly || strcmp(format, "raw") ||
	    !protocol_is_local(d) || d->secret)
		return;
	l->images[i].size = size;
	l->images[i].fd = spawn_high_fd(open(d->path, O_RDONLY | O_CLOEXEC));
}

static void new_images(guestfs_h *g, size_t n)
{
	struct launch *l = g->launch;

	if (!l || !n)
		return;
	l->images = handle_calloc(g, n, sizeof(*l->images));
	for (l->n_images = 0; l->n_images < n; l->n_images++)
		l->images[l->n_images].fd = -1;
}

static int add_nodes(struct args *a, const struct drive *d, size_t i)
{
	cleanup_free char *id = handle_asprintf(a->g, "secret%zu", i);
	const char *format;
	json_object *file;
	uint64_t size;

	if (d->secret && args_secret(a, id, d->secret) < 0)
		return -1;
	if (probe_image(a->g, d, &format, &size) < 0)
		return -1;
	if (protocol_is_curl(d) && qemuenv_curl(a) < 0)
		return -1;
	keep_image(a->g, d, i, format, size);
	file = protocol_json(a->g, d, d->secret ? id : NULL);
	if (file && snapshot_name(d))
		file = add_snapshot_file(a, d, i, file, &size);
	if (!file)
		return -1;
	return d->readonly ? add_readonly(a, d, i, format, size, file)
			   : add_writable(a, d, i, format, file);
}

/* werror, rerror: qemu's default would stop the machine when the host's disk
 * is full, and every caller with it.
 */
static void add_device(struct args *a, const struct drive *d, size_t i)
{
	cleanup_free char *tail = handle_asprintf(
		a->g,
		"drive=d%zu,id=disk%zu,serial=gfs%zu,werror=report,"
		"rerror=report",
		i, i, i);
	int bs = d->blocksize ? d->blocksize : 512;

	if (i < BLOCKDEV_MAX_VIRTIO)
		args_opt(a, "-device",
			 "virtio-blk-pci,addr=0x%zx,%s,"
			 "logical_block_size=%d,physical_block_size=%d",
			 i + 4, tail, bs, bs);
	else
		args_opt(a, "-device",
			 "scsi-hd,bus=scsi0.0,channel=0,"
			 "scsi-id=%zu,lun=0,logical_block_size=%d,"
			 "physical_block_size=%d,%s",
			 i, bs, bs, tail);
}

/* A device that no driver of the guest looks at: see daemon/frame/warm.c */
static void add_hole(struct args *a, size_t i)
{
	cleanup_free char *name = handle_asprintf(a->g, "hole%zu", i);
	json_object *node = json_object_new_object();

	add(node, "node-name", name);
	add(node, "driver", "null-co");
	json_object_object_add(node, "size", json_object_new_int(1 << 20));
	add_true(node, "read-zeroes");
	args_json(a, "-blockdev", node);
	args_opt(a, "-device", "virtio-blk-pci,addr=0x%zx,drive=%s,id=%s",
		 i + 4, name, name);
}

/**
 * blockdev_add_drives() - The drives of a handle
 * @a:		Command line of the handle
 * @how:	A template has none of them but room for all: virtio devices at
 *		fixed places, and a controller for the others
 *
 * Drive N has the serial number "gfsN", by which guestfsd finds it.
 *
 * Return:	0, or -1 with the error set
 */
int blockdev_add_drives(struct args *a, enum boot_how how)
{
	guestfs_h *g = a->g;
	size_t n = how == BOOT_TEMPLATE ? 0 : g->n_drives;

	if (g->n_drives > BLOCKDEV_MAX)
		return guestfs_fail(g, E2BIG,
				    "%zu drives: more than %d are "
				    "not supported",
				    g->n_drives, BLOCKDEV_MAX);
	if (n > BLOCKDEV_MAX_VIRTIO || how != BOOT_COLD)
		args_opt(a, "-device", "virtio-scsi-pci,id=scsi0,addr=0x3");
	new_images(g, n);
	for (size_t i = 0; i < n; i++) {
		if (add_nodes(a, &g->drives[i], i) < 0)
			return -1;
		add_device(a, &g->drives[i], i);
	}
	for (size_t i = n; how != BOOT_COLD && i < BLOCKDEV_MAX_VIRTIO; i++)
		add_hole(a, i);
	return 0;
}
