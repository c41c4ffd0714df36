// SPDX-License-Identifier: GPL-2.0-or-later
#include "printable.h"

#include <errno.h>
#include <string.h>

static size_t width(char encoding)
{
	switch (encoding) {
	case 'b':
	case 'l':
		return 2;
	case 'B':
	case 'L':
		return 4;
	default:
		return 1;
	}
}

bool printable_known(const char *encoding)
{
	return encoding[0] && !encoding[1] && strchr("sSbBlL", encoding[0]);
}

/* The character that @p->pending holds, when it is printable, else 0 */
static unsigned char character(const struct printable *p)
{
	size_t w = width(p->encoding);
	bool low_first = strchr("lL", p->encoding);
	size_t at = low_first ? 0 : w - 1;
	unsigned char c = p->pending[at];

	for (size_t i = 0; i < w; i++)
		if (i != at && p->pending[i])
			return 0;
	if (c == '\t' || (c >= ' ' && c < 0x7f) ||
	    (c > 0x7f && p->encoding == 'S'))
		return c;
	return 0;
}

static int add(struct printable *p, unsigned char c)
{
	if (p->len + 1 >= p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 256;
		char *bigger = realloc(p->run, cap);

		if (!bigger)
			return -1;
		p->run = bigger;
		p->cap = cap;
	}
	p->run[p->len++] = c;
	if (p->size + p->len <= p->max)
		return 0;
	errno = EFBIG;
	return -1;
}

static int end_run(struct printable *p)
{
	size_t len = p->len;

	p->len = 0;
	if (len < PRINTABLE_MIN)
		return 0;
	p->run[len] = '\0';
	/* What a string takes in a message: its length and padding, too */
	p->size += len + 8;
	return strv_add(&p->found, p->run);
}

int printable_feed(struct printable *p, const void *buf, size_t n)
{
	const unsigned char *bytes = buf;
	size_t w = width(p->encoding);

	for (size_t i = 0; i < n; i++) {
		unsigned char c;

		p->pending[p->n_pending++] = bytes[i];
		if (p->n_pending < w)
			continue;
		c = character(p);
		p->n_pending = 0;
		if (c ? add(p, c) < 0 : end_run(p) < 0)
			return -1;
		/* A string may begin at any byte, so that the next
		 * character after one that is none begins at its second.
		 */
		if (!c && w > 1) {
			p->n_pending = w - 1;
			memmove(p->pending, p->pending + 1, w - 1);
		}
	}
	return 0;
}

int printable_end(struct printable *p)
{
	return end_run(p);
}

void printable_finish(struct printable *p)
{
	if (!p)
		return;
	strv_finish(&p->found);
	free(p->run);
	p->run = NULL;
}
