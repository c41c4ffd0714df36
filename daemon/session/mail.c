// SPDX-License-Identifier: GPL-2.0-or-later
#include "mail.h"

#include <endian.h>
#include <sched.h>
#include <string.h>
#include <time.h>

#include "io.h"
#include "mailbox.h"

#define WORD	   4
#define LOOK_NSEC  600000
#define LOOK_LEAST 30000
#define TRY_EVERY  16
#define ROUNDS	   32
#define N_BOXES	   16

/* Ports with a request that somebody waits for; there is one processor for all
 * of them.
 */
static _Atomic unsigned int n_busy;

/* Mailboxes of all ports, or NULL */
static _Atomic(struct mailbox *) boxes[N_BOXES];

bool mail_open(struct session *s, bool wanted)
{
	size_t total = s->slot_size + (s->mail ? MAILBOX_SIZE : 0);

	s->mail = NULL;
	boxes[s->port_nr % N_BOXES] = NULL;
	s->slot_size = total;
	if (!wanted || total < MAILBOX_SLOT_MIN)
		return false;
	s->slot_size = total - MAILBOX_SIZE;
	s->mail = (struct mailbox *)(void *)(s->slot + s->slot_size);
	s->mail_seen = atomic_load(&s->mail->asked);
	s->look_nsec = LOOK_NSEC;
	boxes[s->port_nr % N_BOXES] = s->mail;
	return true;
}

bool mail_asked(const struct session *s)
{
	return s->mail && atomic_load(&s->mail->asked) != s->mail_seen;
}

static long long nsec(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static bool watch(const struct session *s, long for_nsec)
{
	long long end = nsec() + for_nsec;

	do {
		for (int i = 0; i < ROUNDS; i++)
			if (mail_asked(s))
				return true;
		sched_yield();
	} while (!n_busy && nsec() < end);
	return false;
}

/* Shorter where nothing came the last times, until it is only a try. */
static long how_long(struct session *s)
{
	if (s->look_nsec >= LOOK_LEAST)
		return s->look_nsec;
	return s->look_tries++ % TRY_EVERY ? 0 : LOOK_NSEC;
}

bool mail_look(struct session *s)
{
	long for_nsec;
	bool came;

	if (mail_asked(s))
		return true;
	if (!s->mail || n_busy)
		return false;
	for_nsec = how_long(s);
	if (!for_nsec)
		return false;
	atomic_store(&s->mail->guest_looks, 1);
	came = watch(s, for_nsec);
	atomic_store(&s->mail->guest_looks, 0);
	came = came || mail_asked(s);
	s->look_nsec = came ? LOOK_NSEC : s->look_nsec / 2;
	return came;
}

void mail_done(void)
{
	n_busy--;
}

void mail_aside_begin(const struct session *s)
{
	if (s->mail)
		n_busy--;
}

void mail_aside(void)
{
	for (int i = 0; i < N_BOXES; i++) {
		struct mailbox *b = boxes[i];

		if (b && b->guest_looks && b->asked != b->answered) {
			sched_yield();
			return;
		}
	}
}

void mail_aside_end(const struct session *s)
{
	if (s->mail)
		n_busy++;
}

ssize_t mail_take(struct session *s, char *buf)
{
	uint32_t len = s->mail->ask_len;

	s->mail_seen = atomic_load(&s->mail->asked);
	if (len > MAILBOX_ROOM)
		return -1;
	memcpy(buf, mailbox_ask(s->mail), len);
	n_busy++;
	return len;
}

int mail_answer(struct session *s, const struct serve_reply *reply)
{
	uint32_t bell = htobe32(MAILBOX_BELL);

	/* The request may have been the FS_INIT that does without. */
	if (!s->mail || reply->len < WORD || reply->len - WORD > MAILBOX_ROOM)
		return io_write_full(s->fd, reply->buf, reply->len);
	memcpy(mailbox_answer(s->mail), reply->buf + WORD, reply->len - WORD);
	s->mail->answer_len = reply->len - WORD;
	atomic_store(&s->mail->answered, s->mail_seen);
	return io_write_full(s->fd, &bell, WORD);
}
