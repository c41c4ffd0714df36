// SPDX-License-Identifier: GPL-2.0-or-later
#include "actions.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "cleanup.h"
#include "frame/guestfile.h"
#include "frame/printable.h"
#include "frame/reply.h"
#include "frame/stream.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define LINES	   10 /* of head and tail */
#define PIECE	   65536
#define ANSWER_MAX (GUESTFS_MESSAGE_MAX - 1024)

/* Run a program on the content of a file. Return: what it wrote, the caller
 * frees; NULL once the error is queued
 */
static char *filter(const char *path, const char *const argv[])
{
	cleanup_close int fd = guestfile_open(path);
	cleanup_run struct run r = { .argv = argv, .in_fd = fd };

	if (fd < 0 || reply_run(&r, path) < 0)
		return NULL;
	return steal_ptr(&r.out);
}

static char **lines_of(const char *path, const char *program, const char *opt)
{
	cleanup_free char *out = filter(path, ARGV(program, "-n", opt));
	char **lines = out ? strv_lines(out) : NULL;

	if (out && !lines)
		reply_errno(ENOMEM, "%s", path);
	return lines;
}

char **do_head_n(int nrlines, const char *path)
{
	char number[16];

	/* -N has head(1)'s own meaning */
	snprintf(number, sizeof(number), "%d", nrlines);
	return lines_of(path, "head", number);
}

char **do_head(const char *path)
{
	return do_head_n(LINES, path);
}

char **do_tail_n(int nrlines, const char *path)
{
	char number[16];

	if (nrlines < 0)
		snprintf(number, sizeof(number), "+%u", -(unsigned int)nrlines);
	else
		snprintf(number, sizeof(number), "%d", nrlines);
	return lines_of(path, "tail", number);
}

char **do_tail(const char *path)
{
	return do_tail_n(LINES, path);
}

static int word_count(const char *path, const char *option)
{
	cleanup_free char *out = filter(path, ARGV("wc", option));
	long long n = out ? strtoll(out, NULL, 10) : -1;

	if (n > INT_MAX)
		return reply_error(EOVERFLOW, "%s: wc %s: %lld is too much",
				   path, option, n);
	return n;
}

int do_wc_l(const char *path)
{
	return word_count(path, "-l");
}

int do_wc_w(const char *path)
{
	return word_count(path, "-w");
}

int do_wc_c(const char *path)
{
	return word_count(path, "-c");
}

char *do_hexdump(const char *path)
{
	return filter(path, ARGV("hexdump", "-C"));
}

static int search(struct printable *p, int fd)
{
	char buf[PIECE];
	ssize_t n;

	while ((n = io_read_full(fd, buf, sizeof(buf))) > 0)
		if (printable_feed(p, buf, n) < 0)
			return -1;
	return n < 0 ? -1 : printable_end(p);
}

char **do_strings_e(const char *encoding, const char *path)
{
	cleanup_printable struct printable p = { encoding[0], ANSWER_MAX };
	cleanup_close int fd = -1;
	char **found;

	if (!printable_known(encoding)) {
		reply_error(EINVAL, "%s: no encoding of strings", encoding);
		return NULL;
	}
	fd = guestfile_open(path);
	if (fd < 0)
		return NULL;
	if (search(&p, fd) < 0) {
		reply_errno(errno, "%s: strings", path);
		return NULL;
	}
	found = strv_steal(&p.found);
	if (!found)
		reply_errno(ENOMEM, "%s", path);
	return found;
}

char **do_strings(const char *path)
{
	return do_strings_e("s", path);
}

int do_equal(const char *file1, const char *file2)
{
	cleanup_close int a = guestfile_open(file1), b = -1;
	char buf[2][PIECE];
	ssize_t n, m;

	b = a < 0 ? -1 : guestfile_open(file2);
	if (b < 0)
		return -1;
	do {
		n = io_read_full(a, buf[0], PIECE);
		if (n < 0)
			return reply_errno(errno, "%s", file1);
		m = io_read_full(b, buf[1], PIECE);
		if (m < 0)
			return reply_errno(errno, "%s", file2);
		if (n != m || memcmp(buf[0], buf[1], n))
			return 0;
	} while (n);
	return 1;
}

char *do_zfile(const char *meth, const char *path)
{
	cleanup_run struct run r = { .argv = ARGV("file", "-b", "-") };
	bool bzip2 = !strcmp(meth, "bzip2");
	struct run unpack = { .argv = ARGV(bzip2 ? "bzip2" : "gzip", "-cdq") };
	cleanup_close int fd = -1;

	if (!bzip2 && strcmp(meth, "gzip") != 0 &&
	    strcmp(meth, "compress") != 0) {
		reply_error(EINVAL,
			    "%s: no method of compression; gzip, compress and "
			    "bzip2 are",
			    meth);
		return NULL;
	}
	fd = guestfile_open(path);
	unpack.in_fd = fd;
	if (fd < 0 || stream_through(path, &unpack, &r) < 0)
		return NULL;
	if (r.status) {
		reply_program(&r, path, EIO);
		return NULL;
	}
	r.out[strcspn(r.out, "\n")] = '\0';
	return steal_ptr(&r.out);
}
