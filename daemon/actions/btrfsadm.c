// SPDX-License-Identifier: GPL-2.0-or-later
/* Looking after a btrfs, through btrfs-progs; quotas are in btrfsquota.c. */
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/btrfs.h"
#include "frame/reply.h"
#include "frame/tool.h"
#include "frame/toolpath.h"
#include "run.h"
#include "strv.h"

static int check_list(char *const *devices)
{
	return devices[0] ? 0 : reply_error(EINVAL, "the list is empty");
}

/* Options with a number that must be positive, where they were given */
static int add_number(struct strv *argv, const char *option, bool given,
		      int64_t n)
{
	if (!given)
		return 0;
	if (n <= 0)
		return reply_error(EINVAL, "mkfs.btrfs %s %lld: not positive",
				   option, (long long)n);
	return tool_opt(argv, option, "%lld", (long long)n);
}

int do_mkfs_btrfs(char *const *devices, int64_t allocstart, int64_t bytecount,
		  const char *datatype, int leafsize, const char *label,
		  const char *metadata, int nodesize, int sectorsize)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };

	if (check_list(devices) < 0)
		return -1;
	if (given & GUESTFS_MKFS_BTRFS_ALLOCSTART_BITMASK && allocstart)
		return reply_error(ENOTSUP,
				   "mkfs.btrfs has no option for where to "
				   "begin ('allocstart') any more");
	tool_words(&argv, "mkfs.btrfs", "-f", "-q", NULL);
	if (add_number(&argv, "-b",
		       given & GUESTFS_MKFS_BTRFS_BYTECOUNT_BITMASK,
		       bytecount) < 0 ||
	    add_number(&argv, "-n", given & GUESTFS_MKFS_BTRFS_LEAFSIZE_BITMASK,
		       leafsize) < 0 ||
	    add_number(&argv, "-n", given & GUESTFS_MKFS_BTRFS_NODESIZE_BITMASK,
		       nodesize) < 0 ||
	    add_number(&argv, "-s",
		       given & GUESTFS_MKFS_BTRFS_SECTORSIZE_BITMASK,
		       sectorsize) < 0)
		return -1;
	if (datatype)
		tool_words(&argv, "-d", datatype, NULL);
	if (label)
		tool_words(&argv, "-L", label, NULL);
	if (metadata)
		tool_words(&argv, "-m", metadata, NULL);
	for (size_t i = 0; devices[i]; i++)
		strv_add(&argv, devices[i]);
	return tool_dev_strv(devices[0], &argv);
}

/* btrfs @group @verb, then @devices, then a path of the guest */
static int on_path(const char *path, const char *group, const char *verb,
		   const char *option, char *const *devices)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_strv_finish struct strv argv = { 0 };

	if (toolpath_open(&p, path) < 0)
		return -1;
	tool_words(&argv, "btrfs", group, verb, option, NULL);
	for (size_t i = 0; devices && devices[i]; i++)
		strv_add(&argv, devices[i]);
	strv_add(&argv, p.path);
	return tool_strv(path, &argv);
}

int do_btrfs_filesystem_resize(const char *mountpoint, int64_t size)
{
	bool given = reply_optargs_bitmask() &
		     GUESTFS_BTRFS_FILESYSTEM_RESIZE_SIZE_BITMASK;
	char bytes[32] = "max";

	if (given && size <= 0)
		return reply_error(EINVAL, "%s: a size of %lld bytes",
				   mountpoint, (long long)size);
	if (given)
		snprintf(bytes, sizeof(bytes), "%lld", (long long)size);
	return on_path(mountpoint, "filesystem", "resize", bytes, NULL);
}

int do_btrfs_filesystem_balance(const char *fs)
{
	return on_path(fs, "balance", "start", "--full-balance", NULL);
}

int do_btrfs_balance_pause(const char *path)
{
	return on_path(path, "balance", "pause", NULL, NULL);
}

