// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The appliance's /init: what the kernel runs first. It mounts what every
 * program expects, loads the drivers that the machine is known to have, and
 * becomes guestfsd. Statically linked: under emulation every page that a
 * dynamic linker touches costs.
 *
 * Nothing here can be reported to the host but on the console; a failure that
 * leaves no daemon powers the machine off, so that the host learns at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DAEMON "/usr/sbin/guestfsd"
#define MODULES "/etc/guestfs/modules"
/* Modules that most guests need: loaded ahead when the machine is going to be
 * saved and restored many times, so that no restored one pays for them. */
#define WARM_MODULES "/etc/guestfs/modules.warm"
#define WARM_WORD "guestfs.warm"

struct mountpoint {
	const char *type;
	const char *where;
	unsigned long flags;
	const char *data;
};

static const struct mountpoint mountpoints[] = {
	{ "devtmpfs", "/dev", MS_NOSUID, "mode=0755" },
	{ "proc", "/proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	{ "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
	{ "tmpfs", "/run", MS_NOSUID | MS_NODEV, "mode=0755" },
	{ "tmpfs", "/tmp", MS_NOSUID | MS_NODEV, "mode=1777" },
	{ "devpts", "/dev/pts", MS_NOSUID | MS_NOEXEC, "ptmxmode=0666" },
	{ "tmpfs", "/dev/shm", MS_NOSUID | MS_NODEV, "mode=1777" },
};

static const char *const links[][2] = {
	{ "/proc/self/fd", "/dev/fd" },
	{ "/proc/self/fd/0", "/dev/stdin" },
	{ "/proc/self/fd/1", "/dev/stdout" },
	{ "/proc/self/fd/2", "/dev/stderr" },
};

static const char *const directories[] = {
	"/run/lock", "/run/lock/lvm", "/run/lvm", "/run/cryptsetup",
	"/run/mdadm", "/run/mount",
};

static void complain(const char *what, const char *object)
{
	fprintf(stderr, "guestfs: init: %s %s: %s\n", what, object,
		strerror(errno));
}

/* RB_POWER_OFF needs ACPI, which is off; qemu runs with -no-reboot, so a
 * reset ends it.
 */
static void __attribute__((noreturn)) give_up(void)
{
	sync();
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}

static void mount_all(void)
{
	for (size_t i = 0; i < sizeof(mountpoints) / sizeof(*mountpoints);
	     i++) {
		const struct mountpoint *m = &mountpoints[i];

		mkdir(m->where, 0755);
		if (mount(m->type, m->where, m->type, m->flags, m->data) < 0)
			complain("mount", m->where);
	}
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (symlink(links[i][0], links[i][1]) < 0)
			complain("symlink", links[i][1]);
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		mkdir(directories[i], 0700);
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		complain("open", path);
		return;
	}
	if (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST)
		complain("load", path);
	close(fd);
}

/* One path a line, each after those that it needs */
static void load_modules(const char *list)
{
	FILE *f = fopen(list, "re");
	char line[512];

	if (!f) {
		complain("open", list);
		return;
	}
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0])
			load_module(line);
	}
	fclose(f);
}

static bool has_word(const char *word)
{
	FILE *f = fopen("/proc/cmdline", "re");
	char line[4096] = "";
	bool found = false;

	if (!f)
		return false;
	if (fgets(line, sizeof(line), f))
		for (char *w = strtok(line, " \n"); w; w = strtok(NULL, " \n"))
			found |= !strcmp(w, word);
	fclose(f);
	return found;
}

/* Programs that talk to themselves over 127.0.0.1 expect it to be there */
static void loopback_up(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &ifr) < 0)
		complain("bring up", "lo");
	if (fd >= 0)
		close(fd);
}

static void set_limits(void)
{
	struct rlimit files = { 1 << 20, 1 << 20 };

	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		complain("set limit of", "open files");
}

int main(int argc, char *argv[])
{
	static char *daemon_env[] = {
		(char *)"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
		(char *)"HOME=/root", (char *)"TERM=dumb",
		(char *)"LC_ALL=C.UTF-8", NULL,
	};

	(void)argc;
	umask(022);
	mount_all();
	load_modules(MODULES);
	if (has_word(WARM_WORD))
		load_modules(WARM_MODULES);
	loopback_up();
	set_limits();
	if (sethostname("guestfs", 7) < 0)
		complain("set", "hostname");

	argv[0] = (char *)DAEMON;
	execve(DAEMON, argv, daemon_env);
	complain("cannot run", DAEMON);
	give_up();
}
