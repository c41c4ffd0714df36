// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: open files, their data and attributes. */
#include <linux/falloc.h>

#include "session/handle.h"
#include "session/node.h"
#include "session/nodefd.h"
#include "session_test.h"

#define ARGS(type) (xdrproc_t) xdr_##type

static char path_buf[4096];

static const char *path(const char *name)
{
	snprintf(path_buf, sizeof(path_buf), "%s/%s", test_dir(), name);
	return path_buf;
}

static int setattr(struct fs_setattr_args *a, struct fs_attr *ret)
{
	struct fs_attr_ret r = { 0 };

	if (fc_call(c, FS_SETATTR, ARGS(fs_setattr_args), a, ARGS(fs_attr_ret),
		    &r) < 0)
		return -1;
	if (ret)
		*ret = r.attr;
	return 0;
}

static long count_of(unsigned int proc, xdrproc_t xargs, void *args)
{
	struct fs_count_ret r = { 0 };

	if (fc_call(c, proc, xargs, args, ARGS(fs_count_ret), &r) < 0)
		return -1;
	return r.count;
}

static void write_and_read_back(int slot, size_t size)
{
	char *data = malloc(size), *back = malloc(size + 1);
	uint64_t h;

	start_port(0, slot);
	h = fc_create(c, 1, "f", O_WRONLY, 0600, NULL);
	ok(h);
	for (size_t i = 0; i < size; i++)
		data[i] = i * 7 + i / 4096;
	ok_int(fc_write(c, h, data, size, 0), size);
	/* Opened for writing only, it is read by the host's page cache */
	ok_int(fc_read(c, h, back, size, 0), size);
	ok(!memcmp(data, back, size));
	ok_int(fc_read(c, h, back, 1000, size - 10), 10);
	ok(!memcmp(data + size - 10, back, 10));
	ok_int(fc_read(c, h, back, 10, size), 0);
	free(data);
	free(back);
}

TEST(data_travels_inline)
{
	write_and_read_back(0, FS_INLINE_MAX);
}

TEST(data_travels_through_the_slot)
{
	write_and_read_back(1, 3000000);
}

TEST(direct_reads_see_buffered_writes)
{
	size_t size = 1 << 20;
	char *buf = malloc(size);
	uint64_t h;

	start_port(0, 1);
	h = fc_create(c, 1, "f", O_RDWR, 0600, NULL);
	memset(buf, 'a', size);
	ok_int(fc_write(c, h, buf, size, 0), size);
	ok_int(fc_read(c, h, buf, size, 0), size);
	ok_int(fc_write(c, h, "hello", 5, 300000), 5);
	ok_int(fc_read(c, h, buf, size, 0), size);
	ok(!memcmp(buf + 300000, "hello", 5) && buf[299999] == 'a');
	free(buf);
}

TEST(writes_go_where_they_are_told_also_when_appending)
{
	char buf[8] = "";
	uint64_t h;

	start(0);
	h = fc_create(c, 1, "f", O_RDWR | O_APPEND, 0600, NULL);
	ok_int(fc_write(c, h, "abcdef", 6, 0), 6);
	ok_int(fc_write(c, h, "XY", 2, 1), 2);
	ok_int(fc_read(c, h, buf, 8, 0), 6);
	ok_str(buf, "aXYdef");
}

TEST(a_released_handle_is_bad)
{
	char buf[8];
	uint64_t h;

	start(0);
	h = fc_create(c, 1, "f", O_RDWR, 0600, NULL);
	ok_int(fc_getattr(c, fc_lookup(c, 1, "f", NULL), h, NULL), 0);
	fc_release(c, h);
	refused(fc_read(c, h, buf, 8, 0), EBADF);
	refused(fc_write(c, h, buf, 8, 0), EBADF);
	refused(fc_getattr(c, 1, h, NULL), EBADF);
	refused(fc_read(c, 0, buf, 8, 0), EBADF);
}

TEST(a_handle_keeps_an_unlinked_file)
{
	struct fs_entry e;
	char buf[4];
	uint64_t h;

	start(0);
	h = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	ok_int(fc_write(c, h, "abc", 3, 0), 3);
	ok_int(fc_name(c, FS_UNLINK, 1, "f"), 0);
	session_drop_caches();
	ok_int(fc_read(c, h, buf, 4, 0), 3);
	ok_int(fc_getattr(c, e.node, h, NULL), 0);
	fc_forget(c, e.node, 1);
	ok_int(fc_read(c, h, buf, 4, 0), 3);
	free(e.stored);
}

TEST(flags_of_open_are_sifted)
{
	uint64_t n;

	start(0);
	n = make(1, "f");
	ok(fc_open(c, n, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_LARGEFILE));
	fails(fc_open(c, n, O_RDONLY | O_DIRECTORY), EINVAL);
	fails(fc_open(c, n, O_PATH), EINVAL);
	fails(fc_open(c, n, O_TMPFILE | O_RDWR), EINVAL);
	fails(fc_open(c, n, O_ACCMODE), EINVAL);
	fails(fc_open(c, 1, O_RDONLY), EISDIR);
	fails(fc_opendir(c, n), ENOTDIR);
}

