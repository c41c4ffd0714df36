/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux systems, by os-release and by the files that came before it. */
#ifndef DAEMON_INSPECT_LINUX_H
#define DAEMON_INSPECT_LINUX_H

#include "os.h"
#include "root.h"

/** linux_is_root() - Whether a file system looks like a Linux root */
bool linux_is_root(const struct insp_root *r);
/** linux_needs_usr() - A root whose /usr is a file system of its own */
bool linux_needs_usr(const struct insp_root *r);
/** linux_detect() - Fill in distro, version, names, arch; @os is initialised.
 * Always succeeds; what is not found stays unknown. */
void linux_detect(const struct insp_root *r, struct insp_os *os);
/** linux_release() - Only distro, product and version: also what Hurd uses.
 * Return: whether any release file was there */
bool linux_release(const struct insp_root *r, struct insp_os *os);
/** linux_is_coreos_usr() - The /usr partition of CoreOS and Flatcar */
bool linux_is_coreos_usr(const struct insp_root *r);

#endif
