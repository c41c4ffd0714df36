// SPDX-License-Identifier: GPL-2.0-or-later
#include "lvmconf.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "devname.h"
#include "io.h"

#define LVM_DIR "/run/lvm-guestfs"

/* The %s is the filter */
static const char config[] =
	"config { checks = 0 abort_on_errors = 0 }\n"
	"devices {\n"
	"	obtain_device_list_from_udev = 0\n"
	"	external_device_info_source = \"none\"\n"
	"	use_devicesfile = 0\n"
	"	hints = \"none\"\n"
	"	multipath_component_detection = 0\n"
	/* A journalled overlay of a disk may hold anything in its tail */
	"	md_component_checks = \"start\"\n"
	"%s"
	"}\n"
	"activation {\n"
	"	udev_sync = 0\n"
	"	udev_rules = 0\n"
	"	verify_udev_operations = 0\n"
	"	monitoring = 0\n"
	"}\n"
	"backup { backup = 0 archive = 0 }\n"
	"global {\n"
	"	use_lvmpolld = 0\n"
	"	event_activation = 0\n"
	/* To take down an AIO context waits for the kernel's RCU: 20 ms */
	"	use_aio = 0\n"
	"	notify_dbus = 0\n"
	"	locking_dir = \"/run/lvm-guestfs/lock\"\n"
	"	system_id_source = \"none\"\n"
	/* The checkers are not in the appliance; the kernel checks too */
	"	thin_check_executable = \"\"\n"
	"	cache_check_executable = \"\"\n"
	"}\n";

/* What the names of a disk's partitions have behind its own */
static const char *partitions(const char *device)
{
	if (!*device || devname_partnum(device))
		return "";
	return isdigit((unsigned char)device[strlen(device) - 1]) ? "(p[0-9]+)?"
								  : "([0-9]+)?";
}

/* An expression that is this name alone, and those of its partitions: what
 * means something in expressions is put into brackets.
 */
static int add_name(char **text, const char *device)
{
	cleanup_free char *name = calloc(3, strlen(device) + 1);
	char *all, *p = name;

	if (!name)
		return -1;
	for (const char *s = device; *s; s++) {
		if (strchr("\"\\|^]", *s)) {
			errno = EINVAL;
			return -1;
		}
		if (isalnum((unsigned char)*s) || strchr("/_-", *s))
			*p++ = *s;
		else
			p += sprintf(p, "[%c]", *s);
	}
	if (asprintf(&all, "%s \"a|^%s%s$|\",", *text, name,
		     partitions(device)) < 0)
		return -1;
	free(*text);
	*text = all;
	return 0;
}

/* A line of the configuration; the caller frees */
static char *filter_line(char *const *devices)
{
	cleanup_free char *text = strdup("\tglobal_filter = [");
	char *line;

	for (size_t i = 0; text && devices[i]; i++)
		if (add_name(&text, devices[i]) < 0)
			return NULL;
	if (!text || asprintf(&line, "%s \"r|.*|\" ]\n", text) < 0)
		return NULL;
	return line;
}

int lvmconf_filter(char *const *devices)
{
	cleanup_free char *line = devices ? filter_line(devices) : strdup("");
	cleanup_free char *text = NULL;

	if (!line || asprintf(&text, config, line) < 0)
		return -1;
	return io_write_file(LVM_DIR "/lvm.conf", text);
}

int lvmconf_write(void)
{
	mkdir(LVM_DIR, 0700);
	mkdir(LVM_DIR "/lock", 0700);
	setenv("LVM_SYSTEM_DIR", LVM_DIR, 1);
	setenv("LVM_SUPPRESS_FD_WARNINGS", "1", 1);
	setenv("MDADM_NO_UDEV", "1", 1);
	return lvmconf_filter(NULL);
}
