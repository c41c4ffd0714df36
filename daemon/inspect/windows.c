/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "windows.h"

#include <string.h>
#include <strings.h>

#include "arch.h"
#include "cleanup.h"
#include "drives.h"
#include "registry.h"
#include "version.h"

/* Builds from here on are Windows 11, whatever their ProductName says. */
#define WINDOWS_11_BUILD 22000

static char *below(const char *dir, const char *name)
{
	char *s;

	return asprintf(&s, "%s/%s", dir, name) < 0 ? NULL : s;
}

/* @dir holds a Windows when it has its registry or its shell. */
static bool is_systemroot(const struct insp_root *r, const char *dir)
{
	static const char *const files[] = {
		"System32/config/SOFTWARE",
		"System32/cmd.exe",
		"System32/ntoskrnl.exe",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		cleanup_free char *path = below(dir, files[i]);
		cleanup_free char *real = path ? root_nocase(r, path) : NULL;

		if (real && root_is_file(r, real))
			return true;
	}
	return false;
}

static char *try_systemroot(const struct insp_root *r, const char *dir)
{
	cleanup_free char *real = root_nocase(r, dir);

	return real && strcmp(real, "/") && is_systemroot(r, real)
		       ? steal_ptr(&real)
		       : NULL;
}

/* "multi(0)disk(0)rdisk(0)partition(1)\WINNT4" names it in boot.ini. */
static char *by_boot_ini(const struct insp_root *r)
{
	cleanup_free char *path = root_nocase(r, "/boot.ini");
	cleanup_free char *text = path ? root_text(r, path) : NULL;
	char *save = NULL, *line;

	line = text ? strtok_r(text, "\r\n", &save) : NULL;
	for (; line; line = strtok_r(NULL, "\r\n", &save)) {
		char *dir = strstr(line, ")\\"), *p, *found;

		if (!dir)
			continue;
		dir++;
		dir[strcspn(dir, "= \t\"")] = '\0';
		for (p = dir; *p; p++)
			if (*p == '\\')
				*p = '/';
		if (strstr(dir, "/../"))
			continue;
		found = try_systemroot(r, dir);
		if (found)
			return found;
	}
	return NULL;
}

char *windows_systemroot(const struct insp_root *r)
{
	static const char *const usual[] = {
		"/windows", "/winnt",	"/win32",
		"/winnt4",  "/reactos", "/windows.000",
	};
	char *found;

	for (size_t i = 0; i < ARRAY_SIZE(usual); i++) {
		found = try_systemroot(r, usual[i]);
		if (found)
			return found;
	}
	return by_boot_ini(r);
}

/* "Windows 10 Pro" of a Windows 11 */
static void mend_product(struct insp_os *os)
{
	static const char ten[] = "Windows 10";

	if (os->product && os->build_id &&
	    !strncmp(os->product, ten, sizeof(ten) - 1) &&
	    atoi(os->build_id) >= WINDOWS_11_BUILD)
		os->product[sizeof(ten) - 2] = '1';
}

static void read_software(const struct insp_root *r, struct insp_os *os)
{
	cleanup_hive hive_h *h = registry_open(r, os->software);
	cleanup_free char *version = NULL;
	uint32_t major, minor;
	hive_node_h key;

	if (!h)
		return;
	key = registry_key(h, "Microsoft\\Windows NT\\CurrentVersion");
	os_take(&os->product, registry_string(h, key, "ProductName"));
	os_take(&os->variant, registry_string(h, key, "InstallationType"));
	os_take(&os->build_id, registry_string(h, key, "CurrentBuildNumber"));
	if (!os->build_id)
		os_take(&os->build_id, registry_string(h, key, "CurrentBuild"));
	/* From Windows 10 on; CurrentVersion stays at 6.3 for ever. */
	if (registry_dword(h, key, "CurrentMajorVersionNumber", &major) == 0 &&
	    registry_dword(h, key, "CurrentMinorVersionNumber", &minor) == 0) {
		os->major = major & 0x7fffffff;
		os->minor = minor & 0x7fffffff;
	} else {
		version = registry_string(h, key, "CurrentVersion");
		if (version)
			version_parse(version, &os->major, &os->minor);
	}
	mend_product(os);
}

