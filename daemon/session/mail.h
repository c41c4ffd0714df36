/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The daemon's side of common/mailbox.h. */
#ifndef DAEMON_SESSION_MAIL_H
#define DAEMON_SESSION_MAIL_H

#include "serve.h"

/** mail_open() - Take the mailbox from the end of the port's slot, or give it
 * back; whether it is in use then */
bool mail_open(struct session *s, bool wanted);
/** mail_asked() - Whether there is a request */
bool mail_asked(const struct session *s);
/** mail_look() - The same, after looking for a moment */
bool mail_look(struct session *s);
/**
 * mail_take() - Take the request out
 * @s:		Port
 * @buf:	Receives it, MAILBOX_ROOM bytes
 *
 * Return:	its bytes, or -1 when it is none
 */
ssize_t mail_take(struct session *s, char *buf);
/** mail_done() - What was taken has been carried out, well or not */
void mail_done(void);
/**
 * mail_answer() - Answer what was taken
 * @s:		Port
 * @reply:	Answer
 *
 * Return:	0, or -1 with errno
 */
int mail_answer(struct session *s, const struct serve_reply *reply);

/** mail_aside_begin() - Nobody waits for this request: those go first that
 * somebody waits for */
void mail_aside_begin(const struct session *s);
/** mail_aside() - Between its parts: let them */
void mail_aside(void);
/** mail_aside_end() - The request is done */
void mail_aside_end(const struct session *s);

#endif
