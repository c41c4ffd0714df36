/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists that may be longer than a message. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "handle/handle.h"
#include "impl.h"

/* Any list of structures: all begin so */
struct list {
	uint32_t len;
	char *val;
};

/* Move the items of @from, of @size bytes each, to the end of @to. */
static void append(guestfs_h *g, void *to, void *from, size_t size)
{
	struct list *all = to, *part = from;

	all->val = handle_realloc(g, all->val,
				  ((size_t)all->len + part->len) * size);
	memcpy(all->val + all->len * size, part->val, part->len * size);
	all->len += part->len;
	part->len = 0;
}

/* A whole list, asked for in parts until one is empty */
#define COLLECT(type, ask)                                                     \
	({                                                                     \
		struct guestfs_##type##_list *part_,                           \
			*all = handle_calloc(g, 1, sizeof(*all));              \
		while ((part_ = (ask)) && part_->len &&                        \
		       part_->len <= INT_MAX - all->len) {                     \
			append(g, all, part_, sizeof(*all->val));              \
			guestfs_free_##type##_list(part_);                     \
		}                                                              \
		if (!part_) {                                                  \
			guestfs_free_##type##_list(all);                       \
			all = NULL;                                            \
		}                                                              \
		guestfs_free_##type##_list(part_);                             \
		all;                                                           \
	})

struct guestfs_application2_list *
impl_inspect_list_applications2(guestfs_h *g, const char *root)
{
	return COLLECT(application2,
		       guestfs_internal_list_applications(g, root, all->len));
}

struct guestfs_yara_detection_list *impl_yara_scan(guestfs_h *g,
						   const char *path)
{
	return COLLECT(yara_detection,
		       guestfs_internal_yara_detections(g, path, all->len));
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
