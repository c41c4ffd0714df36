/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "appliance.h"

static guestfs_h *handle;

static void close_handle(void)
{
	guestfs_close(handle);
}

static void start(void)
{
	static const long long sizes[] = { 512 * MIB, DISK_A_SIZE, DISK_A_SIZE,
					   DISK_SMALL_SIZE };

	handle = guestfs_create();
	ok(handle != NULL);
	atexit(close_handle);
	guestfs_set_error_handler(handle, NULL, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++)
		works(handle, guestfs_add_drive_scratch(handle, sizes[i], -1));
	works(handle, guestfs_launch(handle));
}

guestfs_h *appliance(void)
{
	if (!handle)
		start();
	works(handle, guestfs_umount_all(handle));
	return handle;
}

guestfs_h *fresh_fs(const char *type)
{
	guestfs_h *g = appliance();

	works(g, guestfs_zero(g, DISK_FS));
	works(g, guestfs_mkfs(g, type, DISK_FS));
	works(g, guestfs_mount(g, DISK_FS, "/"));
	return g;
}

bool file_is(guestfs_h *g, const char *path, const char *text)
{
	size_t n = 0;
	cleanup_free char *got = guestfs_read_file(g, path, &n);

	if (!got)
		printf("# %s: %s\n", path, guestfs_last_error(g));
	else if (n != strlen(text) || memcmp(got, text, n))
		printf("# %s: \"%.*s\", not \"%s\"\n", path, (int)n, got, text);
	else
		return true;
	return false;
}

void put_text(guestfs_h *g, const char *path, const char *text)
{
	works(g, guestfs_write(g, path, text, strlen(text)));
}

const char *joined(char **list, char sep)
{
	static char buf[1024];
	size_t n = 0;

	if (!list)
		return "(failed)";
	buf[0] = '\0';
	for (size_t i = 0; list[i]; i++) {
		int r = snprintf(buf + n, sizeof(buf) - n, "%s%c", list[i],
				 list[i + 1] ? sep : '\0');

		ok(r > 0 && n + r < sizeof(buf));
		n += r;
	}
	strv_free(list);
	return buf;
}
