// SPDX-License-Identifier: GPL-2.0-or-later
/* Partition tables: read by libblkid, written by parted and sfdisk. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/parttable.h"
#include "frame/reply.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define GPT_LEGACY_BOOT (1ULL << 2)
#define RANDOM_UUID	"/proc/sys/kernel/random/uuid"

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

static int check_whole(const char *device)
{
	cleanup_free char *user = devname_to_user(device);

	if (devname_partnum(device))
		return reply_error(EINVAL, "%s: a partition, not a disk", user);
	return 0;
}

/* Neither mounted, nor with something on it that is. The kernel gives a
 * device to one exclusive user, a disk only while its partitions have none.
 */
static int check_unused(const char *device)
{
	cleanup_close int fd = open(device, O_RDONLY | O_EXCL | O_CLOEXEC);
	cleanup_free char *user = devname_to_user(device);

	return fd < 0 ? reply_errno(errno, "%s", user) : 0;
}

/* Parted's name of a kind of table, NULL for what it does not know. */
static const char *parted_type(const char *parttype)
{
	static const char *const names[][2] = {
		{ "mbr", "msdos" },   { "msdos", "msdos" }, { "gpt", "gpt" },
		{ "efi", "gpt" },     { "aix", "aix" },	    { "mac", "mac" },
		{ "amiga", "amiga" }, { "rdb", "amiga" },   { "bsd", "bsd" },
		{ "atari", "atari" }, { "loop", "loop" },   { "dvh", "dvh" },
		{ "pc98", "pc98" },   { "sun", "sun" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcmp(parttype, names[i][0]))
			return names[i][1];
	reply_error(EINVAL, "%s: unknown kind of partition table", parttype);
	return NULL;
}

int do_part_init(const char *device, const char *parttype)
{
	const char *type = parted_type(parttype);

	if (!type || check_whole(device) < 0 || check_unused(device) < 0)
		return -1;
	return change(device,
		      ARGV("parted", "-s", "--", device, "mklabel", type));
}

/* For gpt the word that parted wants here is the partition's name: none. */
static const char *kind_of(const char *prlogex, bool gpt)
{
	static const char *const names[][2] = {
		{ "p", "primary" },	  { "l", "logical" },
		{ "e", "extended" },	  { "primary", "primary" },
		{ "logical", "logical" }, { "extended", "extended" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcmp(prlogex, names[i][0]))
			continue;
		if (!gpt)
			return names[i][1];
		if (prlogex[0] == 'p')
			return "\"\"";
	}
	return NULL;
}

/* A disk's number of sectors, or -1 with the error queued */
static int64_t count_sectors(const char *device, int *ret_sector)
{
	cleanup_close int fd = open(device, O_RDONLY | O_CLOEXEC);
	cleanup_free char *user = devname_to_user(device);
	uint64_t size = 0;

	if (fd < 0 || ioctl(fd, BLKGETSIZE64, &size) < 0 ||
	    ioctl(fd, BLKSSZGET, ret_sector) < 0 || *ret_sector <= 0)
		return reply_errno(errno, "%s", user);
	return size / *ret_sector;
}

int do_part_disk(const char *device, const char *parttype)
{
	const char *type = parted_type(parttype);
	char start[32];
	int sector;

	if (!type || check_whole(device) < 0 || check_unused(device) < 0 ||
	    count_sectors(device, &sector) < 0)
		return -1;
	snprintf(start, sizeof(start), "%ds", (1 << 20) / sector);
	return change(device,
		      ARGV("parted", "-s", "-a", "none", "--", device,
			   "mklabel", type, "mkpart",
			   kind_of("p", !strcmp(type, "gpt")), start, "100%"));
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
static const struct part_entry *
read_entry(const char *device, int num, const char *type, struct part_table *t)
{
	cleanup_free char *user = devname_to_user(device);
	const struct part_entry *e;

	if (read_table(device, t) < 0)
		return NULL;
	if (type && strcmp(t->type, type)) {
		reply_error(ENOTSUP,
			    "%s: the partition table is of type '%s', "
			    "not '%s'",
			    user, t->type, type);
		return NULL;
	}
	e = parttable_find(t, num);
	if (!e)
		reply_error(ENOENT, "%s: there is no partition %d", user, num);
	return e;
}

int do_part_add(const char *device, const char *prlogex, int64_t startsect,
		int64_t endsect)
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_table struct part_table t = { 0 };
	char start[32], end[32];
	const char *kind;
	int64_t n;
	int sector;

	if (check_whole(device) < 0 || read_table(device, &t) < 0)
		return -1;
	kind = kind_of(prlogex, !strcmp(t.type, "gpt"));
	if (!kind)
		return reply_error(EINVAL,
				   "%s: a partition table of type '%s' "
				   "has no '%s' partitions",
				   user, t.type, prlogex);
	n = count_sectors(device, &sector);
	if (n < 0)
		return -1;
	startsect += startsect < 0 ? n : 0;
	endsect += endsect < 0 ? n : 0;
	if (startsect < 0 || endsect < startsect || endsect >= n)
		return reply_error(EINVAL, "%s: sectors %lld to %lld of %lld",
				   user, (long long)startsect,
				   (long long)endsect, (long long)n);
	snprintf(start, sizeof(start), "%llds", (long long)startsect);
	snprintf(end, sizeof(end), "%llds", (long long)endsect);
	return change(device, ARGV("parted", "-s", "-a", "none", "--", device,
				   "mkpart", kind, start, end));
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
	return change(device,
		      ARGV("parted", "-s", "--", device, "set", num,
			   strcmp(t.type, "gpt") ? "boot" : "legacy_boot",
			   bootable ? "on" : "off"));
}

/* The partition, and those in it where it is an extended one */
static int check_partition_unused(const char *device,
				  const struct part_table *t, int partnum)
{
	const struct part_entry *e = parttable_find(t, partnum);
	cleanup_strv char **nodes = devname_partitions(device);

	for (size_t i = 0; nodes && nodes[i]; i++) {
		int n = devname_partnum(nodes[i]);
		bool inner = !strcmp(t->type, "msdos") && n > 4 && e->extended;

		if ((n == partnum || inner) && check_unused(nodes[i]) < 0)
			return -1;
	}
	return 0;
}

int do_part_del(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	char num[16];

	if (!read_entry(device, partnum, NULL, &t) ||
	    check_partition_unused(device, &t, partnum) < 0)
		return -1;
	snprintf(num, sizeof(num), "%d", partnum);
	return change(device, ARGV("parted", "-s", "--", device, "rm", num));
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
				   "--no-tell-kernel", option, "--", device,
				   num, value));
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

