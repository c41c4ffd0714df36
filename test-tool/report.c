/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <errno.h>
#include <grp.h>
#include <inttypes.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define MAX_INFO (16 << 20)

extern char **environ;

static void heading(const char *text)
{
	printf("\n----- %s\n", text);
}

/* Names that change what the library, qemu or the loader does */
static bool of_interest(const char *variable)
{
	static const char *const prefixes[] = {
		"LIBGUESTFS_", "GUESTFS_", "LIBVIRT_", "LD_",
		"XDG_",	       "PATH=",	   "TMPDIR=",  "HOME=",
		"USER=",       "LANG=",	   "LC_ALL=",
	};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (!strncmp(variable, prefixes[i], strlen(prefixes[i])))
			return true;
	return false;
}

static void environment(void)
{
	heading("environment");
	for (char **e = environ; *e; e++)
		if (of_interest(*e))
			printf("%s\n", *e);
}

static void device(const char *path)
{
	struct stat st;
	struct passwd *pw;
	struct group *gr;

	if (stat(path, &st) < 0) {
		printf("%s: %s\n", path, strerror(errno));
		return;
	}
	pw = getpwuid(st.st_uid);
	gr = getgrgid(st.st_gid);
	printf("%s: mode %04o, owner %s, group %s, %s\n", path,
	       st.st_mode & 07777, pw ? pw->pw_name : "?",
	       gr ? gr->gr_name : "?",
	       access(path, R_OK | W_OK) == 0 ? "usable by us"
					      : strerror(errno));
}

static void os_name(void)
{
	cleanup_free char *text = io_read_file("/etc/os-release", 65536, NULL);
	const char *p = text ? strstr(text, "PRETTY_NAME=") : NULL;

	if (p)
		printf("system: %.*s\n", (int)strcspn(p + 12, "\n"), p + 12);
}

static void processor(void)
{
	cleanup_free char *text = io_read_file("/proc/cpuinfo", MAX_INFO, NULL);
	const char *p = text ? strstr(text, "model name") : NULL;

	p = p ? strchr(p, ':') : NULL;
	printf("processors: %ld%s%.*s\n", sysconf(_SC_NPROCESSORS_ONLN),
	       p ? "," : "", p ? (int)strcspn(p + 1, "\n") : 0, p ? p + 1 : "");
}

/** report_machine() - Environment variables, kernel, memory, devices */
void report_machine(void)
{
	struct utsname u;
	struct sysinfo si;

	environment();
	heading("this machine");
	os_name();
	if (uname(&u) == 0)
		printf("kernel: %s %s %s\n", u.sysname, u.release, u.machine);
	processor();
	if (sysinfo(&si) == 0)
		printf("memory: %llu MiB, free %llu MiB\n",
		       (unsigned long long)si.totalram * si.mem_unit >> 20,
		       (unsigned long long)si.freeram * si.mem_unit >> 20);
	printf("user: %u, group %u\n", (unsigned int)geteuid(),
	       (unsigned int)getegid());
	device("/dev/kvm");
	device("/dev/fuse");
	fflush(stdout);
}

static void setting(const char *name, const char *value)
{
	printf("%s: %s\n", name, value ? value : "(none)");
}

static void owned(const char *name, char *value)
{
	setting(name, value);
	free(value);
}

static void hypervisor(guestfs_h *g)
{
	cleanup_free char *hv = guestfs_get_hv(g);
	cleanup_run struct run r = {
		.argv = ARGV(hv ? hv : "", "--version"),
		.timeout = 20,
	};

	setting("hv", hv);
	if (!hv)
		return;
	if (run(&r) < 0)
		printf("hv version: cannot run it: %s\n", strerror(errno));
	else
		printf("hv version: %.*s\n", (int)strcspn(r.out, "\n"), r.out);
}

/* The library says it all when it fails; here only which one it will take. */
static void appliance_in(const char *dir)
{
	cleanup_free char *path = NULL;
	cleanup_free char *text = NULL;
	static const char key[] = "\"kernel_version\": \"";
	const char *p;

	if (asprintf(&path, "%s/appliance.json", *dir ? dir : ".") < 0)
		return;
	text = io_read_file(path, MAX_INFO, NULL);
	p = text ? strstr(text, key) : NULL;
	if (p)
		p += strlen(key);
	printf("appliance in %s: %s%.*s\n", *dir ? dir : ".",
	       text ? "kernel " : strerror(errno),
	       p ? (int)strcspn(p, "\"") : 0, p ? p : "");
}

static void appliances(const char *path)
{
	cleanup_free char *copy = path ? strdup(path) : NULL;
	char *rest = copy, *dir;

	setting("path", path);
	while ((dir = strsep(&rest, ":")))
		appliance_in(dir);
}

static void backend_settings(guestfs_h *g)
{
	char **v = guestfs_get_backend_settings(g);

	printf("backend settings:");
	for (size_t i = 0; v && v[i]; i++)
		printf(" %s", v[i]);
	printf("\n");
	strv_free(v);
}

/** report_settings() - What the handle has been set to, qemu, appliance */
void report_settings(guestfs_h *g)
{
	struct guestfs_version *v = guestfs_version(g);

	heading("library");
	if (v)
		printf("version: %" PRIi64 ".%" PRIi64 ".%" PRIi64 "%s\n",
		       v->major, v->minor, v->release, v->extra);
	guestfs_free_version(v);
	owned("program", strdup(guestfs_get_program(g)));
	owned("backend", guestfs_get_backend(g));
	backend_settings(g);
	setting("append", guestfs_get_append(g));
	printf("memsize: %d\nsmp: %d\n", guestfs_get_memsize(g),
	       guestfs_get_smp(g));
	printf("network: %d\nrecovery_proc: %d\n", guestfs_get_network(g),
	       guestfs_get_recovery_proc(g));
	owned("cachedir", guestfs_get_cachedir(g));
	owned("tmpdir", guestfs_get_tmpdir(g));
	hypervisor(g);
	appliances(guestfs_get_path(g));
	fflush(stdout);
}
