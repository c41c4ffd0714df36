/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading registry hives through hivex. */
#ifndef DAEMON_INSPECT_REGISTRY_H
#define DAEMON_INSPECT_REGISTRY_H

#include <hivex.h>
#include <stdint.h>

#include "cleanup.h"
#include "root.h"

/** Largest hive that is looked into */
#define REGISTRY_MAX (400u * 1024 * 1024)

/** registry_open() - Open a guest's hive for reading; NULL with errno.
 * hivex_close() ends it. */
hive_h *registry_open(const struct insp_root *r, const char *path);
/** registry_key() - The key at "Microsoft\\Windows NT" below the top, ignoring
 * case; 0 when there is none */
hive_node_h registry_key(hive_h *h, const char *path);
/** registry_string() - A REG_SZ or REG_EXPAND_SZ value as UTF-8, or NULL;
 * the caller frees */
char *registry_string(hive_h *h, hive_node_h key, const char *name);
/** registry_dword() - A REG_DWORD value; 0, or -1 when absent */
int registry_dword(hive_h *h, hive_node_h key, const char *name,
		   uint32_t *ret_value);
/** registry_utf8() - UTF-16LE up to the first NUL as UTF-8, lone surrogates
 * and controls replaced by '?'; NULL when out of memory; the caller frees */
char *registry_utf8(const char *buf, size_t len);

DEFINE_CLEANUP(hive_h *, cleanup_hive_, if (*p) hivex_close(*p))
#define cleanup_hive __attribute__((cleanup(cleanup_hive_)))

#endif
