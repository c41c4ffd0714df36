// SPDX-License-Identifier: GPL-2.0-or-later
#include "ntfshelper.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The library's headers */
#include <ntfs-3g/types.h>
#include <ntfs-3g/volume.h>
#include <ntfs-3g/attrib.h>
#include <ntfs-3g/dir.h>
#include <ntfs-3g/inode.h>
#include <ntfs-3g/layout.h>
#include <ntfs-3g/logging.h>
#include <ntfs-3g/ntfstime.h>
#include <ntfs-3g/unistr.h>

#include "io.h"

#define NAME_MAX_BYTES 255

/**
 * struct answer - What is said
 * @head:	First
 * @buf:	Then
 * @len:	Its bytes
 * @cap:	Allocated
 */
struct answer {
	struct ntfs_answer head;
	char *buf;
	size_t len;
	size_t cap;
};

/* Return: room for @n bytes more, or NULL */
static void *grow(struct answer *a, size_t n)
{
	if (a->len + n > a->cap) {
		size_t cap = a->cap ? a->cap * 2 : 65536;
		char *p = realloc(a->buf, cap);

		if (!p)
			return NULL;
		a->buf = p;
		a->cap = cap;
	}
	a->len += n;
	return a->buf + a->len - n;
}

/* Only what reads as it lies on the disk */
static bool is_plain(ntfs_attr *na)
{
	return NAttrNonResident(na) && !NAttrCompressed(na) &&
	       !NAttrEncrypted(na) && na->data_size >= 0 &&
	       na->initialized_size >= 0 &&
	       na->initialized_size <= na->data_size;
}

static int add_runs(const ntfs_volume *vol, const runlist_element *rl,
		    struct answer *a)
{
	unsigned int size = vol->cluster_size;

	for (; rl->length > 0; rl++) {
		struct ntfs_run *r;

		if (rl->lcn < 0 && rl->lcn != LCN_HOLE)
			return EIO;
		if (rl->vcn < 0 || rl->vcn > INT64_MAX / size - rl->length ||
		    rl->lcn > vol->nr_clusters - rl->length ||
		    a->head.n == NTFS_RUNS_MAX)
			return EIO;
		r = grow(a, sizeof(*r));
		if (!r)
			return ENOMEM;
		*r = (struct ntfs_run){
			.at = (uint64_t)rl->vcn * size,
			.len = (uint64_t)rl->length * size,
			.disk = rl->lcn < 0 ? -1 : rl->lcn * size,
		};
		a->head.n++;
	}
	return 0;
}

static int runs_of(ntfs_volume *vol, ntfs_inode *ni, struct answer *a)
{
	ntfs_attr *na = ntfs_attr_open(ni, AT_DATA, AT_UNNAMED, 0);
	int err;

	if (!na)
		return errno;
	if (!is_plain(na))
		err = EOPNOTSUPP;
	else if (ntfs_attr_map_whole_runlist(na) < 0)
		err = errno;
	else
		err = add_runs(vol, na->rl, a);
	a->head.size = na->data_size;
	a->head.written = na->initialized_size;
	ntfs_attr_close(na);
	return err;
}

static int say_runs(ntfs_volume *vol, uint64_t ino, struct answer *a)
{
	ntfs_inode *ni = ntfs_inode_open(vol, ino);
	int err;

	if (!ni)
		return errno;
	err = ni->flags & (FILE_ATTR_REPARSE_POINT | FILE_ATTR_SYSTEM) ||
			      ni->mrec->flags & MFT_RECORD_IS_DIRECTORY
		      ? EOPNOTSUPP
		      : runs_of(vol, ni, a);
	ntfs_inode_close(ni);
	return err;
}

/**
 * struct listing - A directory that is being listed
 * @vol:	Volume
 * @dir:	The directory
 * @a:		Receives its entries
 * @err:	What went wrong
 * @whole:	None was left out
 */
struct listing {
	ntfs_volume *vol;
	ntfs_inode *dir;
	struct answer *a;
	int err;
	bool whole;
};

static void fill_time(struct ntfs_entry *e, int i, ntfs_time t)
{
	struct timespec ts = ntfs2timespec(t);

	e->sec[i] = ts.tv_sec;
	e->nsec[i] = ts.tv_nsec;
}

/* Regular files and directories in every respect: for others there is ntfs-3g.
 */
static enum ntfs_kind kind_of(const ntfs_inode *ni)
{
	if (ni->flags & (FILE_ATTR_REPARSE_POINT | FILE_ATTR_ENCRYPTED) ||
	    ni->mrec->flags & MFT_RECORD_IS_VIEW_INDEX || ni->data_size < 0 ||
	    ni->allocated_size < 0)
		return NTFS_OTHER;
	if (ni->mrec->flags & MFT_RECORD_IS_DIRECTORY)
		return NTFS_DIR;
	return ni->flags & (FILE_ATTR_SYSTEM | FILE_ATTR_DIRECTORY) ||
			       ni->mft_no < FILE_first_user ||
			       !ni->mrec->link_count
		       ? NTFS_OTHER
		       : NTFS_FILE;
}

