// SPDX-License-Identifier: GPL-2.0-or-later
#include "lvmreport.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define UUID_LEN 32

/* LVM prints it with dashes, 6-4-4-4-4-4-6; the structure has it without. */
static int take_uuid(const char *s, char *out)
{
	size_t n = 0;

	for (; *s; s++) {
		if (*s == '-')
			continue;
		if (n == UUID_LEN)
			return -1;
		out[n++] = *s;
	}
	return n == UUID_LEN || n == 0 ? 0 : -1;
}

static int take(const char *s, enum lvm_kind kind, void *at)
{
	char *end;

	errno = 0;
	switch (kind) {
	case LVM_STRING:
		*(char **)at = strdup(s);
		return *(char **)at ? 0 : -1;
	case LVM_UUID:
		return take_uuid(s, at);
	case LVM_BYTES:
		*(uint64_t *)at = strtoull(s, &end, 10);
		break;
	case LVM_INT:
		*(int64_t *)at = *s ? strtoll(s, &end, 10) : -1;
		if (!*s)
			return 0;
		break;
	case LVM_PERCENT:
		/* "" where it has no meaning */
		*(float *)at = *s ? strtof(s, &end) : -1;
		if (!*s)
			return 0;
		break;
	default:
		return -1;
	}
	return *end || errno ? -1 : 0;
}

int lvmreport_line(const char *line, const struct lvm_field *f, void *out)
{
	cleanup_free char *copy = strdup(line + strspn(line, " "));
	char *rest = copy;
	size_t len;

	if (!copy)
		return -1;
	len = strlen(copy);
	while (len && copy[len - 1] == ' ')
		copy[--len] = '\0';
	for (; f->name; f++) {
		char *s = strsep(&rest, LVMREPORT_SEPARATOR);

		if (!s || take(s, f->kind, (char *)out + f->offset) < 0) {
			errno = EINVAL;
			return -1;
		}
	}
	if (rest) {
		errno = EINVAL;
		return -1;
	}
	return 0;
}

char *lvmreport_names(const struct lvm_field *f)
{
	char *out = NULL;
	size_t len;
	FILE *s = open_memstream(&out, &len);

	if (!s)
		return NULL;
	for (size_t i = 0; f[i].name; i++)
		fprintf(s, "%s%s", i ? "," : "", f[i].name);
	fclose(s);
	return out;
}
