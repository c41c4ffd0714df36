/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "casefold.h"

#include <stdint.h>
#include <string.h>

#include "casefold_table.h"

static uint32_t upper(uint32_t c)
{
	/* A page holds differences, modulo 2^16 */
	return (c + casefold_pages[casefold_index[c >> 8]][c & 0xff]) & 0xffff;
}

/* Bytes of the sequence at @s and its character, or 0 when it is none: cut
 * short, overlong, a surrogate, beyond the basic plane, or not UTF-8 at all.
 */
static size_t decode(const unsigned char *s, size_t left, uint32_t *ret)
{
	if (s[0] < 0x80) {
		*ret = s[0];
		return 1;
	}
	if (s[0] >= 0xc2 && s[0] < 0xe0 && left >= 2 && s[1] >> 6 == 2) {
		*ret = (s[0] & 0x1fu) << 6 | (s[1] & 0x3f);
		return 2;
	}
	if (s[0] >> 4 == 0xe && left >= 3 && s[1] >> 6 == 2 && s[2] >> 6 == 2) {
		*ret = (s[0] & 0xfu) << 12 | (s[1] & 0x3fu) << 6 |
		       (s[2] & 0x3f);
		return *ret < 0x800 || *ret >> 11 == 0x1b ? 0 : 3;
	}
	return 0;
}

static size_t encode(uint32_t c, char *p)
{
	if (c < 0x80) {
		p[0] = c;
		return 1;
	}
	if (c < 0x800) {
		p[0] = 0xc0 | c >> 6;
		p[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	p[0] = 0xe0 | c >> 12;
	p[1] = 0x80 | (c >> 6 & 0x3f);
	p[2] = 0x80 | (c & 0x3f);
	return 3;
}

size_t casefold(const char *name, size_t len, char *folded)
{
	size_t out = 0;

	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = decode((const unsigned char *)name + i, len - i, &c);

		if (n) {
			out += encode(upper(c), folded + out);
			i += n;
		} else {
			folded[out++] = name[i++];
		}
	}
	return out;
}
