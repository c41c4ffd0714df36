/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "opts.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session.h"

#define A_YEAR (365.0 * 86400)

enum kind {
	FLAG,	    /* sets a bool */
	ID,	    /* =number, sets @off and the bool at @aux */
	OCTAL,	    /* the same in base 8 */
	SECONDS,    /* =seconds, a double */
	MAP,	    /* =HOST:GUEST:COUNT, may repeat */
	CASE,	    /* sets case_mode to @aux */
	PASS,	    /* for the kernel or fusermount3 */
	PASS_VALUE, /* the same with =value */
	IGNORE,	    /* always so, or without meaning here */
	IGNORE_VALUE,
};

struct word {
	const char *name;
	enum kind kind;
	size_t off;
	size_t aux;
};

#define AT(field) offsetof(struct opts, field)

static const struct word words_table[] = {
	{ "allow_other", FLAG, AT(allow_other) },
	{ "ac_attr_timeout", IGNORE_VALUE },
	{ "allow_root", PASS },
	{ "async", IGNORE },
	{ "async_read", IGNORE },
	{ "atime", PASS },
	{ "atomic_o_trunc", IGNORE },
	{ "attr_timeout", SECONDS, AT(attr_timeout) },
	{ "auto_cache", IGNORE },
	{ "auto_unmount", PASS },
	{ "big_writes", IGNORE },
	{ "blksize", IGNORE_VALUE },
	{ "case_insensitive", CASE, 0, FS_CASE_INSENSITIVE },
	{ "case_sensitive", CASE, 0, FS_CASE_SENSITIVE },
	{ "context", PASS_VALUE },
	{ "debug", FLAG, AT(debug) },
	{ "default_permissions", FLAG, AT(default_permissions) },
	{ "defaults", IGNORE },
	{ "dev", PASS },
	{ "direct_io", FLAG, AT(direct_io) },
	{ "dirsync", PASS },
	{ "entry_timeout", SECONDS, AT(entry_timeout) },
	{ "exec", PASS },
	{ "fsname", PASS_VALUE },
	{ "gid", ID, AT(gid), AT(set_gid) },
	{ "gidmap", MAP, AT(gidmap) },
	{ "hard_remove", IGNORE },
	{ "kernel_cache", IGNORE },
	{ "large_read", IGNORE },
	{ "max_background", IGNORE_VALUE },
	{ "max_read", PASS_VALUE },
	{ "max_readahead", IGNORE_VALUE },
	{ "max_write", IGNORE_VALUE },
	{ "negative_timeout", SECONDS, AT(negative_timeout) },
	{ "no_default_permissions", FLAG, AT(no_permissions) },
	{ "noatime", PASS },
	{ "nodev", PASS },
	{ "nodiratime", PASS },
	{ "noexec", PASS },
	{ "nonempty", FLAG, AT(nonempty) },
	{ "nosuid", PASS },
	{ "readdir_ino", IGNORE },
	{ "relatime", PASS },
	{ "ro", FLAG, AT(readonly) },
	{ "rw", IGNORE },
	{ "subtype", PASS_VALUE },
	{ "suid", PASS },
	{ "sync", PASS },
	{ "uid", ID, AT(uid), AT(set_uid) },
	{ "uidmap", MAP, AT(uidmap) },
	{ "umask", OCTAL, AT(umask), AT(set_umask) },
	{ "use_ino", IGNORE },
};

__attribute__((format(printf, 2, 3))) static int wrong(char **ret_msg,
						       const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(ret_msg, fmt, ap) < 0)
		*ret_msg = NULL;
	va_end(ap);
	errno = EINVAL;
	return -1;
}

static bool number(const char *s, int base, uint32_t max, uint32_t *ret)
{
	unsigned long long v;
	char *end;

	if (*s < '0' || *s > '9')
		return false;
	errno = 0;
	v = strtoull(s, &end, base);
	if (errno || *end || v > max)
		return false;
	*ret = v;
	return true;
}

static bool seconds(const char *s, double *ret)
{
	char *end;
	double v = strtod(s, &end);

	if (end == s || *end || !isfinite(v) || v < 0)
		return false;
	*ret = v < A_YEAR ? v : A_YEAR;
	return true;
}

static bool add_map(struct opts_idmap *map, const char *s)
{
	struct opts_map *e = &map->v[map->n];
	cleanup_strv char **part = strv_split(s, ":");

	if (map->n == OPTS_MAPS || !part || strv_len(part) != 3 ||
	    !number(part[0], 10, UINT32_MAX - 1, &e->host) ||
	    !number(part[1], 10, UINT32_MAX - 1, &e->guest) ||
	    !number(part[2], 10, UINT32_MAX - 1, &e->count) || !e->count ||
	    e->count > UINT32_MAX - e->host || e->count > UINT32_MAX - e->guest)
		return false;
	map->n++;
	return true;
}

