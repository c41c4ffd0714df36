// SPDX-License-Identifier: GPL-2.0-or-later
#include "tarhelper.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <grp.h>
#include <locale.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "sysroot.h"

#define SELINUX_XATTR "security.selinux"
#define BLOCK	      (1 << 18)
#define RECORD	      10240 /* what archives are a multiple of */

static const struct {
	const char *name;
	int code;
} filters[] = {
	{ "", ARCHIVE_FILTER_NONE },
	{ "compress", ARCHIVE_FILTER_COMPRESS },
	{ "gzip", ARCHIVE_FILTER_GZIP },
	{ "bzip2", ARCHIVE_FILTER_BZIP2 },
	{ "xz", ARCHIVE_FILTER_XZ },
	{ "lzma", ARCHIVE_FILTER_LZMA },
	{ "lz4", ARCHIVE_FILTER_LZ4 },
	{ "zstd", ARCHIVE_FILTER_ZSTD },
};

static int find_filter(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(filters); i++)
		if (!strcmp(name, filters[i].name))
			return filters[i].code;
	return -1;
}

int tarhelper_is_filter(const char *compress)
{
	return find_filter(compress) >= 0;
}

static int complain(struct archive *a, const char *what)
{
	const char *text = archive_error_string(a);
	int err = archive_errno(a);

	fprintf(stderr, "%s: %s", what, text ? text : "failed");
	/* The daemon finds the errno in these words; EILSEQ is libarchive's
	 * for a bad format.
	 */
	if (err > 0 && err != EILSEQ && !(text && strstr(text, strerror(err))))
		fprintf(stderr, ": %s", strerror(err));
	fputc('\n', stderr);
	return EXIT_FAILURE;
}

/* A warning is a thing that this guest's file system cannot hold. */
static bool failed(struct archive *a, int r, const char *what)
{
	if (r == ARCHIVE_OK || r == ARCHIVE_EOF)
		return false;
	complain(a, what);
	return r < ARCHIVE_WARN;
}

/* Leave the attributes that were asked for. */
static void filter_xattrs(struct archive_entry *e, const char *flags)
{
	const char *name;
	const void *value;
	cleanup_free void *kept = NULL;
	size_t size, n = 0;
	bool found = false;

	if (strchr(flags, TAR_XATTRS))
		return;
	archive_entry_xattr_reset(e);
	while (strchr(flags, TAR_SELINUX) &&
	       archive_entry_xattr_next(e, &name, &value, &size) == ARCHIVE_OK)
		if (!strcmp(name, SELINUX_XATTR) && !found) {
			kept = malloc(size + 1);
			if (!kept)
				break;
			memcpy(kept, value, size);
			n = size;
			found = true;
		}
	archive_entry_xattr_clear(e);
	if (found)
		archive_entry_xattr_add_entry(e, SELINUX_XATTR, kept, n);
}

static int copy_data(struct archive *from, struct archive *to)
{
	for (;;) {
		const void *buf;
		la_int64_t at;
		size_t n;
		int r = archive_read_data_block(from, &buf, &n, &at);

		if (r == ARCHIVE_EOF)
			return 0;
		if (r < ARCHIVE_WARN)
			return complain(from, "archive");
		/* A full file system is a mere warning to libarchive. */
		if (archive_write_data_block(to, buf, n, at) < ARCHIVE_OK)
			return complain(to, "writing");
	}
}

/* Names begin at the directory, as tar(1) sees to. */
static void make_relative(struct archive_entry *e)
{
	const char *path = archive_entry_pathname(e);
	const char *link = archive_entry_hardlink(e);
	cleanup_free char *p = path ? strdup(path + strspn(path, "/")) : NULL;
	cleanup_free char *l = link ? strdup(link + strspn(link, "/")) : NULL;

	if (p)
		archive_entry_copy_pathname(e, *p ? p : ".");
	if (l)
		archive_entry_copy_hardlink(e, l);
}

