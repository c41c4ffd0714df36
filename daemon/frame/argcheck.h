/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks of arguments by their kind. */
#ifndef DAEMON_ARGCHECK_H
#define DAEMON_ARGCHECK_H

#include "frame/callinfo.h"

/**
 * argcheck_all() - Check and translate a call's arguments in place
 * @ci:		The call
 * @args:	Its decoded arguments
 * @mnt:	Receives the mountables in order of appearance; zeroed by the
 *		caller, who finishes them
 *
 * Return:	0, or -1 once the error is queued
 */
int argcheck_all(const struct callinfo *ci, void *args, struct mountable *mnt);

/** argcheck_root() - 0 if the call needs no root or one is mounted; else -1
 * once the error is queued */
int argcheck_root(const struct callinfo *ci);

#endif
