/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The architecture of a program, from its header. */
#ifndef DAEMON_INSPECT_ARCH_H
#define DAEMON_INSPECT_ARCH_H

#include "root.h"

/** arch_of_header() - "x86_64" of the first bytes of an ELF or PE file; a
 * static string, or NULL when it is neither or unknown */
const char *arch_of_header(const unsigned char *buf, size_t len);
/** arch_of_file() - arch_of_header() of a guest file */
const char *arch_of_file(const struct insp_root *r, const char *path);
/** arch_of_unix() - From the well-known programs of a Unix-like root */
const char *arch_of_unix(const struct insp_root *r);

#endif
