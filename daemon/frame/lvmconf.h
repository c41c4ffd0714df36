/* SPDX-License-Identifier: GPL-2.0-or-later */
/* LVM's configuration: without udev, without leaving traces in the guest. */
#ifndef DAEMON_LVMCONF_H
#define DAEMON_LVMCONF_H

/** lvmconf_write() - Write it, and point LVM at it by the environment */
int lvmconf_write(void);

#endif
