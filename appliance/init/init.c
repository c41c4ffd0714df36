// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The appliance's /init: what the kernel runs first, from a small initramfs.
 * It loads the driver of the disk that holds the root file system, changes to
 * it, mounts what every program expects, loads the drivers of the other
 * devices that the machine has, and becomes guestfsd. Statically linked: under
 * emulation every page that a dynamic linker touches costs.
 *
 * Nothing here can be reported to the host but on the console; a failure that
 * leaves no daemon powers the machine off, so that the host learns at once.
 */
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <net/if.h>
#include <net/route.h>
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
/* The root disk's serial number in qemu */
#define ROOT_SERIAL  "gfsroot"
#define ROOT_WAIT_MS 5000
/* Lists of modules: of the initramfs; of a virtio device by its type (this
 * stands for modules.virtio-8 and so on); see below for warm. */
#define MODULES	       "/etc/guestfs/modules.initramfs"
#define VIRTIO_MODULES "/etc/guestfs/modules.virtio-"
/* Modules that most guests need: loaded ahead when the machine is going to be
 * saved and restored many times, so that no restored one pays for them. */
#define WARM_MODULES "/etc/guestfs/modules.warm"
#define WARM_WORD    "guestfs.warm"
/* The library has asked qemu for a network. */
#define NETWORK_WORD "guestfs_network=1"
#define NETWORK_CARD "eth0"

struct mountpoint {
	const char *type;
	const char *where;
	unsigned long flags;
	const char *data;
};

static const struct mountpoint early[] = {
	{ "devtmpfs", "/dev", MS_NOSUID, "mode=0755" },
	{ "sysfs", "/sys", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL },
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
	"/run/lock",  "/run/lock/lvm", "/run/lvm",   "/run/cryptsetup",
	"/run/mdadm", "/run/mount",    "/run/btrfs",
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

static void mount_list(const struct mountpoint *m, size_t n)
{
	for (; n; n--, m++) {
		mkdir(m->where, 0755);
		if (mount(m->type, m->where, m->type, m->flags, m->data) < 0)
			complain("cannot mount", m->where);
	}
}

static void mount_all(void)
{
	mount_list(mountpoints, sizeof(mountpoints) / sizeof(*mountpoints));
	for (size_t i = 0; i < sizeof(links) / sizeof(*links); i++)
		if (symlink(links[i][0], links[i][1]) < 0)
			complain("cannot make", links[i][1]);
	for (size_t i = 0; i < sizeof(directories) / sizeof(*directories); i++)
		mkdir(directories[i], 0700);
}

static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0) {
		complain("cannot open", path);
		return;
	}
	if (syscall(SYS_finit_module, fd, "", 0) < 0 && errno != EEXIST)
		complain("cannot load", path);
	close(fd);
}

/* One path a line, each after those that it needs */
static void load_modules(const char *list)
{
	FILE *f = fopen(list, "re");
	char line[512];

	if (!f) {
		complain("cannot open", list);
		return;
	}
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0])
			load_module(line);
	}
	fclose(f);
}

/* A file of one line, without its newline; "" where there is none */
static void read_line(char *line, size_t size, const char *fmt,
		      const char *name)
{
	char path[PATH_MAX];
	ssize_t n = -1;
	int fd;

	snprintf(path, sizeof(path), fmt, name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		n = read(fd, line, size - 1);
		close(fd);
	}
	line[n < 0 ? 0 : n] = '\0';
	line[strcspn(line, "\n")] = '\0';
}

/* Each type once: eight disks are no reason to look eight times */
static void load_device_modules(void)
{
	DIR *dir = opendir("/sys/bus/virtio/devices");
	bool done[64] = { false };
	struct dirent *d;

	while (dir && (d = readdir(dir))) {
		char type[16], list[64];
		unsigned long n;

		if (d->d_name[0] == '.')
			continue;
		read_line(type, sizeof(type),
			  "/sys/bus/virtio/devices/%s/device", d->d_name);
		n = strtoul(type, NULL, 16);
		if (n >= sizeof(done) || done[n])
			continue;
		done[n] = true;
		snprintf(list, sizeof(list), VIRTIO_MODULES "%lu", n);
		if (access(list, R_OK) == 0)
			load_modules(list);
	}
	if (dir)
		closedir(dir);
}

