// SPDX-License-Identifier: GPL-2.0-or-later
/* Archives and other encodings, but for tar, which is in transfer.c. */
#include "actions.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/call.h"
#include "frame/checksum.h"
#include "frame/guestfile.h"
#include "frame/initrd.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "frame/walk.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define ANSWER_MAX (GUESTFS_MESSAGE_MAX - 1024)

int do_tgz_in(const char *directory)
{
	return do_tar_in(directory, "gzip", 0, 0, 0);
}

int do_tgz_out(const char *directory)
{
	return do_tar_out(directory, "gzip", 0, NULL, 0, 0, 0);
}

/* libarchive does it itself. */
bool optgroup_xz_available(void)
{
	return true;
}

int do_txz_in(const char *directory)
{
	return do_tar_in(directory, "xz", 0, 0, 0);
}

int do_txz_out(const char *directory)
{
	return do_tar_out(directory, "xz", 0, NULL, 0, 0, 0);
}

int do_base64_in(const char *filename)
{
	cleanup_close int fd =
		sysroot_open(filename, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	struct run decode = { .argv = ARGV("base64", "-d"), .out_fd = fd };

	if (fd < 0)
		return reply_errno(errno, "%s", filename);
	return stream_in_run(filename, &decode, NULL);
}

int do_base64_out(const char *filename)
{
	cleanup_close int fd = guestfile_open(filename);
	struct run encode = { .argv = ARGV("base64"), .in_fd = fd };

	if (fd < 0)
		return -1;
	return stream_out_run(filename, &encode, NULL);
}

static int compress_fd(const char *ctype, int fd, const char *what, int level)
{
	static const char *const types[] = { "compress", "gzip", "bzip2", "xz",
					     "lzop" };
	bool has_level =
		reply_optargs_bitmask() & GUESTFS_COMPRESS_OUT_LEVEL_BITMASK;
	const char *program = NULL;
	struct run r = { .in_fd = fd };
	char option[8] = "-c";

	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		if (!strcmp(ctype, types[i]))
			program = types[i];
	if (!program)
		return reply_error(EINVAL, "%s: unknown compression", ctype);
	if (has_level && (level < 1 || level > 9))
		return reply_error(EINVAL, "%d: not a level from 1 to 9",
				   level);
	if (has_level && program == types[0])
		return reply_error(EINVAL, "compress has no levels");
	/* Else what does not get smaller makes it fail */
	if (program == types[0])
		strcpy(option, "-cf");
	if (has_level)
		snprintf(option, sizeof(option), "-c%d", level);
	r.argv = ARGV(program, option);
	return stream_out_run(what, &r, NULL);
}

int do_compress_out(const char *ctype, const char *file, int level)
{
	cleanup_close int fd = guestfile_open(file);

	return fd < 0 ? -1 : compress_fd(ctype, fd, file, level);
}

int do_compress_device_out(const char *ctype, const char *device, int level)
{
	cleanup_free char *user = guestfile_user_name(device);
	cleanup_close int fd = guestfile_open_either(device, O_RDONLY);

	if (fd < 0)
		return reply_errno(errno, "%s", user);
	return compress_fd(ctype, fd, user, level);
}

/**
 * struct names - The paths below a directory, with a NUL after each
 * @before:	Comes before each
 * @only_files:	Leave out what is no regular file
 */
struct names {
	FILE *f;
	char *buf;
	size_t len;
	const char *before;
	bool only_files;
};

static int add_name(void *opaque, int dir, const char *name, const char *path,
		    unsigned char type)
{
	struct names *n = opaque;

	if (n->only_files && type != DT_REG)
		return 0;
	if (fprintf(n->f, "%s%s", n->before, path) < 0 || putc('\0', n->f) < 0)
		return -1;
	return 0;
}

static int list_names(const char *directory, struct names *n, const char *first)
{
	int fd = sysroot_open(directory, O_RDONLY | O_DIRECTORY, 0);
	struct walk w = { .enter = add_name, .opaque = n };

	if (fd < 0)
		return reply_errno(errno, "%s", directory);
	n->f = open_memstream(&n->buf, &n->len);
	if (!n->f) {
		close(fd);
		return reply_errno(ENOMEM, "%s", directory);
	}
	if (first)
		fwrite(first, strlen(first) + 1, 1, n->f);
	if (walk_tree(fd, &w) < 0)
		reply_errno(errno, "%s", directory);
	if (fclose(n->f) != 0)
		reply_errno(errno, "%s", directory);
	return call_current()->failed ? -1 : 0;
}

int do_cpio_out(const char *directory, const char *format)
{
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	cleanup_free char *buf = NULL;
	struct names n = { .before = "" };
	struct run r = { 0 };
	int failed;

	if (directory[0] != '/')
		return reply_error(EINVAL, "%s: not an absolute path",
				   directory);
	if (!format)
		format = "newc";
	if (strcmp(format, "newc") != 0 && strcmp(format, "crc") != 0)
		return reply_error(EINVAL, "%s: unknown format", format);
	if (toolpath_open(&t, directory) < 0)
		return -1;
	failed = list_names(directory, &n, ".");
	buf = n.buf;
	if (failed)
		return -1;
	r.argv =
		ARGV("cpio", "--quiet", "-o", "-0", "-H", format, "-D", t.path);
	r.input = buf;
	r.input_len = n.len;
	return stream_out_run(directory, &r, NULL);
}

int do_checksums_out(const char *csumtype, const char *directory)
{
	const char *program = checksum_program(csumtype);
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	struct names n = { .before = "./", .only_files = true };
	cleanup_free char *buf = NULL;
	struct run r = { 0 };
	int failed;

	if (!program || toolpath_open(&t, directory) < 0)
		return -1;
	failed = list_names(directory, &n, NULL);
	buf = n.buf;
	if (failed)
		return -1;
	r.argv = ARGV("env", "-C", t.path, "xargs", "-0", "-r", program, "--");
	r.input = buf;
	r.input_len = n.len;
	return stream_out_run(directory, &r, NULL);
}

bool optgroup_squashfs_available(void)
{
	return toolpath_have("mksquashfs");
}

static int send_fd(int fd)
{
	size_t size;
	ssize_t n;
	char *buf;

	fileout_begin();
	do {
		buf = fileout_room(&size);
		n = buf ? io_read_full(fd, buf, size) : -1;
		if (n < 0 || fileout_send(buf, n) < 0)
			return fileout_end(0);
	} while (n);
	return fileout_end(1);
}

static int check_squashfs(const char *compress)
{
	static const char *const known[] = { "gzip", "lzma", "lzo",
					     "lz4",  "xz",   "zstd" };

	for (size_t i = 0; compress && i < ARRAY_SIZE(known); i++)
		if (!strcmp(compress, known[i]))
			return 0;
	return compress ? reply_error(EINVAL, "%s: unknown compression",
				      compress)
			: 0;
}

static int run_mksquashfs(const char *path, const char *from, const char *to,
			  const char *compress, char *const *excludes)
{
	cleanup_strv_finish struct strv argv = { 0 };

	strv_add(&argv, "mksquashfs");
	strv_add(&argv, from);
	strv_add(&argv, to);
	strv_add(&argv, "-noappend");
	strv_add(&argv, "-no-progress");
	strv_add(&argv, "-quiet");
	if (compress) {
		strv_add(&argv, "-comp");
		strv_add(&argv, compress);
	}
	/* This option takes all that follows */
	if (excludes && excludes[0]) {
		strv_add(&argv, "-wildcards");
		strv_add(&argv, "-e");
	}
	for (size_t i = 0; excludes && excludes[i]; i++)
		strv_add(&argv, excludes[i]);
	return reply_cmd(path, (const char *const *)argv.v);
}

int do_mksquashfs(const char *path, const char *compress, char *const *excludes)
{
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	cleanup_free char *from = NULL;
	char name[] = "/tmp/squashfsXXXXXX";
	cleanup_close int fd = -1;
	struct stat st;
	int r = -1;

	if (check_squashfs(compress) < 0 || toolpath_open(&t, path) < 0)
		return -1;
	if (fstat(t.fd, &st) < 0 || !S_ISDIR(st.st_mode))
		return reply_errno(ENOTDIR, "%s", path);
	if (asprintf(&from, "%s/.", t.path) < 0) {
		from = NULL;
		return reply_errno(ENOMEM, "%s", path);
	}
	fd = mkostemp(name, O_CLOEXEC);
	if (fd < 0)
		return reply_errno(errno, "%s", name);
	if (run_mksquashfs(path, from, name, compress, excludes) == 0)
		r = send_fd(fd);
	unlink(name);
	return r;
}

static int run_initrd(struct run *r, int fd, const char *path)
{
	r->in_fd = fd;
	r->max_output = ANSWER_MAX;
	if (run(r) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

char **do_initrd_list(const char *path)
{
	cleanup_run struct run r = { .argv = ARGV("/proc/self/exe",
						  INITRD_LIST) };
	cleanup_close int fd = guestfile_open(path);
	cleanup_strv_finish struct strv names = { 0 };

	if (fd < 0 || run_initrd(&r, fd, path) < 0)
		return NULL;
	if (r.status) {
		reply_program(&r, path, EINVAL);
		return NULL;
	}
	for (char *p = r.out; p < r.out + r.out_len; p += strlen(p) + 1)
		strv_add(&names, p);
	return strv_steal(&names);
}

char *do_initrd_cat(const char *initrdpath, const char *filename,
		    size_t *size_r)
{
	cleanup_run struct run r = { .argv = ARGV("/proc/self/exe", INITRD_CAT,
						  filename) };
	cleanup_close int fd = guestfile_open(initrdpath);

	if (fd < 0 || run_initrd(&r, fd, initrdpath) < 0)
		return NULL;
	if (r.status == INITRD_ABSENT)
		reply_errno(ENOENT, "%s: %s", initrdpath, filename);
	else if (r.status)
		reply_program(&r, initrdpath, EINVAL);
	if (r.status)
		return NULL;
	*size_r = r.out_len;
	return steal_ptr(&r.out);
}