static const struct word *find(const char *name, size_t len)
{
	for (size_t i = 0; i < ARRAY_SIZE(words_table); i++) {
		if (strlen(words_table[i].name) == len &&
		    !memcmp(words_table[i].name, name, len))
			return &words_table[i];
	}
	return NULL;
}

static bool has_value(enum kind kind)
{
	return kind == ID || kind == OCTAL || kind == SECONDS || kind == MAP ||
	       kind == PASS_VALUE || kind == IGNORE_VALUE;
}

static bool apply(struct opts *o, const struct word *w, const char *text,
		  const char *value)
{
	char *base = (char *)o;

	switch (w->kind) {
	case FLAG:
		*(bool *)(base + w->off) = true;
		return true;
	case ID:
	case OCTAL:
		*(bool *)(base + w->aux) = true;
		return number(value, w->kind == OCTAL ? 8 : 10,
			      w->kind == OCTAL ? 07777 : UINT32_MAX - 1,
			      (uint32_t *)(base + w->off));
	case SECONDS:
		return seconds(value, (double *)(base + w->off));
	case MAP:
		return add_map((struct opts_idmap *)(base + w->off), value);
	case CASE:
		o->case_mode = w->aux;
		return true;
	case PASS:
	case PASS_VALUE:
		return strv_add(&o->pass, text) == 0;
	case IGNORE:
	case IGNORE_VALUE:
		break;
	}
	return true;
}

static int one(struct opts *o, const char *text, char **ret_msg)
{
	size_t len = strcspn(text, "=");
	const char *value = text[len] ? text + len + 1 : NULL;
	const struct word *w = find(text, len);

	if (!w)
		return wrong(ret_msg, "-o %s: there is no such mount option",
			     text);
	if (has_value(w->kind) && (!value || !*value))
		return wrong(ret_msg, "-o %s: the option needs a value", text);
	if (!has_value(w->kind) && value)
		return wrong(ret_msg, "-o %s: the option takes no value", text);
	if (!apply(o, w, text, value))
		return wrong(ret_msg, "-o %s: %s", text,
			     w->kind == MAP ? "write HOST:GUEST:COUNT"
					    : "wrong value");
	return 0;
}

/* Cut the next word off: up to a comma that no backslash precedes. */
static char *next_word(const char **p)
{
	const char *s = *p;
	size_t n = 0;

	while (s[n] && s[n] != ',')
		n += s[n] == '\\' && s[n + 1] ? 2 : 1;
	*p = s + n + (s[n] == ',');
	return strndup(s, n);
}

int opts_parse(struct opts *o, const char *words, char **ret_msg)
{
	*o = (struct opts){
		.attr_timeout = A_YEAR,
		.entry_timeout = A_YEAR,
		.negative_timeout = A_YEAR,
		.case_mode = FS_CASE_AUTO,
	};
	while (words && *words) {
		cleanup_free char *w = next_word(&words);

		if (!w)
			return -1;
		if (*w && one(o, w, ret_msg) < 0)
			return -1;
	}
	if (o->allow_other && strv_has(o->pass.v, "allow_root"))
		return wrong(ret_msg, "-o allow_other and allow_root exclude "
				      "each other");
	if (o->allow_other && !o->no_permissions)
		o->default_permissions = true;
	return 0;
}

void opts_finish(struct opts *o)
{
	strv_finish(&o->pass);
}

static uint32_t to_host(const struct opts_idmap *map, uint32_t guest)
{
	for (size_t i = 0; i < map->n; i++) {
		const struct opts_map *e = &map->v[i];

		if (guest >= e->guest && guest - e->guest < e->count)
			return e->host + (guest - e->guest);
	}
	return map->n ? OPTS_ID_OVERFLOW : guest;
}

static bool to_guest(const struct opts_idmap *map, uint32_t host, uint32_t *ret)
{
	*ret = host;
	for (size_t i = 0; i < map->n; i++) {
		const struct opts_map *e = &map->v[i];

		if (host >= e->host && host - e->host < e->count) {
			*ret = e->guest + (host - e->host);
			return true;
		}
	}
	return map->n == 0;
}

uint32_t opts_host_uid(const struct opts *o, uint32_t guest)
{
	return o->set_uid ? o->uid : to_host(&o->uidmap, guest);
}

uint32_t opts_host_gid(const struct opts *o, uint32_t guest)
{
	return o->set_gid ? o->gid : to_host(&o->gidmap, guest);
}

uint32_t opts_mode(const struct opts *o, uint32_t mode)
{
	if (!o->set_umask)
		return mode;
	return (mode & ~07777u) | (0777 & ~o->umask);
}

bool opts_guest_uid(const struct opts *o, uint32_t host, uint32_t *ret)
{
	return to_guest(&o->uidmap, host, ret);
}

bool opts_guest_gid(const struct opts *o, uint32_t host, uint32_t *ret)
{
	return to_guest(&o->gidmap, host, ret);
}
