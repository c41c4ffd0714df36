// SPDX-License-Identifier: GPL-2.0-or-later
/* LUKS and BitLocker through cryptsetup; keys go by standard input. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/activate.h"
#include "frame/probe.h"
#include "frame/reply.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define SECOND_KEY "/run/guestfs-newkey"

bool optgroup_luks_available(void)
{
	return toolpath_have("cryptsetup");
}

/* Exit statuses of cryptsetup(8) */
static int status_errno(int status)
{
	static const int errs[] = { 0, EINVAL, EACCES, ENOMEM, ENODEV, EBUSY };

	return status > 0 && status < (int)ARRAY_SIZE(errs) ? errs[status] : 0;
}

/* The key goes in as it is, no newline after it; it ends with the input. */
static int cryptsetup(const char *device, const char *key,
		      const char *const argv[])
{
	cleanup_free char *user = devname_to_user(device);
	cleanup_run struct run r = { .argv = argv,
				     .input = key,
				     .input_len = key ? strlen(key) : 0 };

	if (run(&r) < 0)
		return reply_errno(errno, "%s: cryptsetup", user);
	if (r.status == 0)
		return 0;
	/* Its status tells wrong parameters then */
	if (strstr(r.err, "in use"))
		return reply_program(&r, user, EBUSY);
	return reply_program(&r, user, status_errno(r.status));
}

static int check_name(const char *name)
{
	if (!*name || strchr(name, '/') || !strcmp(name, "control") ||
	    !strcmp(name, ".") || !strcmp(name, "..") || strlen(name) > 127)
		return reply_error(EINVAL,
				   "%s: not a name for an opened "
				   "device",
				   name);
	return 0;
}

/* What cryptsetup calls the encryption on @device, or NULL, error queued */
static const char *find_type(const char *device)
{
	cleanup_free char *type = probe_value(device, "TYPE");
	cleanup_free char *user = devname_to_user(device);

	if (type && !strcmp(type, "crypto_LUKS"))
		return "luks";
	if (type && !strcmp(type, "BitLocker"))
		return "bitlk";
	reply_error(EINVAL, "%s: not encrypted in a way that is known", user);
	return NULL;
}

static int open_it(const char *device, const char *key, const char *mapname,
		   bool readonly, const char *type)
{
	cleanup_strv_finish struct strv argv = { 0 };

	if (check_name(mapname) < 0)
		return -1;
	if (!type)
		type = find_type(device);
	if (!type)
		return -1;
	strv_add(&argv, "cryptsetup");
	strv_add(&argv, "-q");
	strv_add(&argv, "open");
	strv_addf(&argv, "--type=%s", type);
	strv_add(&argv, "--key-file=-");
	if (readonly)
		strv_add(&argv, "--readonly");
	strv_add(&argv, "--");
	strv_add(&argv, device);
	strv_add(&argv, mapname);
	if (cryptsetup(device, key, (const char *const *)argv.v) < 0)
		return -1;
	activate_all();
	return 0;
}

int do_cryptsetup_open(const char *device, const char *key, const char *mapname,
		       int readonly, const char *crypttype)
{
	bool ro = reply_optargs_bitmask() &
			  GUESTFS_CRYPTSETUP_OPEN_READONLY_BITMASK &&
		  readonly;

	return open_it(device, key, mapname, ro, crypttype);
}

int do_luks_open(const char *device, const char *key, const char *mapname)
{
	return open_it(device, key, mapname, false, "luks");
}

int do_luks_open_ro(const char *device, const char *key, const char *mapname)
{
	return open_it(device, key, mapname, true, "luks");
}

int do_cryptsetup_close(const char *device)
{
	static const char mapper[] = "/dev/mapper/";

	if (strncmp(device, mapper, strlen(mapper)))
		return reply_error(EINVAL,
				   "%s: not an opened device below "
				   "/dev/mapper",
				   device);
	return cryptsetup(
		device, NULL,
		ARGV("cryptsetup", "close", "--", device + strlen(mapper)));
}

int do_luks_close(const char *device)
{
	return do_cryptsetup_close(device);
}

static int format(const char *device, const char *key, int keyslot,
		  const char *cipher)
{
	cleanup_strv_finish struct strv argv = { 0 };

	strv_add(&argv, "cryptsetup");
	strv_add(&argv, "-q");
	strv_add(&argv, "luksFormat");
	if (cipher)
		strv_addf(&argv, "--cipher=%s", cipher);
	strv_addf(&argv, "--key-slot=%d", keyslot);
	strv_add(&argv, "--key-file=-");
	strv_add(&argv, "--");
	strv_add(&argv, device);
	return cryptsetup(device, key, (const char *const *)argv.v);
}

int do_luks_format(const char *device, const char *key, int keyslot)
{
	return format(device, key, keyslot, NULL);
}

int do_luks_format_cipher(const char *device, const char *key, int keyslot,
			  const char *cipher)
{
	return format(device, key, keyslot, cipher);
}

int do_luks_add_key(const char *device, const char *key, const char *newkey,
		    int keyslot)
{
	char slot[32];
	int r;

	snprintf(slot, sizeof(slot), "--key-slot=%d", keyslot);
	/* Standard input is taken; /run is memory. */
	if (io_write_file(SECOND_KEY, newkey) < 0)
		return reply_errno(errno, "new key");
	r = cryptsetup(device, key,
		       ARGV("cryptsetup", "-q", "luksAddKey", slot,
			    "--key-file=-", "--", device, SECOND_KEY));
	unlink(SECOND_KEY);
	return r;
}

int do_luks_kill_slot(const char *device, const char *key, int keyslot)
{
	char slot[16];

	snprintf(slot, sizeof(slot), "%d", keyslot);
	return cryptsetup(device, key,
			  ARGV("cryptsetup", "-q", "luksKillSlot",
			       "--key-file=-", "--", device, slot));
}

char *do_luks_uuid(const char *device)
{
	cleanup_free char *user = devname_to_user(device);
	char *uuid;

	if (!probe_is(device, "crypto_LUKS")) {
		reply_error(EINVAL, "%s: not a LUKS device", user);
		return NULL;
	}
	uuid = probe_value(device, "UUID");
	if (!uuid)
		reply_errno(errno, "%s", user);
	return uuid;
}