static bool find_root(char *path, size_t size)
{
	DIR *dir = opendir("/sys/block");
	bool found = false;
	struct dirent *d;

	while (!found && dir && (d = readdir(dir))) {
		char serial[32];

		read_line(serial, sizeof(serial), "/sys/block/%s/serial",
			  d->d_name);
		found = !strcmp(serial, ROOT_SERIAL);
		if (found)
			snprintf(path, size, "/dev/%s", d->d_name);
	}
	if (dir)
		closedir(dir);
	return found;
}

/* The initramfs stays below, a megabyte or two: nothing can name it then. */
static int change_root(void)
{
	char disk[PATH_MAX] = "the disk " ROOT_SERIAL;
	int waited = 0;

	while (!find_root(disk, sizeof(disk)) && waited < ROOT_WAIT_MS) {
		usleep(5000);
		waited += 5;
	}
	mkdir("/root", 0755);
	if (mount(disk, "/root", "erofs", MS_RDONLY, NULL) < 0) {
		complain("cannot mount", disk);
		return -1;
	}
	umount2("/sys", MNT_DETACH);
	umount2("/dev", MNT_DETACH);
	if (chdir("/root") < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 ||
	    chroot(".") < 0 || chdir("/") < 0) {
		complain("cannot change to", disk);
		return -1;
	}
	return 0;
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
		complain("cannot bring up", "lo");
	if (fd >= 0)
		close(fd);
}

static void set_address(int fd, unsigned long request, const char *address)
{
	struct ifreq ifr = { .ifr_name = NETWORK_CARD };
	struct sockaddr_in *in = (struct sockaddr_in *)&ifr.ifr_addr;

	in->sin_family = AF_INET;
	inet_pton(AF_INET, address, &in->sin_addr);
	if (ioctl(fd, request, &ifr) < 0)
		complain("cannot give an address to", NETWORK_CARD);
}

/* The addresses are qemu's for the network that the library asks for: nobody
 * need be asked for them, and they are always the same.
 */
static void network_up(void)
{
	struct ifreq ifr = { .ifr_name = NETWORK_CARD, .ifr_flags = IFF_UP };
	struct rtentry route = { .rt_flags = RTF_UP | RTF_GATEWAY };
	struct sockaddr_in *gate = (struct sockaddr_in *)&route.rt_gateway;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	route.rt_dst.sa_family = route.rt_genmask.sa_family = AF_INET;
	gate->sin_family = AF_INET;
	inet_pton(AF_INET, "169.254.2.2", &gate->sin_addr);
	if (fd < 0) {
		complain("cannot open", "a socket");
		return;
	}
	set_address(fd, SIOCSIFADDR, "169.254.2.15");
	set_address(fd, SIOCSIFNETMASK, "255.255.0.0");
	if (ioctl(fd, SIOCSIFFLAGS, &ifr) < 0 ||
	    ioctl(fd, SIOCADDRT, &route) < 0)
		complain("cannot bring up", NETWORK_CARD);
	close(fd);
}

static void set_limits(void)
{
	struct rlimit files = { 1 << 20, 1 << 20 };

	if (setrlimit(RLIMIT_NOFILE, &files) < 0)
		complain("cannot set the limit of", "open files");
}

int main(void)
{
	/* not the kernel's words: it reads those it knows from /proc/cmdline */
	static char *daemon_argv[] = { (char *)DAEMON, NULL };
	static char *daemon_env[] = {
		(char *)"PATH=/usr/sbin:/usr/bin:/sbin:/bin",
		(char *)"HOME=/root",
		(char *)"TERM=dumb",
		(char *)"LC_ALL=C.UTF-8",
		NULL,
	};

	umask(022);
	mount_list(early, sizeof(early) / sizeof(*early));
	load_modules(MODULES);
	if (change_root() < 0)
		give_up();
	mount_all();
	load_device_modules();
	if (has_word(WARM_WORD))
		load_modules(WARM_MODULES);
	loopback_up();
	if (has_word(NETWORK_WORD))
		network_up();
	set_limits();
	if (sethostname("guestfs", 7) < 0)
		complain("cannot set", "hostname");

	execve(DAEMON, daemon_argv, daemon_env);
	complain("cannot run", DAEMON);
	give_up();
}
