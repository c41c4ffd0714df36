/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading directories. */
#ifndef DAEMON_SESSION_DIR_H
#define DAEMON_SESSION_DIR_H

struct dirbuf;

/** dirbuf_free() - Free what a directory's handle read ahead; NULL is fine */
void dirbuf_free(struct dirbuf *b);

#endif
