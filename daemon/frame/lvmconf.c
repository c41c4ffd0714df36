// SPDX-License-Identifier: GPL-2.0-or-later
#include "lvmconf.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "io.h"

#define LVM_DIR "/run/lvm-guestfs"

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
	"	locking_dir = \"/run/lvm-guestfs/lock\"\n"
	"	system_id_source = \"none\"\n"
	/* The checkers are not in the appliance; the kernel checks too */
	"	thin_check_executable = \"\"\n"
	"	cache_check_executable = \"\"\n"
	"}\n";

int lvmconf_write(void)
{
	mkdir(LVM_DIR, 0700);
	mkdir(LVM_DIR "/lock", 0700);
	setenv("LVM_SYSTEM_DIR", LVM_DIR, 1);
	setenv("LVM_SUPPRESS_FD_WARNINGS", "1", 1);
	setenv("MDADM_NO_UDEV", "1", 1);
	return io_write_file(LVM_DIR "/lvm.conf", config);
}
