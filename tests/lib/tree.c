/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tree.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "io.h"
#include "run.h"
#include "test.h"

static void make_parents(char *path)
{
	for (char *p = strchr(path + 1, '/'); p; p = strchr(p + 1, '/')) {
		*p = '\0';
		mkdir(path, 0755);
		*p = '/';
	}
}

/* Where @path of the guest is on the host, with all parents there. */
static const char *host_path(const char *path)
{
	static char buf[PATH_MAX];

	snprintf(buf, sizeof(buf), "%s%s", test_dir(), path);
	make_parents(buf);
	return buf;
}

void tree_bytes(const char *path, const void *buf, size_t len)
{
	cleanup_close int fd =
		open(host_path(path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		     0644);

	ok(fd >= 0);
	ok_int(io_write_full(fd, buf, len), 0);
}

void tree_file(const char *path, const char *content)
{
	tree_bytes(path, content, strlen(content));
}

void tree_dir(const char *path)
{
	mkdir(host_path(path), 0755);
}

void tree_link(const char *path, const char *target)
{
	ok_int(symlink(target, host_path(path)), 0);
}

void tree_elf(const char *path, unsigned int machine, int bits)
{
	unsigned char b[64] = { 0x7f, 'E', 'L', 'F', bits == 64 ? 2 : 1, 1, 1 };

	b[18] = machine & 0xff;
	b[19] = machine >> 8;
	tree_bytes(path, b, sizeof(b));
}

void tree_pe(const char *path, unsigned int machine)
{
	unsigned char b[256] = { 'M', 'Z' };

	b[0x3c] = 0x80;
	memcpy(b + 0x80, "PE\0\0", 4);
	b[0x84] = machine & 0xff;
	b[0x85] = machine >> 8;
	tree_bytes(path, b, sizeof(b));
}

void tree_hive(const char *path, const char *description)
{
	const char *src = getenv("GUESTFS_SOURCE");
	cleanup_free char *maker = NULL, *real = NULL;
	cleanup_run struct run r = {
		.input = description,
		.input_len = strlen(description),
	};

	ok(asprintf(&maker, "%s/tests/lib/mkhive.py", src ? src : ".") >= 0);
	/* run() starts the child in "/". */
	real = realpath(maker, NULL);
	ok(real != NULL);
	r.argv = ARGV("python3", "-B", real, host_path(path));
	ok_int(run(&r), 0);
	ok_int(r.status, 0);
}

struct insp_root tree_root_at(const char *path)
{
	return (struct insp_root){
		.fd = open(host_path(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC),
		.usr = -1,
	};
}

struct insp_root tree_root(void)
{
	return tree_root_at("");
}
