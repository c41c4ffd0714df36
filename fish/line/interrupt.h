/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ctrl-C in an interactive shell: it ends the command, not the shell. */
#ifndef FISH_INTERRUPT_H
#define FISH_INTERRUPT_H

#include "guestfs.h"

/** interrupt_setup() - Take over SIGINT */
void interrupt_setup(void);
/**
 * interrupt_begin() - A command begins
 * @g:		Handle, or NULL where there is nothing to cancel
 *
 * The first Ctrl-C asks the library to cancel. Where a command cannot be
 * cancelled, the second says what the third does: kill the appliance.
 */
void interrupt_begin(guestfs_h *g);
/** interrupt_raise() - As if Ctrl-C were pressed */
void interrupt_raise(void);
/** interrupt_appliance() - The process that the third kills; 0: none */
void interrupt_appliance(int pid);
/** interrupt_pause() - A program has the terminal: Ctrl-C is for it alone
 *
 * Return:	For interrupt_resume()
 */
guestfs_h *interrupt_pause(void);
/** interrupt_resume() - It has ended; @g is from interrupt_pause() */
void interrupt_resume(guestfs_h *g);
/** interrupt_end() - It has ended */
void interrupt_end(void);
/** interrupt_pending() - How often Ctrl-C was pressed since it began */
int interrupt_pending(void);

#endif
