/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Installation media. */
#ifndef DAEMON_INSPECT_INSTALLER_H
#define DAEMON_INSPECT_INSTALLER_H

#include "os.h"
#include "root.h"

/** installer_detect() - Recognise the media of Debian, Ubuntu, Red Hat's
 * family, SUSE and Windows; false leaves @os alone */
bool installer_detect(const struct insp_root *r, struct insp_os *os);

#endif
