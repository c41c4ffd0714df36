/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Templates: made once, restored ever after, never in the way. */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "guestfs.h"
#include "io.h"
#include "run.h"
#include "strv.h"
#include "test.h"

#define MIB	 (1LL << 20)
#define MADE	 "template made"
#define RESTORED "launched from the template"
#define COLD	 "booting cold"

/* What the library has said since the handle was made */
static char said[65536];

static void hear(guestfs_h *g, void *opaque, uint64_t event, int handle,
		 int flags, const char *buf, size_t len, const uint64_t *array,
		 size_t n)
{
	size_t have = strlen(said);

	if (event != GUESTFS_EVENT_LIBRARY)
		return;
	if (len > sizeof(said) - have - 1)
		len = sizeof(said) - have - 1;
	memcpy(said + have, buf, len);
	said[have + len] = '\0';
}

static void good_(guestfs_h *g, int r, const char *what, int line)
{
	test_check(r >= 0, __FILE__, line, "%s: %s", what,
		   guestfs_last_error(g));
}

#define good(g, expr) good_(g, expr, #expr, __LINE__)

static guestfs_h *create(const char *cachedir)
{
	guestfs_h *g;

	g = guestfs_create();
	ok(g);
	said[0] = '\0';
	guestfs_set_error_handler(g, NULL, NULL);
	guestfs_set_verbose(g, 1);
	guestfs_set_event_callback(
		g, hear, GUESTFS_EVENT_LIBRARY | GUESTFS_EVENT_APPLIANCE, 0,
		NULL);
	good(g, guestfs_set_cachedir(g, cachedir));
	return g;
}

#define says(text)                                                             \
	test_check(strstr(said, text), __FILE__, __LINE__,                     \
		   "nothing is said of \"%s\": %s", text, said)
#define says_not(text)                                                         \
	test_check(!strstr(said, text), __FILE__, __LINE__,                    \
		   "\"%s\" is said: %s", text, said)

/* The templates in a cache directory; the last one's path is left in @path */
static int templates(const char *cachedir, char path[4096])
{
	char dir[2048];
	cleanup_closedir DIR *d = NULL;
	struct dirent *e;
	struct stat st;
	int n = 0;

	snprintf(dir, sizeof(dir), "%s/.guestfs-%d", cachedir, (int)geteuid());
	d = opendir(dir);
	while (d && (e = readdir(d)))
		if (!strncmp(e->d_name, "template-", 9) &&
		    fstatat(dirfd(d), e->d_name, &st, 0) == 0 && st.st_size) {
			snprintf(path, 4096, "%s/%s", dir, e->d_name);
			n++;
		}
	return n;
}

static void launch(guestfs_h *g)
{
	good(g, guestfs_launch(g));
	good(g, guestfs_ping_daemon(g));
}

static void simple(const char *cachedir)
{
	guestfs_h *g = create(cachedir);

	good(g, guestfs_add_drive_scratch(g, 3 * MIB, -1));
	launch(g);
	ok_int(guestfs_blockdev_getsize64(g, "/dev/sda"), 3 * MIB);
	guestfs_close(g);
}

/* A random number of the guest, and its clock compared with ours */
static char *look(guestfs_h *g)
{
	cleanup_free struct guestfs_statns *st = NULL;
	struct timespec now;
	long long off;

	good(g, guestfs_mkfs(g, "ext2", "/dev/sda"));
	good(g, guestfs_mount(g, "/dev/sda", "/"));
	good(g, guestfs_touch(g, "/now"));
	st = guestfs_statns(g, "/now");
	ok(st);
	clock_gettime(CLOCK_REALTIME, &now);
	off = now.tv_sec - st->st_mtime_sec;
	test_check(off >= -2 && off <= 2, __FILE__, __LINE__,
		   "the guest's clock is %lld s behind", off);
	return guestfs_vfs_uuid(g, "/dev/sda");
}

