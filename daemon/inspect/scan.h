/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Looking through all file systems of the machine. */
#ifndef DAEMON_INSPECT_SCAN_H
#define DAEMON_INSPECT_SCAN_H

#include "devs.h"
#include "look.h"
#include "os.h"

/**
 * struct scan_vol - One mountable file system
 * @mountable:	Its name, kernel names in it
 * @device:	The device in it
 * @volume:	The btrfs subvolume in it (inside @mountable), or NULL
 * @vfs:	Its type
 * @look:	Its mount; fd -1 when it could not be mounted
 * @os:		The system in it; only when @is_root
 * @slash:	What that system's fstab has on "/", or NULL
 * @is_root:	Whether there is one
 */
struct scan_vol {
	char *mountable;
	char *device;
	const char *volume;
	char *vfs;
	struct look look;
	struct insp_os os;
	char *slash;
	bool is_root;
};

struct scan {
	struct scan_vol *v;
	size_t n;
};

/** scan_detect() - Recognise the systems in volumes that are open already */
void scan_detect(struct scan *s, const struct insp_devs *d);
/**
 * scan_run() - Mount, look into and unmount all file systems
 * @filesystems: do_list_filesystems(): mountable, type, ...
 * @d:		collect_devs(); receives the btrfs subvolumes
 * @s:		Zeroed; receives the volumes; scan_finish frees them
 */
void scan_run(char *const *filesystems, struct insp_devs *d, struct scan *s);
void scan_finish(struct scan *s);

#endif
