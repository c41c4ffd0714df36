// SPDX-License-Identifier: GPL-2.0-or-later
#include "mkfsargv.h"

#include <string.h>

/**
 * struct maker - One type of file system
 * @type:	Its name
 * @program:	What makes it, and what it always wants
 * @block, @inode, @sector: printf formats of one word, a second word after a
 *		space; NULL where it has no such option
 * @features, @label: The options' letters
 */
struct maker {
	const char *type;
	const char *program;
	const char *block;
	const char *inode;
	const char *sector;
	const char *features;
	const char *label;
};

static const struct maker makers[] = {
	{ "ext2", "mke2fs -F -q -t ext2", "-b %d", "-I %d", NULL, "-O", "-L" },
	{ "ext3", "mke2fs -F -q -t ext3", "-b %d", "-I %d", NULL, "-O", "-L" },
	{ "ext4", "mke2fs -F -q -t ext4", "-b %d", "-I %d", NULL, "-O", "-L" },
	{ "xfs", "mkfs.xfs -f -q", "-b size=%d", "-i size=%d", "-s size=%d",
	  NULL, "-L" },
	{ "btrfs", "mkfs.btrfs -f -q", NULL, NULL, "-s %d", "-O", "-L" },
	/* Its block size is that of clusters, counted in sectors below */
	{ "vfat", "mkfs.fat -I", "-s %d", NULL, "-S %d", NULL, "-n" },
	{ "fat", "mkfs.fat -I", "-s %d", NULL, "-S %d", NULL, "-n" },
	{ "msdos", "mkfs.fat -I", "-s %d", NULL, "-S %d", NULL, "-n" },
	{ "exfat", "mkfs.exfat", "-c %d", NULL, NULL, NULL, "-L" },
	{ "ntfs", "mkntfs -F -Q -q", "-c %d", NULL, "-s %d", NULL, "-L" },
	{ "f2fs", "mkfs.f2fs -f -q", NULL, NULL, "-w %d", "-O", "-l" },
};

static int add_words(struct strv *argv, const char *words)
{
	char **v = strv_split(words, " ");
	int r = v ? 0 : -1;

	for (size_t i = 0; v && v[i] && r == 0; i++)
		r = strv_add(argv, v[i]);
	strv_free(v);
	return r;
}

static int add_number(struct strv *argv, const char *format, int n,
		      const char *name, const char **ret_bad)
{
	char words[64];

	if (!n)
		return 0;
	if (!format) {
		*ret_bad = name;
		return -1;
	}
	snprintf(words, sizeof(words), format, n);
	return add_words(argv, words);
}

static int add_string(struct strv *argv, const char *option, const char *value,
		      const char *name, const char **ret_bad)
{
	if (!value)
		return 0;
	if (!option) {
		*ret_bad = name;
		return -1;
	}
	return strv_add(argv, option) < 0 ? -1 : strv_add(argv, value);
}

static int block_number(const struct maker *m, const struct mkfs_args *a)
{
	int sector = a->sectorsize ? a->sectorsize : 512;

	if (!m->program || strncmp(m->program, "mkfs.fat", 8))
		return a->blocksize;
	/* A count of 0 would pass for "not given" */
	return a->blocksize && a->blocksize < sector ? 1
						     : a->blocksize / sector;
}

static bool is_type_name(const char *s)
{
	return *s && !strchr(s, '/') && *s != '-';
}

int mkfsargv_make(const char *fstype, const struct mkfs_args *a,
		  struct strv *argv, const char **ret_bad)
{
	struct maker other = { .type = fstype };
	const struct maker *m = NULL;

	for (size_t i = 0; i < ARRAY_SIZE(makers) && !m; i++)
		if (!strcmp(makers[i].type, fstype))
			m = &makers[i];
	if (!m && !is_type_name(fstype))
		return -1;
	if ((m ? add_words(argv, m->program)
	       : strv_addf(argv, "mkfs.%s", fstype)) < 0)
		return -1;
	if (!m)
		m = &other;
	/* What an old journal may have there is told by its checksums, which
	 * have the new file system's UUID; without them it must be zeroed.
	 */
	if (!strcmp(fstype, "ext4") && !a->features &&
	    add_words(argv, "-E lazy_journal_init=1") < 0)
		return -1;
	if (add_number(argv, m->block, block_number(m, a), "blocksize",
		       ret_bad) < 0 ||
	    add_number(argv, m->inode, a->inode, "inode", ret_bad) < 0 ||
	    add_number(argv, m->sector, a->sectorsize, "sectorsize", ret_bad) <
		    0 ||
	    add_string(argv, m->features, a->features, "features", ret_bad) <
		    0 ||
	    add_string(argv, m->label, a->label, "label", ret_bad) < 0)
		return -1;
	return strv_add(argv, a->device);
}
