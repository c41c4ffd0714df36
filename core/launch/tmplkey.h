/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the state of a template depends on. */
#ifndef CORE_LAUNCH_TMPLKEY_H
#define CORE_LAUNCH_TMPLKEY_H

#include "boot.h"

/**
 * struct tmplkey - A key, and hashes of parts of it for the file's name
 * @text:	All of it, the caller frees
 * @place:	The paths of qemu and of the appliance
 * @base:	What they and the host are: when only this differs from another
 *		template's, that one is out of date
 * @variant:	The machine: memory, processors ...
 */
struct tmplkey {
	char *text;
	uint64_t place, base, variant;
};

void tmplkey_make(guestfs_h *g, const struct boot *b, struct tmplkey *ret_k);

#endif
