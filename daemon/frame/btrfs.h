/* SPDX-License-Identifier: GPL-2.0-or-later */
/* btrfs subvolumes, through btrfs-progs. */
#ifndef DAEMON_BTRFS_H
#define DAEMON_BTRFS_H

#include <stddef.h>
#include <stdint.h>

/**
 * struct subvol - One subvolume
 * @id:		Its number
 * @top:	That of its parent
 * @path:	From the top of the file system, no leading '/'
 */
struct subvol {
	uint64_t id;
	uint64_t top;
	char *path;
};

struct subvol_list {
	struct subvol *v;
	size_t n;
};

/** btrfs_parse_list() - From the output of "btrfs subvolume list"; what is no
 * such line is passed over. 0, or -1 when out of memory. */
int btrfs_parse_list(const char *text, struct subvol_list *l);
/** btrfs_list() - The subvolumes of the file system mounted at @dir, a path
 * that the daemon sees; 0, or -1 once the error is queued */
int btrfs_list(const char *dir, const char *what, struct subvol_list *l);
/** btrfs_default() - Number of the default subvolume; -1, error queued */
int64_t btrfs_default(const char *dir, const char *what);
void btrfs_list_finish(struct subvol_list *l);

/**
 * struct btrfs_mnt - A place where a btrfs is mounted
 * @dir:	Its path; @ours: mounted by btrfs_open() and to be unmounted
 */
struct btrfs_mnt {
	char *dir;
	int ours;
};

/** btrfs_open() - Where a device's btrfs is mounted; mounts it read-only aside
 * where it is not. 0, or -1 once the error is queued. */
int btrfs_open(const char *device, struct btrfs_mnt *m);
/** btrfs_open_rw() - The same, for writing */
int btrfs_open_rw(const char *device, struct btrfs_mnt *m);
void btrfs_close(struct btrfs_mnt *m);

/**
 * btrfs_parse_show() - Pairs of what "btrfs subvolume show" prints
 * @text:	A line with the path, then "\tName: \tvalue"; values alone,
 *after more tabs, belong to the name before
 *
 * Return:	Name, value, name, value, NULL; the caller frees with strv_free
 */
char **btrfs_parse_show(const char *text);

struct guestfs_int_btrfsbalance;
/** btrfs_parse_balance() - Fill the structure from what "btrfs balance status"
 * prints; 0, or -1 when out of memory */
int btrfs_parse_balance(const char *text, struct guestfs_int_btrfsbalance *b);

#endif
