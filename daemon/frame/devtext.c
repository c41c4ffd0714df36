// SPDX-License-Identifier: GPL-2.0-or-later
/* The user's names in longer strings: mountables, words of programs. */
#include "devname.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"

#define BTRFSVOL "btrfsvol:"

static bool is_block(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISBLK(st.st_mode);
}

/* Where the device's name ends in "/dev/mapper/vg-lv/sub/volume" */
static size_t device_length(const char *s)
{
	for (const char *p = strchr(s + 1, '/'); p; p = strchr(p + 1, '/')) {
		cleanup_free char *dev = strndup(s, p - s);

		if (dev && is_block(dev))
			return p - s;
	}
	return 0;
}

char *devname_mountable_to_user(const char *s)
{
	cleanup_free char *dev = NULL, *user = NULL;
	const char *path = s + strlen(BTRFSVOL);
	char *out;
	size_t len;

	if (strncmp(s, BTRFSVOL, strlen(BTRFSVOL)))
		return devname_to_user(s);
	len = device_length(path);
	dev = strndup(path, len);
	user = dev && len ? devname_to_user(dev) : NULL;
	if (!user)
		return strdup(s);
	return asprintf(&out, BTRFSVOL "%s%s", user, path + len) < 0 ? NULL
								     : out;
}

static bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || strchr("/-_+.", c);
}

char *devname_text_to_user(const char *text)
{
	char *out = NULL;
	size_t size;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	while (*text) {
		cleanup_free char *name = NULL, *user = NULL;
		size_t len = 0;

		if (strncmp(text, "/dev/", 5)) {
			fputc(*text++, f);
			continue;
		}
		while (text[len] && is_name_char(text[len]))
			len++;
		/* The full stop of a sentence */
		while (len && text[len - 1] == '.')
			len--;
		name = strndup(text, len);
		user = name ? devname_to_user(name) : NULL;
		fputs(user ? user : "", f);
		text += len;
	}
	fclose(f);
	return out;
}
