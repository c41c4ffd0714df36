/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is installed in a guest, from the records of its package manager. */
#ifndef DAEMON_INSPECT_APPS_H
#define DAEMON_INSPECT_APPS_H

#include <stdint.h>

#include "cleanup.h"
#include "root.h"

/** Most applications that one guest may have */
#define APPS_MAX 200000
/** Largest file of records that is read */
#define APPS_TEXT_MAX (128u * 1024 * 1024)

/** enum app_text - What is known about an application */
enum app_text {
	APP_NAME,
	APP_DISPLAY,
	APP_VERSION,
	APP_RELEASE,
	APP_ARCH,
	APP_PATH,
	APP_PUBLISHER,
	APP_URL,
	APP_SOURCE,
	APP_SUMMARY,
	APP_DESCRIPTION,
	APP_TEXTS,
};

/**
 * struct app - One application
 * @text:	NULL where unknown
 */
struct app {
	int32_t epoch;
	char *text[APP_TEXTS];
};

struct apps {
	struct app *v;
	size_t n;
};

/** apps_new() - Another one at the end, empty; NULL with errno */
struct app *apps_new(struct apps *a);
void apps_finish(struct apps *a);
/** app_set() - Set a text; NULL leaves it, @s is owned from then on */
void app_set(struct app *app, enum app_text which, char *s);
/** app_set_version() - Take "[EPOCH:]VERSION[-RELEASE]" apart */
void app_set_version(struct app *app, const char *text);

/* Each adds what it finds; 0, or -1 with errno (ENOENT: no such records) */
int apps_dpkg(const struct insp_root *r, struct apps *a);
int apps_pacman(const struct insp_root *r, struct apps *a);
int apps_rpm(const struct insp_root *r, struct apps *a);
int apps_apk(const struct insp_root *r, struct apps *a);
/** apps_windows() - From the registry; @software is the hive's path, @arch the
 * system's own architecture; either may be NULL */
int apps_windows(const struct insp_root *r, const char *software,
		 const char *arch, struct apps *a);

DEFINE_CLEANUP(struct apps, cleanup_apps_, apps_finish(p))
#define cleanup_apps __attribute__((cleanup(cleanup_apps_)))

#endif
