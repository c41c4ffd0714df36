/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu's messages in our words: one line that names the object. */
#ifndef CORE_LAUNCH_QERROR_H
#define CORE_LAUNCH_QERROR_H

#include "handle/handle.h"

/**
 * struct qerror - An explained failure
 * @text:	The line; qerror_finish() frees
 * @is_drive:	A drive is to blame, so that no other accelerator would help
 */
struct qerror {
	char *text;
	bool is_drive;
};

bool qerror_explain(guestfs_h *g, const char *text, struct qerror *ret_e);
int qerror_image(guestfs_h *g, const struct drive *d, const char *text);

#endif
