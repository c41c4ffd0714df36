/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening encrypted devices with the keys of the command line. */
#include <string.h>
#include <termios.h>

#include "options.h"
#include "strv.h"

/* One line of @in, without its newline. */
static char *read_line(FILE *in)
{
	cleanup_free char *line = NULL;
	size_t cap = 0;
	ssize_t n = getline(&line, &cap, in);

	if (n < 0)
		return NULL;
	if (n && line[n - 1] == '\n')
		line[n - 1] = '\0';
	return steal_ptr(&line);
}

char *options_read_key(const struct options *o, const char *what)
{
	cleanup_fclose FILE *tty = NULL;
	struct termios old, quiet;
	bool hide = false;
	char *line;

	if (o->keys_from_stdin)
		return read_line(stdin);
	tty = fopen("/dev/tty", "re");
	if (!tty)
		return NULL;
	/* Before anybody types */
	if (!o->echo_keys && tcgetattr(fileno(tty), &old) == 0) {
		hide = true;
		quiet = old;
		quiet.c_lflag &= ~ECHO;
		tcsetattr(fileno(tty), TCSAFLUSH, &quiet);
	}
	fprintf(stderr, "Enter key or passphrase (\"%s\"): ", what);
	line = read_line(tty);
	if (hide) {
		tcsetattr(fileno(tty), TCSAFLUSH, &old);
		fputc('\n', stderr);
	}
	return line;
}

/* Keys that may fit @device: by its name, its UUID, or for all. */
static void matching_keys(const struct options *o, guestfs_h *g,
			  const char *device, struct strv *keys)
{
	cleanup_free char *uuid = NULL;

	guestfs_push_error_handler(g, NULL, NULL);
	uuid = guestfs_vfs_uuid(g, device);
	guestfs_pop_error_handler(g);
	for (size_t i = 0; i < o->n_keys; i++) {
		const char *id = o->keys[i].id;

		if (!strcmp(id, device) || !strcmp(id, "all") ||
		    (uuid && !strcasecmp(id, uuid)))
			strv_add(keys, o->keys[i].key);
	}
}

static char *map_name(const char *device)
{
	cleanup_strv char **parts = strv_split(device, "/");
	size_t n = strv_len(parts);
	char *s;

	/* "/dev/vg/lv" and "/dev/sda2": every part but "dev" */
	if (n >= 3 &&
	    asprintf(&s, "crypt%s-%s", parts[n - 2], parts[n - 1]) >= 0)
		return s;
	return n && asprintf(&s, "crypt%s", parts[n - 1]) >= 0 ? s : NULL;
}

/* Return: 0 open, 1 no key fits, -1 a failure */
static int open_device(struct options *o, guestfs_h *g, const char *device,
		       char *const *keys)
{
	cleanup_free char *name = map_name(device);
	struct guestfs_cryptsetup_open_argv a = {
		.bitmask = GUESTFS_CRYPTSETUP_OPEN_READONLY_BITMASK,
		.readonly = o->readonly,
	};

	for (size_t i = 0; keys && keys[i]; i++) {
		int r;

		guestfs_push_error_handler(g, NULL, NULL);
		r = guestfs_cryptsetup_open_argv(g, device, keys[i], name, &a);
		guestfs_pop_error_handler(g);
		if (r == 0)
			return 0;
	}
	return 1;
}

static int decrypt_one(struct options *o, guestfs_h *g, const char *device,
		       bool ask)
{
	cleanup_strv_finish struct strv keys = { 0 };
	bool given;
	int r;

	matching_keys(o, g, device, &keys);
	given = keys.n > 0;
	if (!given && (o->keys_from_stdin || (ask && isatty(0))))
		strv_take(&keys, options_read_key(o, device));
	if (!keys.n) {
		options_say(o,
			    "%s is encrypted and stays closed: give its key "
			    "with --key %s:key:PASSPHRASE or "
			    "--keys-from-stdin",
			    device, device);
		return 0;
	}
	r = open_device(o, g, device, keys.v);
	for (size_t i = 0; i < keys.n; i++)
		explicit_bzero(keys.v[i], strlen(keys.v[i]));
	if (r == 1)
		return options_say(o,
				   "%s: cannot open it (is the passphrase "
				   "right?): %s",
				   device, guestfs_last_error(g));
	return r;
}

/* A disk or a partition, by its name: nothing of what is encrypted */
static bool is_plain(const char *device)
{
	const char *p = device;

	if (strncmp(p, "/dev/", 5) || !strchr("hsv", p[5]) || p[6] != 'd')
		return false;
	p += 7;
	p += strspn(p, "abcdefghijklmnopqrstuvwxyz");
	return p[strspn(p, "0123456789")] == '\0';
}

/* To look for encrypted devices takes as long as to mount a file system. */
static bool nothing_to_open(const struct options *o)
{
	if (o->inspect || !o->n_mounts || o->n_keys || o->keys_from_stdin)
		return false;
	for (size_t i = 0; i < o->n_mounts; i++)
		if (!is_plain(o->mounts[i].device))
			return false;
	return true;
}

int options_decrypt(struct options *o, guestfs_h *g, bool ask)
{
	cleanup_strv char **fses = NULL;
	bool opened = false;

	if (nothing_to_open(o))
		return 0;
	fses = guestfs_list_filesystems(g);
	if (!fses)
		return -1;
	for (size_t i = 0; fses[i]; i += 2) {
		if (strcmp(fses[i + 1], "crypto_LUKS") &&
		    strcmp(fses[i + 1], "BitLocker"))
			continue;
		if (decrypt_one(o, g, fses[i], ask) < 0)
			return -1;
		opened = true;
	}
	/* Volume groups may sit inside what was opened */
	if (opened && (guestfs_lvm_scan(g, 1) < 0))
		return -1;
	return 0;
}
