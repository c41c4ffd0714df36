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

/* The kernel's own messages say "EXT4-fs (vdb1)". Only names that no user has
 * are taken so: "sda" may be the user's word already.
 */
static bool is_bare_name(const char *s)
{
	return (!strncmp(s, "vd", 2) && islower((unsigned char)s[2])) ||
	       (!strncmp(s, "dm-", 3) && isdigit((unsigned char)s[3]));
}

/* A name of @len bytes at @s as the user knows it, without "/dev/" if @bare */
static char *user_word(const char *s, size_t len, bool bare)
{
	cleanup_free char *name = NULL, *user = NULL;

	if (asprintf(&name, "%s%.*s", bare ? "/dev/" : "", (int)len, s) < 0)
		return NULL;
	user = devname_to_user(name);
	if (bare && user && !strncmp(user, "/dev/", 5))
		return strdup(user + 5);
	return steal_ptr(&user);
}

char *devname_text_to_user(const char *text)
{
	bool inside = false; /* a word, so no name begins here */
	char *out = NULL;
	size_t size;
	FILE *f = open_memstream(&out, &size);

	if (!f)
		return NULL;
	while (*text) {
		cleanup_free char *user = NULL;
		bool bare = !inside && is_bare_name(text);
		size_t len = 0;

		if (!bare && strncmp(text, "/dev/", 5)) {
			inside = is_name_char(*text);
			fputc(*text++, f);
			continue;
		}
		while (text[len] && is_name_char(text[len]))
			len++;
		/* The full stop of a sentence */
		while (len && text[len - 1] == '.')
			len--;
		user = user_word(text, len, bare);
		fputs(user ? user : "", f);
		text += len;
	}
	fclose(f);
	return out;
}
