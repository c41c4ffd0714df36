/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Programs that wait, linked and initialized, until they are wanted again: to
 * start mke2fs takes as long as to make a small file system. So does lvm, in
 * its own way (lvmserver.h).
 */
#ifndef DAEMON_STANDBY_H
#define DAEMON_STANDBY_H

#include "run.h"

/**
 * standby_run() - run() of any program
 * @r:		As for run()
 *
 * The first run of one that may wait starts its server. Where that cannot
 * serve, the program runs as always.
 *
 * Return:	As run()
 */
int standby_run(struct run *r);
/** standby_try() - The same for a command whose failure only the log tells */
void standby_try(const char *const argv[]);
/** standby_start() - Start all that may wait; on return they do */
void standby_start(void);

#endif
