// SPDX-License-Identifier: GPL-2.0-or-later
/* mke2fs and the calls that are parts of it. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/tool.h"
#include "run.h"
#include "strv.h"

bool optgroup_linuxfsuuid_available(void)
{
	return true;
}

static int make_journal(int blocksize, const char *option, const char *value,
			const char *device)
{
	cleanup_strv_finish struct strv argv = { 0 };

	tool_words(&argv, "mke2fs", "-F", "-q", "-O", "journal_dev", NULL);
	tool_opt(&argv, "-b", "%d", blocksize);
	if (option)
		tool_words(&argv, option, value, NULL);
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

int do_mke2journal(int blocksize, const char *device)
{
	return make_journal(blocksize, NULL, NULL, device);
}

int do_mke2journal_L(int blocksize, const char *label, const char *device)
{
	return make_journal(blocksize, "-L", label, device);
}

int do_mke2journal_U(int blocksize, const char *uuid, const char *device)
{
	return make_journal(blocksize, "-U", uuid, device);
}

/* @key and @value name the journal: "", "LABEL=" or "UUID=" */
static int make_with_journal(const char *fstype, int blocksize,
			     const char *device, const char *key,
			     const char *value)
{
	cleanup_strv_finish struct strv argv = { 0 };

	if (strchr(value, ','))
		return reply_error(EINVAL,
				   "'%s': the name of a journal cannot have a "
				   "comma",
				   value);
	tool_words(&argv, "mke2fs", "-F", "-q", "-t", fstype, NULL);
	tool_opt(&argv, "-b", "%d", blocksize);
	tool_opt(&argv, "-J", "device=%s%s", key, value);
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

int do_mke2fs_J(const char *fstype, int blocksize, const char *device,
		const char *journal)
{
	return make_with_journal(fstype, blocksize, device, "", journal);
}

int do_mke2fs_JL(const char *fstype, int blocksize, const char *device,
		 const char *label)
{
	return make_with_journal(fstype, blocksize, device, "LABEL=", label);
}

int do_mke2fs_JU(const char *fstype, int blocksize, const char *device,
		 const char *uuid)
{
	return make_with_journal(fstype, blocksize, device, "UUID=", uuid);
}

/**
 * struct making - A command line in parts
 * @argv:	So far
 * @journal, @extended, @features: Values of -J, -E and -O
 */
struct making {
	struct strv argv;
	char *journal;
	char *extended;
	char *features;
};

static void making_finish(struct making *m)
{
	strv_finish(&m->argv);
	free(m->journal);
	free(m->extended);
	free(m->features);
}

DEFINE_CLEANUP(struct making, cleanup_making_, making_finish(p))
#define cleanup_making __attribute__((cleanup(cleanup_making_)))

#define BIT(name) GUESTFS_MKE2FS_##name##_BITMASK

/* Options that are numbers: mke2fs's letter, or else the name of an extended
 * option. do_mke2fs() has the values in this order.
 */
static const struct {
	uint64_t bit;
	const char *option;
	const char *extended;
} numbers[] = {
	{ BIT(BLOCKSIZE), "-b", NULL },
	{ BIT(BLOCKSPERGROUP), "-g", NULL },
	{ BIT(NUMBEROFGROUPS), "-G", NULL },
	{ BIT(BYTESPERINODE), "-i", NULL },
	{ BIT(INODESIZE), "-I", NULL },
	{ BIT(NUMBEROFINODES), "-N", NULL },
	{ BIT(RESERVEDBLOCKSPERCENTAGE), "-m", NULL },
	{ BIT(STRIDESIZE), NULL, "stride" },
	{ BIT(STRIPEWIDTH), NULL, "stripe_width" },
	{ BIT(MAXONLINERESIZE), NULL, "resize" },
	{ BIT(MMPUPDATEINTERVAL), NULL, "mmp_update_interval" },
};

/* Options that are on or off, with the word for either, in the same way */
static const struct {
	uint64_t bit;
	bool feature; /* of -O, not of -E */
	const char *on;
	const char *off;
} switches[] = {
	{ BIT(LAZYITABLEINIT), false, "lazy_itable_init=1",
	  "lazy_itable_init=0" },
	{ BIT(LAZYJOURNALINIT), false, "lazy_journal_init=1",
	  "lazy_journal_init=0" },
	{ BIT(TESTFS), false, "test_fs", NULL },
	{ BIT(DISCARD), false, "discard", "nodiscard" },
	{ BIT(QUOTATYPE), false, "quotatype=usrquota:grpquota", NULL },
	{ BIT(EXTENT), true, "extent", "^extent" },
	{ BIT(FILETYPE), true, "filetype", "^filetype" },
	{ BIT(FLEXBG), true, "flex_bg", "^flex_bg" },
	{ BIT(HASJOURNAL), true, "has_journal", "^has_journal" },
	{ BIT(JOURNALDEV), true, "journal_dev", "^journal_dev" },
	{ BIT(LARGEFILE), true, "large_file", "^large_file" },
	{ BIT(QUOTA), true, "quota", "^quota" },
	{ BIT(RESIZEINODE), true, "resize_inode", "^resize_inode" },
	{ BIT(SPARSESUPER), true, "sparse_super", "^sparse_super" },
	{ BIT(UNINITBG), true, "uninit_bg", "^uninit_bg" },
};

static int add_numbers(struct making *m, const char *device,
		       const int64_t *values)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_free char *user = devname_to_user(device);

	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++) {
		long long v = values[i];

		if (!(given & numbers[i].bit))
			continue;
		if (v < 0)
			return reply_error(EINVAL, "%s: negative number %lld",
					   user, v);
		if (numbers[i].option)
			tool_opt(&m->argv, numbers[i].option, "%lld", v);
		else
			tool_join(&m->extended, "%s=%lld", numbers[i].extended,
				  v);
	}
	return 0;
}

