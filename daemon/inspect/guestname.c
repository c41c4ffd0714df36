/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Disk names of all buses and systems, taken apart. */
#include <ctype.h>
#include <string.h>

#include "cleanup.h"
#include "resolve.h"

#define DISK_MAX 4096
#define PART_MAX 65535

/* Digits at *p, moving it; -1 when there are none or too many. */
static int take_number(const char **p)
{
	int n = 0;

	if (!isdigit((unsigned char)**p))
		return -1;
	for (; isdigit((unsigned char)**p); (*p)++) {
		n = n * 10 + (**p - '0');
		if (n > PART_MAX)
			return -1;
	}
	return n;
}

static bool take_word(const char **p, const char *word)
{
	size_t n = strlen(word);

	if (strncmp(*p, word, n) != 0)
		return false;
	*p += n;
	return true;
}

/* "a" is 0, "z" 25, "aa" 26, as in sdaa. */
static int take_letters(const char **p)
{
	int n = 0;

	if (!islower((unsigned char)**p))
		return -1;
	for (; islower((unsigned char)**p); (*p)++) {
		n = n * 26 + (**p - 'a' + 1);
		if (n > DISK_MAX)
			return -1;
	}
	return n - 1;
}

/* sda1, vdb, xvdc2 */
static bool lettered(const char *s, struct guest_part *g)
{
	static const char *const words[] = { "sd", "hd", "vd", "xvd", "ubd" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		const char *p = s;

		if (!take_word(&p, words[i]))
			continue;
		g->disk = take_letters(&p);
		g->part = *p ? take_number(&p) : 0;
		if (g->disk >= 0 && g->part >= 0 && !*p)
			return true;
	}
	return false;
}

/* nvme0n1p2, mmcblk0p1, cciss/c0d0p1 */
static bool numbered(const char *s, struct guest_part *g)
{
	static const struct {
		const char *word;
		char before_disk;
		char after_disk;
	} words[] = {
		{ "nvme", 0, 'n' },  { "mmcblk", 0, 0 }, { "cciss/c", 'd', 0 },
		{ "ida/c", 'd', 0 }, { "rd/c", 'd', 0 },
	};

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		const char *p = s;

		if (!take_word(&p, words[i].word))
			continue;
		g->disk = take_number(&p);
		/* A controller's number goes before the disk's. */
		if (words[i].before_disk) {
			if (g->disk < 0 || *p++ != words[i].before_disk)
				return false;
			g->disk = take_number(&p);
		}
		if (words[i].after_disk &&
		    (*p++ != words[i].after_disk || take_number(&p) < 0))
			return false;
		g->part = *p == 'p' ? (p++, take_number(&p)) : 0;
		return g->disk >= 0 && g->part >= 0 && !*p;
	}
	return false;
}

/* ada0s1a, ada0p2, da0s1, wd0a, sd0a */
static bool bsd(const char *s, struct guest_part *g)
{
	static const char *const words[] = { "ada",  "ad",  "da",  "hd",
					     "vtbd", "nvd", "nda", "mmcsd",
					     "wd",   "sd",  "ld",  "xbd",
					     "aacd", "mfid" };

	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		const char *p = s;

		if (!take_word(&p, words[i]) || !isdigit((unsigned char)*p))
			continue;
		g->disk = take_number(&p);
		if (*p == 's' || *p == 'p') {
			p++;
			g->part = take_number(&p);
		}
		if (*p >= 'a' && *p <= 'p')
			g->letter = *p++;
		return g->disk >= 0 && g->part >= 0 && !*p;
	}
	return false;
}

bool resolve_parse_name(const char *name, struct guest_part *p)
{
	struct guest_part g = { .disk = -1 };

	if (!take_word(&name, "/dev/"))
		return false;
	if (!lettered(name, &g)) {
		g = (struct guest_part){ .disk = -1 };
		if (!numbered(name, &g)) {
			g = (struct guest_part){ .disk = -1 };
			if (!bsd(name, &g))
				return false;
		}
	}
	*p = g;
	return true;
}