TEST(creating_is_exclusive_when_asked)
{
	start(0);
	ok(fc_create(c, 1, "f", O_RDWR | O_EXCL, 0600, NULL));
	fails(fc_create(c, 1, "f", O_RDWR | O_EXCL, 0600, NULL), EEXIST);
	ok(fc_create(c, 1, "f", O_RDWR, 0600, NULL));
	fails(fc_create(c, 1, "g", O_RDWR, 020600, NULL), EINVAL);
}

TEST(a_new_file_has_owner_and_mode_as_asked)
{
	struct fs_make_args a = {
		.parent = 1,
		.name = "f",
		.mode = S_IFREG | 06755,
		.uid = 1234,
		.gid = 5678,
		.target = "",
	};
	struct fs_make_ret r = { 0 };
	struct stat st;

	if (geteuid() != 0)
		test_skip("not root");
	start(0);
	umask(077);
	ok_int(fc_call(c, FS_MKNOD, ARGS(fs_make_args), &a, ARGS(fs_make_ret),
		       &r),
	       0);
	ok_int(r.entry.attr.mode, S_IFREG | 06755);
	ok_int(r.entry.attr.uid, 1234);
	ok_int(r.entry.attr.gid, 5678);
	ok_int(lstat(path("f"), &st), 0);
	ok_int(st.st_mode, S_IFREG | 06755);
	free(r.entry.stored);
}

TEST(a_set_group_id_directory_gives_its_group)
{
	struct fs_make_args a = {
		.parent = 0,
		.name = "f",
		.mode = 0755,
		.uid = 1234,
		.gid = 5678,
		.target = "",
	};
	struct fs_make_ret r = { 0 };

	if (geteuid() != 0)
		test_skip("not root");
	start(0);
	a.parent = fc_make(c, FS_MKDIR, 1, "d", 0755);
	ok_int(chown(path("d"), 0, 99), 0);
	ok_int(chmod(path("d"), 02775), 0);
	ok_int(fc_call(c, FS_MKDIR, ARGS(fs_make_args), &a, ARGS(fs_make_ret),
		       &r),
	       0);
	ok_int(r.entry.attr.uid, 1234);
	ok_int(r.entry.attr.gid, 99);
	ok_int(r.entry.attr.mode, S_IFDIR | 02755);
	free(r.entry.stored);
}

TEST(times_are_set_to_the_nanosecond)
{
	struct fs_setattr_args a = {
		.valid = FS_SET_ATIME | FS_SET_MTIME,
		.atime = { 1000000000, 123456789 },
		.mtime = { -5, 1 },
	};
	struct fs_attr attr;

	start(0);
	a.node = make(1, "f");
	ok_int(setattr(&a, &attr), 0);
	ok_int(attr.atime.sec, 1000000000);
	ok_int(attr.atime.nsec, 123456789);
	ok_int(attr.mtime.sec, -5);
	ok_int(attr.mtime.nsec, 1);
	a.valid = FS_SET_MTIME_NOW;
	ok_int(setattr(&a, &attr), 0);
	ok_int(attr.atime.nsec, 123456789);
	ok(attr.mtime.sec > 1000000000);
	a.valid = FS_SET_MTIME;
	a.mtime.nsec = 1000000000;
	refused(setattr(&a, NULL), EINVAL);
}

TEST(a_symbolic_link_has_attributes_of_its_own)
{
	struct fs_setattr_args a = {
		.valid = FS_SET_MTIME | FS_SET_UID,
		.mtime = { 1, 2 },
		.uid = getuid(),
	};
	struct fs_attr attr;
	struct stat st;

	start(0);
	a.node = fc_make(c, FS_SYMLINK, 1, "l", 0);
	make(1, "target");
	ok_int(setattr(&a, &attr), 0);
	ok(S_ISLNK(attr.mode));
	ok_int(attr.mtime.sec, 1);
	ok_int(stat(path("target"), &st), 0);
	ok(st.st_mtime != 1);
	a.valid = FS_SET_MODE;
	refused(setattr(&a, NULL), EOPNOTSUPP);
	a.valid = FS_SET_SIZE;
	refused(setattr(&a, NULL), EINVAL);
}

TEST(a_file_is_cut_by_node_and_by_handle)
{
	struct fs_setattr_args a = { .valid = FS_SET_SIZE, .size = 3 };
	struct fs_entry e;
	struct fs_attr attr;
	uint64_t ro;

	start(0);
	a.handle = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	ok_int(fc_write(c, a.handle, "abcdef", 6, 0), 6);
	a.node = e.node;
	ok_int(setattr(&a, &attr), 0);
	ok_int(attr.size, 3);
	ro = a.handle = fc_open(c, e.node, O_RDONLY);
	a.size = 2;
	ok_int(setattr(&a, &attr), 0);
	ok_int(attr.size, 2);
	a.handle = 0;
	a.size = 1;
	ok_int(setattr(&a, &attr), 0);
	ok_int(attr.size, 1);
	a.handle = ro;
	a.node = 1;
	refused(setattr(&a, NULL), EINVAL);
	a.handle = 0;
	refused(setattr(&a, NULL), EISDIR);
	free(e.stored);
}

static int set_xattr(uint64_t node, const char *name, const char *value,
		     unsigned int flags)
{
	struct fs_setxattr_args a = {
		node,
		(char *)name,
		{ strlen(value), (char *)value },
		flags,
	};

	return fc_call(c, FS_SETXATTR, ARGS(fs_setxattr_args), &a, NULL, NULL);
}