int do_btrfs_balance_cancel(const char *path)
{
	return on_path(path, "balance", "cancel", NULL, NULL);
}

int do_btrfs_balance_resume(const char *path)
{
	return on_path(path, "balance", "resume", NULL, NULL);
}

guestfs_int_btrfsbalance *do_btrfs_balance_status(const char *path)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_run struct run r = { 0 };
	guestfs_int_btrfsbalance *b;

	if (toolpath_open(&p, path) < 0)
		return NULL;
	r.argv = ARGV("btrfs", "balance", "status", p.path);
	/* 1: there is one */
	if (run(&r) < 0 || r.status > 1) {
		reply_program(&r, path, EINVAL);
		return NULL;
	}
	b = calloc(1, sizeof(*b));
	if (b && btrfs_parse_balance(r.out, b) == 0)
		return b;
	free(b);
	reply_errno(ENOMEM, "%s", path);
	return NULL;
}

int do_btrfs_scrub_start(const char *path)
{
	return on_path(path, "scrub", "start", NULL, NULL);
}

int do_btrfs_scrub_cancel(const char *path)
{
	return on_path(path, "scrub", "cancel", NULL, NULL);
}

int do_btrfs_scrub_resume(const char *path)
{
	return on_path(path, "scrub", "resume", NULL, NULL);
}

static uint64_t count_of(const char *text, const char *name)
{
	const char *at = strstr(text, name);
	size_t n = strlen(name);

	return at && at[n] == ':' ? strtoull(at + n + 1, NULL, 10) : 0;
}

guestfs_int_btrfsscrub *do_btrfs_scrub_status(const char *path)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_run struct run r = { 0 };
	guestfs_int_btrfsscrub *s;

	if (toolpath_open(&p, path) < 0)
		return NULL;
	r.argv = ARGV("btrfs", "scrub", "status", "-R", p.path);
	if (reply_run_or(&r, path, EINVAL) < 0)
		return NULL;
	s = calloc(1, sizeof(*s));
	if (!s) {
		reply_errno(ENOMEM, "%s", path);
		return NULL;
	}
#define COUNT(name) s->btrfsscrub_##name = count_of(r.out, "\t" #name)
	COUNT(data_extents_scrubbed);
	COUNT(tree_extents_scrubbed);
	COUNT(data_bytes_scrubbed);
	COUNT(tree_bytes_scrubbed);
	COUNT(read_errors);
	COUNT(csum_errors);
	COUNT(verify_errors);
	COUNT(no_csum);
	COUNT(csum_discards);
	COUNT(super_errors);
	COUNT(malloc_errors);
	COUNT(uncorrectable_errors);
	COUNT(unverified_errors);
	COUNT(corrected_errors);
	COUNT(last_physical);
#undef COUNT
	return s;
}

int do_btrfs_device_add(char *const *devices, const char *fs)
{
	if (check_list(devices) < 0)
		return -1;
	return on_path(fs, "device", "add", "-f", devices);
}

int do_btrfs_device_delete(char *const *devices, const char *fs)
{
	if (check_list(devices) < 0)
		return -1;
	return on_path(fs, "device", "delete", NULL, devices);
}

int do_btrfs_replace(const char *srcdev, const char *targetdev,
		     const char *mntpoint)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_free char *user = devname_to_user(srcdev);

	if (toolpath_open(&p, mntpoint) < 0)
		return -1;
	return tool_run(user, ARGV("btrfs", "replace", "start", "-B", "-f",
				   srcdev, targetdev, p.path));
}

