/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "drives.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

char drives_letter(const char *name)
{
	static const char prefix[] = "\\DosDevices\\";
	const char *p = name + sizeof(prefix) - 1;

	if (strncasecmp(name, prefix, sizeof(prefix) - 1) != 0 ||
	    !isascii(p[0]) || !isalpha((unsigned char)p[0]) || p[1] != ':' ||
	    p[2])
		return 0;
	return toupper((unsigned char)p[0]);
}

static const struct insp_dev *by_mbr(const struct insp_devs *d,
				     const unsigned char *b)
{
	uint64_t offset = 0;
	char id[16];

	snprintf(id, sizeof(id), "%02x%02x%02x%02x-", b[3], b[2], b[1], b[0]);
	for (int i = 7; i >= 0; i--)
		offset = offset << 8 | b[4 + i];
	for (size_t i = 0; i < d->n; i++) {
		const struct insp_dev *v = &d->v[i];

		if (v->scheme && !strcmp(v->scheme, "dos") && v->partuuid &&
		    !strncasecmp(v->partuuid, id, strlen(id)) &&
		    v->offset == offset)
			return v;
	}
	return NULL;
}

/* The first three fields of a GUID are stored little-endian. */
static const struct insp_dev *by_gpt(const struct insp_devs *d,
				     const unsigned char *g)
{
	char guid[40];

	snprintf(guid, sizeof(guid),
		 "%02x%02x%02x%02x-%02x%02x-%02x%02x-"
		 "%02x%02x-%02x%02x%02x%02x%02x%02x",
		 g[3], g[2], g[1], g[0], g[5], g[4], g[7], g[6], g[8], g[9],
		 g[10], g[11], g[12], g[13], g[14], g[15]);
	for (size_t i = 0; i < d->n; i++)
		if (d->v[i].partuuid && !strcasecmp(d->v[i].partuuid, guid))
			return &d->v[i];
	return NULL;
}

const struct insp_dev *drives_device(const struct insp_devs *d, const void *buf,
				     size_t len)
{
	if (len == 12)
		return by_mbr(d, buf);
	if (len == 24 && !memcmp(buf, "DMIO:ID:", 8))
		return by_gpt(d, (const unsigned char *)buf + 8);
	return NULL;
}
