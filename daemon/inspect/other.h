/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hurd, MINIX, DOS, and Linux systems that keep their root deeper. */
#ifndef DAEMON_INSPECT_OTHER_H
#define DAEMON_INSPECT_OTHER_H

#include "os.h"
#include "root.h"

/* Each recognises one system; false leaves @os alone. */
bool hurd_detect(const struct insp_root *r, struct insp_os *os);
bool minix_detect(const struct insp_root *r, struct insp_os *os);
bool dos_detect(const struct insp_root *r, struct insp_os *os);
/** ostree_detect() - Fedora CoreOS and its like, by their newest deployment */
bool ostree_detect(const struct insp_root *r, struct insp_os *os);

#endif
