// SPDX-License-Identifier: GPL-2.0-or-later
#include "warm.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "cleanup.h"
#include "io.h"
#include "log.h"
#include "standby.h"

#define WORD	    "guestfs.warm"
#define BLK_DRIVER  "/sys/bus/virtio/drivers/virtio_blk/"
#define SCSI_DRIVER "/sys/bus/virtio/drivers/virtio_scsi/"
#define MAX_VIRTIO  8
#define FIRST_SLOT  4
#define SCSI_SLOT   3

static bool warm;

static bool has_word(void)
{
	cleanup_free char *line = io_read_file("/proc/cmdline", 65536, NULL);
	char *save = NULL;

	for (char *w = line ? strtok_r(line, " \n", &save) : NULL; w;
	     w = strtok_r(NULL, " \n", &save))
		if (!strcmp(w, WORD))
			return true;
	return false;
}

/* The virtio device of a PCI slot: "virtio5" */
static char *device_in(unsigned int slot)
{
	cleanup_free char *path = NULL;
	cleanup_closedir DIR *dir = NULL;
	struct dirent *d;

	if (asprintf(&path, "/sys/bus/pci/devices/0000:00:%02x.0", slot) < 0)
		return NULL;
	dir = opendir(path);
	while (dir && (d = readdir(dir)))
		if (!strncmp(d->d_name, "virtio", 6))
			return strdup(d->d_name);
	return NULL;
}

static void tell(unsigned int slot, const char *file)
{
	cleanup_free char *device = device_in(slot);

	/* ENODEV: it has no driver, or has one already */
	if (!device)
		log_line("no device in slot %u", slot);
	else if (io_write_file(file, device) < 0 && errno != ENODEV)
		log_line("%s: %s: %s", file, device, strerror(errno));
}

void warm_prepare(void)
{
	warm = has_word();
	if (!warm)
		return;
	for (unsigned int i = 0; i < MAX_VIRTIO; i++)
		tell(FIRST_SLOT + i, BLK_DRIVER "unbind");
	tell(SCSI_SLOT, SCSI_DRIVER "unbind");
	standby_start();
}

void warm_attach(const char *const *serials, unsigned int n)
{
	if (!warm)
		return;
	for (unsigned int i = 0; i < n; i++) {
		unsigned int drive;

		if (sscanf(serials[i], "gfs%u", &drive) == 1 &&
		    drive < MAX_VIRTIO)
			tell(FIRST_SLOT + drive, BLK_DRIVER "bind");
	}
	if (n > MAX_VIRTIO)
		tell(SCSI_SLOT, SCSI_DRIVER "bind");
	/* Once: a driver that gives up would be asked again and again */
	warm = false;
}
