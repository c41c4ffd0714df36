/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A machine that becomes a template has devices for drives that it does not
 * have yet. No driver looks at them before the hello names their drives: then
 * sizes, sector sizes and partition tables are right from the start, and the
 * devices that are not used are nowhere to be seen. Programs that wait for
 * commands (standby.h) are started before it is saved.
 */
#ifndef DAEMON_WARM_H
#define DAEMON_WARM_H

/** warm_prepare() - Before the machine is saved, if it is to be saved */
void warm_prepare(void);
/** warm_attach() - Give the drives with these serial numbers a driver, if this
 * is a restored machine */
void warm_attach(const char *const *serials, unsigned int n);

#endif
