/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows, by its directories and registry. */
#ifndef DAEMON_INSPECT_WINDOWS_H
#define DAEMON_INSPECT_WINDOWS_H

#include "devs.h"
#include "os.h"
#include "root.h"

/** windows_systemroot() - "/Windows" as stored, NULL when this is no Windows
 * system drive; the caller frees */
char *windows_systemroot(const struct insp_root *r);
/** windows_detect() - Fill in everything that the registry tells; drive
 * letters are looked up in @d. @os->systemroot is set. */
void windows_detect(const struct insp_root *r, const struct insp_devs *d,
		    struct insp_os *os);

#endif
