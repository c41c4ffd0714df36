/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef DAEMON_INSPECT_INSPECT_H
#define DAEMON_INSPECT_INSPECT_H

#include "frame/devname.h"
#include "os.h"

/** inspect_os_of() - What inspect_os found at a root; NULL once the error is
 * queued. Good until the next inspect_os. */
const struct insp_os *inspect_os_of(const struct mountable *root);

#endif
