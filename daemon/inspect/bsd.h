/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FreeBSD, NetBSD and OpenBSD. */
#ifndef DAEMON_INSPECT_BSD_H
#define DAEMON_INSPECT_BSD_H

#include "os.h"
#include "root.h"

/** bsd_detect() - Recognise a BSD root; false leaves @os alone */
bool bsd_detect(const struct insp_root *r, struct insp_os *os);

#endif
