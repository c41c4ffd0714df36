// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "frame/parttable.h"
#include "frame/reply.h"
#include "frame/sfdiskline.h"
#include "frame/tool.h"
#include "run.h"
#include "strv.h"

static int check_geometry(int cyls, int heads, int sectors)
{
	if (cyls >= 0 && heads >= 0 && sectors >= 0)
		return 0;
	return reply_error(EINVAL, "negative geometry %d, %d, %d", cyls, heads,
			   sectors);
}

/* One line each; what has a newline in it would be two. */
static char *text_of(char *const *lines, bool megabytes)
{
	size_t len = 1;
	char *text, *p;

	for (size_t i = 0; lines[i]; i++)
		len += sfdiskline_room(lines[i]);
	text = p = calloc(1, len);
	if (!text) {
		reply_errno(ENOMEM, "lines for sfdisk");
		return NULL;
	}
	for (size_t i = 0; lines[i]; i++) {
		if (strchr(lines[i], '\n')) {
			reply_error(EINVAL, "'%s': a newline in a line",
				    lines[i]);
			free(text);
			return NULL;
		}
		p = megabytes ? sfdiskline_megabytes(p, lines[i])
			      : stpcpy(p, lines[i]);
		*p++ = '\n';
	}
	return text;
}

static int feed(const char *device, const char *const argv[], const char *text)
{
	cleanup_run struct run r = { .argv = argv,
				     .input = text,
				     .input_len = strlen(text) };

	if (tool_out(device, &r) < 0)
		return -1;
	devname_settle(device);
	return 0;
}

static bool has_label(char *const *lines)
{
	for (size_t i = 0; lines[i]; i++)
		if (!strncmp(lines[i], "label:", 6))
			return true;
	return false;
}

static int new_table(const char *device, char *const *lines, bool megabytes)
{
	cleanup_free char *text = text_of(lines, megabytes);

	if (!text)
		return -1;
	/* Else it keeps the kind of the table that was there before */
	if (has_label(lines))
		return feed(device, ARGV("sfdisk", device), text);
	return feed(device, ARGV("sfdisk", "-X", "dos", device), text);
}

int do_sfdisk(const char *device, int cyls, int heads, int sectors,
	      char *const *lines)
{
	if (check_geometry(cyls, heads, sectors) < 0)
		return -1;
	return new_table(device, lines, false);
}

int do_sfdiskM(const char *device, char *const *lines)
{
	return new_table(device, lines, true);
}

int do_sfdisk_N(const char *device, int partnum, int cyls, int heads,
		int sectors, const char *line)
{
	cleanup_free char *text = NULL, *user = devname_to_user(device);
	char *const lines[] = { (char *)line, NULL };
	char num[16];

	if (check_geometry(cyls, heads, sectors) < 0)
		return -1;
	if (partnum < 1)
		return reply_error(EINVAL, "%s: there is no partition %d", user,
				   partnum);
	text = text_of(lines, false);
	if (!text)
		return -1;
	snprintf(num, sizeof(num), "%d", partnum);
	if (feed(device,
		 ARGV("sfdisk", "--no-reread", "--no-tell-kernel", "-N", num,
		      device),
		 text) < 0)
		return -1;
	if (parttable_tell(device, partnum) < 0)
		return reply_errno(errno, "%s: partition %d", user, partnum);
	return 0;
}

static char *shown(const char *device, const char *option)
{
	cleanup_run struct run r = { .argv = ARGV("sfdisk", option, device) };

	return tool_out(device, &r) < 0 ? NULL : devname_text_to_user(r.out);
}

char *do_sfdisk_l(const char *device)
{
	return shown(device, "-l");
}

char *do_sfdisk_kernel_geometry(const char *device)
{
	return shown(device, "-g");
}

char *do_sfdisk_disk_geometry(const char *device)
{
	return shown(device, "-G");
}
