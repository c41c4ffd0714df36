/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "options.h"

#include <stdarg.h>
#include <string.h>

#include "io.h"
#include "strv.h"
#include "uri.h"

int options_say(const struct options *o, const char *fmt, ...)
{
	va_list ap;

	fprintf(stderr, "%s: ", o->program);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return -1;
}

/* Append one zeroed element to an array, or end: a command line that does not
 * fit in memory has no better answer.
 */
static void *append(void *array, size_t *n, size_t size)
{
	char **p = array;
	char *bigger = reallocarray(*p, *n + 1, size);

	if (!bigger)
		abort();
	*p = bigger;
	return memset(bigger + (*n)++ * size, 0, size);
}

int options_add_drive(struct options *o, const char *arg, const char *format,
		      int blocksize)
{
	struct drive_arg *d = append(&o->drives, &o->n_drives, sizeof(*d));

	d->arg = strdup(arg);
	d->format = format ? strdup(format) : NULL;
	d->blocksize = blocksize;
	return 0;
}

int options_add_domain(struct options *o, const char *name)
{
	options_add_drive(o, name, NULL, 0);
	o->drives[o->n_drives - 1].domain = true;
	return 0;
}

/* Device names hold no colon but for "btrfsvol:/dev/sda1/sub". */
int options_add_mount(struct options *o, const char *arg)
{
	struct mount_arg *m = append(&o->mounts, &o->n_mounts, sizeof(*m));
	size_t start = !strncmp(arg, "btrfsvol:", 9) ? 9 : 0;
	const char *p = arg + start;
	char **fields[] = { &m->mountpoint, &m->options, &m->fstype };

	p += strcspn(p, ":");
	m->device = strndup(arg, p - arg);
	for (size_t i = 0; i < ARRAY_SIZE(fields) && *p; i++) {
		size_t len = strcspn(++p, ":");

		if (len)
			*fields[i] = strndup(p, len);
		p += len;
	}
	if (*p || !*m->device)
		return options_say(o,
				   "-m %s: expected DEVICE[:MOUNTPOINT"
				   "[:OPTIONS[:FSTYPE]]]",
				   arg);
	if (!m->mountpoint)
		m->mountpoint = strdup("/");
	return 0;
}

/* The key of --key ID:file:NAME: its content without the last newline. */
static char *key_from_file(const struct options *o, const char *name)
{
	size_t len;
	char *key = io_read_file(name, 1 << 16, &len);

	if (!key) {
		options_say(o, "%s: %s", name, strerror(errno));
		return NULL;
	}
	if (memchr(key, '\0', len)) {
		options_say(o, "%s: a key cannot hold a NUL byte", name);
		free(key);
		return NULL;
	}
	if (len && key[len - 1] == '\n')
		key[len - 1] = '\0';
	return key;
}

int options_add_key(struct options *o, const char *arg)
{
	static const char *const kinds[] = { ":key:", ":file:" };
	struct key_arg *k;

	for (size_t i = 0; i < ARRAY_SIZE(kinds); i++) {
		const char *p = strstr(arg, kinds[i]);
		const char *value = p ? p + strlen(kinds[i]) : NULL;

		if (!p || p == arg)
			continue;
		k = append(&o->keys, &o->n_keys, sizeof(*k));
		k->id = strndup(arg, p - arg);
		k->key = i == 0 ? strdup(value) : key_from_file(o, value);
		return k->key ? 0 : -1;
	}
	if (strlen(arg) > 7 && !strcmp(arg + strlen(arg) - 7, ":clevis"))
		return options_say(
			o,
			"--key %s: clevis needs the network, "
			"which this version does not offer for keys; "
			"use ID:key:STRING or ID:file:NAME",
			arg);
	return options_say(o,
			   "--key %s: expected ID:key:STRING or "
			   "ID:file:NAME, where ID is a device, a UUID, or "
			   "\"all\"",
			   arg);
}

static int apply_drive(const struct options *o, guestfs_h *g,
		       const struct drive_arg *d)
{
	struct guestfs_add_drive_opts_argv a = { .bitmask = 0 };
	cleanup_free char *why = NULL;
	struct uri u;
	int r;

	if (d->domain) {
		struct guestfs_add_domain_argv ad = { .bitmask = 0 };

		if (o->connect) {
			ad.libvirturi = o->connect;
			ad.bitmask |= GUESTFS_ADD_DOMAIN_LIBVIRTURI_BITMASK;
		}
		return guestfs_add_domain_argv(g, d->arg, &ad);
	}
	if (uri_parse(d->arg, &u, &why) < 0)
		return options_say(o, "-a %s: %s", d->arg, why);

#define SET(field, bit, value)                                                 \
	do {                                                                   \
		if (value) {                                                   \
			a.field = (value);                                     \
			a.bitmask |= GUESTFS_ADD_DRIVE_OPTS_##bit##_BITMASK;   \
		}                                                              \
	} while (0)
	SET(readonly, READONLY, o->readonly && !d->writable);
	SET(format, FORMAT, d->format);
	SET(blocksize, BLOCKSIZE, d->blocksize);
	if (strcmp(u.protocol, "file"))
		SET(protocol, PROTOCOL, u.protocol);
	SET(server, SERVER, u.servers);
	SET(username, USERNAME, u.username);
	SET(secret, SECRET, u.secret);
#undef SET
	r = guestfs_add_drive_opts_argv(g, u.path, &a);
	uri_finish(&u);
	return r;
}

int options_apply_drives(const struct options *o, guestfs_h *g)
{
	for (size_t i = 0; i < o->n_drives; i++)
		if (apply_drive(o, g, &o->drives[i]) < 0)
			return -1;
	return 0;
}

void options_finish(struct options *o)
{
	for (size_t i = 0; i < o->n_drives; i++) {
		free(o->drives[i].arg);
		free(o->drives[i].format);
	}
	for (size_t i = 0; i < o->n_mounts; i++) {
		free(o->mounts[i].device);
		free(o->mounts[i].mountpoint);
		free(o->mounts[i].options);
		free(o->mounts[i].fstype);
	}
	for (size_t i = 0; i < o->n_keys; i++) {
		free(o->keys[i].id);
		explicit_bzero(o->keys[i].key, strlen(o->keys[i].key));
		free(o->keys[i].key);
	}
	free(o->drives);
	free(o->mounts);
	free(o->keys);
	free(o->root);
	strv_free(o->stdin_keys);
}
