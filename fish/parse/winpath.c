/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "winpath.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "mem.h"
#include "strv.h"

/* Where the device of this drive is mounted; @map is letter, device, ... */
static char *mounted_drive(guestfs_h *g, char **map, char letter)
{
	cleanup_strv char **mounts = guestfs_mountpoints(g);

	for (size_t i = 0; mounts && map && map[i] && map[i + 1]; i += 2) {
		if (tolower((unsigned char)*map[i]) != letter || map[i][1])
			continue;
		for (size_t j = 0; mounts[j] && mounts[j + 1]; j += 2)
			if (!strcmp(mounts[j], map[i + 1]))
				return xstrdup(mounts[j + 1]);
	}
	return NULL;
}

static char *drive(guestfs_h *g, char letter)
{
	cleanup_strv char **roots = NULL;
	char *found = NULL;

	guestfs_push_error_handler(g, NULL, NULL);
	roots = guestfs_inspect_get_roots(g);
	for (size_t i = 0; roots && roots[i] && !found; i++) {
		cleanup_strv char **map =
			guestfs_inspect_get_drive_mappings(g, roots[i]);

		found = mounted_drive(g, map, letter);
	}
	guestfs_pop_error_handler(g);
	if (!found && letter == 'c')
		found = xstrdup("/");
	return found;
}

char *winpath(guestfs_h *g, const char *word)
{
	cleanup_free char *top = NULL, *path = NULL;
	char letter = 'c';

	if (strncasecmp(word, "win:", 4))
		return xstrdup(word);
	word += 4;
	if (isalpha((unsigned char)word[0]) && word[1] == ':') {
		letter = tolower((unsigned char)word[0]);
		word += 2;
	}
	top = drive(g, letter);
	if (!top) {
		fprintf(stderr,
			"guestfish: drive %c: is not mounted, or inspection "
			"(-i) has not looked for it\n",
			toupper((unsigned char)letter));
		return NULL;
	}
	path = xasprintf("%s/%s", strcmp(top, "/") ? top : "", word);
	for (char *p = path; *p; p++)
		if (*p == '\\')
			*p = '/';
	return guestfs_case_sensitive_path(g, path);
}
