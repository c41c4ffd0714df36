/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "strv.h"

#define DISK_SIZE (128 << 20)
#define TEXT	  "written in the appliance\n"

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

/* What the library said is on standard error already */
static int failed(const char *what)
{
	fflush(stdout);
	fprintf(stderr, "libguestfs-test-tool: failed: %s\n", what);
	return -1;
}

/**
 * trial_launch() - Launch with one scratch disk, saying how long it took
 * @g:		Handle
 *
 * Return:	0, or -1 after saying what failed
 */
int trial_launch(guestfs_h *g)
{
	double start = now();

	if (guestfs_add_drive_scratch(g, DISK_SIZE, -1) < 0)
		return failed("add_drive_scratch");
	if (guestfs_launch(g) < 0)
		return failed("launch");
	printf("launched in %.2f s\n", now() - start);
	return 0;
}

static int list(const char *what, char **v)
{
	if (!v)
		return failed(what);
	printf("%s:", what);
	for (size_t i = 0; v[i]; i++)
		printf(" %s", v[i]);
	printf("\n");
	strv_free(v);
	return 0;
}

static int write_and_read(guestfs_h *g)
{
	cleanup_free char *text = NULL;

	if (guestfs_write(g, "/hello", TEXT, strlen(TEXT)) < 0)
		return failed("write");
	text = guestfs_cat(g, "/hello");
	if (!text)
		return failed("cat");
	if (strcmp(text, TEXT))
		return failed("what was written is not what was read");
	return list("ls", guestfs_ls(g, "/"));
}

/**
 * trial_use() - Partition the disk, make a file system, write, read, shut down
 * @g:		Launched handle
 *
 * Return:	0, or -1 after saying what failed
 */
int trial_use(guestfs_h *g)
{
	double start = now();

	if (list("list_devices", guestfs_list_devices(g)) < 0)
		return -1;
	if (guestfs_part_disk(g, "/dev/sda", "mbr") < 0)
		return failed("part_disk");
	if (guestfs_mkfs(g, "ext4", "/dev/sda1") < 0)
		return failed("mkfs");
	if (list("list_filesystems", guestfs_list_filesystems(g)) < 0)
		return -1;
	if (guestfs_mount(g, "/dev/sda1", "/") < 0)
		return failed("mount");
	if (write_and_read(g) < 0)
		return -1;
	if (guestfs_umount(g, "/") < 0)
		return failed("umount");
	if (guestfs_shutdown(g) < 0)
		return failed("shutdown");
	printf("used in %.2f s\n", now() - start);
	return 0;
}
