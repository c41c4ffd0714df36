// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Random operations on one file, compared with a model in memory.
 *
 *   fsx [-s SEED] [-n OPERATIONS] [-l SIZE] [-f FIRST] [-P] [-M] [-v] FILE
 *
 * Reads, writes, appends, truncates, maps and reads, maps and writes, punches
 * holes, syncs, closes and opens again. The same seed makes the same
 * operations; when the file and the model differ, the last ones are listed.
 * -f lists from that operation on as they run, -v all; -P punches no holes,
 * -M maps nothing.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE	 4096
#define PIECE	 (128u << 10)
#define N_LOG	 40
#define LOG_LINE 96

static const char *path;
static unsigned long n_ops = 20000, first_told = -1UL, op;
static size_t max_size = 1 << 20;
static uint64_t state = 1;
static bool no_holes, no_maps;

static int fd = -1;
static char *model, *buf;
static size_t size;
static char past[N_LOG][LOG_LINE];

/* xorshift64* */
static uint32_t rnd(uint32_t below)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return below ? (state * 0x2545F4914F6CDD1DULL >> 33) % below : 0;
}

__attribute__((format(printf, 1, 2))) static void tell(const char *fmt, ...)
{
	char *line = past[op % N_LOG];
	va_list ap;
	int n = snprintf(line, LOG_LINE, "%lu: ", op);

	va_start(ap, fmt);
	vsnprintf(line + n, LOG_LINE - n, fmt, ap);
	va_end(ap);
	if (op >= first_told)
		printf("# %s\n", line);
}

__attribute__((noreturn, format(printf, 1, 2))) static void
fail(const char *fmt, ...)
{
	va_list ap;

	for (unsigned long i = op < N_LOG ? 0 : op - N_LOG + 1; i <= op; i++)
		printf("# %s\n", past[i % N_LOG]);
	printf("# %s: ", path);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	exit(1);
}

static void same(const char *got, size_t off, size_t len)
{
	if (!memcmp(got, model + off, len))
		return;
	for (size_t i = 0; i < len; i++) {
		if (got[i] != model[off + i])
			fail("at %zu is 0x%02x, not 0x%02x", off + i,
			     (uint8_t)got[i], (uint8_t)model[off + i]);
	}
}

static void random_bytes(char *p, size_t len)
{
	uint8_t tag = rnd(255) + 1;

	for (size_t i = 0; i < len; i++)
		p[i] = tag + i / 7 + (i >> 11);
}

/* Half of all pieces are small, and a quarter begin at a page. */
static void pick(size_t limit, size_t *ret_off, size_t *ret_len)
{
	size_t off = rnd(limit), len = 1 + rnd(rnd(2) ? PAGE : PIECE);

	if (rnd(4) == 0)
		off -= off % PAGE;
	if (rnd(4) == 0)
		len += PAGE - len % PAGE;
	*ret_off = off;
	*ret_len = len < limit - off ? len : limit - off;
}

static void grow(size_t to)
{
	if (to <= size)
		return;
	memset(model + size, 0, to - size);
	size = to;
}

static void do_read(void)
{
	size_t off, len;
	ssize_t n;

	pick(max_size, &off, &len);
	tell("read %zu at %zu of %zu", len, off, size);
	n = pread(fd, buf, len, off);
	if (n < 0)
		fail("read: %s", strerror(errno));
	if (off >= size)
		len = 0;
	else if (len > size - off)
		len = size - off;
	if ((size_t)n != len)
		fail("read gave %zd bytes, not %zu", n, len);
	same(buf, off, len);
}

static void write_at(size_t off, size_t len)
{
	ssize_t n;

	random_bytes(buf, len);
	n = pwrite(fd, buf, len, off);
	if (n != (ssize_t)len)
		fail("write gave %zd: %s", n, strerror(errno));
	grow(off + len);
	memcpy(model + off, buf, len);
}

static void do_write(void)
{
	size_t off, len;

	pick(max_size, &off, &len);
	tell("write %zu at %zu of %zu", len, off, size);
	write_at(off, len);
}

static void do_append(void)
{
	size_t len = 1 + rnd(PIECE / 4), room = max_size - size;

	if (len > room)
		len = room;
	tell("append %zu to %zu", len, size);
	if (len)
		write_at(size, len);
}

static void do_truncate(void)
{
	size_t to = rnd(3) ? size / 2 + rnd(size / 2 + PAGE) : rnd(max_size);

	if (to > max_size)
		to = max_size;
	tell("truncate %zu to %zu", size, to);
	if (rnd(4) ? ftruncate(fd, to) : truncate(path, to))
		fail("truncate: %s", strerror(errno));
	grow(to);
	size = to;
}

