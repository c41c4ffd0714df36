/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "small.h"

void batch_drop(struct mount *m, struct batch *b)
{
	pthread_mutex_lock(&m->nodes.lock);
	for (size_t i = 0; i < b->n; i++) {
		if (b->ents[i].node)
			node_unpin_locked(m, b->ents[i].node);
	}
	pthread_mutex_unlock(&m->nodes.lock);
	free(b->raw);
	free(b->ents);
	memset(b, 0, sizeof(*b));
}

void batch_entry(const struct fsdir_rec *r, fs_entry *ent)
{
	*ent = (fs_entry){
		.node = r->node,
		.flags = r->flags,
		.stored = (char *)"",
		.attr = {
			.ino = r->ino,
			.size = r->size,
			.blocks = r->blocks,
			.atime = { r->atime, r->atime_nsec },
			.mtime = { r->mtime, r->mtime_nsec },
			.ctime = { r->ctime, r->ctime_nsec },
			.mode = r->mode,
			.nlink = r->nlink,
			.uid = r->uid,
			.gid = r->gid,
			.rdev_major = r->rdev_major,
			.rdev_minor = r->rdev_minor,
			.blksize = r->blksize,
			.dev = r->dev,
		},
	};
}

/* What the directory says of itself */
static void take_self(struct mount *m, struct node *dir, struct batch *b,
		      const struct fsdir_rec *rec)
{
	fs_entry ent;

	batch_entry(rec, &ent);
	if (rec->nlink && node_attr_ok(dir, &ent.attr))
		node_store(m, dir->id, &ent.attr, b->when);
}

/* A place that no image has is as good as none. */
static void take_place(struct mount *m, struct node *n,
		       const struct fsdir_rec *rec)
{
	fs_extent e;

	if (n && S_ISREG(rec->mode) && rec->place &&
	    image_place_check(&m->images, rec->place, rec->size, &e) == 0)
		n->place = rec->place;
}

int batch_parse(struct mount *m, struct node *dir, struct batch *b)
{
	struct fsdir_rec rec;
	const char *name;
	size_t pos = 0, at = 0;
	int r;

	b->ents = calloc(b->len / sizeof(rec) + 1, sizeof(*b->ents));
	if (!b->ents)
		return ENOMEM;
	b->losses = node_losses(m, dir);
	while ((r = fsdir_next(b->raw, b->len, &pos, &rec, &name)) > 0) {
		struct dent *e = &b->ents[b->n];
		char copy[BATCH_NAME_SIZE];
		fs_entry ent;
		int err = 0;

		e->rec = at;
		at = pos;
		if (rec.node) {
			batch_entry(&rec, &ent);
			memcpy(copy, name, rec.namelen);
			copy[rec.namelen] = '\0';
			err = node_take(m, dir->id, copy, &ent, b->when,
					&e->node);
		} else if (rec.namelen == 1 && *name == '.') {
			take_self(m, dir, b, &rec);
		}
		if (err)
			return err;
		take_place(m, e->node, &rec);
		b->n++;
	}
	if (r < 0)
		return mount_bad_reply(m, "an impossible directory");
	small_listed(m, b);
	return 0;
}

void batch_refuse(struct mount *m, const char *raw, size_t len)
{
	struct fsdir_rec rec;
	const char *name;
	size_t pos = 0;

	while (fsdir_next(raw, len, &pos, &rec, &name) > 0)
		if (rec.node)
			keeper_forget(m, rec.node, 1);
}

uint64_t batch_cookie(const struct batch *b, size_t i)
{
	struct fsdir_rec rec;

	memcpy(&rec, b->raw + b->ents[i].rec, sizeof(rec));
	return rec.cookie;
}

void batch_get(const struct batch *b, size_t i, struct fsdir_rec *rec,
	       char *name)
{
	memcpy(rec, b->raw + b->ents[i].rec, sizeof(*rec));
	memcpy(name, b->raw + b->ents[i].rec + sizeof(*rec), rec->namelen);
	name[rec->namelen] = '\0';
}