/* The value, or the list where @name is NULL; NULL with errno */
static const char *get_xattr(uint64_t node, const char *name)
{
	static char buf[256];
	struct fs_name_args a = { node, (char *)name };
	struct fs_data_ret r = { 0 };

	if (fc_call(c, name ? FS_GETXATTR : FS_LISTXATTR,
		    name ? ARGS(fs_name_args) : ARGS(fs_node_args), &a,
		    ARGS(fs_data_ret), &r) < 0)
		return NULL;
	memset(buf, 0, sizeof(buf));
	memcpy(buf, r.data.data_val, r.data.data_len);
	ok_int(r.count, r.data.data_len);
	xdr_free(ARGS(fs_data_ret), &r);
	return buf;
}

TEST(extended_attributes_are_kept)
{
	uint64_t n;

	start(0);
	n = make(1, "f");
	if (set_xattr(n, "user.a", "one", 0) < 0 && errno == EOPNOTSUPP)
		test_skip("no extended attributes here");
	ok_str(get_xattr(n, "user.a"), "one");
	ok_str(get_xattr(n, NULL), "user.a");
	refused(set_xattr(n, "user.a", "two", 1), EEXIST);
	refused(set_xattr(n, "user.b", "two", 2), ENODATA);
	refused(set_xattr(n, "user.b", "two", 4), EINVAL);
	refused(set_xattr(n, "", "two", 0), EINVAL);
	ok_int(fc_name(c, FS_REMOVEXATTR, n, "user.a"), 0);
	ok(!get_xattr(n, "user.a") && errno == ENODATA);
}

TEST(those_of_a_symbolic_link_are_its_own)
{
	uint64_t n, target;

	if (geteuid() != 0)
		test_skip("not root");
	start(0);
	target = make(1, "target");
	n = fc_make(c, FS_SYMLINK, 1, "l", 0);
	if (set_xattr(n, "trusted.a", "one", 0) < 0 &&
	    (errno == EOPNOTSUPP || errno == EPERM))
		test_skip("no trusted attributes here");
	ok_str(get_xattr(n, "trusted.a"), "one");
	ok(!get_xattr(target, "trusted.a"));
}

TEST(holes_are_made_and_found)
{
	struct fs_fallocate_args f = { .length = 1 << 20 };
	struct fs_lseek_args s = { .whence = SEEK_HOLE };

	start(0);
	f.handle = s.handle = fc_create(c, 1, "f", O_RDWR, 0600, NULL);
	ok_int(fc_write(c, f.handle, "x", 1, 0), 1);
	ok_int(fc_write(c, f.handle, "x", 1, (1 << 20) - 1), 1);
	f.mode = 4;
	refused(fc_call(c, FS_FALLOCATE, ARGS(fs_fallocate_args), &f, NULL,
			NULL),
		EINVAL);
	f.mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
	f.offset = 65536;
	f.length = 65536;
	ok_int(fc_call(c, FS_FALLOCATE, ARGS(fs_fallocate_args), &f, NULL,
		       NULL),
	       0);
	ok(count_of(FS_LSEEK, ARGS(fs_lseek_args), &s) >= 4096);
	s.whence = SEEK_END;
	refused(count_of(FS_LSEEK, ARGS(fs_lseek_args), &s), EINVAL);
	s.whence = SEEK_DATA;
	s.offset = 1 << 20;
	refused(count_of(FS_LSEEK, ARGS(fs_lseek_args), &s), ENXIO);
}

TEST(ranges_are_copied_in_the_server)
{
	struct fs_copy_range_args a = { .in_offset = 2,
					.out_offset = 1,
					.length = 3 };
	char buf[8] = "";

	start(0);
	a.in = fc_create(c, 1, "a", O_RDWR, 0600, NULL);
	a.out = fc_create(c, 1, "b", O_RDWR, 0600, NULL);
	ok_int(fc_write(c, a.in, "abcdef", 6, 0), 6);
	ok_int(count_of(FS_COPY_RANGE, ARGS(fs_copy_range_args), &a), 3);
	ok_int(fc_read(c, a.out, buf, 8, 0), 4);
	ok(!memcmp(buf, "\0cde", 4));
}

TEST(inode_flags_are_read_and_set)
{
	struct fs_flags_args a = { 0 };
	struct fs_node_args n;
	struct fs_flags_ret r = { 0 };

	start(0);
	n.node = a.node = make(1, "f");
	if (fc_call(c, FS_GETFLAGS, ARGS(fs_node_args), &n, ARGS(fs_flags_ret),
		    &r) < 0)
		test_skip("no inode flags here");
	a.flags = r.flags | 0x80; /* FS_NOATIME_FL */
	ok_int(fc_call(c, FS_SETFLAGS, ARGS(fs_flags_args), &a, NULL, NULL), 0);
	ok_int(fc_call(c, FS_GETFLAGS, ARGS(fs_node_args), &n,
		       ARGS(fs_flags_ret), &r),
	       0);
	ok_int(r.flags, a.flags);
	n.node = fc_make(c, FS_SYMLINK, 1, "l", 0);
	refused(fc_call(c, FS_GETFLAGS, ARGS(fs_node_args), &n,
			ARGS(fs_flags_ret), &r),
		ENOTTY);
}

