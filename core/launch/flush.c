/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "flush.h"

#include <string.h>

#include "cleanup.h"
#include "protocol.h"
#include "qmp.h"

static int64_t number(json_object *o, const char *key)
{
	json_object *n;

	return json_object_object_get_ex(o, key, &n) ? json_object_get_int64(n)
						     : 0;
}

/* "qdev" of a virtio-blk disk is its backend: /machine/peripheral/disk3/... */
static const struct drive *drive_of(guestfs_h *g, json_object *entry)
{
	json_object *qdev;
	const char *at;
	unsigned long i;

	if (!json_object_object_get_ex(entry, "qdev", &qdev))
		return NULL;
	at = strstr(json_object_get_string(qdev), "disk");
	if (!at)
		return NULL;
	i = strtoul(at + 4, NULL, 10);
	return i < g->n_drives ? &g->drives[i] : NULL;
}

static int check_one(guestfs_h *g, json_object *entry)
{
	const struct drive *d = drive_of(g, entry);
	cleanup_free char *what = NULL;
	json_object *stats;
	int64_t writes, flushes;

	if (!d || d->readonly || d->scratch ||
	    !json_object_object_get_ex(entry, "stats", &stats))
		return 0;
	writes = number(stats, "failed_wr_operations");
	flushes = number(stats, "failed_flush_operations");
	if (!writes && !flushes)
		return 0;
	what = protocol_describe(g, d);
	return guestfs_fail_msg(g, EIO,
				"%s: the host failed %lld writes and "
				"%lld flushes of this image: data is missing "
				"in it",
				what, (long long)writes, (long long)flushes);
}

/**
 * flush_check() - Whether any write or flush of a writable image failed
 * @g:		Handle with g->launch
 *
 * Return:	0, or -1 with the error set, naming the image
 */
int flush_check(guestfs_h *g)
{
	json_object *all = NULL;
	int r = 0;

	if (qmp_command(g->launch->qmp, "query-blockstats", NULL,
			QMP_TIMEOUT_MS, &all) < 0)
		return 0;
	for (size_t i = 0; r == 0 && i < json_object_array_length(all); i++)
		r = check_one(g, json_object_array_get_idx(all, i));
	json_object_put(all);
	return r;
}