static void control_set(hive_h *h, struct insp_os *os)
{
	uint32_t n;
	char *s;

	if (registry_dword(h, registry_key(h, "Select"), "Current", &n) < 0 ||
	    n == 0 || n > 999)
		n = 1;
	if (asprintf(&s, "ControlSet%03u", n) < 0)
		return;
	if (hivex_node_get_child(h, hivex_root(h), s))
		os_take(&os->control_set, s);
	else
		free(s);
}

/* A string at "CONTROLSET\path" of the SYSTEM hive. */
static char *control_string(hive_h *h, const struct insp_os *os,
			    const char *path, const char *name)
{
	cleanup_free char *full = NULL;

	if (!os->control_set ||
	    asprintf(&full, "%s\\%s", os->control_set, path) < 0)
		return NULL;
	return registry_string(h, registry_key(h, full), name);
}

static char *hostname(hive_h *h, const struct insp_os *os)
{
	static const char tcpip[] = "Services\\Tcpip\\Parameters";
	char *s = control_string(h, os, tcpip, "Hostname");

	if (!s)
		s = control_string(h, os, tcpip, "NV Hostname");
	if (!s)
		s = control_string(h, os, "Control\\ComputerName\\ComputerName",
				   "ComputerName");
	return s;
}

static void drive_letters(hive_h *h, const struct insp_devs *d,
			  struct insp_os *os)
{
	hive_node_h key = registry_key(h, "MountedDevices");
	cleanup_free hive_value_h *values =
		key ? hivex_node_values(h, key) : NULL;

	for (size_t i = 0; values && values[i]; i++) {
		cleanup_free char *name = hivex_value_key(h, values[i]);
		char letter[2] = { name ? drives_letter(name) : 0 };
		cleanup_free char *data = NULL;
		const struct insp_dev *dev;
		hive_type type;
		size_t len;

		if (!*letter)
			continue;
		data = hivex_value_value(h, values[i], &type, &len);
		dev = data ? drives_device(d, data, len) : NULL;
		if (!dev || strv_add(&os->drives, letter) < 0)
			continue;
		strv_add(&os->drives, dev->name);
		if (dev->vfs && strcmp(dev->vfs, "unknown"))
			os_add_filesystem(os, dev->name);
	}
}

static const char *arch_by_registry(const char *s)
{
	static const struct {
		const char *theirs;
		const char *ours;
	} names[] = {
		{ "AMD64", "x86_64" },	{ "x86", "i386" }, { "IA64", "ia64" },
		{ "ARM64", "aarch64" }, { "ARM", "arm" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (!strcasecmp(names[i].theirs, s))
			return names[i].ours;
	return NULL;
}

static void read_system(const struct insp_root *r, const struct insp_devs *d,
			struct insp_os *os)
{
	cleanup_hive hive_h *h = registry_open(r, os->system);
	cleanup_free char *env = NULL;
	const char *arch;

	if (!h)
		return;
	control_set(h, os);
	os_take(&os->hostname, hostname(h, os));
	drive_letters(h, d, os);
	env = control_string(h, os, "Control\\Session Manager\\Environment",
			     "PROCESSOR_ARCHITECTURE");
	arch = env ? arch_by_registry(env) : NULL;
	if (!os->arch && arch)
		os_take(&os->arch, strdup(arch));
}

static const char *arch_by_programs(const struct insp_root *r,
				    const struct insp_os *os)
{
	static const char *const files[] = {
		"System32/cmd.exe",
		"System32/ntoskrnl.exe",
		"explorer.exe",
	};

	for (size_t i = 0; i < ARRAY_SIZE(files); i++) {
		cleanup_free char *path = below(os->systemroot, files[i]);
		cleanup_free char *real = path ? root_nocase(r, path) : NULL;
		const char *arch = real ? arch_of_file(r, real) : NULL;

		if (arch)
			return arch;
	}
	return NULL;
}

void windows_detect(const struct insp_root *r, const struct insp_devs *d,
		    struct insp_os *os)
{
	const char *arch = arch_by_programs(r, os);
	cleanup_free char *software =
		below(os->systemroot, "System32/config/SOFTWARE");
	cleanup_free char *system =
		below(os->systemroot, "System32/config/SYSTEM");

	os->type = "windows";
	os->distro = "windows";
	os_take(&os->arch, arch ? strdup(arch) : NULL);
	os_take(&os->software, software ? root_nocase(r, software) : NULL);
	os_take(&os->system, system ? root_nocase(r, system) : NULL);
	if (os->software)
		read_software(r, os);
	if (os->system)
		read_system(r, d, os);
}
