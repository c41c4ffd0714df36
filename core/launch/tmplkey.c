/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tmplkey.h"

#include <string.h>
#include <sys/stat.h>

#include "argv.h"
#include "cleanup.h"
#include "fnv.h"
#include "guestfs_protocol.h"
#include "io.h"

#define FORMAT 1 /* of the file, and of how machines are saved */

/* Places of qemu's modules and firmware */
static const char *const parts[] = {
	"/usr/lib/x86_64-linux-gnu/qemu",
	"/usr/lib64/qemu-kvm",
	"/usr/lib64/qemu",
	"/usr/lib/qemu",
	"/usr/share/seabios/bios-256k.bin",
	"/usr/share/qemu/pvh.bin",
};

static char *facts(guestfs_h *g, const char *path)
{
	struct stat st;

	if (stat(path, &st) < 0)
		return handle_strdup(g, "-");
	return handle_asprintf(
		g, "%llx:%llu %lld %lld.%09ld", (unsigned long long)st.st_dev,
		(unsigned long long)st.st_ino, (long long)st.st_size,
		(long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

static char *parts_facts(guestfs_h *g)
{
	char *all = handle_strdup(g, "");

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++) {
		cleanup_free char *one = facts(g, parts[i]);
		char *longer = handle_asprintf(g, "%s %s", all, one);

		free(all);
		all = longer;
	}
	return all;
}

static char *cpu_line(guestfs_h *g, FILE *f, const char *name)
{
	cleanup_free char *line = NULL;
	size_t cap = 0;

	while (getline(&line, &cap, f) > 0)
		if (!strncmp(line, name, strlen(name)))
			return handle_strdup(g, line);
	return handle_strdup(g, "");
}

/* Of the first processor; "model name" stands before "flags". */
static char *cpu(guestfs_h *g)
{
	cleanup_fclose FILE *f = fopen("/proc/cpuinfo", "re");
	cleanup_free char *model = NULL, *flags = NULL;

	if (!f)
		return handle_strdup(g, "?\n");
	model = cpu_line(g, f, "model name");
	flags = cpu_line(g, f, "flags");
	return handle_asprintf(g, "%s%s", model, flags);
}

static uint64_t hash(const char *s)
{
	return fnv_add(FNV_START, s, strlen(s));
}

/**
 * tmplkey_make() - Make the key of a template
 * @g:		Handle
 * @b:		What would be booted
 * @ret_k:	Receives the key
 */
void tmplkey_make(guestfs_h *g, const struct boot *b, struct tmplkey *ret_k)
{
	cleanup_free char *qemu = facts(g, b->hv), *more = parts_facts(g);
	cleanup_free char *host = cpu(g), *machine = argv_key(g, b);
	cleanup_free char *place = NULL, *base = NULL;
	char *real = realpath(b->app->dir, NULL);

	place = handle_asprintf(g, "%s\n%s\n", b->hv,
				real ? real : b->app->dir);
	free(real);
	base = handle_asprintf(g,
			       "format %d, protocol %d\nqemu %s\nparts%s\n"
			       "appliance %s\n%s",
			       FORMAT, GUESTFS_PROTOCOL_VERSION, qemu, more,
			       b->app->id, host);
	ret_k->place = hash(place);
	ret_k->base = hash(base);
	ret_k->variant = hash(machine);
	ret_k->text = handle_asprintf(g, "%s%s%s\n", place, base, machine);
}
