/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LVM's configuration: without udev, without leaving traces in the guest. */
#ifndef DAEMON_LVMCONF_H
#define DAEMON_LVMCONF_H

/** lvmconf_write() - Write it, and point LVM at it by the environment */
int lvmconf_write(void);
/** lvmconf_filter() - Write it anew, with only these devices (kernel paths) for
 * LVM to see, or all where @devices is NULL; 0, or -1 with errno */
int lvmconf_filter(char *const *devices);

#endif
