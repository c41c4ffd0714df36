// SPDX-License-Identifier: GPL-2.0-or-later
/* Partition tables: read by libblkid, written by parted and sfdisk. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/parttable.h"
#include "frame/reply.h"
#include "frame/toolpath.h"
#include "run.h"

#define GPT_LEGACY_BOOT (1ULL << 2)

DEFINE_CLEANUP(struct part_table, cleanup_table_, parttable_finish(p))
#define cleanup_table __attribute__((cleanup(cleanup_table_)))

bool optgroup_gdisk_available(void)
{
	return toolpath_have("sfdisk");
}

char *do_part_to_dev(const char *partition)
{
	cleanup_free char *user = devname_to_user(partition);
	char *parent = devname_parent(partition);

	if (!parent)
		reply_error(EINVAL, "%s: not a partition", user);
	return parent;
}

int do_part_to_partnum(const char *partition)
{
	cleanup_free char *user = devname_to_user(partition);
	int n = devname_partnum(partition);

	return n > 0 ? n : reply_error(EINVAL, "%s: not a partition", user);
}

/* Run a program that changes @device's table, then wait for the nodes. */
static int change(const char *device, const char *const argv[])
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_run struct run r = { .argv = argv };

	if (reply_run_or(&r, user, EINVAL) < 0)
		return -1;
	devname_settle(device);
	return 0;
}

static const char *parted_type(const char *parttype)
{
	if (!strcmp(parttype, "mbr"))
		return "msdos";
	if (!strcmp(parttype, "efi"))
		return "gpt";
	return parttype;
}

int do_part_init(const char *device, const char *parttype)
{
	return change(device, ARGV("parted", "-s", "--", device, "mklabel",
				   parted_type(parttype)));
}

static const char *kind_of(const char *prlogex)
{
	switch (prlogex[0]) {
	case 'p':
		return "primary";
	case 'l':
		return "logical";
	case 'e':
		return "extended";
	default:
		return NULL;
	}
}

int do_part_add(const char *device, const char *prlogex, int64_t startsect,
		int64_t endsect)
{
	const char *kind = kind_of(prlogex);
	char start[32], end[32];

	if (!kind)
		return reply_error(EINVAL, "%s: not 'primary', 'logical' or "
					   "'extended'",
				   prlogex);
	snprintf(start, sizeof(start), "%llds", (long long)startsect);
	snprintf(end, sizeof(end), "%llds", (long long)endsect);
	return change(device, ARGV("parted", "-s", "-a", "none", "--", device,
				   "mkpart", kind, start, end));
}

int do_part_disk(const char *device, const char *parttype)
{
	const char *type = parted_type(parttype);
	/* GPT keeps its copy in the last 33 sectors */
	const char *end = strcmp(type, "gpt") ? "-1s" : "-34s";

	return change(device, ARGV("parted", "-s", "-a", "none", "--", device,
				   "mklabel", type, "mkpart", "primary",
				   "2048s", end));
}

static int read_table(const char *device, struct part_table *t)
{
	cleanup_free char *user = devname_to_user(device);

	if (parttable_read(device, t) == 0)
		return 0;
	if (errno == EINVAL)
		return reply_error(EINVAL, "%s: no partition table", user);
	return reply_errno(errno, "%s", user);
}

/* The partition @num of a table of @type (NULL: any); NULL, error queued */
static const struct part_entry *read_entry(const char *device, int num,
					   const char *type,
					   struct part_table *t)
{
	cleanup_free char *user = devname_to_user(device);
	const struct part_entry *e;

	if (read_table(device, t) < 0)
		return NULL;
	if (type && strcmp(t->type, type)) {
		reply_error(ENOTSUP, "%s: the partition table is of type '%s', "
				     "not '%s'",
			    user, t->type, type);
		return NULL;
	}
	e = parttable_find(t, num);
	if (!e)
		reply_error(ENOENT, "%s: there is no partition %d", user, num);
	return e;
}