/* A directory's size is that of its index, where that is outside its record. */
static bool fill_index(ntfs_inode *ni, struct ntfs_entry *e)
{
	ntfs_attr *na;

	e->nlink = 1;
	na = ntfs_attr_open(ni, AT_INDEX_ALLOCATION, NTFS_INDEX_I30, 4);
	if (na) {
		e->size = na->data_size;
		e->blocks = na->allocated_size >> 9;
		ntfs_attr_close(na);
	}
	return na || errno == ENOENT;
}

static void fill_attr(ntfs_inode *ni, struct ntfs_entry *e)
{
	e->kind = kind_of(ni);
	if (e->kind == NTFS_OTHER)
		return;
	e->size = ni->data_size;
	e->blocks = (ni->allocated_size + 511) >> 9;
	fill_time(e, 0, ni->last_access_time);
	fill_time(e, 1, ni->last_data_change_time);
	fill_time(e, 2, ni->last_mft_change_time);
	e->nlink = le16_to_cpu(ni->mrec->link_count);
	if (e->kind == NTFS_DIR && !fill_index(ni, e))
		e->kind = NTFS_OTHER;
}

static void add_entry(struct listing *l, MFT_REF mref, const char *name,
		      size_t len)
{
	bool self = len == 1 && *name == '.';
	bool parent = len == 2 && !memcmp(name, "..", 2);
	size_t bytes = (sizeof(struct ntfs_entry) + len + 7) & ~(size_t)7;
	struct ntfs_entry *e = grow(l->a, bytes);
	ntfs_inode *ni;

	if (!e) {
		l->err = ENOMEM;
		return;
	}
	memset(e, 0, bytes);
	e->ino = MREF(mref);
	e->len = len;
	e->bytes = bytes;
	memcpy(e->name, name, len);
	ni = parent ? NULL : self ? l->dir : ntfs_inode_open(l->vol, mref);
	if (ni)
		fill_attr(ni, e);
	if (ni && !self)
		ntfs_inode_close(ni);
}

static int found(void *opaque, const ntfschar *name, const int name_len,
		 const int name_type, const s64 pos, const MFT_REF mref,
		 const unsigned dt_type)
{
	struct listing *l = opaque;
	char *utf8 = NULL;
	int len;

	(void)pos;
	(void)dt_type;
	/* 8.3 names are not shown, nor are the volume's own files */
	if (name_type == FILE_NAME_DOS ||
	    (MREF(mref) != FILE_root && MREF(mref) < FILE_first_user))
		return 0;
	len = l->a->len > NTFS_LIST_MAX - 4096
		      ? 0
		      : ntfs_ucstombs(name, name_len, &utf8, 0);
	if (len > 0 && len <= NAME_MAX_BYTES)
		add_entry(l, mref, utf8, len);
	else
		l->whole = false;
	free(utf8);
	return l->err ? -1 : 0;
}

static int say_list(ntfs_volume *vol, uint64_t ino, struct answer *a)
{
	ntfs_inode *ni = ntfs_inode_open(vol, ino);
	struct listing l = { .vol = vol, .dir = ni, .a = a, .whole = true };
	s64 pos = 0;

	if (!ni)
		return errno;
	if (!(ni->mrec->flags & MFT_RECORD_IS_DIRECTORY))
		l.err = ENOTDIR;
	else if (ntfs_readdir(ni, &pos, &l, found) < 0 && !l.err)
		l.err = errno;
	ntfs_inode_close(ni);
	a->head.n = a->len;
	a->head.size = l.whole;
	return l.err;
}

static void take(ntfs_volume *vol, const struct ntfs_ask *q, struct answer *a)
{
	a->len = 0;
	a->head = (struct ntfs_answer){ 0 };
	errno = 0;
	if (q->what == NTFS_RUNS)
		a->head.err = say_runs(vol, q->ino, a);
	else if (q->what == NTFS_LIST)
		a->head.err = say_list(vol, q->ino, a);
	else
		a->head.err = EINVAL;
	if (a->head.err) {
		a->head.n = 0;
		a->len = 0;
	}
}

int ntfshelper_main(const char *device)
{
	struct answer a = { 0 };
	struct ntfs_ask q;
	ntfs_volume *vol;

	/* What is wrong with the disk, ntfs-3g has said */
	ntfs_log_clear_levels(UINT32_MAX);
	vol = ntfs_mount(device, NTFS_MNT_RDONLY | NTFS_MNT_FORENSIC);
	if (!vol)
		return EXIT_FAILURE;
	ntfs_set_char_encoding("C.UTF-8");
	while (io_read_full(STDIN_FILENO, &q, sizeof(q)) == sizeof(q)) {
		take(vol, &q, &a);
		if (io_write_full(STDIN_FILENO, &a.head, sizeof(a.head)) < 0 ||
		    io_write_full(STDIN_FILENO, a.buf, a.len) < 0)
			break;
	}
	return EXIT_SUCCESS;
}
