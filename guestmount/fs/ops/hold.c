/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "hold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define HOLD_MAX (64u << 10)

/**
 * struct hold - A write that is kept
 * @handle:	The daemon's
 * @size:	Bytes
 * @data:	They, for the beginning of the file
 */
struct hold {
	uint64_t handle;
	size_t size;
	char data[];
};

/* The pointer is guarded by the table's lock. */
static struct hold *take(struct mount *m, uint64_t ino, uint64_t handle)
{
	struct node *n;
	struct hold *h;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	h = n ? n->hold : NULL;
	if (!h || (handle && h->handle != handle))
		return NULL;
	n->hold = NULL;
	return h;
}

bool hold_write(struct mount *m, struct file *f, const char *buf, size_t size,
		off_t off)
{
	struct hold *h;

	if (!m->writeback || off || size > HOLD_MAX)
		return false;
	h = malloc(sizeof(*h) + size);
	if (!h)
		return false;
	h->handle = file_handle(f);
	h->size = size;
	memcpy(h->data, buf, size);
	pthread_mutex_lock(&m->nodes.lock);
	if (h->handle && !f->node->hold)
		f->node->hold = steal_ptr(&h);
	pthread_mutex_unlock(&m->nodes.lock);
	if (!h)
		return true;
	free(h);
	return false;
}

static void fill(const struct hold *h, fs_write_args *a)
{
	struct conn *c = conn_self();

	*a = (fs_write_args){ .handle = h->handle, .count = h->size };
	if (c->slot.base) {
		memcpy(c->slot.base, h->data, h->size);
		a->in_slot = 1;
	} else {
		a->data.data_len = h->size;
		a->data.data_val = (char *)h->data;
	}
}

bool hold_set(struct mount *m, const fs_setattr_args *set, fs_attr_ret *ret,
	      int *ret_err)
{
	fs_write_set_args args = { .set = *set };
	struct hold *h = take(m, set->node, set->handle);

	if (!h)
		return false;
	fill(h, &args.write);
	node_data_changed(m, set->node);
	*ret_err = CALL(conn_self(), FS_WRITE_SET, fs_write_set_args, &args,
			fs_attr_ret, ret);
	node_data_changed(m, set->node);
	free(h);
	return true;
}

static void keep_error(struct mount *m, uint64_t ino, int err)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (n && !n->hold_err)
		n->hold_err = err;
}

void hold_settle(struct mount *m, uint64_t ino)
{
	struct hold *h = take(m, ino, 0);
	fs_count_ret ret = { 0 };
	fs_write_args args;
	int err;

	if (!h)
		return;
	fill(h, &args);
	node_data_changed(m, ino);
	err = CALL(conn_self(), FS_WRITE, fs_write_args, &args, fs_count_ret,
		   &ret);
	node_data_changed(m, ino);
	if (!err && ret.count != h->size)
		err = ret.count < h->size
			      ? ENOSPC
			      : mount_bad_reply(m, "an impossible count");
	free(h);
	if (err)
		keep_error(m, ino, err);
}

int hold_error(struct mount *m, uint64_t ino)
{
	struct node *n;
	int err = 0;

	hold_settle(m, ino);
	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (n) {
		err = n->hold_err;
		n->hold_err = 0;
	}
	return err;
}
