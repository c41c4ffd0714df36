/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of the appliance, orderly or not. */
#ifndef DAEMON_POWER_H
#define DAEMON_POWER_H

/** power_off() - End the sessions, write everything back, unmount, and turn
 * the machine off. Callable from any thread. */
void power_off(void) __attribute__((noreturn));
/** power_supervise() - When we are process 1: carry on in a child, while
 * process 1 reaps orphans and turns the machine off when the child ends.
 * Returns in the child only. */
void power_supervise(void);

#endif
