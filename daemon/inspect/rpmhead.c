// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two numbers, of entries and of bytes behind them; the entries, each tag,
 * type, offset and count; the bytes. All numbers are big-endian, of 32 bits.
 */
#include "rpmhead.h"

#include <stdlib.h>
#include <string.h>

#define ENTRY_SIZE  16
#define ENTRIES_MAX 65536

enum { TYPE_INT32 = 4, TYPE_STRING = 6, TYPE_I18NSTRING = 9 };
enum { TAG_EPOCH = 1003 };

static const struct {
	uint32_t tag;
	enum app_text text;
} texts[] = {
	{ 1000, APP_NAME },	 { 1001, APP_VERSION },
	{ 1002, APP_RELEASE },	 { 1004, APP_SUMMARY },
	{ 1011, APP_PUBLISHER }, { 1005, APP_DESCRIPTION },
	{ 1020, APP_URL },	 { 1022, APP_ARCH },
	{ 1044, APP_SOURCE },
};

static uint32_t get32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

/* One entry; @store has the values, @len bytes */
static void take(struct app *app, const unsigned char *entry,
		 const unsigned char *store, size_t len)
{
	uint32_t tag = get32(entry), type = get32(entry + 4);
	uint32_t offset = get32(entry + 8);
	const char *s = (const char *)store + offset;
	size_t room = offset < len ? len - offset : 0;

	if (tag == TAG_EPOCH && type == TYPE_INT32 && room >= 4)
		app->epoch = get32(store + offset);
	if ((type != TYPE_STRING && type != TYPE_I18NSTRING) ||
	    !memchr(s, '\0', room))
		return;
	/* Of several languages the first is that of the C locale */
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++)
		if (texts[i].tag == tag)
			app_set(app, texts[i].text, strdup(s));
}

int rpmhead_parse(const unsigned char *blob, size_t len, struct app *app)
{
	uint32_t entries, bytes;

	if (len < 8)
		return -1;
	entries = get32(blob);
	bytes = get32(blob + 4);
	if (entries > ENTRIES_MAX || bytes > len ||
	    8 + (size_t)entries * ENTRY_SIZE > len - bytes)
		return -1;
	for (uint32_t i = 0; i < entries; i++)
		take(app, blob + 8 + (size_t)i * ENTRY_SIZE,
		     blob + 8 + (size_t)entries * ENTRY_SIZE, bytes);
	return app->text[APP_NAME] ? 0 : -1;
}
