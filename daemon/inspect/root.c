/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "root.h"

#include <ctype.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <strings.h>
#include <sys/syscall.h>

#include "cleanup.h"
#include "io.h"
#include "strv.h"

static int open_in(int fd, const char *path, int flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};

	return syscall(SYS_openat2, fd, path, &how, sizeof(how));
}

/* A guest with a file system of its own for /usr keeps half of what we look
 * for there.
 */
static int open_any(const struct insp_root *r, const char *path, int flags)
{
	int fd = open_in(r->fd, path, flags);

	if (fd < 0 && errno == ENOENT && r->usr >= 0 &&
	    !strncmp(path, "/usr/", 5))
		fd = open_in(r->usr, path + 4, flags);
	return fd;
}

bool root_stat(const struct insp_root *r, const char *path, struct stat *st)
{
	cleanup_close int fd = open_any(r, path, O_PATH);

	return fd >= 0 && fstat(fd, st) == 0;
}

int root_dir(const struct insp_root *r, const char *path)
{
	return open_any(r, path, O_PATH | O_DIRECTORY);
}

int root_open(const struct insp_root *r, const char *path)
{
	struct stat st;

	/* Look before opening: opening a device node or a FIFO of the guest
	 * could act on the appliance or wait for ever.
	 */
	if (!root_stat(r, path, &st)) {
		errno = ENOENT;
		return -1;
	}
	if (!S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return -1;
	}
	return open_any(r, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
}

char *root_read(const struct insp_root *r, const char *path, size_t max,
		size_t *ret_len)
{
	cleanup_close int fd = root_open(r, path);
	struct stat st;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &st) == 0 && st.st_size > (off_t)max) {
		errno = EFBIG;
		return NULL;
	}
	return io_read_fd(fd, max, ret_len);
}

char *root_text(const struct insp_root *r, const char *path)
{
	size_t len;
	char *text = root_read(r, path, ROOT_TEXT_MAX, &len);

	if (!text)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if (!text[i])
			text[i] = ' ';
	return text;
}

char *root_line(const struct insp_root *r, const char *path)
{
	cleanup_free char *text = root_text(r, path);
	char *save = NULL, *line;

	if (!text)
		return NULL;
	for (line = strtok_r(text, "\r\n", &save); line;
	     line = strtok_r(NULL, "\r\n", &save)) {
		size_t n;

		line += strspn(line, " \t");
		n = strlen(line);
		while (n && isspace((unsigned char)line[n - 1]))
			line[--n] = '\0';
		if (n && *line != '#')
			return strdup(line);
	}
	return NULL;
}

bool root_is_file(const struct insp_root *r, const char *path)
{
	struct stat st;

	return root_stat(r, path, &st) && S_ISREG(st.st_mode);
}

bool root_is_dir(const struct insp_root *r, const char *path)
{
	struct stat st;

	return root_stat(r, path, &st) && S_ISDIR(st.st_mode);
}

bool root_exists(const struct insp_root *r, const char *path)
{
	struct stat st;

	return root_stat(r, path, &st);
}

static DIR *open_dir(const struct insp_root *r, const char *path)
{
	int fd = open_any(r, path, O_RDONLY | O_DIRECTORY);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (!d && fd >= 0)
		close(fd);
	return d;
}

char **root_list(const struct insp_root *r, const char *path)
{
	cleanup_strv_finish struct strv names = { 0 };
	cleanup_closedir DIR *d = open_dir(r, path);
	struct dirent *e;
	char **v;

	if (!d)
		return NULL;
	while (names.n < ROOT_NAMES_MAX && (e = readdir(d)))
		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		    strv_add(&names, e->d_name) < 0)
			return NULL;
	v = strv_steal(&names);
	if (v)
		strv_sort(v);
	return v;
}

/* The stored name of one component below @dir, or NULL. */
static char *find_nocase(const struct insp_root *r, const char *dir,
			 const char *name)
{
	cleanup_closedir DIR *d = open_dir(r, dir);
	cleanup_free char *found = NULL;
	struct dirent *e;
	size_t n = 0;

	while (d && n++ < ROOT_NAMES_MAX && (e = readdir(d))) {
		if (strcasecmp(e->d_name, name))
			continue;
		if (!strcmp(e->d_name, name)) {
			free(found);
			found = NULL;
			return strdup(name);
		}
		if (!found)
			found = strdup(e->d_name);
	}
	return steal_ptr(&found);
}

char *root_nocase(const struct insp_root *r, const char *path)
{
	cleanup_free char *copy = strdup(path), *real = strdup("");
	char *save = NULL, *part;

	if (!copy || !real)
		return NULL;
	for (part = strtok_r(copy, "/", &save); part;
	     part = strtok_r(NULL, "/", &save)) {
		cleanup_free char *name =
			find_nocase(r, *real ? real : "/", part);
		char *longer;

		if (!name || asprintf(&longer, "%s/%s", real, name) < 0)
			return NULL;
		free(real);
		real = longer;
	}
	return *real ? steal_ptr(&real) : strdup("/");
}
