// SPDX-License-Identifier: GPL-2.0-or-later
#include "parttable.h"

#include <blkid/blkid.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/blkpg.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "devname.h"

#define EXTENDED_SHOWN 1024
#define SECTOR	       512 /* libblkid's unit, whatever the disk's is */

static char *capitals(const char *s)
{
	char *out = strdup(s ? s : "");

	for (char *p = out; p && *p; p++)
		*p = toupper((unsigned char)*p);
	return out;
}

void parttable_finish(struct part_table *t)
{
	for (size_t i = 0; i < t->n; i++) {
		free(t->v[i].type);
		free(t->v[i].guid);
		free(t->v[i].name);
	}
	free(t->v);
	free(t->type);
	free(t->id);
	*t = (struct part_table){ 0 };
}

static void fill(struct part_entry *e, blkid_partition p, const char *type)
{
	const char *name = blkid_partition_get_name(p);

	e->num = blkid_partition_get_partno(p);
	e->start = (uint64_t)blkid_partition_get_start(p) * SECTOR;
	e->size = (uint64_t)blkid_partition_get_size(p) * SECTOR;
	e->flags = blkid_partition_get_flags(p);
	e->mbr_id = blkid_partition_get_type(p);
	e->extended = blkid_partition_is_extended(p);
	if (strcmp(type, "gpt")) {
		e->type = strdup("");
		e->guid = strdup("");
	} else {
		e->type = capitals(blkid_partition_get_type_string(p));
		e->guid = capitals(blkid_partition_get_uuid(p));
	}
	e->name = strdup(name ? name : "");
}

static int by_place(const void *a, const void *b)
{
	const struct part_entry *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* Tables inside partitions, as BSD has them, are not the disk's. */
static int read_list(blkid_partlist list, struct part_table *t)
{
	blkid_parttable table = blkid_partlist_get_table(list);
	const char *type = table ? blkid_parttable_get_type(table) : NULL;
	int n = blkid_partlist_numof_partitions(list);

	if (!type) {
		errno = EINVAL;
		return -1;
	}
	t->type = strdup(!strcmp(type, "dos") ? "msdos" : type);
	t->id = capitals(blkid_parttable_get_id(table));
	t->v = calloc(n + 1, sizeof(*t->v));
	for (int i = 0; t->v && i < n; i++) {
		blkid_partition p = blkid_partlist_get_partition(list, i);

		if (p && blkid_partition_get_table(p) == table)
			fill(&t->v[t->n++], p, type);
	}
	if (t->n)
		qsort(t->v, t->n, sizeof(*t->v), by_place);
	return t->type && t->id && t->v ? 0 : -1;
}

/* A file system on the whole disk: parted shows one partition, "loop". */
static int read_loop(blkid_probe pr, struct part_table *t)
{
	const char *type;

	blkid_probe_enable_partitions(pr, 0);
	blkid_probe_enable_superblocks(pr, 1);
	blkid_probe_set_superblocks_flags(pr, BLKID_SUBLKS_TYPE);
	if (blkid_do_safeprobe(pr) != 0 ||
	    blkid_probe_lookup_value(pr, "TYPE", &type, NULL) < 0) {
		errno = EINVAL;
		return -1;
	}
	t->type = strdup("loop");
	t->id = strdup("");
	t->v = calloc(1, sizeof(*t->v));
	if (!t->type || !t->v)
		return -1;
	t->n = 1;
	t->v[0] = (struct part_entry){ .num = 1,
				       .size = blkid_probe_get_size(pr),
				       .type = strdup(""),
				       .guid = strdup(""),
				       .name = strdup("") };
	return 0;
}

int parttable_read(const char *device, struct part_table *t)
{
	cleanup_close int fd = open(device, O_RDONLY | O_CLOEXEC);
	blkid_probe pr = fd < 0 ? NULL : blkid_new_probe();
	blkid_partlist list;
	int r = -1, saved;

	*t = (struct part_table){ 0 };
	if (!pr)
		return -1;
	errno = 0;
	if (blkid_probe_set_device(pr, fd, 0, 0) == 0) {
		blkid_probe_enable_partitions(pr, 1);
		list = blkid_probe_get_partitions(pr);
		r = list && blkid_partlist_get_table(list) ? read_list(list, t)
							   : read_loop(pr, t);
	}
	saved = errno ? errno : EIO;
	blkid_free_probe(pr);
	if (r < 0)
		parttable_finish(t);
	errno = saved;
	return r;
}

const struct part_entry *parttable_find(const struct part_table *t, int num)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->v[i].num == num)
			return &t->v[i];
	return NULL;
}

static int blkpg(int fd, int op, const struct part_entry *e, int num)
{
	struct blkpg_partition p = { .pno = num };
	struct blkpg_ioctl_arg arg = { .op = op,
				       .datalen = sizeof(p),
				       .data = &p };

	if (e) {
		p.start = e->start;
		/* Of an extended one the kernel shows the beginning alone */
		p.length = e->extended ? EXTENDED_SHOWN : e->size;
	}
	return ioctl(fd, BLKPG, &arg);
}

/* One that is in use can change its size, not its place. */
static int tell(int fd, const struct part_entry *e, int num)
{
	if (!e)
		return blkpg(fd, BLKPG_DEL_PARTITION, NULL, num);
	if (blkpg(fd, BLKPG_RESIZE_PARTITION, e, num) == 0)
		return 0;
	if (blkpg(fd, BLKPG_DEL_PARTITION, e, num) < 0 && errno != ENXIO)
		return -1;
	return blkpg(fd, BLKPG_ADD_PARTITION, e, num);
}

int parttable_tell(const char *device, int num)
{
	cleanup_close int fd = open(device, O_RDONLY | O_CLOEXEC);
	struct part_table t = { 0 };
	int r, saved;

	if (fd < 0 || parttable_read(device, &t) < 0)
		return -1;
	r = tell(fd, parttable_find(&t, num), num);
	saved = errno;
	parttable_finish(&t);
	if (r == 0)
		devname_settle(device);
	errno = saved;
	return r;
}
