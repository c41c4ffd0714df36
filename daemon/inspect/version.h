/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Version numbers and KEY=VALUE files. */
#ifndef DAEMON_INSPECT_VERSION_H
#define DAEMON_INSPECT_VERSION_H

#include <stdbool.h>

/**
 * version_parse() - Find the first "12" or "12.4" in a text
 * @text:	Any text, "CentOS Linux release 7.9.2009 (Core)"
 * @major:	Receives the first number
 * @minor:	Receives the number after the first dot, or 0
 *
 * Return:	whether there was one; the outputs are untouched if not
 */
bool version_parse(const char *text, int *major, int *minor);
/** version_after() - version_parse() of what follows @word in @text */
bool version_after(const char *text, const char *word, int *major, int *minor);
/**
 * keyval_get() - A value of a file of KEY=VALUE lines
 * @text:	os-release, /etc/sysconfig/network, rc.conf, .treeinfo ...
 * @key:	Compared exactly; blanks around key and "=" are allowed
 *
 * Quotes and backslashes go as in a shell; a value ends at an unquoted blank
 * or "#" only behind quotes, so that "KEY = two words" is whole. The last
 * assignment counts.
 *
 * Return:	the value, the caller frees, or NULL
 */
char *keyval_get(const char *text, const char *key);

#endif
