/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what guestmount/fs decodes of the daemon's answers. The first
 * byte is the procedure, 0 for a directory batch, 255 for directories that came
 * along with one; the rest is the message.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "conn.h"
#include "fsdir.h"
#include "mount.h"
#include "node.h"
#include "ops/ahead.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct {
	xdrproc_t xret;
	size_t size;
} results[] = {
	[FS_INIT] = { XDR_OF(fs_init_ret), sizeof(fs_init_ret) },
	[FS_LOOKUP] = { XDR_OF(fs_entry_ret), sizeof(fs_entry_ret) },
	[FS_GETATTR] = { XDR_OF(fs_attr_ret), sizeof(fs_attr_ret) },
	[FS_READLINK] = { XDR_OF(fs_string_ret), sizeof(fs_string_ret) },
	[FS_OPEN] = { XDR_OF(fs_open_ret), sizeof(fs_open_ret) },
	[FS_CREATE] = { XDR_OF(fs_make_ret), sizeof(fs_make_ret) },
	[FS_READ] = { XDR_OF(fs_data_ret), sizeof(fs_data_ret) },
	[FS_WRITE] = { XDR_OF(fs_count_ret), sizeof(fs_count_ret) },
	[FS_STATFS] = { XDR_OF(fs_statfs_ret), sizeof(fs_statfs_ret) },
	[FS_GETFLAGS] = { XDR_OF(fs_flags_ret), sizeof(fs_flags_ret) },
	[FS_OPEN_READ] = { XDR_OF(fs_open_read_ret), sizeof(fs_open_read_ret) },
	[FS_READ_MANY] = { XDR_OF(fs_read_many_ret), sizeof(fs_read_many_ret) },
	[FS_WRITE_SET] = { XDR_OF(fs_attr_ret), sizeof(fs_attr_ret) },
	[FS_MAP] = { XDR_OF(fs_map_ret), sizeof(fs_map_ret) },
	[FS_BATCH] = { XDR_OF(fs_batch_ret), sizeof(fs_batch_ret) },
};

static void fuzz_dir(const char *buf, size_t len)
{
	struct fsdir_rec rec;
	const char *name;
	size_t pos = 0;

	while (fsdir_next(buf, len, &pos, &rec, &name) > 0) {
		if (memchr(name, '/', rec.namelen) || !rec.namelen)
			abort();
	}
}

/* Nodes, directories and references as a mount keeps them */
static void fuzz_ahead(const char *buf, size_t len)
{
	static char mountpoint[] = "/fuzz";
	struct mount *m = calloc(1, sizeof(*m));
	const fs_entry root = { .node = NODE_ROOT,
				.attr = { .mode = S_IFDIR | 0755,
					  .nlink = 2 } };
	struct batch b = { 0 };
	struct node *n;

	if (!m)
		return;
	m->mountpoint = mountpoint;
	ahead_init(&m->ahead);
	if (nodes_init(&m->nodes) < 0 || keeper_init(m) < 0 ||
	    node_root(m, &root))
		abort();
	ahead_store(m, buf, len, nodes_now(m));
	n = node_pin(m, NODE_ROOT);
	if (ahead_take(m, n, &b))
		batch_drop(m, &b);
	node_unpin(m, n);
	ahead_finish(m);
	nodes_finish(m);
	keeper_finish(m);
	free(m);
}

static void fuzz_attr(const fs_attr_ret *ret)
{
	if (node_attr_ok(NULL, &ret->attr) &&
	    ret->attr.mtime.nsec >= 1000000000)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	cleanup_free char *msg = NULL;
	union {
		fs_attr_ret attr;
		char room[512];
	} ret;
	unsigned int proc;
	int err;

	if (size < 1)
		return 0;
	proc = data[0];
	msg = malloc(size);
	if (!msg)
		return 0;
	memcpy(msg, data + 1, size - 1);
	if (proc == 0) {
		fuzz_dir(msg, size - 1);
		return 0;
	}
	if (proc == 255) {
		fuzz_ahead(msg, size - 1);
		return 0;
	}
	if (proc >= ARRAY_SIZE(results) || !results[proc].xret ||
	    results[proc].size > sizeof(ret))
		return 0;
	memset(&ret, 0, sizeof(ret));
	if (conn_decode(msg, size - 1, proc, 1, results[proc].xret, &ret,
			&err) == 0 &&
	    !err && proc == FS_GETATTR)
		fuzz_attr(&ret.attr);
	xdr_free(results[proc].xret, &ret);
	return 0;
}