/* What LVM, which waits in the template, takes for random */
static char *group_uuid(guestfs_h *g)
{
	static char *const disks[] = { "/dev/sdb", NULL };

	good(g, guestfs_pvcreate(g, disks[0]));
	good(g, guestfs_vgcreate(g, "VG", disks));
	return guestfs_vguuid(g, "VG");
}

TEST(the_first_launch_makes_a_template_and_others_use_it)
{
	cleanup_free char *uuid[2] = { NULL }, *group[2] = { NULL };
	char path[4096];

	for (int i = 0; i < 3; i++) {
		guestfs_h *g = create(test_dir());

		good(g, guestfs_add_drive_scratch(g, 9 * MIB, -1));
		good(g, guestfs_add_drive_scratch(g, 9 * MIB, -1));
		launch(g);
		says(RESTORED);
		if (i == 0)
			says(MADE);
		else
			says_not(MADE);
		if (i) {
			uuid[i - 1] = look(g);
			group[i - 1] = group_uuid(g);
			ok(uuid[i - 1] && group[i - 1]);
		}
		good(g, guestfs_shutdown(g));
		guestfs_close(g);
	}
	ok_int(templates(test_dir(), path), 1);
	ok(strcmp(uuid[0], uuid[1]));
	ok(strcmp(group[0], group[1]));
}

TEST(any_number_of_drives_with_their_sizes_in_order)
{
	static const int counts[] = { 0, 1, 8, 12, 25 };

	for (size_t k = 0; k < ARRAY_SIZE(counts); k++) {
		guestfs_h *g = create(test_dir());
		cleanup_strv char **devices = NULL, **all = NULL;

		for (int i = 0; i < counts[k]; i++)
			good(g, guestfs_add_drive_scratch(
					g, (i + 1) * MIB + 512,
					GUESTFS_ADD_DRIVE_SCRATCH_BLOCKSIZE,
					512, -1));
		launch(g);
		says(RESTORED);
		devices = guestfs_list_devices(g);
		ok(devices);
		ok_int(strv_len(devices), counts[k]);
		for (int i = 0; i < counts[k]; i++) {
			char name[] = "/dev/sda";

			name[7] += i;
			ok_str(devices[i], name);
			ok_int(guestfs_blockdev_getsize64(g, name),
			       (i + 1) * MIB + 512);
		}
		all = guestfs_list_filesystems(g);
		ok_int(strv_len(all), 2 * counts[k]);
		good(g, guestfs_shutdown(g));
		guestfs_close(g);
	}
}

/* How many bytes of a file the host's page cache has */
static size_t cached(const char *path, size_t size)
{
	size_t page = sysconf(_SC_PAGESIZE), n = 0;
	cleanup_free unsigned char *in = calloc(size / page, 1);
	cleanup_close int fd = open(path, O_RDONLY | O_CLOEXEC);
	void *map = mmap(NULL, size, PROT_READ, MAP_SHARED, fd, 0);

	ok(in && map != MAP_FAILED);
	ok_int(mincore(map, size, in), 0);
	for (size_t i = 0; i < size / page; i++)
		n += in[i] & 1 ? page : 0;
	munmap(map, size);
	return n;
}

TEST(the_host_keeps_what_it_has_cached_of_an_image)
{
	for (int readonly = 0; readonly < 2; readonly++) {
		cleanup_free char *path = NULL;
		cleanup_free char *text = calloc(1, 8 * MIB);
		cleanup_close int fd = -1;
		guestfs_h *g = create(test_dir());

		ok(asprintf(&path, "%s/cached.img", test_dir()) > 0);
		fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
		ok_int(io_write_full(fd, text, 8 * MIB), 0);
		ok_int(fsync(fd), 0);
		ok_int(cached(path, 8 * MIB), 8 * MIB);
		good(g, guestfs_add_drive_opts(
				g, path, GUESTFS_ADD_DRIVE_OPTS_FORMAT, "raw",
				GUESTFS_ADD_DRIVE_OPTS_READONLY, readonly, -1));
		launch(g);
		says(RESTORED);
		ok_int(cached(path, 8 * MIB), 8 * MIB);
		guestfs_close(g);
		ok_int(cached(path, 8 * MIB), 8 * MIB);
	}
}