static void do_punch(void)
{
	size_t off, len, end;

	if (no_holes || !size)
		return;
	pick(size, &off, &len);
	tell("punch %zu at %zu of %zu", len, off, size);
	if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, off,
		      len)) {
		no_holes = errno == EOPNOTSUPP;
		if (!no_holes)
			fail("punch: %s", strerror(errno));
		return;
	}
	end = off + len;
	memset(model + off, 0, end - off);
}

/* The rest of the last page reads as zeros. */
static void tail_is_zero(const char *map, size_t from)
{
	for (size_t i = from; i % PAGE; i++)
		if (map[i])
			fail("0x%02x beyond the end in a mapping, at %zu",
			     (uint8_t)map[i], i);
}

static void do_map(bool writes)
{
	size_t off, len, start;
	char *map;

	if (no_maps || !size)
		return;
	pick(size, &off, &len);
	tell("map and %s %zu at %zu of %zu", writes ? "write" : "read", len,
	     off, size);
	start = off - off % PAGE;
	map = mmap(NULL, off + len - start, PROT_READ | PROT_WRITE, MAP_SHARED,
		   fd, start);
	if (map == MAP_FAILED)
		fail("mmap: %s", strerror(errno));
	if (writes) {
		random_bytes(model + off, len);
		memcpy(map + (off - start), model + off, len);
	} else {
		same(map + (off - start), off, len);
		if (off + len == size)
			tail_is_zero(map, off + len - start);
	}
	if (writes && rnd(2) && msync(map, off + len - start, MS_SYNC))
		fail("msync: %s", strerror(errno));
	munmap(map, off + len - start);
}

static void do_sync(void)
{
	tell("sync");
	if (rnd(2) ? fsync(fd) : fdatasync(fd))
		fail("fsync: %s", strerror(errno));
}

static void check_size(void)
{
	struct stat st;

	if (fstat(fd, &st))
		fail("fstat: %s", strerror(errno));
	if ((size_t)st.st_size != size)
		fail("the size is %lld, not %zu", (long long)st.st_size, size);
}

static void check_all(void)
{
	ssize_t n = pread(fd, buf, max_size + 1, 0);

	if (n != (ssize_t)size)
		fail("the whole is %zd bytes, not %zu", n, size);
	same(buf, 0, size);
}

/* Dropped pages have to come from the file system again. */
static void do_reopen(void)
{
	bool drop = rnd(2);

	tell("close and open%s", drop ? ", nothing cached" : "");
	if (drop && fsync(fd))
		fail("fsync: %s", strerror(errno));
	if (drop)
		posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	if (close(fd))
		fail("close: %s", strerror(errno));
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		fail("open: %s", strerror(errno));
	check_size();
	if (drop)
		check_all();
}

static void step(void)
{
	uint32_t r = rnd(100);

	if (r < 28)
		do_read();
	else if (r < 52)
		do_write();
	else if (r < 58)
		do_append();
	else if (r < 66)
		do_truncate();
	else if (r < 76)
		do_map(false);
	else if (r < 86)
		do_map(true);
	else if (r < 93)
		do_punch();
	else if (r < 96)
		do_sync();
	else
		do_reopen();
}

static void options(int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "s:n:l:f:PMv")) != -1) {
		switch (c) {
		case 's':
			state = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			n_ops = strtoul(optarg, NULL, 0);
			break;
		case 'l':
			max_size = strtoul(optarg, NULL, 0);
			break;
		case 'f':
			first_told = strtoul(optarg, NULL, 0);
			break;
		case 'P':
			no_holes = true;
			break;
		case 'M':
			no_maps = true;
			break;
		case 'v':
			first_told = 0;
			break;
		default:
			exit(2);
		}
	}
	if (optind != argc - 1 || max_size < PAGE || !state)
		errx(2, "usage: fsx [-s SEED] [-n OPERATIONS] [-l SIZE] "
			"[-f FIRST] [-P] [-M] [-v] FILE");
	path = argv[optind];
}

int main(int argc, char **argv)
{
	options(argc, argv);
	model = calloc(1, max_size + PAGE);
	buf = malloc(max_size + PAGE + PIECE);
	if (!model || !buf)
		err(1, "malloc");
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		err(1, "%s", path);
	for (op = 0; op < n_ops; op++) {
		step();
		if (op % 16 == 0)
			check_size();
	}
	op--;
	check_size();
	check_all();
	if (fsync(fd) || close(fd))
		fail("closing: %s", strerror(errno));
	free(model);
	free(buf);
	return 0;
}
