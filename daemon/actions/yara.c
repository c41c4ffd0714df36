// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Searching by YARA rules, with the program yara. It prints "RULE PATH" lines,
 * and a hostile file name may have a newline in it: so it sees the files below
 * a directory whose name nobody in the guest could know.
 */
#include "actions.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define RULES	   "/tmp/yara.rules"
#define RULES_NEW  RULES ".new"
#define COMPILED   "YARA" /* how a file of compiled rules begins */
#define OUTPUT_MAX ((size_t)256 << 20)
#define PART_MAX   (1 << 20) /* bytes of text in one message */

/* Rule and path in turn. Main thread only, as all actions. */
static struct strv found;

bool optgroup_libyara_available(void)
{
	return toolpath_have("yara");
}

static bool is_compiled(const char *rules)
{
	cleanup_close int fd = open(rules, O_RDONLY | O_CLOEXEC);
	char head[sizeof(COMPILED) - 1];

	return fd >= 0 &&
	       io_read_full(fd, head, sizeof(head)) == sizeof(head) &&
	       !memcmp(head, COMPILED, sizeof(head));
}

/* Have yara use @rules on @target */
static int run_yara(struct run *r, const char *rules, const char *target)
{
	/* The words of an error name the program, after we returned */
	static const char *argv[5] = { "yara" };

	argv[1] = is_compiled(rules) ? "-wNrC" : "-wNr";
	argv[2] = rules;
	argv[3] = target;
	r->argv = argv;
	r->max_output = OUTPUT_MAX;
	return run(r);
}

static int receive(const char *path)
{
	cleanup_close int fd =
		open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	int r;

	if (fd < 0)
		return reply_errno(errno, "%s", path);
	r = filein_to_fd(fd);
	if (r == -2)
		return -1;
	if (r < 0 || close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "rules");
	return 0;
}

int do_yara_load(void)
{
	cleanup_run struct run r = { 0 };
	int ret = receive(RULES_NEW);

	if (ret == 0 && run_yara(&r, RULES_NEW, RULES_NEW) < 0)
		ret = reply_errno(errno, "yara");
	if (ret == 0 && r.status != 0)
		ret = reply_program(&r, "rules", EINVAL);
	if (ret == 0 && rename(RULES_NEW, RULES) < 0)
		ret = reply_errno(errno, "%s", RULES);
	unlink(RULES_NEW);
	return ret;
}

static int no_rules(void)
{
	return reply_error(EINVAL, "yara: call yara_load first");
}

int do_yara_destroy(void)
{
	if (unlink(RULES) < 0)
		return errno == ENOENT ? no_rules()
				       : reply_errno(errno, "%s", RULES);
	return 0;
}

/**
 * struct view - The guest's file or directory under another name
 * @dir:	A directory of ours, or "" while there is none
 * @name:	In it, where the guest's is mounted
 */
struct view {
	char dir[32];
	char name[40];
	bool is_dir;
};

static void view_close(struct view *v)
{
	if (!v->dir[0])
		return;
	umount2(v->name, MNT_DETACH);
	if (v->is_dir)
		rmdir(v->name);
	else
		unlink(v->name);
	rmdir(v->dir);
}

DEFINE_CLEANUP(struct view, cleanup_view_, view_close(p))
#define cleanup_view __attribute__((cleanup(cleanup_view_)))

static int view_make(struct view *v, int fd)
{
	char source[32];
	struct stat st;

	if (fstat(fd, &st) < 0)
		return -1;
	v->is_dir = S_ISDIR(st.st_mode);
	if (!v->is_dir && !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return -1;
	}
	strcpy(v->dir, "/run/yara.XXXXXX");
	if (!mkdtemp(v->dir)) {
		v->dir[0] = '\0';
		return -1;
	}
	snprintf(v->name, sizeof(v->name), "%s/v", v->dir);
	if (v->is_dir ? mkdir(v->name, 0700)
		      : mknod(v->name, S_IFREG | 0600, 0))
		return -1;
	snprintf(source, sizeof(source), "/proc/self/fd/%d", fd);
	return mount(source, v->name, NULL, MS_BIND | MS_REC, NULL);
}

/* Where the path begins in a line "RULE PATH", or NULL */
static char *path_of(char *line, const char *prefix)
{
	char *p = line;

	while (isalnum((unsigned char)*p) || *p == '_')
		p++;
	if (p == line || *p != ' ' || strncmp(p + 1, prefix, strlen(prefix)))
		return NULL;
	return p + 1;
}

/* A line that is no detection is the rest of the name before it */
static int add_line(char *line, const char *prefix, const char *guest)
{
	char *path = path_of(line, prefix), *longer;

	if (path) {
		path[-1] = '\0';
		strv_add(&found, line);
		return strv_addf(&found, "%s%s",
				 strcmp(guest, "/") ? guest : "",
				 path + strlen(prefix));
	}
	if (!found.n)
		return 0;
	if (asprintf(&longer, "%s\n%s", found.v[found.n - 1], line) < 0)
		return -1;
	free(found.v[found.n - 1]);
	found.v[found.n - 1] = longer;
	return 0;
}

static int scan(const char *path)
{
	cleanup_close int fd = sysroot_open(path, O_PATH, 0);
	cleanup_view struct view v = { 0 };
	cleanup_run struct run r = { 0 };
	char *text, *line;

	strv_finish(&found);
	found = (struct strv){ 0 };
	if (access(RULES, F_OK) < 0)
		return no_rules();
	if (fd < 0 || view_make(&v, fd) < 0)
		return reply_errno(errno, "%s", path);
	if (run_yara(&r, RULES, v.name) < 0)
		return reply_errno(errno, "%s: yara", path);
	if (r.status != 0)
		return reply_program(&r, path, EIO);
	text = r.out;
	while (*text && (line = strsep(&text, "\n"))) {
		if (add_line(line, v.name, path) < 0)
			return reply_errno(ENOMEM, "%s", path);
		if (!text)
			break;
	}
	return 0;
}

guestfs_int_yara_detection_list *do_internal_yara_detections(const char *path,
							     int first)
{
	guestfs_int_yara_detection_list *l;
	guestfs_int_yara_detection *v;
	size_t n = 0, size = 0, left;

	if (first == 0 && scan(path) < 0)
		return NULL;
	left = found.n / 2;
	left = first < 0 || (size_t)first > left ? 0 : left - first;
	l = calloc(1, sizeof(*l));
	v = l ? calloc(left + 1, sizeof(*v)) : NULL;
	if (!v) {
		free(l);
		reply_errno(ENOMEM, "%s", path);
		return NULL;
	}
	for (; n < left && size < PART_MAX; n++) {
		char **pair = &found.v[2 * (first + n)];

		v[n].yara_rule = strdup(pair[0]);
		v[n].yara_name = strdup(pair[1]);
		size += strlen(pair[0]) + strlen(pair[1]) + 16;
	}
	l->guestfs_int_yara_detection_list_val = v;
	l->guestfs_int_yara_detection_list_len = n;
	return l;
}
