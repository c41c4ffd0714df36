/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * lvm(8) without its start: three quarters of the time of a short command.
 * This program again, as "guestfsd --lvm", loads LVM's library, and forks for
 * each command. It never looks at a disk itself: its children do, each from
 * the same beginning, and what a hostile disk does to one ends with it.
 */
#ifndef DAEMON_LVMSERVER_H
#define DAEMON_LVMSERVER_H

#include "run.h"

#define LVMSERVER "--lvm"

/**
 * lvmserver_run() - run() of lvm(8)
 * @r:		As for run(); @r->argv[0] is "lvm"
 *
 * Where the server cannot serve, the program runs.
 *
 * Return:	As run()
 */
int lvmserver_run(struct run *r);
/** lvmserver_main() - The server, its socket as standard input; returns its
 * exit status */
int lvmserver_main(void);

#endif
