// SPDX-License-Identifier: GPL-2.0-or-later
#include "initrd.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "io.h"

#define BLOCK	    65536
#define HEADER	    110 /* of an entry in the "newc" format */
#define SIZE_AT	    54	/* in it, the length of the data ... */
#define NAMESIZE_AT 94	/* ... and of the name with its NUL, in hexadecimal */
#define TRAILER	    "TRAILER!!!"

enum outcome { MORE, FOUND, FAILED };

static enum outcome complain(struct archive *a)
{
	const char *text = archive_error_string(a);

	fprintf(stderr, "%s\n", text ? text : "not an initrd");
	return FAILED;
}

static const char *plain_name(const char *name)
{
	if (!strncmp(name, "./", 2))
		name += 2;
	return name + strspn(name, "/");
}

static enum outcome copy_out(struct archive *a)
{
	static char buf[BLOCK];
	ssize_t n;

	while ((n = archive_read_data(a, buf, sizeof(buf))) > 0)
		if (io_write_full(STDOUT_FILENO, buf, n) < 0)
			return FAILED;
	return n < 0 ? complain(a) : FOUND;
}

/* @wanted: the name to copy, or NULL to list them */
static enum outcome visit(struct archive *a, struct archive_entry *e,
			  const char *wanted)
{
	const char *name = archive_entry_pathname(e);

	if (!name)
		return MORE;
	if (!wanted)
		return io_write_full(STDOUT_FILENO, name, strlen(name) + 1) < 0
			       ? FAILED
			       : MORE;
	if (archive_entry_filetype(e) != AE_IFREG ||
	    strcmp(plain_name(name), plain_name(wanted)) != 0)
		return MORE;
	return copy_out(a);
}

static enum outcome read_archive(const char *wanted)
{
	struct archive *a = archive_read_new();
	struct archive_entry *e;
	enum outcome o = MORE;
	int r = ARCHIVE_FATAL;

	if (!a)
		return FAILED;
	archive_read_support_filter_all(a);
	archive_read_support_format_cpio(a);
	if (archive_read_open_fd(a, STDIN_FILENO, BLOCK) >= ARCHIVE_WARN)
		while (o == MORE &&
		       (r = archive_read_next_header(a, &e)) != ARCHIVE_EOF &&
		       r >= ARCHIVE_WARN)
			o = visit(a, e, wanted);
	if (o == MORE && r != ARCHIVE_EOF)
		o = complain(a);
	archive_read_free(a);
	return o;
}

static uint64_t hex8(const char *p)
{
	char digits[9] = "";

	memcpy(digits, p, 8);
	return strtoul(digits, NULL, 16);
}

static uint64_t align4(uint64_t n)
{
	return (n + 3) & ~(uint64_t)3;
}

/* Where the archive at @at, which must not be compressed, ends; false where
 * that cannot be told
 */
static bool find_end(uint64_t at, uint64_t *ret)
{
	for (;;) {
		char h[HEADER + sizeof(TRAILER)];
		uint64_t namesize;
		bool last;

		if (pread(STDIN_FILENO, h, sizeof(h), at) != sizeof(h) ||
		    (memcmp(h, "070701", 6) && memcmp(h, "070702", 6)))
			return false;
		namesize = hex8(h + NAMESIZE_AT);
		last = namesize == sizeof(TRAILER) &&
		       !memcmp(h + HEADER, TRAILER, sizeof(TRAILER));
		at += align4(HEADER + namesize) + align4(hex8(h + SIZE_AT));
		if (last)
			break;
	}
	*ret = at;
	return true;
}

/* Zeroes may lie between one archive and the next. */
static bool skip_zeroes(uint64_t *at)
{
	char buf[4096];
	ssize_t n;

	while ((n = pread(STDIN_FILENO, buf, sizeof(buf), *at)) > 0)
		for (ssize_t i = 0; i < n; i++, ++*at)
			if (buf[i])
				return true;
	return false;
}

int initrd_main(int argc, char *argv[])
{
	const char *wanted = strcmp(argv[1], INITRD_CAT) ? NULL : argv[2];
	enum outcome o = MORE;
	uint64_t at = 0;
	bool more;

	if (!wanted && strcmp(argv[1], INITRD_LIST) != 0)
		return EXIT_FAILURE;
	setlocale(LC_ALL, "C.UTF-8");
	do {
		if (lseek(STDIN_FILENO, at, SEEK_SET) < 0)
			return EXIT_FAILURE;
		o = read_archive(wanted);
		more = o == MORE && find_end(at, &at) && skip_zeroes(&at);
	} while (more);
	if (o == FAILED)
		return EXIT_FAILURE;
	return wanted && o != FOUND ? INITRD_ABSENT : EXIT_SUCCESS;
}