guestfs_int_partition_list *do_part_list(const char *device)
{
	cleanup_table struct part_table t = { 0 };
	guestfs_int_partition_list *ret;
	guestfs_int_partition *v;

	if (read_table(device, &t) < 0)
		return NULL;
	ret = calloc(1, sizeof(*ret));
	v = calloc(t.n + 1, sizeof(*v));
	if (!ret || !v) {
		reply_errno(ENOMEM, "%s", device);
		free(ret);
		free(v);
		return NULL;
	}
	for (size_t i = 0; i < t.n; i++) {
		v[i].part_num = t.v[i].num;
		v[i].part_start = t.v[i].start;
		v[i].part_end = t.v[i].start + t.v[i].size - 1;
		v[i].part_size = t.v[i].size;
	}
	ret->guestfs_int_partition_list_val = v;
	ret->guestfs_int_partition_list_len = t.n;
	return ret;
}

char *do_part_get_parttype(const char *device)
{
	cleanup_table struct part_table t = { 0 };

	return read_table(device, &t) < 0 ? NULL : steal_ptr(&t.type);
}

int do_part_get_bootable(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, NULL, &t);

	if (!e)
		return -1;
	if (!strcmp(t.type, "gpt"))
		return !!(e->flags & GPT_LEGACY_BOOT);
	return e->flags == 0x80;
}

int do_part_set_bootable(const char *device, int partnum, int bootable)
{
	cleanup_table struct part_table t = { 0 };
	char num[16];

	if (!read_entry(device, partnum, NULL, &t))
		return -1;
	snprintf(num, sizeof(num), "%d", partnum);
	return change(device, ARGV("parted", "-s", "--", device, "set", num,
				   strcmp(t.type, "gpt") ? "boot"
							 : "legacy_boot",
				   bootable ? "on" : "off"));
}

int do_part_del(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	char num[16];

	if (!read_entry(device, partnum, NULL, &t))
		return -1;
	snprintf(num, sizeof(num), "%d", partnum);
	return change(device,
		      ARGV("parted", "-s", "--", device, "rm", num));
}

char *do_part_get_name(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, "gpt", &t);

	return e ? strdup(e->name) : NULL;
}

/* sfdisk --part-...: the places of the partitions stay, so the kernel need
 * not look again, and a mounted one does not matter.
 */
static int set_with_sfdisk(const char *device, int partnum, const char *type,
			   const char *option, const char *value)
{
	cleanup_table struct part_table t = { 0 };
	char num[16];

	if (!read_entry(device, partnum, type, &t))
		return -1;
	snprintf(num, sizeof(num), "%d", partnum);
	return change(device, ARGV("sfdisk", "--force", "--no-reread",
				   "--no-tell-kernel", option, device, num,
				   value));
}

int do_part_set_name(const char *device, int partnum, const char *name)
{
	return set_with_sfdisk(device, partnum, "gpt", "--part-label", name);
}

int do_part_set_gpt_type(const char *device, int partnum, const char *guid)
{
	return set_with_sfdisk(device, partnum, "gpt", "--part-type", guid);
}

char *do_part_get_gpt_type(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, "gpt", &t);

	return e ? strdup(e->type) : NULL;
}

char *do_part_get_gpt_guid(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, "gpt", &t);

	return e ? strdup(e->guid) : NULL;
}

int do_part_set_mbr_id(const char *device, int partnum, int idbyte)
{
	char id[16];

	if (idbyte < 0 || idbyte > 255)
		return reply_error(EINVAL, "%d: not a partition type", idbyte);
	snprintf(id, sizeof(id), "%x", (unsigned int)idbyte);
	return set_with_sfdisk(device, partnum, "msdos", "--part-type", id);
}

int do_part_get_mbr_id(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, "msdos", &t);

	return e ? e->mbr_id : -1;
}
