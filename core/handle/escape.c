/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a guest says may hold terminal control sequences. */
#include "handle/handle.h"

#include <stdio.h>
#include <string.h>

/* Bytes of the well-formed UTF-8 sequence at @s, 0 if there is none. C1
 * controls (U+0080 ... U+009F) do not count: terminals obey them.
 */
static size_t utf8(const unsigned char *s, size_t len)
{
	uint32_t c, min;
	size_t n;

	if (s[0] >= 0xc2 && s[0] <= 0xdf)
		n = 2, c = s[0] & 0x1f, min = 0xa0;
	else if ((s[0] & 0xf0) == 0xe0)
		n = 3, c = s[0] & 0x0f, min = 0x800;
	else if (s[0] >= 0xf0 && s[0] <= 0xf4)
		n = 4, c = s[0] & 0x07, min = 0x10000;
	else
		return 0;
	if (n > len)
		return 0;
	for (size_t i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (c < min || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	return n;
}

char *handle_escape(guestfs_h *g, const char *buf, size_t len)
{
	const unsigned char *s = (const unsigned char *)buf;
	char *out, *o;

	out = o = handle_malloc(g, len * 4 + 1);
	for (size_t i = 0; i < len; i++) {
		size_t n = utf8(s + i, len - i);

		if (n) {
			memcpy(o, s + i, n);
			o += n;
			i += n - 1;
		} else if ((s[i] >= ' ' && s[i] < 0x7f) || s[i] == '\n' ||
			   s[i] == '\t') {
			*o++ = buf[i];
		} else if (s[i] != '\r' || (i + 1 < len && s[i + 1] != '\n' &&
					    s[i + 1] != '\r')) {
			o += sprintf(o, "\\x%02x", s[i]);
		}
	}
	*o = '\0';
	return out;
}
