/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines for the console, which the library shows in verbose mode. */
#ifndef DAEMON_LOG_H
#define DAEMON_LOG_H

#include <stdbool.h>

/** log_verbose() - Whether the library asked for debug lines in its hello */
bool log_verbose(void);
void log_set_verbose(bool on);
/** log_line() - A line that is worth printing always */
void log_line(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/** log_debug() - A line for verbose mode only */
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
