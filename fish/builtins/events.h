/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The handlers that "event" makes. */
#ifndef FISH_EVENTS_H
#define FISH_EVENTS_H

#include "shell.h"

/** events_finish() - Free them; the handle is closed */
void events_finish(struct shell *sh);

/**
 * events_parse() - A set of events
 * @text:	Names separated by commas, or "*"
 * @ret_mask:	Receives GUESTFS_EVENT_... bits
 * @ret_bad:	Receives the name that is not known, which the caller frees
 *
 * Return:	0, or -1 with the name
 */
int events_parse(const char *text, uint64_t *ret_mask, char **ret_bad);

#endif