TEST(the_file_system_tells_its_size)
{
	struct fs_node_args a = { 1 };
	struct fs_statfs_ret r = { 0 };

	start(0);
	ok_int(fc_call(c, FS_STATFS, ARGS(fs_node_args), &a,
		       ARGS(fs_statfs_ret), &r),
	       0);
	ok(r.bsize && r.blocks && r.namemax >= 255);
}

TEST(syncing_works)
{
	struct fs_handle_args a = { 0 };
	uint64_t dir;

	start(0);
	a.handle = fc_create(c, 1, "f", O_RDWR, 0600, NULL);
	ok_int(fc_call(c, FS_FSYNC, ARGS(fs_handle_args), &a, NULL, NULL), 0);
	a.datasync = 1;
	ok_int(fc_call(c, FS_FSYNC, ARGS(fs_handle_args), &a, NULL, NULL), 0);
	dir = a.handle = fc_opendir(c, 1);
	ok_int(fc_call(c, FS_FSYNC, ARGS(fs_handle_args), &a, NULL, NULL), 0);
	fc_release(c, dir);
	refused(fc_call(c, FS_FSYNC, ARGS(fs_handle_args), &a, NULL, NULL),
		EBADF);
	ok_int(fc_call(c, FS_SYNC, NULL, NULL, NULL, NULL), 0);
}

static int open_read(uint64_t node, uint32_t size, struct fs_open_read_ret *r)
{
	struct fs_open_read_args a = { .node = node, .size = size };

	memset(r, 0, sizeof(*r));
	return fc_call(c, FS_OPEN_READ, ARGS(fs_open_read_args), &a,
		       ARGS(fs_open_read_ret), r);
}

TEST(what_is_read_whole_at_once_does_not_stay_open)
{
	struct fs_open_read_ret r;
	struct fs_entry e;
	char buf[8];
	uint64_t h;

	start(0);
	h = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	ok_int(fc_write(c, h, "abcdef", 6, 0), 6);
	fc_release(c, h);
	ok_int(open_read(e.node, 100, &r), 0);
	ok_int(r.handle, 0);
	ok_int(r.data.count, 6);
	ok(!memcmp(r.data.data.data_val, "abcdef", 6));
	xdr_free(ARGS(fs_open_read_ret), &r);
	ok_int(handle_count(), 0);

	/* More is left: the handle is there for it */
	ok_int(open_read(e.node, 4, &r), 0);
	ok_int(r.data.count, 4);
	ok_int(fc_read(c, r.handle, buf, 8, 4), 2);
	xdr_free(ARGS(fs_open_read_ret), &r);
	free(e.stored);
}

TEST(directories_are_listed_without_opening_too)
{
	struct fs_open_read_ret r;

	start(0);
	make(1, "f");
	ok_int(open_read(1, 4096, &r), 0);
	ok(r.data.count > 3 * 112 && r.data.eof);
	ok_int(r.handle, 0);
	xdr_free(ARGS(fs_open_read_ret), &r);
	refused(open_read(1, 8, &r), EINVAL);
	ok_int(handle_count(), 0);
	refused(open_read(fc_make(c, FS_SYMLINK, 1, "l", 0), 8, &r), ELOOP);
	refused(open_read(77, 8, &r), ESTALE);
}

static int read_many(uint64_t *nodes, unsigned int n, uint32_t each,
		     uint32_t size, struct fs_read_many_ret *r)
{
	struct fs_read_many_args a = { .nodes = { n, nodes },
				       .each = each,
				       .size = size };

	memset(r, 0, sizeof(*r));
	return fc_call(c, FS_READ_MANY, ARGS(fs_read_many_args), &a,
		       ARGS(fs_read_many_ret), r);
}

static char byte_of(size_t i, size_t size)
{
	return i * 13 + i / 4096 + size;
}

static uint64_t file_of_size(const char *name, size_t size)
{
	char *data = malloc(size + 1);
	struct fs_entry e;
	uint64_t h;

	for (size_t i = 0; i < size; i++)
		data[i] = byte_of(i, size);
	h = fc_create(c, 1, name, O_RDWR, 0600, &e);
	ok(h);
	if (size)
		ok_int(fc_write(c, h, data, size, 0), size);
	fc_release(c, h);
	free(e.stored);
	free(data);
	return e.node;
}

static bool is_whole(const struct fs_many_one *one, size_t size)
{
	const char *p = fc_slot(c) + one->offset;

	if (!one->whole || one->count != size || one->offset % 4096 ||
	    one->offset + size > FC_SLOT_SIZE)
		return false;
	for (size_t i = 0; i < size; i++)
		if (p[i] != byte_of(i, size))
			return false;
	return true;
}

TEST(many_files_come_at_once)
{
	static const size_t sizes[] = { 0,    1,    4095,  4096,
					4097, 8192, 65535, 65536 };
	struct fs_read_many_ret r;
	uint64_t nodes[8];
	char name[8];

	start_port(0, 1);
	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "f%d", i);
		nodes[i] = file_of_size(name, sizes[i]);
	}
	for (int again = 0; again < 2; again++) {
		memset(fc_slot(c), 0xee, FC_SLOT_SIZE);
		ok_int(read_many(nodes, 8, 65536, 1 << 20, &r), 0);
		ok_int(r.files.files_len, 8);
		for (int i = 0; i < 8; i++)
			ok(is_whole(&r.files.files_val[i], sizes[i]));
		xdr_free(ARGS(fs_read_many_ret), &r);
	}
	ok_int(handle_count(), 0);
}

