// SPDX-License-Identifier: GPL-2.0-or-later
/* Changes of the guest's files. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "io.h"
#include "strv.h"

#define QUEUE_LIMIT "/proc/sys/fs/inotify/max_queued_events"
/* Of one read: as events in an answer they must fit into a message */
#define READ_MAX (1 << 20)

static int handle = -1;

bool optgroup_inotify_available(void)
{
	return access("/proc/sys/fs/inotify", F_OK) == 0;
}

static int need_handle(void)
{
	if (handle >= 0)
		return 0;
	return reply_error(EINVAL, "inotify: call inotify_init first");
}

/* The limit is the kernel's, for queues that are made from then on. */
static int set_limit(int maxevents)
{
	static char *initial;
	char text[16];

	if (!initial)
		initial = io_read_file(QUEUE_LIMIT, sizeof(text), NULL);
	if (!initial)
		return -1;
	snprintf(text, sizeof(text), "%d\n", maxevents);
	return io_write_file(QUEUE_LIMIT, maxevents ? text : initial);
}

int do_inotify_init(int maxevents)
{
	if (maxevents < 0)
		return reply_error(EINVAL, "inotify: %d events", maxevents);
	if (set_limit(maxevents) < 0)
		return reply_errno(errno, "inotify: %d events", maxevents);
	if (handle >= 0)
		close(handle);
	handle = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	return handle < 0 ? reply_errno(errno, "inotify") : 0;
}

int do_inotify_close(void)
{
	if (need_handle() < 0)
		return -1;
	close(handle);
	handle = -1;
	return 0;
}

/* The kernel follows the link in /proc to what was found below the sysroot. */
int64_t do_inotify_add_watch(const char *path, int mask)
{
	int nofollow = mask & IN_DONT_FOLLOW ? O_NOFOLLOW : 0;
	cleanup_close int fd = -1;
	char name[32];
	int wd;

	if (need_handle() < 0)
		return -1;
	fd = sysroot_open(path, O_PATH | nofollow, 0);
	if (fd < 0)
		return reply_errno(errno, "%s", path);
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	wd = inotify_add_watch(handle, name, mask & ~IN_DONT_FOLLOW);
	return wd < 0 ? reply_errno(errno, "%s", path) : wd;
}

int do_inotify_rm_watch(int wd)
{
	if (need_handle() < 0)
		return -1;
	if (inotify_rm_watch(handle, wd) < 0)
		return reply_errno(errno, "inotify: watch %d", wd);
	return 0;
}

/* What is in the queue, READ_MAX bytes at most; 0 bytes where nothing is */
static char *read_events(size_t *ret_len)
{
	cleanup_free char *buf = NULL;
	int waiting = 0;
	ssize_t n = 0;

	if (need_handle() < 0)
		return NULL;
	if (ioctl(handle, FIONREAD, &waiting) < 0) {
		reply_errno(errno, "inotify");
		return NULL;
	}
	if (waiting > READ_MAX)
		waiting = READ_MAX;
	buf = malloc((size_t)waiting + 1);
	if (buf && waiting)
		n = read(handle, buf, waiting);
	if (!buf || (n < 0 && errno != EAGAIN)) {
		reply_errno(errno, "inotify");
		return NULL;
	}
	*ret_len = n < 0 ? 0 : n;
	return steal_ptr(&buf);
}

/* Walk through what read_events() gave; NULL at the end */
static const struct inotify_event *next_event(const char *buf, size_t len,
					      size_t *at)
{
	const struct inotify_event *e = (const void *)(buf + *at);

	if (*at >= len)
		return NULL;
	*at += sizeof(*e) + e->len;
	return e;
}

guestfs_int_inotify_event_list *do_inotify_read(void)
{
	guestfs_int_inotify_event_list *r;
	const struct inotify_event *e;
	size_t len = 0, at = 0, n = 0;
	cleanup_free char *buf = read_events(&len);

	r = buf ? calloc(1, sizeof(*r)) : NULL;
	if (!r)
		return NULL;
	r->guestfs_int_inotify_event_list_val =
		calloc(len / sizeof(*e) + 1,
		       sizeof(*r->guestfs_int_inotify_event_list_val));
	while (r->guestfs_int_inotify_event_list_val &&
	       (e = next_event(buf, len, &at)))
		r->guestfs_int_inotify_event_list_val[n++] =
			(guestfs_int_inotify_event){
				.in_wd = e->wd,
				.in_mask = e->mask,
				.in_cookie = e->cookie,
				.in_name = strdup(e->len ? e->name : ""),
			};
	r->guestfs_int_inotify_event_list_len = n;
	return r;
}

static int add_names(struct strv *names)
{
	const struct inotify_event *e;
	size_t len = 0, at = 0;
	cleanup_free char *buf = read_events(&len);

	while (buf && (e = next_event(buf, len, &at)))
		if (e->len && strv_add(names, e->name) < 0)
			return reply_errno(ENOMEM, "inotify");
	return !buf ? -1 : len != 0;
}

/* Keep the first of equal neighbours. */
static void drop_repeated(char **v)
{
	size_t kept = 0;

	for (size_t i = 0; v[i]; i++) {
		if (kept && !strcmp(v[kept - 1], v[i]))
			free(v[i]);
		else
			v[kept++] = v[i];
	}
	v[kept] = NULL;
}

char **do_inotify_files(void)
{
	cleanup_strv_finish struct strv names = { 0 };
	char **v;
	int r;

	while ((r = add_names(&names)) > 0)
		;
	v = r < 0 ? NULL : strv_steal(&names);
	if (!v)
		return NULL;
	strv_sort(v);
	drop_repeated(v);
	return v;
}