static void add_switches(struct making *m, const int *values)
{
	uint64_t given = reply_optargs_bitmask();

	for (size_t i = 0; i < ARRAY_SIZE(switches); i++) {
		const char *word = values[i] ? switches[i].on : switches[i].off;

		if (given & switches[i].bit && word)
			tool_join(switches[i].feature ? &m->features
						      : &m->extended,
				  "%s", word);
	}
}

static void add_string(struct making *m, const char *option, const char *value)
{
	if (value)
		tool_words(&m->argv, option, value, NULL);
}

static int add_journal(struct making *m, const char *name)
{
	cleanup_free char *kernel = NULL;

	if (!name)
		return 0;
	if (strchr(name, ','))
		return reply_error(EINVAL, "%s: a comma in a journal's name",
				   name);
	if (strncmp(name, "LABEL=", 6) && strncmp(name, "UUID=", 5)) {
		kernel = devname_to_kernel(name);
		if (!kernel)
			return reply_errno(errno, "%s", name);
	}
	return tool_join(&m->journal, "device=%s", kernel ? kernel : name);
}

static int make(struct making *m, const char *device, int64_t blockscount)
{
	bool counted =
		reply_optargs_bitmask() & GUESTFS_MKE2FS_BLOCKSCOUNT_BITMASK;
	cleanup_free char *user = devname_to_user(device);

	add_string(m, "-J", m->journal);
	add_string(m, "-E", m->extended);
	add_string(m, "-O", m->features);
	strv_add(&m->argv, device);
	if (counted && blockscount <= 0)
		return reply_error(EINVAL, "%s: %lld blocks", user,
				   (long long)blockscount);
	if (counted)
		strv_addf(&m->argv, "%lld", (long long)blockscount);
	return tool_dev_strv(device, &m->argv);
}

int do_mke2fs(const char *device, int64_t blockscount, int64_t blocksize,
	      int64_t fragsize, int64_t blockspergroup, int64_t numberofgroups,
	      int64_t bytesperinode, int64_t inodesize, int64_t journalsize,
	      int64_t numberofinodes, int64_t stridesize, int64_t stripewidth,
	      int64_t maxonlineresize, int reservedblockspercentage,
	      int mmpupdateinterval, const char *journaldevice,
	      const char *label, const char *lastmounteddir,
	      const char *creatoros, const char *fstype, const char *usagetype,
	      const char *uuid, int forcecreate, int writesbandgrouponly,
	      int lazyitableinit, int lazyjournalinit, int testfs, int discard,
	      int quotatype, int extent, int filetype, int flexbg,
	      int hasjournal, int journaldev, int largefile, int quota,
	      int resizeinode, int sparsesuper, int uninitbg)
{
	const int64_t values[ARRAY_SIZE(numbers)] = {
		blocksize,
		blockspergroup,
		numberofgroups,
		bytesperinode,
		inodesize,
		numberofinodes,
		reservedblockspercentage,
		stridesize,
		stripewidth,
		maxonlineresize,
		mmpupdateinterval,
	};
	const int on[ARRAY_SIZE(switches)] = {
		lazyitableinit, lazyjournalinit, testfs,    discard,
		quotatype,	extent,		 filetype,  flexbg,
		hasjournal,	journaldev,	 largefile, quota,
		resizeinode,	sparsesuper,	 uninitbg,
	};
	cleanup_making struct making m = { 0 };
	uint64_t given = reply_optargs_bitmask();

	if (given & BIT(FRAGSIZE) && fragsize != 0)
		return reply_error(ENOTSUP,
				   "fragments of blocks ('fragsize' %lld) are "
				   "not supported by mke2fs",
				   (long long)fragsize);
	tool_words(&m.argv, "mke2fs", "-q", NULL);
	if (given & BIT(FORCECREATE) && forcecreate)
		strv_add(&m.argv, "-F");
	/* It asks whether that is meant, unless forced */
	if (given & BIT(WRITESBANDGROUPONLY) && writesbandgrouponly)
		tool_words(&m.argv, "-S", "-F", NULL);
	if (given & BIT(JOURNALSIZE))
		tool_join(&m.journal, "size=%lld", (long long)journalsize);
	if (add_numbers(&m, device, values) < 0 ||
	    add_journal(&m, journaldevice) < 0)
		return -1;
	add_switches(&m, on);
	add_string(&m, "-L", label);
	add_string(&m, "-M", lastmounteddir);
	add_string(&m, "-o", creatoros);
	add_string(&m, "-t", fstype);
	add_string(&m, "-T", usagetype);
	add_string(&m, "-U", uuid);
	return make(&m, device, blockscount);
}