static int unpack_entries(struct archive *in, struct archive *disk,
			  const char *flags)
{
	struct archive_entry *e;
	int r;

	while ((r = archive_read_next_header(in, &e)) != ARCHIVE_EOF) {
		const char *path;

		if (r < ARCHIVE_WARN)
			return complain(in, "archive");
		make_relative(e);
		path = archive_entry_pathname(e);
		filter_xattrs(e, flags);
		if (failed(disk, archive_write_header(disk, e), path))
			return EXIT_FAILURE;
		if (archive_entry_size(e) > 0 && copy_data(in, disk))
			return EXIT_FAILURE;
		if (failed(disk, archive_write_finish_entry(disk), path))
			return EXIT_FAILURE;
	}
	return failed(disk, archive_write_close(disk), "directories")
		       ? EXIT_FAILURE
		       : EXIT_SUCCESS;
}

/* The one who sends must not find that nobody reads. */
static void drain(void)
{
	static char buf[BLOCK];
	ssize_t n;

	do
		n = read(STDIN_FILENO, buf, sizeof(buf));
	while (n > 0 || (n < 0 && errno == EINTR));
}

static int unpack(int filter, const char *flags)
{
	struct archive *in = archive_read_new(),
		       *disk = archive_write_disk_new();
	int what = ARCHIVE_EXTRACT_OWNER | ARCHIVE_EXTRACT_PERM |
		   ARCHIVE_EXTRACT_TIME | ARCHIVE_EXTRACT_UNLINK |
		   ARCHIVE_EXTRACT_SECURE_NODOTDOT;
	int r;

	if (!in || !disk)
		return EXIT_FAILURE;
	if (strchr(flags, TAR_XATTRS) || strchr(flags, TAR_SELINUX))
		what |= ARCHIVE_EXTRACT_XATTR;
	if (strchr(flags, TAR_ACLS))
		what |= ARCHIVE_EXTRACT_ACL;
	/* Owners by their numbers: names would be looked up by whatever the
	 * guest's nsswitch.conf loads.
	 */
	archive_write_disk_set_options(disk, what);
	archive_read_support_filter_by_code(in, filter);
	/* xz, which makes both, is not always asked for the right one. */
	if (filter == ARCHIVE_FILTER_LZMA)
		archive_read_support_filter_xz(in);
	archive_read_support_format_tar(in);
	archive_read_support_format_empty(in);
	if (archive_read_open_fd(in, STDIN_FILENO, BLOCK) < ARCHIVE_WARN)
		return complain(in, "archive");
	r = unpack_entries(in, disk, flags);
	if (r == EXIT_SUCCESS)
		drain();
	return r;
}

/**
 * struct names - The guest's users or groups, by number
 */
struct names {
	struct {
		la_int64_t id;
		char *name;
	} * v;
	size_t n;
};

static void names_add(struct names *l, la_int64_t id, const char *name)
{
	void *v = reallocarray(l->v, l->n + 1, sizeof(*l->v));

	if (!v)
		return;
	l->v = v;
	l->v[l->n].id = id;
	l->v[l->n++].name = strdup(name);
}

static const char *names_find(void *opaque, la_int64_t id)
{
	struct names *l = opaque;

	for (size_t i = 0; i < l->n; i++)
		if (l->v[i].id == id)
			return l->v[i].name;
	return NULL;
}

/* The files are read directly, never through the guest's name services. */
static void read_names(struct names *users, struct names *groups)
{
	cleanup_fclose FILE *u = fopen("/etc/passwd", "re");
	cleanup_fclose FILE *g = fopen("/etc/group", "re");
	struct passwd *pw;
	struct group *gr;

	while (u && (pw = fgetpwent(u)))
		names_add(users, pw->pw_uid, pw->pw_name);
	while (g && (gr = fgetgrent(g)))
		names_add(groups, gr->gr_gid, gr->gr_name);
}

static int write_zeros(struct archive *out, la_int64_t n)
{
	static const char zeros[65536];

	while (n > 0) {
		size_t piece =
			n < (la_int64_t)sizeof(zeros) ? n : sizeof(zeros);

		if (archive_write_data(out, zeros, piece) < 0)
			return -1;
		n -= piece;
	}
	return 0;
}

/* The library's own blocks, without a copy of ours */
static int write_entry(struct archive *disk, struct archive *out,
		       struct archive_entry *e)
{
	const char *path = archive_entry_pathname(e);
	la_int64_t done = 0, at;
	const void *buf;
	size_t n;
	int r;

