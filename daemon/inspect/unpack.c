// SPDX-License-Identifier: GPL-2.0-or-later
#include "unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "arch.h"

/* Programs of an initrd may come late, but not after so many entries. */
#define ENTRIES_MAX 20000

static const char *arch_of_entry(struct archive *a)
{
	unsigned char head[4096];
	la_ssize_t n = archive_read_data(a, head, sizeof(head));

	return n > 0 ? arch_of_header(head, n) : NULL;
}

static const char *arch_of_archive(struct archive *a)
{
	const char *arch = NULL;
	struct archive_entry *e;

	for (int i = 0; !arch && i < ENTRIES_MAX; i++) {
		if (archive_read_next_header(a, &e) < ARCHIVE_WARN)
			break;
		/* "raw", one compressed file, has no type */
		if (archive_entry_filetype(e) == AE_IFREG ||
		    archive_format(a) == ARCHIVE_FORMAT_RAW)
			arch = arch_of_entry(a);
	}
	return arch;
}

int unpack_arch_main(void)
{
	struct archive *a = archive_read_new();
	const char *arch = NULL;

	if (!a)
		return EXIT_FAILURE;
	archive_read_support_filter_all(a);
	archive_read_support_format_cpio(a);
	archive_read_support_format_raw(a);
	if (archive_read_open_fd(a, STDIN_FILENO, 65536) >= ARCHIVE_WARN)
		arch = arch_of_archive(a);
	if (!arch)
		return EXIT_FAILURE;
	puts(arch);
	return EXIT_SUCCESS;
}
