// SPDX-License-Identifier: GPL-2.0-or-later
#include "rpmdb.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "rpmhead.h"
#include "rpmlist.h"

static int fail(const char *what)
{
	fprintf(stderr, "%s\n", what);
	return EXIT_FAILURE;
}

static void put_text(const char *s)
{
	/* Two bytes have a meaning in the output */
	for (; s && *s; s++)
		putchar(*s == RPMLIST_FIELD || *s == RPMLIST_RECORD ? '?' : *s);
	putchar(RPMLIST_FIELD);
}

static void put_header(const unsigned char *blob, size_t len)
{
	struct app app = { 0 };

	if (rpmhead_parse(blob, len, &app) == 0) {
		printf("%d%c", app.epoch, RPMLIST_FIELD);
		for (size_t i = 0; i < APP_TEXTS; i++)
			put_text(app.text[i]);
		putchar(RPMLIST_RECORD);
	}
	for (size_t i = 0; i < APP_TEXTS; i++)
		free(app.text[i]);
}

/* Not a byte of the guest's changes, nor is a lock taken. */
static int list_sqlite(void)
{
	sqlite3 *db = NULL;
	sqlite3_stmt *st = NULL;
	int r;

	r = sqlite3_open_v2("file:/proc/self/fd/0?immutable=1", &db,
			    SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, NULL);
	if (r == SQLITE_OK)
		r = sqlite3_prepare_v2(db, "SELECT blob FROM Packages", -1, &st,
				       NULL);
	while (r == SQLITE_OK || r == SQLITE_ROW) {
		r = sqlite3_step(st);
		if (r == SQLITE_ROW)
			put_header(sqlite3_column_blob(st, 0),
				   sqlite3_column_bytes(st, 0));
	}
	if (r != SQLITE_DONE)
		return fail(db ? sqlite3_errmsg(db) : "out of memory");
	return EXIT_SUCCESS;
}

/*
 * NDB: pages of slots, 16 bytes each, the first two of them the file's header;
 * a slot says in which blocks of 16 bytes the package's header is. Numbers are
 * little-endian, of 32 bits.
 */
#define NDB_MAGIC  "RpmP"
#define NDB_SLOT   "Slot"
#define NDB_BLOB   "BlbS"
#define NDB_PAGE   4096
#define NDB_UNIT   16
#define NDB_PAGES  12 /* where in the header the number of pages is */
#define NDB_HEADER (2 * NDB_UNIT)

static uint32_t le32(const unsigned char *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static void put_slot(const unsigned char *db, size_t len,
		     const unsigned char *slot)
{
	size_t at = (size_t)le32(slot + 8) * NDB_UNIT, n;

	if (memcmp(slot, NDB_SLOT, 4) || !le32(slot + 8) || at > len ||
	    len - at < NDB_UNIT || memcmp(db + at, NDB_BLOB, 4))
		return;
	n = le32(db + at + 12);
	if (n <= len - at - NDB_UNIT)
		put_header(db + at + NDB_UNIT, n);
}

static int list_ndb(void)
{
	const unsigned char *db;
	struct stat st;
	size_t len, end;

	if (fstat(STDIN_FILENO, &st) < 0)
		return fail(strerror(errno));
	len = st.st_size;
	if (len < NDB_PAGE)
		return fail("the database is cut");
	db = mmap(NULL, len, PROT_READ, MAP_PRIVATE, STDIN_FILENO, 0);
	if (db == MAP_FAILED)
		return fail(strerror(errno));
	if (memcmp(db, NDB_MAGIC, 4))
		return fail("not a database of this kind");
	end = (size_t)le32(db + NDB_PAGES) * NDB_PAGE;
	for (size_t at = NDB_HEADER; at < end && at + NDB_UNIT <= len;
	     at += NDB_UNIT)
		put_slot(db, len, db + at);
	return EXIT_SUCCESS;
}

int rpmdb_main(const char *kind)
{
	int r = !strcmp(kind, RPMLIST_NDB) ? list_ndb() : list_sqlite();

	return fflush(stdout) == 0 ? r : EXIT_FAILURE;
}