TEST(what_cannot_be_had_whole_is_left_out)
{
	struct fs_read_many_ret r;
	uint64_t nodes[8];
	unsigned int whole = 0;

	start_port(0, 1);
	nodes[0] = file_of_size("large", 4097);
	nodes[1] = 1;
	nodes[2] = 99999;
	nodes[3] = fc_make(c, FS_SYMLINK, 1, "l", 0);
	nodes[4] = fc_make(c, FS_MKNOD, 1, "fifo", S_IFIFO | 0600);
	nodes[5] = 0;
	nodes[6] = file_of_size("fits", 4096);
	nodes[7] = nodes[6];
	ok_int(read_many(nodes, 8, 4096, 1 << 20, &r), 0);
	ok_int(r.files.files_len, 8);
	for (int i = 0; i < 6; i++) {
		ok_int(r.files.files_val[i].whole, 0);
		ok_int(r.files.files_val[i].count, 0);
	}
	/* Twice the same is no error */
	ok(is_whole(&r.files.files_val[6], 4096));
	ok(is_whole(&r.files.files_val[7], 4096));
	ok(r.files.files_val[6].offset != r.files.files_val[7].offset);
	xdr_free(ARGS(fs_read_many_ret), &r);

	/* Room for one of them only, and for none */
	ok_int(read_many(nodes + 6, 2, 4096, 8191, &r), 0);
	for (int i = 0; i < 2; i++)
		whole += r.files.files_val[i].whole;
	ok_int(whole, 1);
	xdr_free(ARGS(fs_read_many_ret), &r);
	memset(fc_slot(c), 0x55, 8192);
	ok_int(read_many(nodes + 6, 2, 4096, 4095, &r), 0);
	for (int i = 0; i < 2; i++)
		ok_int(r.files.files_val[i].whole, 0);
	for (int i = 0; i < 8192; i++)
		ok(fc_slot(c)[i] == 0x55);
	xdr_free(ARGS(fs_read_many_ret), &r);
	ok_int(handle_count(), 0);
}

TEST(more_room_than_the_slot_has_is_not_used)
{
	struct fs_read_many_ret r;
	uint64_t nodes[FS_MANY_MAX];
	unsigned int whole = 0;

	start_port(0, 1);
	nodes[0] = file_of_size("f", 65536);
	for (int i = 1; i < FS_MANY_MAX; i++)
		nodes[i] = nodes[0];
	ok_int(read_many(nodes, FS_MANY_MAX, UINT32_MAX, UINT32_MAX, &r), 0);
	for (int i = 0; i < FS_MANY_MAX; i++) {
		if (!r.files.files_val[i].whole)
			continue;
		ok(is_whole(&r.files.files_val[i], 65536));
		whole++;
	}
	ok_int(whole, FC_SLOT_SIZE / 65536);
	xdr_free(ARGS(fs_read_many_ret), &r);
	ok_int(read_many(NULL, 0, 4096, 4096, &r), 0);
	ok_int(r.files.files_len, 0);
	xdr_free(ARGS(fs_read_many_ret), &r);
}

TEST(many_files_need_a_slot)
{
	struct fs_read_many_ret r;
	uint64_t node;

	start_port(0, 0);
	node = file_of_size("f", 5);
	refused(read_many(&node, 1, 4096, 4096, &r), EOPNOTSUPP);
}

TEST(holes_and_fresh_writes_are_read_as_they_are)
{
	struct fs_read_many_ret r;
	struct fs_entry e;
	uint64_t h;

	start_port(0, 1);
	h = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	ok_int(fc_write(c, h, "end", 3, 20000), 3);
	ok_int(read_many(&e.node, 1, 65536, 65536, &r), 0);
	ok_int(r.files.files_val[0].count, 20003);
	ok(!memcmp(fc_slot(c) + 20000, "end", 3));
	for (int i = 0; i < 20000; i++)
		ok(!fc_slot(c)[i]);
	xdr_free(ARGS(fs_read_many_ret), &r);
	ok_int(fc_write(c, h, "new", 3, 100), 3);
	ok_int(read_many(&e.node, 1, 65536, 65536, &r), 0);
	ok(!memcmp(fc_slot(c) + 100, "new", 3));
	xdr_free(ARGS(fs_read_many_ret), &r);
	free(e.stored);
}

static int write_set(struct fs_write_set_args *a, struct fs_attr *ret)
{
	struct fs_attr_ret r = { 0 };

	if (fc_call(c, FS_WRITE_SET, ARGS(fs_write_set_args), a,
		    ARGS(fs_attr_ret), &r) < 0)
		return -1;
	if (ret)
		*ret = r.attr;
	return 0;
}