TEST(other_sizes_of_sectors_and_partitions_are_seen)
{
	guestfs_h *g = create(test_dir());
	cleanup_free char *path = NULL;
	cleanup_strv char **parts = NULL;
	cleanup_run struct run r = { 0 };

	ok(asprintf(&path, "%s/d.img", test_dir()) > 0);
	ok_int(io_write_file(path, ""), 0);
	ok_int(truncate(path, 64 * MIB), 0);
	r.argv = ARGV("parted", "-s", path, "mklabel", "gpt", "mkpart", "a",
		      "1MiB", "8MiB", "mkpart", "b", "8MiB", "20MiB");
	ok_int(run(&r), 0);
	ok_int(r.status, 0);
	good(g, guestfs_add_drive_opts(g, path, GUESTFS_ADD_DRIVE_OPTS_FORMAT,
				       "raw", -1));
	good(g, guestfs_add_drive_scratch(g, 8 * MIB,
					  GUESTFS_ADD_DRIVE_SCRATCH_BLOCKSIZE,
					  4096, -1));
	launch(g);
	says(RESTORED);
	parts = guestfs_list_partitions(g);
	ok(parts);
	ok_int(strv_len(parts), 2);
	ok_str(parts[1], "/dev/sda2");
	ok_int(guestfs_blockdev_getsize64(g, "/dev/sda2"), 12 * MIB);
	ok_int(guestfs_blockdev_getss(g, "/dev/sdb"), 4096);
	guestfs_close(g);
}

TEST(what_does_not_fit_boots_cold)
{
	guestfs_h *g = create(test_dir());
	char path[4096];

	good(g, guestfs_set_backend_setting(g, "cold", "1"));
	launch(g);
	says(COLD);
	guestfs_close(g);

	g = create(test_dir());
	good(g, guestfs_set_append(g, "loglevel=3"));
	launch(g);
	says(COLD);
	guestfs_close(g);

	g = create(test_dir());
	good(g, guestfs_set_smp(g, 2));
	launch(g);
	says(COLD);
	guestfs_close(g);

	g = create(test_dir());
	good(g, guestfs_config(g, "-name", "mine"));
	launch(g);
	says(COLD);
	guestfs_close(g);
	ok_int(templates(test_dir(), path), 0);
}

TEST(another_size_of_memory_has_a_template_of_its_own)
{
	char path[4096];

	simple(test_dir());
	for (int i = 0; i < 2; i++) {
		guestfs_h *g = create(test_dir());

		good(g, guestfs_set_memsize(g, 640));
		launch(g);
		says(RESTORED);
		guestfs_close(g);
	}
	says_not(MADE);
	ok_int(templates(test_dir(), path), 2);
}

