/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file of a template: what goes in comes out, or is refused. */
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "launch/tmplfile.h"
#include "test.h"

#define RAM (8ULL << 20)
#define KEY "a key of odd length"

static int memory(uint64_t size)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	ok(fd >= 0);
	ok_int(ftruncate(fd, size), 0);
	return fd;
}

static void put(int fd, const char *text, off_t at)
{
	ok_int(pwrite(fd, text, strlen(text), at), strlen(text));
}

static int template(void)
{
	cleanup_close int ram = memory(RAM), state = memory(0);
	int fd = memory(0);

	put(ram, "first", 0);
	put(ram, "middle", 3 << 20);
	put(ram, "last", RAM - 4);
	put(state, "devices", 0);
	ok_int(tmplfile_write(fd, KEY, ram, RAM, state), 0);
	return fd;
}

TEST(memory_and_devices_come_back)
{
	cleanup_close int fd = template(), ram = memory(RAM);
	char text[8] = "";
	struct stat st;

	ok(tmplfile_check(fd, KEY, RAM));
	ok_int(read(fd, text, 8), 7);
	ok(!memcmp(text, "devices", 7));
	ok_int(tmplfile_fill(fd, ram), 0);
	ok_int(pread(ram, text, 6, 3 << 20), 6);
	ok(!memcmp(text, "middle", 6));
	ok_int(pread(ram, text, 4, RAM - 4), 4);
	ok(!memcmp(text, "last", 4));
	ok_int(fstat(ram, &st), 0);
	/* Three pages, and no more */
	ok_int(st.st_blocks, 3 * 8);
}

TEST(another_key_or_size_is_refused)
{
	cleanup_close int fd = template();

	ok(!tmplfile_check(fd, "a key of other kind", RAM));
	ok(!tmplfile_check(fd, KEY "r", RAM));
	ok(!tmplfile_check(fd, KEY, RAM * 2));
}

TEST(a_file_cut_short_is_refused_wherever_it_is_cut)
{
	cleanup_close int fd = template();
	struct stat st;

	ok_int(fstat(fd, &st), 0);
	for (off_t end = st.st_size - 1; end > 0; end -= 97) {
		ok_int(ftruncate(fd, end), 0);
		ok(!tmplfile_check(fd, KEY, RAM));
	}
}

/* All but the data itself, and the unused bytes before it */
TEST(a_changed_byte_is_noticed)
{
	cleanup_close int fd = template();
	struct stat st;
	char c;

	ok_int(fstat(fd, &st), 0);
	for (off_t at = 0; at < st.st_size; at++) {
		if (at == 72 + (off_t)strlen(KEY) + 3 * 16)
			at = st.st_size - 7;
		ok_int(pread(fd, &c, 1, at), 1);
		c ^= 0x10;
		ok_int(pwrite(fd, &c, 1, at), 1);
		test_check(!tmplfile_check(fd, KEY, RAM), __FILE__, __LINE__,
			   "a change of byte %lld is not noticed",
			   (long long)at);
		c ^= 0x10;
		ok_int(pwrite(fd, &c, 1, at), 1);
	}
	ok(tmplfile_check(fd, KEY, RAM));
}