TEST(data_and_times_are_set_in_one)
{
	struct fs_write_set_args a = {
		.write = { .count = 5, .data = { 5, (char *)"hello" } },
		.set = { .valid = FS_SET_MTIME, .mtime = { 1234, 567 } },
	};
	struct fs_entry e;
	struct fs_attr attr;
	char buf[16] = "";
	uint64_t other;

	start_port(0, 1);
	a.write.handle = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	a.set.handle = a.write.handle;
	a.set.node = e.node;
	ok_int(write_set(&a, &attr), 0);
	ok_int(attr.size, 5);
	ok_int(attr.mtime.sec, 1234);
	ok_int(attr.mtime.nsec, 567);
	ok_int(fc_read(c, a.write.handle, buf, 16, 0), 5);
	ok_str(buf, "hello");

	/* From the slot */
	memcpy(fc_slot(c), "HELLO-", 6);
	a.write = (struct fs_write_args){ .handle = a.write.handle,
					  .count = 6,
					  .in_slot = 1 };
	a.set.mtime.sec = 99;
	ok_int(write_set(&a, &attr), 0);
	ok_int(attr.size, 6);
	ok_int(attr.mtime.sec, 99);
	ok_int(fc_read(c, a.write.handle, buf, 16, 0), 6);
	ok_str(buf, "HELLO-");

	other = fc_create(c, 1, "g", O_RDWR, 0600, NULL);
	a.set.handle = other;
	refused(write_set(&a, NULL), EINVAL);
	a.set.handle = 0;
	refused(write_set(&a, NULL), EINVAL);
	a.write.handle = 0;
	refused(write_set(&a, NULL), EBADF);
	a.write.handle = a.set.handle = 99999;
	refused(write_set(&a, NULL), EBADF);
	/* A handle of another file than the node */
	a.write.handle = a.set.handle = other;
	refused(write_set(&a, NULL), EINVAL);
	free(e.stored);
}

static int batch(struct fs_one *v, unsigned int n, struct fs_batch_ret *r)
{
	struct fs_batch_args a = { .items = { n, v } };

	memset(r, 0, sizeof(*r));
	return fc_call(c, FS_BATCH, ARGS(fs_batch_args), &a, ARGS(fs_batch_ret),
		       r);
}

TEST(many_files_are_written_at_once_and_each_says_how_it_went)
{
	struct fs_one v[4] = { 0 };
	struct fs_batch_ret r;
	struct fs_entry e[2];
	char buf[16] = "";

	start_port(0, 1);
	memcpy(fc_slot(c), "onetwo", 6);
	for (int i = 0; i < 2; i++) {
		struct fs_write_one *w = &v[i].fs_one_u.write;

		v[i].proc = FS_WRITE_SET;
		w->set.handle =
			fc_create(c, 1, i ? "b" : "a", O_RDWR, 0600, &e[i]);
		w->set.node = e[i].node;
		w->set.valid = FS_SET_MTIME;
		w->set.mtime.sec = 100 + i;
		w->offset = i * 3;
		w->count = 3;
	}
	v[0].fs_one_u.write.release = 1;
	/* Past the end of the slot; no such handle */
	v[2] = v[1];
	v[2].fs_one_u.write.offset = UINT32_MAX;
	v[3] = v[1];
	v[3].fs_one_u.write.set.handle = 99999;
	ok_int(batch(v, 4, &r), 0);
	ok_int(r.items.items_len, 4);
	ok_int(r.items.items_val[0].err, 0);
	ok_int(r.items.items_val[0].attr.attr_val->size, 3);
	ok_int(r.items.items_val[0].attr.attr_val->mtime.sec, 100);
	ok_int(r.items.items_val[1].attr.attr_val->mtime.sec, 101);
	ok_int(r.items.items_val[2].err, EINVAL);
	ok_int(r.items.items_val[2].attr.attr_len, 0);
	ok_int(r.items.items_val[3].err, EBADF);
	xdr_free(ARGS(fs_batch_ret), &r);
	ok_int(fc_read(c, v[1].fs_one_u.write.set.handle, buf, 16, 0), 3);
	ok_str(buf, "two");
	/* The first one was closed */
	ok_int(batch(v, 1, &r), 0);
	ok_int(r.items.items_val[0].err, EBADF);
	xdr_free(ARGS(fs_batch_ret), &r);
	/* One without a name any more can be written */
	ok_int(fc_name(c, FS_UNLINK, 1, "b"), 0);
	ok_int(batch(v + 1, 1, &r), 0);
	ok_int(r.items.items_val[0].err, 0);
	ok_int(r.items.items_val[0].attr.attr_val->nlink, 0);
	xdr_free(ARGS(fs_batch_ret), &r);
	for (int i = 0; i < 2; i++)
		free(e[i].stored);
}

