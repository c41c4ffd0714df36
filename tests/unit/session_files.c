// SPDX-License-Identifier: GPL-2.0-or-later
/* Session server: open files, their data and attributes. */
#include <linux/falloc.h>

#include "session/handle.h"
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
	struct fs_entry_ret r = { 0 };
	struct stat st;

	if (geteuid() != 0)
		test_skip("not root");
	start(0);
	umask(077);
	ok_int(fc_call(c, FS_MKNOD, ARGS(fs_make_args), &a, ARGS(fs_entry_ret),
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
	struct fs_entry_ret r = { 0 };

	if (geteuid() != 0)
		test_skip("not root");
	start(0);
	a.parent = fc_make(c, FS_MKDIR, 1, "d", 0755);
	ok_int(chown(path("d"), 0, 99), 0);
	ok_int(chmod(path("d"), 02775), 0);
	ok_int(fc_call(c, FS_MKDIR, ARGS(fs_make_args), &a, ARGS(fs_entry_ret),
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