char **do_btrfs_filesystem_show(const char *device)
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_run struct run r = { .argv = ARGV("btrfs", "filesystem", "show",
						  "--", device) };
	cleanup_strv_finish struct strv sv = { 0 };
	cleanup_strv char **lines = NULL;

	if (tool_out(device, &r) < 0)
		return NULL;
	lines = strv_lines(r.out);
	/* "\tdevid    1 size 1.00GiB used 20.00MiB path /dev/vda" */
	for (size_t i = 0; lines && lines[i]; i++) {
		char *path = strstr(lines[i], " path ");

		if (!strncmp(lines[i], "\tdevid ", 7) && path &&
		    !strncmp(path + 6, "/dev/", 5))
			strv_add(&sv, path + 6);
	}
	if (strstr(r.out, "*** Some devices missing")) {
		reply_error(ENODEV,
			    "%s: some devices of the file system are "
			    "missing",
			    user);
		return NULL;
	}
	return strv_steal(&sv);
}

int do_btrfs_filesystem_defragment(const char *path, int flush,
				   const char *compress)
{
	bool now = reply_optargs_bitmask() &
			   GUESTFS_BTRFS_FILESYSTEM_DEFRAGMENT_FLUSH_BITMASK &&
		   flush;
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_strv_finish struct strv argv = { 0 };

	if (toolpath_open(&p, path) < 0)
		return -1;
	tool_words(&argv, "btrfs", "filesystem", "defragment", "-r", NULL);
	if (now)
		strv_add(&argv, "-f");
	if (compress)
		strv_addf(&argv, "-c%s", compress);
	strv_add(&argv, p.path);
	return tool_strv(path, &argv);
}

int do_btrfs_fsck(const char *device, int64_t superblock, int repair)
{
	uint64_t given = reply_optargs_bitmask();
	cleanup_strv_finish struct strv argv = { 0 };

	tool_words(&argv, "btrfs", "check", NULL);
	if (given & GUESTFS_BTRFS_FSCK_SUPERBLOCK_BITMASK)
		tool_opt(&argv, "--super", "%lld", (long long)superblock);
	if (given & GUESTFS_BTRFS_FSCK_REPAIR_BITMASK && repair)
		strv_add(&argv, "--repair");
	strv_add(&argv, device);
	return tool_dev_strv(device, &argv);
}

int do_btrfs_rescue_chunk_recover(const char *device)
{
	return tool_dev(device,
			ARGV("btrfs", "rescue", "chunk-recover", "-y", device));
}

int do_btrfs_rescue_super_recover(const char *device)
{
	cleanup_run struct run r = {
		.argv = ARGV("btrfs", "rescue", "super-recover", "-y", device)
	};
	cleanup_free char *user = devname_to_user(device);

	if (run(&r) < 0)
		return reply_errno(errno, "%s: btrfs rescue", user);
	/* 2: there were bad ones, and now there are none */
	if (r.status == 0 || r.status == 2)
		return 0;
	return reply_program(&r, user,
			     strstr(r.err, "mounted") ? EBUSY : EINVAL);
}

int do_btrfstune_seeding(const char *device, int seeding)
{
	return tool_dev(device, ARGV("btrfstune", "-f", "-S",
				     seeding ? "1" : "0", device));
}

int do_btrfs_set_seeding(const char *device, int seeding)
{
	return do_btrfstune_seeding(device, seeding);
}

int do_btrfstune_enable_extended_inode_refs(const char *device)
{
	return tool_dev(device, ARGV("btrfstune", "-r", device));
}

int do_btrfstune_enable_skinny_metadata_extent_refs(const char *device)
{
	return tool_dev(device, ARGV("btrfstune", "-x", device));
}

int do_btrfs_image(char *const *source, const char *image, int compresslevel)
{
	cleanup_toolpath struct toolpath p = TOOLPATH_INIT;
	cleanup_strv_finish struct strv argv = { 0 };

	if (check_list(source) < 0 || toolpath_create(&p, image) < 0)
		return -1;
	strv_add(&argv, "btrfs-image");
	if (reply_optargs_bitmask() & GUESTFS_BTRFS_IMAGE_COMPRESSLEVEL_BITMASK)
		tool_opt(&argv, "-c", "%d", compresslevel);
	for (size_t i = 0; source[i]; i++)
		strv_add(&argv, source[i]);
	strv_add(&argv, p.path);
	return tool_dev_strv(source[0], &argv);
}
