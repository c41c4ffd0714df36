/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* errno by name, as it crosses the wire. */
#ifndef COMMON_ERRNAME_H
#define COMMON_ERRNAME_H

/** errname() - The symbol of an errno, "ENOENT"; "EINVAL" when unknown */
const char *errname(int err);
/** errname_to_errno() - The errno of a symbol, or 0 when it is unknown */
int errname_to_errno(const char *name);

#endif
