/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The processes of frame/crawlhelper.h, one for each file system walked: until
 * its directories are read as extdir.h says, if they are.
 */
#ifndef DAEMON_SESSION_CRAWL_H
#define DAEMON_SESSION_CRAWL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct dev;

/** crawl_enable() - This process is guestfsd, which can be started again */
void crawl_enable(void);

/**
 * crawl_walk() - A walk goes on into these directories
 * @dev:	File system
 * @inos:	Their inode numbers, in the walk's order
 * @n:		Their number
 *
 * Return:	whether somebody reads them ahead
 */
bool crawl_walk(const struct dev *dev, const uint64_t *inos, size_t n);

/** crawl_stop() - End them: nobody keeps a device open then */
void crawl_stop(void);

#endif
