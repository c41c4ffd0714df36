/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DAEMON_SESSION_BATCH_H
#define DAEMON_SESSION_BATCH_H

#include "xdr.h"

/**
 * struct batch_result - Room for the reply to one FS_BATCH
 * @items:	As it goes out
 * @attrs:	What @items point to
 */
struct batch_result {
	struct fs_one_ret items[FS_MANY_MAX];
	struct fs_attr attrs[FS_MANY_MAX];
};

#endif
