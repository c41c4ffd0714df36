// SPDX-License-Identifier: GPL-2.0-or-later
/* FS_BATCH: what the host has answered already. */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

#include "mail.h"
#include "procs.h"
#include "setattr.h"
#include "spare.h"

static int carry_out(struct session *s, struct fs_one *one,
		     struct fs_one_ret *out, struct fs_attr *attr)
{
	switch (one->proc) {
	case FS_LINK:
		return spare_name(s, &one->fs_one_u.link);
	case FS_UNLINK:
		return fs_do_unlink(s, &one->fs_one_u.name, NULL);
	case FS_RMDIR:
		return fs_do_rmdir(s, &one->fs_one_u.name, NULL);
	case FS_WRITE_SET:
		if (setattr_write(s, &one->fs_one_u.write, attr) < 0)
			return -1;
		out->attr.attr_len = 1;
		out->attr.attr_val = attr;
		return 0;
	default:
		return fs_fail(EINVAL);
	}
}

static void finish(const struct fs_one *one)
{
	if (one->proc == FS_WRITE_SET && one->fs_one_u.write.release)
		handle_release(one->fs_one_u.write.set.handle);
	if (one->proc == FS_LINK && one->fs_one_u.link.release)
		handle_release(one->fs_one_u.link.set.handle);
}

PROC_FN(fs_do_batch)
{
	const struct fs_batch_args *a = args;
	struct fs_batch_ret *out = ret;

	if (!s->batch)
		s->batch = malloc(sizeof(*s->batch));
	if (!s->batch)
		return fs_fail(ENOMEM);
	memset(s->batch, 0, sizeof(*s->batch));
	mail_aside_begin(s);
	for (unsigned int i = 0; i < a->items.items_len; i++) {
		struct fs_one *one = &a->items.items_val[i];
		struct fs_one_ret *r = &s->batch->items[i];

		if (carry_out(s, one, r, &s->batch->attrs[i]) < 0)
			r->err = errno;
		finish(one);
		mail_aside();
	}
	mail_aside_end(s);
	out->items.items_len = a->items.items_len;
	out->items.items_val = s->batch->items;
	out->spares.spares_len = spare_make_in(s, a->dir, &a->spares);
	out->spares.spares_val = s->spares;
	return 0;
}
