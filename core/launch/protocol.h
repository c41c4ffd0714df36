/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu's protocol layer for a drive: file, device or network. */
#ifndef CORE_LAUNCH_PROTOCOL_H
#define CORE_LAUNCH_PROTOCOL_H

#include <json-c/json.h>

#include "handle/handle.h"

bool protocol_is_local(const struct drive *d);
bool protocol_is_curl(const struct drive *d);
json_object *protocol_file(const char *driver, const char *path,
			   const char *locking);
json_object *protocol_json(guestfs_h *g, const struct drive *d,
			   const char *secret_id);
char *protocol_describe(guestfs_h *g, const struct drive *d);

#endif