TEST(many_names_are_removed_in_their_order)
{
	static const struct {
		enum fs_proc proc;
		uint64_t dir;
		const char *name;
		unsigned int err;
	} want[] = {
		{ FS_UNLINK, 1, "x", 0 },
		{ FS_UNLINK, 1, "x", ENOENT },
		{ FS_UNLINK, 1, "../x", EINVAL },
		{ FS_RMDIR, 1, "dir", 0 },
		{ FS_RMDIR, 1, "y", ENOTDIR },
		{ FS_UNLINK, 999, "x", ESTALE },
	};
	struct fs_one v[ARRAY_SIZE(want)] = { 0 };
	struct fs_batch_ret r;

	start_port(0, 1);
	fc_make(c, FS_MKNOD, 1, "x", S_IFREG | 0600);
	fc_make(c, FS_MKNOD, 1, "y", S_IFREG | 0600);
	fc_make(c, FS_MKDIR, 1, "dir", 0700);
	for (unsigned int i = 0; i < ARRAY_SIZE(want); i++) {
		v[i].proc = want[i].proc;
		v[i].fs_one_u.name.node = want[i].dir;
		v[i].fs_one_u.name.name = (char *)want[i].name;
	}
	ok_int(batch(v, ARRAY_SIZE(v), &r), 0);
	ok_int(r.items.items_len, ARRAY_SIZE(want));
	for (unsigned int i = 0; i < ARRAY_SIZE(want); i++)
		ok_int(r.items.items_val[i].err, want[i].err);
	xdr_free(ARGS(fs_batch_ret), &r);
}

/* The directory of the tests, or a skip where files without a name are not made
 * in it.
 */
static void make_spares(unsigned int n, struct fs_make_ret *r,
			uint64_t *ret_dir)
{
	struct fs_make_args a = {
		.name = "first",
		.mode = 0755,
		.uid = getuid(),
		.gid = getgid(),
		.flags = O_RDWR,
		.target = "",
		.spares = { n, 0640, getuid(), getgid() },
	};

	memset(r, 0, sizeof(*r));
	start_port(0, 1);
	a.parent = fc_make(c, FS_MKDIR, 1, "d", 0755);
	ok_int(fc_call(c, FS_CREATE, ARGS(fs_make_args), &a, ARGS(fs_make_ret),
		       r),
	       0);
	fc_release(c, r->handle);
	ok_int(unlink(path("d/first")), 0);
	if (!r->spares.spares_len)
		test_skip("no spares on this file system");
	ok_int(r->spares.spares_len, n < FS_SPARE_MAX ? n : FS_SPARE_MAX);
	*ret_dir = a.parent;
}

static struct fs_one naming(const struct fs_make_ret *r, uint64_t dir,
			    unsigned int i, const char *name)
{
	const struct fs_spare *sp = &r->spares.spares_val[i];

	return (struct fs_one){
		.proc = FS_LINK,
		.fs_one_u.link = {
			.set = { .node = sp->node,
				 .handle = sp->handle,
				 .valid = FS_SET_MTIME,
				 .mtime = { 77, 5 } },
			.parent = dir,
			.name = (char *)name,
		},
	};
}

TEST(a_spare_becomes_the_file_that_was_foretold)
{
	struct fs_make_ret r;
	struct fs_batch_ret b;
	struct stat st;
	struct fs_one v[2];
	uint64_t dir;
	char buf[8] = "";

	make_spares(3, &r, &dir);
	ok_int(fc_write(c, r.spares.spares_val[0].handle, "data", 4, 0), 4);
	v[0] = naming(&r, dir, 0, "one");
	v[1] = naming(&r, dir, 1, "two");
	ok_int(batch(v, 2, &b), 0);
	ok_int(b.items.items_val[0].err, 0);
	ok_int(b.items.items_val[1].err, 0);
	xdr_free(ARGS(fs_batch_ret), &b);
	ok_int(lstat(path("d/one"), &st), 0);
	ok_int(st.st_ino, r.spares.spares_val[0].ino);
	ok_int(st.st_mode, S_IFREG | 0640);
	ok_int(st.st_mtim.tv_sec, 77);
	ok_int(st.st_nlink, 1);
	/* It is the same node to those who find it by its name, also when its
	 * handle is closed and its name has been another
	 */
	ok_int(fc_lookup(c, dir, "one", NULL), r.spares.spares_val[0].node);
	fc_release(c, r.spares.spares_val[0].handle);
	ok_int(fc_rename(c, dir, "one", 1, "uno", 0), 0);
	ok_int(fc_read(c, fc_open(c, r.spares.spares_val[0].node, O_RDONLY),
		       buf, 8, 0),
	       4);
	ok_str(buf, "data");
	ok_int(lstat(path("d/two"), &st), 0);
	xdr_free(ARGS(fs_make_ret), &r);
}

TEST(a_spare_that_is_not_wanted_leaves_nothing)
{
	struct fs_make_ret r;
	unsigned int cached, gone, before;
	uint64_t dir;

	make_spares(FS_SPARE_MAX + 5, &r, &dir);
	nodefd_counts(&cached, &before);
	for (unsigned int i = 0; i < r.spares.spares_len; i++) {
		fc_release(c, r.spares.spares_val[i].handle);
		fc_forget(c, r.spares.spares_val[i].node, 1);
	}
	/* Neither is answered */
	ok(fc_lookup(c, 1, "d", NULL));
	ok_int(handle_count(), 0);
	nodefd_counts(&cached, &gone);
	ok_int(fc_name(c, FS_RMDIR, 1, "d"), 0);
	ok_int(before - gone, FS_SPARE_MAX);
	xdr_free(ARGS(fs_make_ret), &r);
}

