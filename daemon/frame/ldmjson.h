/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ldmtool(1) prints. */
#ifndef DAEMON_LDMJSON_H
#define DAEMON_LDMJSON_H

/* Both return NULL with errno: EINVAL for what is not of this form, ENOENT for
 * a key that is not there. The caller frees.
 */

/** ldmjson_list() - The strings of an array: the whole of @text where @key is
 * NULL, else a member of the object that it is */
char **ldmjson_list(const char *text, const char *key);
/** ldmjson_string() - A member of an object */
char *ldmjson_string(const char *text, const char *key);

#endif