TEST(two_first_launches_at_once_make_one_template)
{
	const char *dir = test_dir();
	pid_t pids[3];
	char path[4096];

	for (size_t i = 0; i < ARRAY_SIZE(pids); i++) {
		pids[i] = fork();
		if (pids[i] == 0) {
			simple(dir);
			_exit(0);
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(pids); i++) {
		int status;

		ok_int(waitpid(pids[i], &status, 0), pids[i]);
		ok_int(status, 0);
	}
	ok_int(templates(test_dir(), path), 1);
	simple(test_dir());
	says_not(MADE);
}

TEST(a_template_cut_short_is_made_again)
{
	char path[4096];

	simple(test_dir());
	ok_int(templates(test_dir(), path), 1);
	ok_int(truncate(path, 10 * MIB), 0);
	simple(test_dir());
	says("damaged");
	says(MADE);
	simple(test_dir());
	says_not(MADE);
	says(RESTORED);
}

/* The guest crashes or hangs, which only the missing answer tells. */
TEST(a_template_with_other_memory_is_removed_after_a_cold_boot)
{
	static char junk[1 << 20];
	char path[4096];
	cleanup_close int fd = -1;

	simple(test_dir());
	ok_int(templates(test_dir(), path), 1);
	fd = open(path, O_WRONLY);
	ok(fd >= 0);
	memset(junk, 0xf4, sizeof(junk));
	for (int i = 1; i < 60; i++)
		ok_int(pwrite(fd, junk, sizeof(junk), i * MIB), sizeof(junk));
	simple(test_dir());
	says(COLD);
	says("is removed");
	simple(test_dir());
	says(MADE);
	says(RESTORED);
}

TEST(without_a_place_to_keep_it_everything_works)
{
	guestfs_h *g = create(test_dir());
	cleanup_free char *path = NULL;

	/* Root writes where others cannot: so a file in the place of the
	 * directory.
	 */
	ok(asprintf(&path, "%s/.guestfs-%d", test_dir(), (int)geteuid()) > 0);
	ok_int(io_write_file(path, ""), 0);
	launch(g);
	says(COLD);
	guestfs_close(g);
}

TEST(a_full_disk_leaves_no_half_template)
{
	cleanup_free char *dir = NULL;
	guestfs_h *g;
	char path[4096];

	ok(asprintf(&dir, "%s/small", test_dir()) > 0);
	ok_int(mkdir(dir, 0700), 0);
	if (mount("tmpfs", dir, "tmpfs", 0, "size=8m") < 0)
		test_skip("a small file system cannot be mounted");
	for (int i = 0; i < 2; i++) {
		g = create(dir);
		good(g, guestfs_launch(g));
		guestfs_close(g);
		ok_int(templates(dir, path), 0);
		says(COLD);
		if (i)
			says_not("making");
	}
	ok_int(umount(dir), 0);
}

TEST(a_program_killed_while_making_leaves_nothing_half)
{
	const char *dir = test_dir();
	char path[4096];
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		simple(dir);
		_exit(0);
	}
	usleep(900000);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	ok_int(templates(test_dir(), path), 0);
	simple(test_dir());
	says(MADE);
	says(RESTORED);
	ok_int(templates(test_dir(), path), 1);
}

static void link_to(const char *dir, const char *from, const char *name)
{
	cleanup_free char *there = NULL, *here = NULL;

	ok(asprintf(&there, "%s/%s", from, name) > 0);
	ok(asprintf(&here, "%s/%s", dir, name) > 0);
	ok_int(symlink(there, here), 0);
}

TEST(an_appliance_built_again_replaces_its_template)
{
	const char *from = getenv("LIBGUESTFS_PATH");
	cleanup_free char *app = NULL, *info = NULL, *copy = NULL, *text = NULL;
	char first[4096], second[4096], *sum;

	ok(from && !strchr(from, ':'));
	ok(asprintf(&app, "%s/app", test_dir()) > 0);
	ok(asprintf(&info, "%s/appliance.json", from) > 0);
	ok(asprintf(&copy, "%s/appliance.json", app) > 0);
	ok_int(mkdir(app, 0700), 0);
	link_to(app, from, "kernel");
	link_to(app, from, "initrd");
	link_to(app, from, "root");
	text = io_read_file(info, 16 << 20, NULL);
	ok(text);
	for (int i = 0; i < 2; i++) {
		guestfs_h *g = create(test_dir());

		ok_int(io_write_file(copy, text), 0);
		good(g, guestfs_set_path(g, app));
		launch(g);
		says(MADE);
		guestfs_close(g);
		ok_int(templates(test_dir(), i ? second : first), 1);
		sum = strstr(text, "\"root_sha256\": \"");
		ok(sum);
		sum[strlen("\"root_sha256\": \"")] ^= 1;
	}
	ok(strcmp(first, second));
}