TEST(a_spare_takes_no_name_that_is_taken_or_none)
{
	static const struct {
		const char *name;
		unsigned int err;
	} want[] = { { "taken", EEXIST },
		     { "..", EINVAL },
		     { "a/b", EINVAL },
		     { "", EINVAL } };
	struct fs_one v[ARRAY_SIZE(want) + 3];
	struct fs_make_ret r;
	struct fs_batch_ret b;
	uint64_t dir;

	make_spares(2, &r, &dir);
	fc_make(c, FS_MKNOD, dir, "taken", S_IFREG | 0600);
	for (unsigned int i = 0; i < ARRAY_SIZE(want); i++)
		v[i] = naming(&r, dir, 0, want[i].name);
	/* Another's handle; none; another place */
	v[4] = naming(&r, dir, 0, "x");
	v[4].fs_one_u.link.set.handle = r.spares.spares_val[1].handle;
	v[5] = naming(&r, dir, 0, "x");
	v[5].fs_one_u.link.set.handle = 99999;
	v[6] = naming(&r, dir, 0, "x");
	v[6].fs_one_u.link.parent = 99999;
	ok_int(batch(v, ARRAY_SIZE(v), &b), 0);
	for (unsigned int i = 0; i < ARRAY_SIZE(want); i++)
		ok_int(b.items.items_val[i].err, want[i].err);
	ok_int(b.items.items_val[4].err, EINVAL);
	ok_int(b.items.items_val[5].err, EBADF);
	ok_int(b.items.items_val[6].err, ESTALE);
	ok_int(access(path("d/x"), F_OK), -1);
	xdr_free(ARGS(fs_batch_ret), &b);
	xdr_free(ARGS(fs_make_ret), &r);
}

TEST(what_cannot_be_written_and_set_is_refused)
{
	struct fs_write_set_args a = {
		.write = { .count = 5, .data = { 5, (char *)"hello" } },
		.set = { .valid = FS_SET_MTIME, .mtime = { 1, 0 } },
	};
	struct fs_entry e;
	struct fs_attr attr;
	uint64_t h;

	start_port(0, 1);
	h = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	a.write.handle = a.set.handle = h;
	a.set.node = e.node;
	a.write.count = 6;
	refused(write_set(&a, NULL), EINVAL);
	a.write.count = UINT32_MAX;
	a.write.in_slot = 1;
	refused(write_set(&a, NULL), EINVAL);
	a.write.count = 5;
	a.write.in_slot = 2;
	refused(write_set(&a, NULL), EINVAL);
	a.write.in_slot = 0;
	a.write.offset = UINT64_MAX;
	refused(write_set(&a, NULL), EINVAL);
	a.write.offset = 0;
	/* Nothing is written when the times are none */
	a.set.mtime.nsec = 1000000000;
	refused(write_set(&a, NULL), EINVAL);
	a.set.mtime.nsec = 0;
	a.set.valid = 1 << 30;
	refused(write_set(&a, NULL), EINVAL);
	a.set.valid = FS_SET_MTIME;
	a.set.node = 1;
	refused(write_set(&a, NULL), EINVAL);
	ok_int(fc_getattr(c, e.node, h, &attr), 0);
	ok_int(attr.size, 0);
	/* A directory's handle, and one for reading only */
	a.write.handle = a.set.handle = fc_opendir(c, 1);
	refused(write_set(&a, NULL), EISDIR);
	a.set.node = e.node;
	a.write.handle = a.set.handle = fc_open(c, e.node, O_RDONLY);
	refused(write_set(&a, NULL), EBADF);
	free(e.stored);
}

TEST(a_read_only_session_writes_and_sets_nothing)
{
	struct fs_write_set_args a = {
		.write = { .count = 5, .data = { 5, (char *)"hello" } },
		.set = { .valid = FS_SET_MTIME, .mtime = { 1, 0 } },
	};
	struct fs_entry e;
	struct fs_attr attr;

	start_port(0, 0);
	a.write.handle = fc_create(c, 1, "f", O_RDWR, 0600, &e);
	a.set.handle = a.write.handle;
	a.set.node = e.node;
	ok_int(fc_init(c, 1, 0), 0);
	refused(write_set(&a, NULL), EROFS);
	ok_int(fc_getattr(c, fc_lookup(c, 1, "f", NULL), 0, &attr), 0);
	ok_int(attr.size, 0);
	ok(attr.mtime.sec != 1);
	free(e.stored);
}

TEST(many_handles_are_released_at_once)
{
	struct fs_release_many_args a;
	uint64_t v[300], node;
	struct fs_node_args big = { 1 };

	start(0);
	node = make(1, "f");
	for (int i = 0; i < 298; i++) {
		v[i] = fc_open(c, node, O_RDWR);
		ok(v[i]);
	}
	v[298] = v[0]; /* twice, and one that never was */
	v[299] = 99999;
	ok_int(handle_count(), 298);
	a.handles.handles_len = 300;
	a.handles.handles_val = v;
	fc_send(c, FS_RELEASE_MANY, ARGS(fs_release_many_args), &a);
	ok_int(fc_getattr(c, node, 0, NULL), 0);
	ok_int(handle_count(), 0);
	a.handles.handles_len = 0;
	fc_send(c, FS_RELEASE_MANY, ARGS(fs_release_many_args), &a);
	/* Nonsense has no answer either, and the port goes on */
	fc_send(c, FS_RELEASE_MANY, ARGS(fs_node_args), &big);
	ok_int(fc_getattr(c, node, 0, NULL), 0);
}