char *do_part_get_mbr_part_type(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, "msdos", &t);

	if (!e)
		return NULL;
	return strdup(partnum > 4   ? "logical"
		      : e->extended ? "extended"
				    : "primary");
}

int do_part_set_gpt_guid(const char *device, int partnum, const char *guid)
{
	return set_with_sfdisk(device, partnum, "gpt", "--part-uuid", guid);
}

/* The attributes as a number. sfdisk would want names, of which the reserved
 * bits have none.
 */
int do_part_set_gpt_attributes(const char *device, int partnum,
			       int64_t attributes)
{
	cleanup_table struct part_table t = { 0 };
	char word[64];

	if (!read_entry(device, partnum, "gpt", &t))
		return -1;
	snprintf(word, sizeof(word), "--attributes=%d:=:%016llx", partnum,
		 (unsigned long long)attributes);
	return change(device, ARGV("sgdisk", word, device));
}

int64_t do_part_get_gpt_attributes(const char *device, int partnum)
{
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, "gpt", &t);

	return e ? (int64_t)e->flags : -1;
}

static int read_gpt(const char *device, struct part_table *t)
{
	cleanup_free char *user = devname_to_user(device);

	if (read_table(device, t) < 0)
		return -1;
	if (!strcmp(t->type, "gpt"))
		return 0;
	return reply_error(ENOTSUP,
			   "%s: the partition table is of type '%s', not 'gpt'",
			   user, t->type);
}

char *do_part_get_disk_guid(const char *device)
{
	cleanup_table struct part_table t = { 0 };

	return read_gpt(device, &t) < 0 ? NULL : steal_ptr(&t.id);
}

int do_part_set_disk_guid(const char *device, const char *guid)
{
	cleanup_table struct part_table t = { 0 };

	if (read_gpt(device, &t) < 0)
		return -1;
	return change(device,
		      ARGV("sfdisk", "--force", "--no-reread",
			   "--no-tell-kernel", "--disk-id", device, guid));
}

int do_part_set_disk_guid_random(const char *device)
{
	cleanup_free char *guid = io_read_file(RANDOM_UUID, 64, NULL);

	if (!guid)
		return reply_errno(errno, RANDOM_UUID);
	guid[strcspn(guid, "\n")] = '\0';
	return do_part_set_disk_guid(device, guid);
}

int do_part_expand_gpt(const char *device)
{
	cleanup_table struct part_table t = { 0 };

	if (read_gpt(device, &t) < 0)
		return -1;
	return change(device, ARGV("sgdisk", "-e", device));
}

int do_part_resize(const char *device, int partnum, int64_t endsect)
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_table struct part_table t = { 0 };
	const struct part_entry *e = read_entry(device, partnum, NULL, &t);
	int64_t first, n;
	char num[16], line[64];
	int sector;
	cleanup_run struct run r = {
		.argv = ARGV("sfdisk", "--force", "--no-reread",
			     "--no-tell-kernel", "-N", num, device),
		.input = line,
	};

	n = e ? count_sectors(device, &sector) : -1;
	if (n < 0)
		return -1;
	first = e->start / sector;
	endsect += endsect < 0 ? n : 0;
	if (endsect < first || endsect >= n)
		return reply_error(EINVAL, "%s: sectors %lld to %lld of %lld",
				   user, (long long)first, (long long)endsect,
				   (long long)n);
	snprintf(num, sizeof(num), "%d", partnum);
	snprintf(line, sizeof(line), ",%lld\n",
		 (long long)(endsect - first + 1));
	r.input_len = strlen(line);
	if (reply_run_or(&r, user, EINVAL) < 0)
		return -1;
	if (parttable_tell(device, partnum) < 0)
		return reply_errno(errno, "%s: partition %d", user, partnum);
	return 0;
}
