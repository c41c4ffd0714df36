/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that do a call's work. Most of them name no errno when they refuse
 * something; it was asked for wrongly then, EINVAL.
 */
#ifndef DAEMON_TOOL_H
#define DAEMON_TOOL_H

#include "cleanup.h"
#include "devname.h"
#include "strv.h"

struct run;

/** tool_run() - Run @argv about @what; 0, or -1 once the error is queued */
int tool_run(const char *what, const char *const argv[]);
/** tool_dev() - The same about a device, which messages call by the user's
 * name */
int tool_dev(const char *device, const char *const argv[]);
/** tool_strv() - tool_run() of an argv that was put together */
int tool_strv(const char *what, const struct strv *argv);
int tool_dev_strv(const char *device, const struct strv *argv);
/** tool_out() - Run @r->argv about a device and keep its output */
int tool_out(const char *device, struct run *r);

/** tool_words() - Add words to an argv, up to a NULL; 0, or -1 with errno */
int tool_words(struct strv *argv, ...) __attribute__((sentinel));
/** tool_opt() - Add an option and its value */
int tool_opt(struct strv *argv, const char *option, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/** tool_join() - Append to a list divided by commas; 0, or -1 with errno */
int tool_join(char **list, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

#endif
