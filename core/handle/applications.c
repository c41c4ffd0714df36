/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The list of applications, which may be longer than a message. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "handle/handle.h"
#include "impl.h"

static void append(guestfs_h *g, struct guestfs_application2_list *to,
		   struct guestfs_application2_list *from)
{
	to->val = handle_realloc(
		g, to->val, ((size_t)to->len + from->len) * sizeof(*to->val));
	memcpy(to->val + to->len, from->val, from->len * sizeof(*from->val));
	to->len += from->len;
	/* What its strings were is the other's now */
	from->len = 0;
	guestfs_free_application2_list(from);
}

struct guestfs_application2_list *
impl_inspect_list_applications2(guestfs_h *g, const char *root)
{
	struct guestfs_application2_list *all, *part;

	all = handle_calloc(g, 1, sizeof(*all));
	for (;;) {
		part = guestfs_internal_list_applications(g, root, all->len);
		if (!part) {
			guestfs_free_application2_list(all);
			return NULL;
		}
		if (!part->len || part->len > INT_MAX - all->len)
			break;
		append(g, all, part);
	}
	guestfs_free_application2_list(part);
	return all;
}

/* Strings change their owner. */
static void convert(guestfs_h *g, struct guestfs_application *to,
		    struct guestfs_application2 *from)
{
	*to = (struct guestfs_application){
		.app_name = from->app2_name,
		.app_display_name = from->app2_display_name,
		.app_epoch = from->app2_epoch,
		.app_version = from->app2_version,
		.app_release = from->app2_release,
		.app_install_path = from->app2_install_path,
		.app_trans_path = from->app2_trans_path,
		.app_publisher = from->app2_publisher,
		.app_url = from->app2_url,
		.app_source_package = from->app2_source_package,
		.app_summary = from->app2_summary,
		.app_description = from->app2_description,
	};
	free(from->app2_arch);
	free(from->app2_spare1);
	free(from->app2_spare2);
	free(from->app2_spare3);
	free(from->app2_spare4);
}

struct guestfs_application_list *
impl_inspect_list_applications(guestfs_h *g, const char *root)
{
	struct guestfs_application2_list *l;
	struct guestfs_application_list *r;

	l = guestfs_inspect_list_applications2(g, root);
	if (!l)
		return NULL;
	r = handle_calloc(g, 1, sizeof(*r));
	r->val = handle_calloc(g, (size_t)l->len + 1, sizeof(*r->val));
	r->len = l->len;
	for (uint32_t i = 0; i < l->len; i++)
		convert(g, &r->val[i], &l->val[i]);
	l->len = 0;
	guestfs_free_application2_list(l);
	return r;
}
