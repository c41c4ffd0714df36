// SPDX-License-Identifier: GPL-2.0-or-later
/* What /sys knows of block devices. */
#include "devname.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"
#include "log.h"
#include "strv.h"
#include "devtable.h"

#define WAIT_MS 10000

static void sleep_ms(long ms)
{
	struct timespec t = { ms / 1000, ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static char *sys_attr(const char *name, const char *attr, size_t *ret_len)
{
	cleanup_free char *path = NULL;

	if (asprintf(&path, "/sys/class/block/%s/%s", name, attr) < 0)
		return NULL;
	return io_read_file(path, 4096, ret_len);
}

/* virtio-blk has an attribute, SCSI a page of vital product data */
static bool has_serial(const char *name, const char *serial)
{
	cleanup_free char *v = sys_attr(name, "serial", NULL);
	cleanup_free char *page = NULL;
	size_t len = 0, want = strlen(serial);

	if (v) {
		v[strcspn(v, " \n")] = '\0';
		if (!strcmp(v, serial))
			return true;
	}
	page = sys_attr(name, "device/vpd_pg80", &len);
	if (!page || len < 4 + want || memcmp(page + 4, serial, want))
		return false;
	return len == 4 + want || page[4 + want] == ' ' || !page[4 + want];
}

static char *find_serial(const char *serial)
{
	cleanup_closedir DIR *dir = opendir("/sys/block");
	struct dirent *d;
	char *path;

	while (dir && (d = readdir(dir)))
		if (d->d_name[0] != '.' && has_serial(d->d_name, serial))
			return asprintf(&path, "/dev/%s", d->d_name) < 0 ? NULL
									 : path;
	return NULL;
}

/* The kernel scans SCSI disks beside us: their partitions may be missing yet.
 * Opening waits for a scan that has begun, which it does at once.
 */
static void wait_for_scan(const char *path)
{
	cleanup_close int fd = -1;

	if (!strncmp(path, "/dev/sd", 7)) {
		sleep_ms(10);
		fd = open(path, O_RDONLY | O_CLOEXEC);
	}
}

static void set_queue(const char *path, const char *name, const char *value)
{
	cleanup_free char *attr = NULL;

	if (asprintf(&attr, "/sys/block/%s/queue/%s", path + 5, name) > 0)
		io_write_file(attr, value);
}

/* One request costs half a millisecond whatever its size. */
static void large_requests(const char *path)
{
	set_queue(path, "max_sectors_kb", "4096\n");
	set_queue(path, "read_ahead_kb", "2048\n");
}

int devname_set_disks(const char *const *serials, const char *const *labels,
		      unsigned int n)
{
	cleanup_strv_finish struct strv found = { 0 };
	int waited = 0;

	while (found.n < n) {
		char *path = find_serial(serials[found.n]);

		if (path && access(path, F_OK) == 0) {
			wait_for_scan(path);
			large_requests(path);
			strv_take(&found, path);
			continue;
		}
		free(path);
		if (waited >= WAIT_MS) {
			log_line("no disk with serial number %s",
				 serials[found.n]);
			errno = ENODEV;
			return -1;
		}
		sleep_ms(5);
		waited += 5;
	}
	devname_set_table(found.v, labels, n);
	return 0;
}

char *devname_sysfs(const char *kernel)
{
	char link[64], name[PATH_MAX];
	struct stat st;
	ssize_t n;

	if (stat(kernel, &st) < 0)
		return NULL;
	if (!S_ISBLK(st.st_mode)) {
		errno = ENOTBLK;
		return NULL;
	}
	snprintf(link, sizeof(link), "/sys/dev/block/%u:%u", major(st.st_rdev),
		 minor(st.st_rdev));
	n = readlink(link, name, sizeof(name) - 1);
	if (n < 0)
		return NULL;
	name[n] = '\0';
	return strdup(strrchr(name, '/') ? strrchr(name, '/') + 1 : name);
}

static int partnum_of(const char *name)
{
	cleanup_free char *v = sys_attr(name, "partition", NULL);

	return v ? atoi(v) : 0;
}

int devname_partnum(const char *kernel)
{
	cleanup_free char *name = devname_sysfs(kernel);

	return name ? partnum_of(name) : 0;
}

char *devname_parent(const char *kernel)
{
	cleanup_free char *name = devname_sysfs(kernel), *path = NULL;
	char target[PATH_MAX], *out, *slash;
	ssize_t n;

	if (!name)
		return NULL;
	if (!partnum_of(name)) {
		errno = EINVAL;
		return NULL;
	}
	/* .../block/vda/vda1 */
	if (asprintf(&path, "/sys/class/block/%s", name) < 0)
		return NULL;
	n = readlink(path, target, sizeof(target) - 1);
	if (n < 0)
		return NULL;
	target[n] = '\0';
	slash = strrchr(target, '/');
	if (slash)
		*slash = '\0';
	slash = strrchr(target, '/');
	return asprintf(&out, "/dev/%s", slash ? slash + 1 : target) < 0 ? NULL
									 : out;
}

struct part {
	int num;
	char name[NAME_MAX + 1];
};

static int by_number(const void *a, const void *b)
{
	return ((const struct part *)a)->num - ((const struct part *)b)->num;
}

/* The partitions that sysfs has of @name; their number, @ret to be freed */
static size_t read_partitions(const char *name, struct part **ret)
{
	cleanup_free char *path = NULL;
	cleanup_closedir DIR *dir = NULL;
	struct dirent *d;
	size_t n = 0;

	*ret = NULL;
	if (asprintf(&path, "/sys/class/block/%s", name) < 0)
		return 0;
	dir = opendir(path);
	while (dir && (d = readdir(dir))) {
		struct part *v;
		int num;

		if (strncmp(d->d_name, name, strlen(name)))
			continue;
		num = partnum_of(d->d_name);
		if (num <= 0)
			continue;
		v = reallocarray(*ret, n + 1, sizeof(*v));
		if (!v)
			break;
		*ret = v;
		v[n].num = num;
		snprintf(v[n].name, sizeof(v[n].name), "%s", d->d_name);
		n++;
	}
	if (n)
		qsort(*ret, n, sizeof(**ret), by_number);
	return n;
}

char **devname_partitions(const char *kernel)
{
	cleanup_free char *name = devname_sysfs(kernel);
	cleanup_strv_finish struct strv sv = { 0 };
	cleanup_free struct part *parts = NULL;
	size_t n = name ? read_partitions(name, &parts) : 0;

	for (size_t i = 0; i < n; i++)
		if (strv_addf(&sv, "/dev/%s", parts[i].name) < 0)
			return NULL;
	return strv_steal(&sv);
}

static void settle_one(const char *kernel)
{
	for (int waited = 0; waited < WAIT_MS; waited += 5) {
		cleanup_strv char **parts = devname_partitions(kernel);
		bool all = true;

		for (size_t i = 0; parts && parts[i]; i++)
			all = all && access(parts[i], F_OK) == 0;
		if (all)
			return;
		sleep_ms(5);
	}
}

void devname_settle(const char *kernel)
{
	cleanup_strv char **all = NULL;

	if (kernel) {
		settle_one(kernel);
		return;
	}
	all = devname_disks();
	for (size_t i = 0; all && all[i]; i++)
		settle_one(all[i]);
}

int devname_rescan(const char *kernel)
{
	cleanup_close int fd = open(kernel, O_RDONLY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return -1;
	/* Something may still hold it for a moment */
	for (int tries = 0; tries < 40; tries++) {
		r = ioctl(fd, BLKRRPART);
		if (r == 0 || errno != EBUSY)
			break;
		sleep_ms(25);
	}
	if (r < 0)
		return -1;
	devname_settle(kernel);
	return 0;
}
