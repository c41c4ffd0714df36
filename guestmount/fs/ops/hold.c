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
 * @sending:	It is being carried out
 * @data:	They, for the beginning of the file
 */
struct hold {
	uint64_t handle;
	size_t size;
	bool sending;
	char data[];
};

/* For the caller to carry out, who says done() then; NULL when there is none.
 * One that others carry out is waited for: what is asked next would not see it
 * yet, or be undone by it. Its file is open all the while, so its node stays.
 */
static struct hold *take(struct mount *m, uint64_t ino, uint64_t handle)
{
	LOCK_SCOPE(&m->nodes.lock);
	for (;;) {
		struct node *n = node_find_locked(&m->nodes, ino);
		struct hold *h = n ? n->hold : NULL;

		if (!h || (handle && h->handle != handle))
			return NULL;
		if (!h->sending) {
			h->sending = true;
			return h;
		}
		pthread_cond_wait(&m->nodes.held, &m->nodes.lock);
	}
}

/* The kernel may have asked for no more than to have its own pages written, and
 * tell nobody: the error is kept as well.
 */
static void done(struct mount *m, uint64_t ino, struct hold *h, int err)
{
	struct node *n;

	pthread_mutex_lock(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (n) {
		n->hold = NULL;
		if (!n->hold_err)
			n->hold_err = err;
	}
	pthread_cond_broadcast(&m->nodes.held);
	pthread_mutex_unlock(&m->nodes.lock);
	free(h);
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
	h->sending = false;
	memcpy(h->data, buf, size);
	pthread_mutex_lock(&m->nodes.lock);
	if (h->handle && !f->node->hold && !f->node->hold_err)
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

static int carry_out(struct mount *m, const struct hold *h,
		     const fs_setattr_args *set, fs_attr_ret *ret)
{
	fs_write_set_args args = { .set = *set };
	int err;

	later_settle(m, set->node);
	fill(h, &args.write);
	node_data_changed(m, set->node);
	err = CALL(conn_self(), FS_WRITE_SET, fs_write_set_args, &args,
		   fs_attr_ret, ret);
	node_data_changed(m, set->node);
	return err;
}

/* Later if that will do; there is no attribute to tell then. */
static bool put_off(struct mount *m, const struct hold *h,
		    const fs_setattr_args *set)
{
	return later_write(m, set, h->data, h->size);
}

enum hold_done hold_set(struct mount *m, const fs_setattr_args *set,
			fs_attr_ret *ret, int *ret_err)
{
	struct hold *h = take(m, set->node, set->handle);
	bool later;

	if (!h)
		return HOLD_NONE;
	*ret_err = 0;
	later = put_off(m, h, set);
	if (!later)
		*ret_err = carry_out(m, h, set, ret);
	done(m, set->node, h, *ret_err);
	return later ? HOLD_LATER : HOLD_DONE;
}

static bool known_time(struct mount *m, uint64_t ino, fs_time *ret)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (n)
		*ret = n->attr.mtime;
	return n;
}

/* The kernel tells no times of a write in the same tick of its clock in which
 * they were set before: it goes by those that it knows from us.
 */
int hold_time(struct mount *m, uint64_t ino, uint64_t handle)
{
	fs_setattr_args set = { .node = ino,
				.valid = FS_SET_MTIME,
				.handle = handle };
	fs_attr_ret ret = { 0 };
	int err;

	if (!node_untimed(m, ino, false) || !known_time(m, ino, &set.mtime))
		return 0;
	node_changed(m, ino);
	err = CALL(conn_self(), FS_SETATTR, fs_setattr_args, &set, fs_attr_ret,
		   &ret);
	node_changed(m, ino);
	return err;
}

/* As there */
static void settle(struct mount *m, uint64_t ino, bool may_wait)
{
	struct hold *h = take(m, ino, 0);
	fs_setattr_args set = { .node = ino, .valid = FS_SET_MTIME };
	fs_attr_ret ret = { 0 };
	int err = 0;

	if (!h)
		return;
	set.handle = h->handle;
	if (!known_time(m, ino, &set.mtime))
		set.valid = 0;
	if (!may_wait || !put_off(m, h, &set))
		err = carry_out(m, h, &set, &ret);
	done(m, ino, h, err);
}

void hold_settle(struct mount *m, uint64_t ino)
{
	settle(m, ino, false);
	later_settle(m, ino);
}

static int take_error(struct mount *m, uint64_t ino)
{
	struct node *n;
	int err = 0;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (n) {
		err = n->hold_err;
		n->hold_err = 0;
	}
	return err;
}

void hold_let_go(struct mount *m, uint64_t ino)
{
	settle(m, ino, true);
}

int hold_close(struct mount *m, uint64_t ino)
{
	settle(m, ino, true);
	return take_error(m, ino);
}

int hold_error(struct mount *m, uint64_t ino)
{
	hold_settle(m, ino);
	return take_error(m, ino);
}

void hold_forget(struct mount *m, uint64_t ino)
{
	struct node *n;

	LOCK_SCOPE(&m->nodes.lock);
	n = node_find_locked(&m->nodes, ino);
	if (n)
		n->hold_err = 0;
}