	if (failed(out, archive_write_header(out, e), path))
		return EXIT_FAILURE;
	if (archive_entry_size(e) <= 0)
		return EXIT_SUCCESS;
	while ((r = archive_read_data_block(disk, &buf, &n, &at)) ==
	       ARCHIVE_OK) {
		if (write_zeros(out, at - done) < 0 ||
		    archive_write_data(out, buf, n) < 0)
			return complain(out, path);
		done = at + n;
	}
	if (r != ARCHIVE_EOF)
		return complain(disk, path);
	/* A hole at the end, or what the file lost meanwhile */
	return write_zeros(out, archive_entry_size(e) - done) < 0
		       ? complain(out, path)
		       : EXIT_SUCCESS;
}

static int pack_entries(struct archive *disk, struct archive *out,
			struct archive *match, const char *flags)
{
	struct archive_entry_linkresolver *links =
		archive_entry_linkresolver_new();
	struct archive_entry *e = archive_entry_new(), *spare = NULL;
	int r;

	if (!links || !e)
		return EXIT_FAILURE;
	archive_entry_linkresolver_set_strategy(links,
						ARCHIVE_FORMAT_TAR_GNUTAR);
	while ((r = archive_read_next_header2(disk, e)) != ARCHIVE_EOF) {
		if (failed(disk, r, "reading"))
			return EXIT_FAILURE;
		if (archive_match_excluded(match, e) > 0)
			continue;
		archive_read_disk_descend(disk);
		/* No archive can hold a socket */
		if (archive_entry_filetype(e) == AE_IFSOCK)
			continue;
		filter_xattrs(e, flags);
		archive_entry_linkify(links, &e, &spare);
		if (write_entry(disk, out, e))
			return EXIT_FAILURE;
	}
	return archive_write_close(out) == ARCHIVE_OK
		       ? EXIT_SUCCESS
		       : complain(out, "archive");
}

static int pack(int filter, const char *flags, char *const *excludes)
{
	struct archive *disk = archive_read_disk_new();
	struct archive *out = archive_write_new(), *match = archive_match_new();
	int what = ARCHIVE_READDISK_NO_FFLAGS;
	struct names users = { 0 }, groups = { 0 };

	if (!disk || !out || !match)
		return EXIT_FAILURE;
	if (!strchr(flags, TAR_XATTRS) && !strchr(flags, TAR_SELINUX))
		what |= ARCHIVE_READDISK_NO_XATTR;
	if (!strchr(flags, TAR_ACLS))
		what |= ARCHIVE_READDISK_NO_ACL;
	archive_read_disk_set_behavior(disk, what);
	archive_read_disk_set_symlink_physical(disk);
	if (!strchr(flags, TAR_NUMERIC)) {
		read_names(&users, &groups);
		archive_read_disk_set_uname_lookup(disk, &users, names_find,
						   NULL);
		archive_read_disk_set_gname_lookup(disk, &groups, names_find,
						   NULL);
	}
	for (; *excludes; excludes++)
		if (archive_match_exclude_pattern(match, *excludes) < 0)
			return complain(match, *excludes);
	archive_write_set_format_pax_restricted(out);
	/* A plain archive ends at a whole block; zeros after a compressed one
	 * are rubbish to some programs.
	 */
	archive_write_set_bytes_per_block(out, BLOCK / RECORD * RECORD);
	archive_write_set_bytes_in_last_block(
		out, filter == ARCHIVE_FILTER_NONE ? RECORD : 1);
	if (archive_write_add_filter(out, filter) < ARCHIVE_WARN)
		return complain(out, "compression");
	if (archive_write_open_fd(out, STDOUT_FILENO) < ARCHIVE_WARN)
		return complain(out, "archive");
	if (archive_read_disk_open(disk, ".") < ARCHIVE_WARN)
		return complain(disk, "directory");
	return pack_entries(disk, out, match, flags);
}

int tarhelper_main(int argc, char *argv[])
{
	int filter = argc >= 5 ? find_filter(argv[3]) : -1;

	if (filter < 0)
		return EXIT_FAILURE;
	/* libarchive converts names; what is no UTF-8 it keeps as it is */
	setlocale(LC_ALL, "C.UTF-8");
	umask(0);
	if (chroot(SYSROOT) < 0 || chdir("/") < 0 || chdir(argv[2]) < 0) {
		fprintf(stderr, "%s: %s\n", argv[2], strerror(errno));
		return EXIT_FAILURE;
	}
	return strcmp(argv[1], TARHELPER_IN) ? pack(filter, argv[4], argv + 5)
					     : unpack(filter, argv[4]);
}
