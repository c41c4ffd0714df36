/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest's /etc/resolv.conf while one of its programs runs. */
#ifndef DAEMON_RESOLVCONF_H
#define DAEMON_RESOLVCONF_H

#include <stdbool.h>

#define RESOLVCONF "/etc/resolv.conf"

/**
 * struct resolvconf - What was done to the guest's file
 * @made:	A file was made where there was none
 * @moved:	A link that leads nowhere was put aside
 */
struct resolvconf {
	bool made;
	bool moved;
};

/** resolvconf_wanted() - Whether there is a network at all */
bool resolvconf_wanted(void);
/** resolvconf_prepare() - See to a file that ours can be laid over; a guest
 * that cannot have one does without */
void resolvconf_prepare(struct resolvconf *r);
/** resolvconf_restore() - Make the guest as it was */
void resolvconf_restore(const struct resolvconf *r);

#endif
