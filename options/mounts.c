/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mounting as -m, -i, or neither asks. */
#include <string.h>

#include "options.h"
#include "strv.h"

/* A file system that only lets itself be read (NTFS left by a hibernated or
 * fast-started Windows) is mounted so, and the user is told.
 */
static int mount_or_readonly(struct options *o, guestfs_h *g,
			     const char *device, const char *mountpoint,
			     const char *opts, const char *fstype)
{
	cleanup_free char *why = NULL;
	int r, err;

	if (o->readonly && !opts && !fstype)
		return guestfs_mount_ro(g, device, mountpoint);

	guestfs_push_error_handler(g, NULL, NULL);
	r = fstype ? guestfs_mount_vfs(g, opts ? opts : "", fstype, device,
				       mountpoint)
		   : guestfs_mount_options(g, opts ? opts : "", device,
					   mountpoint);
	err = guestfs_last_errno(g);
	if (r < 0 && guestfs_last_error(g))
		why = strdup(guestfs_last_error(g));
	if (r < 0 && !o->readonly && !opts && !fstype &&
	    (err == EROFS || err == EPERM || err == EACCES)) {
		r = guestfs_mount_ro(g, device, mountpoint);
		if (r == 0)
			options_say(o, "warning: %s is mounted read-only: %s",
				    device, why ? why : "it refuses writing");
	}
	guestfs_pop_error_handler(g);
	if (r < 0)
		options_say(o, "%s", why ? why : guestfs_last_error(g));
	return r;
}

static void list_candidates(struct options *o, guestfs_h *g)
{
	cleanup_strv char **fses = guestfs_list_filesystems(g);

	if (!fses || !fses[0])
		return;
	options_say(o, "the file systems found are:");
	for (size_t i = 0; fses[i]; i += 2)
		fprintf(stderr, "\t%s (%s)\n", fses[i], fses[i + 1]);
}

static int mount_args(struct options *o, guestfs_h *g)
{
	for (size_t i = 0; i < o->n_mounts; i++) {
		const struct mount_arg *m = &o->mounts[i];

		if (mount_or_readonly(o, g, m->device, m->mountpoint,
				      m->options, m->fstype) < 0) {
			list_candidates(o, g);
			return -1;
		}
	}
	return 0;
}

/* "Debian GNU/Linux 12 (bookworm), on host www" */
static char *describe_root(guestfs_h *g, const char *root)
{
	cleanup_free char *name = guestfs_inspect_get_product_name(g, root);
	cleanup_free char *host = guestfs_inspect_get_hostname(g, root);
	bool known = host && *host && strcmp(host, "unknown");
	char *s;

	if (asprintf(&s, "%s%s%s", name ? name : "unknown",
		     known ? ", on host " : "", known ? host : "") < 0)
		return NULL;
	return s;
}

static const char *choose_root(struct options *o, guestfs_h *g, char **roots)
{
	size_t n = strv_len(roots);

	if (o->root) {
		if (strv_has(roots, o->root))
			return o->root;
		options_say(o, "--root %s: no operating system there", o->root);
	} else if (n == 1) {
		return roots[0];
	} else if (n == 0) {
		options_say(o, "no operating system was found in this image; "
			       "mount a file system with -m DEVICE, or give "
			       "neither -i nor -m to see them all");
		list_candidates(o, g);
		return NULL;
	} else {
		options_say(o, "several operating systems were found; choose "
			       "one with --root DEVICE:");
	}
	for (size_t i = 0; roots[i]; i++) {
		cleanup_free char *name = describe_root(g, roots[i]);

		fprintf(stderr, "\t%s (%s)\n", roots[i], name);
	}
	return NULL;
}

/* Shorter mount points first: "/" before "/usr" before "/usr/local". */
static int by_length(const void *a, const void *b)
{
	return (int)strlen(((char *const *)a)[0]) -
	       (int)strlen(((char *const *)b)[0]);
}

static int mount_inspected(struct options *o, guestfs_h *g, bool *ret_windows)
{
	cleanup_strv char **roots = guestfs_inspect_os(g);
	cleanup_strv char **mps = NULL;
	cleanup_free char *type = NULL;
	const char *root;
	size_t n;

	if (!roots)
		return -1;
	root = choose_root(o, g, roots);
	if (!root)
		return -1;
	type = guestfs_inspect_get_type(g, root);
	mps = guestfs_inspect_get_mountpoints(g, root);
	if (!type || !mps)
		return -1;
	*ret_windows = !strcmp(type, "windows");
	n = strv_len(mps) / 2;
	qsort(mps, n, 2 * sizeof(*mps), by_length);
	for (size_t i = 0; i < n; i++) {
		const char *mp = mps[2 * i], *dev = mps[2 * i + 1];

		if (mount_or_readonly(o, g, dev, mp, NULL, NULL) == 0)
			continue;
		/* Of the guest's own fstab only the root must be right */
		if (!strcmp(mp, "/"))
			return -1;
		options_say(o, "warning: %s is left out of the mount", mp);
	}
	return 0;
}

/* "/dev/sda1" is shown as "/sda1", "/dev/vg/lv" as "/vg/lv". */
static int mount_folder(struct options *o, guestfs_h *g, const char *device)
{
	const char *dir = device + strlen("/dev");
	cleanup_strv char **parts = strv_split(dir, "/");
	cleanup_free char *path = strdup("");

	for (size_t i = 0; parts[i]; i++) {
		char *longer;
		int r;

		if (asprintf(&longer, "%s/%s", path, parts[i]) < 0)
			return -1;
		free(path);
		path = longer;
		guestfs_push_error_handler(g, NULL, NULL);
		r = guestfs_mkmountpoint(g, path);
		guestfs_pop_error_handler(g);
		if (r < 0 && guestfs_last_errno(g) != EEXIST)
			return options_say(o, "%s", guestfs_last_error(g));
	}
	if (mount_or_readonly(o, g, device, path, NULL, NULL) == 0)
		return 0;
	guestfs_push_error_handler(g, NULL, NULL);
	guestfs_rmmountpoint(g, path);
	guestfs_pop_error_handler(g);
	return -1;
}

static bool mountable_type(const char *type)
{
	static const char *const no[] = { "",
					  "unknown",
					  "swap",
					  "crypto_LUKS",
					  "BitLocker",
					  "LVM2_member",
					  "linux_raid_member" };

	for (size_t i = 0; i < ARRAY_SIZE(no); i++)
		if (!strcmp(type, no[i]))
			return false;
	return true;
}

static int mount_folders(struct options *o, guestfs_h *g)
{
	cleanup_strv char **fses = guestfs_list_filesystems(g);
	size_t mounted = 0;

	if (!fses)
		return -1;
	for (size_t i = 0; fses[i]; i += 2) {
		/* A btrfs volume shows its subvolumes inside itself */
		if (strncmp(fses[i], "/dev/", 5) ||
		    !mountable_type(fses[i + 1]))
			continue;
		if (mount_folder(o, g, fses[i]) == 0)
			mounted++;
	}
	if (!mounted) {
		options_say(o, "no file system was found in this image that "
			       "can be mounted");
		list_candidates(o, g);
		return -1;
	}
	return 0;
}

int options_mount(struct options *o, guestfs_h *g, bool *ret_windows)
{
	*ret_windows = false;
	if (o->inspect && mount_inspected(o, g, ret_windows) < 0)
		return -1;
	if (o->n_mounts)
		return mount_args(o, g);
	return o->inspect ? 0 : mount_folders(o, g);
}
