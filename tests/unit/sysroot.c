/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No path and no link of a guest leads out of its tree. */
#include "frame/sysroot.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"
#include "test.h"

/* test_dir()/root is the guest, test_dir()/secret is not */
static void enter(void)
{
	int dir = open(test_dir(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int secret =
		openat(dir, "secret", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);

	ok(dir >= 0 && write(secret, "host", 4) == 4);
	close(secret);
	ok(mkdirat(dir, "root", 0755) == 0);
	sysroot_use(openat(dir, "root", O_PATH | O_DIRECTORY | O_CLOEXEC));
	close(dir);
	ok(sysroot_fd() >= 0 && sysroot_is_mounted());
}

static void link_in_guest(const char *target, const char *name)
{
	ok(symlinkat(target, sysroot_fd(), name) == 0);
}

static void file_in_guest(const char *path, const char *text)
{
	cleanup_close int fd = sysroot_open(path, O_CREAT | O_WRONLY, 0644);

	ok(fd >= 0);
	ok(io_write_full(fd, text, strlen(text)) == 0);
}

static bool reads(const char *path, const char *text)
{
	cleanup_free char *got = sysroot_read_file(path, 100, NULL);

	return got && !strcmp(got, text);
}

static bool refused(const char *path, int err)
{
	cleanup_close int fd = sysroot_open(path, O_RDONLY, 0);

	return fd < 0 && errno == err;
}

TEST(dots_stop_at_the_root)
{
	enter();
	ok(refused("/../secret", ENOENT));
	ok(refused("/../../../../../../../etc/passwd", ENOENT));
	file_in_guest("/secret", "guest");
	ok(reads("/../secret", "guest"));
	ok(reads("/x/../../secret", "guest") == false);
}

TEST(links_with_dots_stop_at_the_root)
{
	enter();
	link_in_guest("../secret", "up");
	link_in_guest("../../../../../../etc/passwd", "far");
	ok(refused("/up", ENOENT));
	ok(refused("/far", ENOENT));
	file_in_guest("/secret", "guest");
	ok(reads("/up", "guest"));
}

TEST(absolute_links_begin_at_the_root)
{
	enter();
	link_in_guest("/etc/passwd", "abs");
	link_in_guest("/", "slash");
	ok(refused("/abs", ENOENT));
	ok(refused("/slash/etc/passwd", ENOENT));
	ok(mkdirat(sysroot_fd(), "etc", 0755) == 0);
	file_in_guest("/abs", "through the link");
	ok(reads("/etc/passwd", "through the link"));
	ok(reads("/slash/slash/etc/passwd", "through the link"));
}

TEST(magic_links_are_not_followed)
{
	/* Even a tree that holds /proc itself */
	sysroot_use(open("/", O_PATH | O_DIRECTORY | O_CLOEXEC));
	ok(refused("/proc/self/root/etc", ELOOP));
	ok(refused("/proc/self/cwd", ELOOP));
	ok(refused("/proc/self/fd/0/x", ELOOP));
}

TEST(links_in_a_circle_end)
{
	enter();
	link_in_guest("b", "a");
	link_in_guest("a", "b");
	ok(refused("/a", ELOOP));
	ok(refused("/a/x", ELOOP));
}

TEST(a_fifo_does_not_hold_up)
{
	cleanup_close int fd = -1;

	enter();
	ok(mkfifoat(sysroot_fd(), "fifo", 0600) == 0);
	fd = sysroot_open("/fifo", O_RDONLY, 0);
	ok(fd >= 0);
	ok(sysroot_open("/none", O_WRONLY, 0) < 0);
}

static int parent(const char *path, char *copy, const char **base)
{
	strcpy(copy, path);
	return sysroot_open_parent(copy, base);
}

TEST(open_parent_gives_the_last_component)
{
	const char *base;
	char copy[64];

	enter();
	ok(mkdirat(sysroot_fd(), "dir", 0755) == 0);
	close(parent("/dir/name", copy, &base));
	ok_str(base, "name");
	close(parent("/name///", copy, &base));
	ok_str(base, "name");
	close(parent("/", copy, &base));
	ok_str(base, ".");
	ok(parent("/none/name", copy, &base) < 0 && errno == ENOENT);
	ok(parent("relative", copy, &base) < 0 && errno == EINVAL);
}

TEST(open_parent_never_hands_out_dots)
{
	cleanup_close int fd = -1;
	const char *base;
	char copy[64];
	struct stat st, root;

	enter();
	ok(mkdirat(sysroot_fd(), "dir", 0755) == 0);
	fd = parent("/dir/..", copy, &base);
	ok(fd >= 0);
	ok_str(base, ".");
	ok(fstat(fd, &st) == 0 && fstat(sysroot_fd(), &root) == 0);
	ok(st.st_ino == root.st_ino);
	close(steal_fd(&fd));
	fd = parent("/..", copy, &base);
	ok(fd >= 0 && fstat(fd, &st) == 0 && st.st_ino == root.st_ino);
}

TEST(open_parent_resolves_links_inside)
{
	cleanup_close int fd = -1;
	const char *base;
	char copy[64];

	enter();
	ok(mkdirat(sysroot_fd(), "real", 0755) == 0);
	link_in_guest("/real", "link");
	link_in_guest("/../..", "out");
	fd = parent("/link/made", copy, &base);
	ok(fd >= 0 && mkdirat(fd, base, 0755) == 0);
	ok(faccessat(sysroot_fd(), "real/made", F_OK, 0) == 0);
	close(steal_fd(&fd));
	fd = parent("/out/made", copy, &base);
	ok(fd >= 0 && mkdirat(fd, base, 0755) == 0);
	ok(faccessat(sysroot_fd(), "made", F_OK, 0) == 0);
}

TEST(stat_follows_and_lstat_does_not)
{
	struct stat st;

	enter();
	file_in_guest("/f", "12345");
	link_in_guest("/f", "l");
	ok(sysroot_stat("/l", &st) == 0 && S_ISREG(st.st_mode));
	ok(sysroot_lstat("/l", &st) == 0 && S_ISLNK(st.st_mode));
	ok(sysroot_stat("/none", &st) < 0 && errno == ENOENT);
}

TEST(read_file_has_a_limit_and_wants_a_file)
{
	enter();
	file_in_guest("/f", "12345");
	ok(!sysroot_read_file("/f", 4, NULL) && errno == EFBIG);
	ok(!sysroot_read_file("/", 100, NULL) && errno == EISDIR);
}

TEST(nothing_opens_while_nothing_is_mounted)
{
	sysroot_use(-1);
	ok(!sysroot_is_mounted());
	ok(refused("/etc/passwd", ENOENT));
}

TEST(host_path_of_the_root_has_no_slash_at_its_end)
{
	cleanup_free char *root = sysroot_host_path("/");
	cleanup_free char *file = sysroot_host_path("/a/b");

	ok_str(root, "/sysroot");
	ok_str(file, "/sysroot/a/b");
}
