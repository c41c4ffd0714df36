/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "progress.h"

#include <string.h>
#include <sys/ioctl.h>
#include <time.h>

#include "mem.h"

#define DELAY  2.0 /* seconds before a bar is drawn */
#define REDRAW 0.1 /* seconds between two drawings */

/* One command runs at a time. */
static struct {
	double begun, drawn;
	unsigned int spin;
	bool visible;
} bar;

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int columns(void)
{
	struct winsize w;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &w) == 0 && w.ws_col >= 30)
		return w.ws_col;
	return 80;
}

static void remaining(char *buf, size_t size, double fraction, double elapsed)
{
	double left = fraction > 0 ? elapsed / fraction - elapsed : -1;

	if (left < 0 || left >= 100 * 60)
		snprintf(buf, size, "--:--");
	else
		snprintf(buf, size, "%02d:%02d", (int)left / 60,
			 (int)left % 60);
}

void progress_format(char *buf, size_t size, int width, unsigned int spin,
		     uint64_t done, uint64_t total, double elapsed)
{
	bool known = total > 1 || (total == 1 && done);
	double fraction = known ? (double)done / total : 0;
	int room = width - 18; /* what stands around the bar */
	char body[256], left[16];
	int marks;

	if (fraction > 1)
		fraction = 1;
	if (room > (int)sizeof(body) - 1)
		room = sizeof(body) - 1;
	memset(body, '-', room);
	body[room] = '\0';
	marks = fraction * room;
	if (known)
		memset(body, '#', marks);
	else
		memset(body + spin % (room - 2), '#', 3);
	remaining(left, sizeof(left), fraction, elapsed);
	if (known)
		snprintf(buf, size, "%c %3d%% [%s] %s", "|/-\\"[spin % 4],
			 (int)(fraction * 100), body, left);
	else
		snprintf(buf, size, "%c  ??%% [%s] %s", "|/-\\"[spin % 4], body,
			 left);
}

static void on_progress(guestfs_h *g, void *opaque, uint64_t event, int handle,
			int flags, const char *buf, size_t len,
			const uint64_t *array, size_t n)
{
	struct shell *sh = opaque;
	double t = now();
	char text[512];

	if (!sh->progress || n < 4 || t - bar.begun < DELAY ||
	    t - bar.drawn < REDRAW)
		return;
	bar.drawn = t;
	bar.visible = true;
	progress_format(text, sizeof(text), columns(), bar.spin++, array[2],
			array[3], t - bar.begun);
	fprintf(stderr, "\r%s", text);
	fflush(stderr);
}

int progress_attach(struct shell *sh)
{
	return guestfs_set_event_callback(sh->g, on_progress,
					  GUESTFS_EVENT_PROGRESS, 0, sh) < 0
		       ? -1
		       : 0;
}

void progress_begin(void)
{
	bar.begun = now();
	bar.drawn = 0;
	bar.visible = false;
}

bool progress_end(void)
{
	bool was = bar.visible;

	if (was)
		fprintf(stderr, "\r\033[K");
	bar.visible = false;
	return was;
}
