// SPDX-License-Identifier: GPL-2.0-or-later
/* pvs_full, vgs_full, lvs_full: whole reports of LVM. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/lvmreport.h"
#include "frame/reply.h"
#include "run.h"
#include "strv.h"

#define F(type, field, kind)                                                   \
	{                                                                      \
#field, kind, offsetof(guestfs_int_##type, field)              \
	}

static const struct lvm_field pv_fields[] = {
	F(lvm_pv, pv_name, LVM_STRING),
	F(lvm_pv, pv_uuid, LVM_UUID),
	F(lvm_pv, pv_fmt, LVM_STRING),
	F(lvm_pv, pv_size, LVM_BYTES),
	F(lvm_pv, dev_size, LVM_BYTES),
	F(lvm_pv, pv_free, LVM_BYTES),
	F(lvm_pv, pv_used, LVM_BYTES),
	F(lvm_pv, pv_attr, LVM_STRING),
	F(lvm_pv, pv_pe_count, LVM_INT),
	F(lvm_pv, pv_pe_alloc_count, LVM_INT),
	F(lvm_pv, pv_tags, LVM_STRING),
	F(lvm_pv, pe_start, LVM_BYTES),
	F(lvm_pv, pv_mda_count, LVM_INT),
	F(lvm_pv, pv_mda_free, LVM_BYTES),
	{ NULL, 0, 0 },
};

static const struct lvm_field vg_fields[] = {
	F(lvm_vg, vg_name, LVM_STRING),
	F(lvm_vg, vg_uuid, LVM_UUID),
	F(lvm_vg, vg_fmt, LVM_STRING),
	F(lvm_vg, vg_attr, LVM_STRING),
	F(lvm_vg, vg_size, LVM_BYTES),
	F(lvm_vg, vg_free, LVM_BYTES),
	F(lvm_vg, vg_sysid, LVM_STRING),
	F(lvm_vg, vg_extent_size, LVM_BYTES),
	F(lvm_vg, vg_extent_count, LVM_INT),
	F(lvm_vg, vg_free_count, LVM_INT),
	F(lvm_vg, max_lv, LVM_INT),
	F(lvm_vg, max_pv, LVM_INT),
	F(lvm_vg, pv_count, LVM_INT),
	F(lvm_vg, lv_count, LVM_INT),
	F(lvm_vg, snap_count, LVM_INT),
	F(lvm_vg, vg_seqno, LVM_INT),
	F(lvm_vg, vg_tags, LVM_STRING),
	F(lvm_vg, vg_mda_count, LVM_INT),
	F(lvm_vg, vg_mda_free, LVM_BYTES),
	{ NULL, 0, 0 },
};

static const struct lvm_field lv_fields[] = {
	F(lvm_lv, lv_name, LVM_STRING),
	F(lvm_lv, lv_uuid, LVM_UUID),
	F(lvm_lv, lv_attr, LVM_STRING),
	F(lvm_lv, lv_major, LVM_INT),
	F(lvm_lv, lv_minor, LVM_INT),
	F(lvm_lv, lv_kernel_major, LVM_INT),
	F(lvm_lv, lv_kernel_minor, LVM_INT),
	F(lvm_lv, lv_size, LVM_BYTES),
	F(lvm_lv, seg_count, LVM_INT),
	F(lvm_lv, origin, LVM_STRING),
	F(lvm_lv, snap_percent, LVM_PERCENT),
	F(lvm_lv, copy_percent, LVM_PERCENT),
	F(lvm_lv, move_pv, LVM_STRING),
	F(lvm_lv, lv_tags, LVM_STRING),
	F(lvm_lv, mirror_log, LVM_STRING),
	F(lvm_lv, modules, LVM_STRING),
	{ NULL, 0, 0 },
};

/* Run @program (pvs, vgs, lvs) into an array of structures of @size bytes. */
static int report(const char *program, const struct lvm_field *f, size_t size,
		  void **ret_v, u_int *ret_n)
{
	cleanup_free char *names = lvmreport_names(f);
	cleanup_strv char **lines = NULL;
	cleanup_run struct run r = { 0 };
	char *v;

	r.argv = ARGV("lvm", program, "--noheadings", "--nosuffix", "--units",
		      "b", "--unbuffered", "--separator", LVMREPORT_SEPARATOR,
		      "-o", names);
	if (!names)
		return reply_errno(ENOMEM, "%s", program);
	if (reply_run(&r, program) < 0)
		return -1;
	lines = strv_lines(r.out);
	v = calloc(strv_len(lines) + 1, size);
	if (!lines || !v) {
		free(v);
		return reply_errno(ENOMEM, "%s", program);
	}
	*ret_v = v;
	for (*ret_n = 0; lines[*ret_n]; (*ret_n)++)
		if (lvmreport_line(lines[*ret_n], f, v + *ret_n * size) < 0)
			return reply_error(errno, "%s: cannot read '%s'",
					   program, lines[*ret_n]);
	return 0;
}

/* Strings inside structures are not the stub's to translate. */
static void translate_pvs(guestfs_int_lvm_pv_list *l)
{
	for (u_int i = 0; l && i < l->guestfs_int_lvm_pv_list_len; i++) {
		guestfs_int_lvm_pv *pv = &l->guestfs_int_lvm_pv_list_val[i];
		char *user = devname_to_user(pv->pv_name);

		if (user) {
			free(pv->pv_name);
			pv->pv_name = user;
		}
	}
}

#define FULL(what, kind)                                                       \
	static guestfs_int_lvm_##kind##_list *what##_full(void)                \
	{                                                                      \
		guestfs_int_lvm_##kind##_list *ret = calloc(1, sizeof(*ret));  \
		void *v = NULL;                                                \
		u_int n = 0;                                                   \
                                                                               \
		if (!ret ||                                                    \
		    report(#what, kind##_fields,                               \
			   sizeof(guestfs_int_lvm_##kind), &v, &n) < 0) {      \
			free(v);                                               \
			free(ret);                                             \
			return NULL;                                           \
		}                                                              \
		ret->guestfs_int_lvm_##kind##_list_len = n;                    \
		ret->guestfs_int_lvm_##kind##_list_val = v;                    \
		return ret;                                                    \
	}

FULL(pvs, pv)
FULL(vgs, vg)
FULL(lvs, lv)

guestfs_int_lvm_pv_list *do_pvs_full(void)
{
	guestfs_int_lvm_pv_list *l = pvs_full();

	translate_pvs(l);
	return l;
}

guestfs_int_lvm_vg_list *do_vgs_full(void)
{
	return vgs_full();
}

guestfs_int_lvm_lv_list *do_lvs_full(void)
{
	return lvs_full();
}
