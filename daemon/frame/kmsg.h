/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel said meanwhile. */
#ifndef DAEMON_KMSG_H
#define DAEMON_KMSG_H

/** kmsg_mark() - A descriptor that stands at the end of the kernel's log; -1
 * is fine for kmsg_since(). The caller closes it. */
int kmsg_mark(void);
/** kmsg_since() - Its lines of level warning and worse since the mark, joined
 * by "; ", the last few; "" where there are none. The caller frees. */
char *kmsg_since(int mark);

#endif
