/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fuzz target: what inspection parses itself. The first byte chooses the
 * parser, the rest is its input. libFuzzer calls LLVMFuzzerTestOneInput;
 * fuzz/main.c runs it over files.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "apps.h"
#include "arch.h"
#include "cleanup.h"
#include "drives.h"
#include "fstab.h"
#include "registry.h"
#include "resolve.h"
#include "rpmhead.h"
#include "rpmlist.h"
#include "version.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void fuzz_fstab(const char *text, const struct insp_devs *d)
{
	struct fstab f = { 0 };
	struct insp_os os;

	os_init(&os);
	if (fstab_parse_lines(text, &f) == 0)
		free(resolve_fstab(d, NULL, &f, &os));
	fstab_finish(&f);
	os_finish(&os);
}

static void fuzz_release(const char *text)
{
	static const char *const keys[] = { "ID", "VERSION_ID", "PRETTY_NAME" };
	int major, minor;

	for (size_t i = 0; i < ARRAY_SIZE(keys); i++)
		free(keyval_get(text, keys[i]));
	version_parse(text, &major, &minor);
	version_after(text, "release", &major, &minor);
}

static void fuzz_names(const char *text, const struct insp_devs *d)
{
	struct guest_part g;

	resolve_parse_name(text, &g);
	resolve_spec(d, NULL, text);
	free(devs_canon(text));
	drives_letter(text);
}

static void fuzz_rpm(const uint8_t *data, size_t size, char *text)
{
	cleanup_apps struct apps a = { 0 };
	struct app *app = apps_new(&a);

	if (app && rpmhead_parse(data, size, app) == 0)
		app_set_version(app, app->text[APP_NAME]);
	rpmlist_parse(text, &a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct insp_devs d = { .n_disks = 1 };
	struct insp_dev *v = devs_add(&d, "/dev/vda1");
	cleanup_free char *text = NULL;

	if (!v || !size)
		goto out;
	v->vfs = strdup("btrfs");
	v->uuid = strdup("u");
	v->partuuid = strdup("12345678-01");
	v->disk = 0;
	v->part = 1;
	text = strndup((const char *)data + 1, size - 1);
	if (!text)
		goto out;
	switch (data[0] % 6) {
	case 0:
		fuzz_fstab(text, &d);
		break;
	case 1:
		fuzz_release(text);
		break;
	case 2:
		fuzz_names(text, &d);
		break;
	case 3:
		drives_device(&d, data + 1, size - 1);
		free(registry_utf8((const char *)data + 1, size - 1));
		break;
	case 4:
		arch_of_header(data + 1, size - 1);
		break;
	case 5:
		fuzz_rpm(data + 1, size - 1, text);
		break;
	}
out:
	devs_finish(&d);
	return 0;
}
