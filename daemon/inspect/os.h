/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What inspection finds out about one operating system. */
#ifndef DAEMON_INSPECT_OS_H
#define DAEMON_INSPECT_OS_H

#include <stdbool.h>

#include "strv.h"

/**
 * struct insp_os - One operating system
 * @root:	Mountable of its root file system, kernel names
 * @type:	"linux", "windows" ...; all const strings are static, never
 *		NULL after os_init
 * @distro:	"debian", "fedora" ...
 * @format:	"installed" or "installer"
 * @product:	"Debian GNU/Linux 12 (bookworm)", or NULL
 * @variant:	Windows' InstallationType, os-release's VARIANT_ID, or NULL
 * @arch:	"x86_64", or NULL
 * @hostname:	or NULL
 * @build_id:	Windows' build number, os-release's BUILD_ID, or NULL
 * @major:	Version, 0 when unknown
 * @minor:	Version, 0 when unknown
 * @live:	Installer medium that boots a live system
 * @netinst:	Installer medium that fetches packages from the network
 * @multipart:	First of several installer media
 * @systemroot:	Windows: "/Windows" as stored, or NULL
 * @software:	Windows: path of the SOFTWARE hive, or NULL
 * @system:	Windows: path of the SYSTEM hive, or NULL
 * @control_set: Windows: "ControlSet001", or NULL
 * @mounts:	mount point, mountable, mount point, ...
 * @filesystems: Mountables that belong to the system, swap too
 * @drives:	Windows: letter, device, letter, ...
 */
struct insp_os {
	char *root;
	const char *type;
	const char *distro;
	const char *format;
	char *product;
	char *variant;
	char *arch;
	char *hostname;
	char *build_id;
	int major;
	int minor;
	bool live;
	bool netinst;
	bool multipart;
	char *systemroot;
	char *software;
	char *system;
	char *control_set;
	struct strv mounts;
	struct strv filesystems;
	struct strv drives;
};

/** os_init() - All unknown */
void os_init(struct insp_os *os);
void os_finish(struct insp_os *os);
/** os_take() - Set a text field, freeing the old one; @s is owned from then */
void os_take(char **field, char *s);
/** os_add_mount() - Note a mount point unless it is known already */
void os_add_mount(struct insp_os *os, const char *dir, const char *mountable);
/** os_add_filesystem() - Note a file system unless it is known already */
void os_add_filesystem(struct insp_os *os, const char *mountable);

DEFINE_CLEANUP(struct insp_os, cleanup_os_, os_finish(p))
#define cleanup_os __attribute__((cleanup(cleanup_os_)))

#endif
