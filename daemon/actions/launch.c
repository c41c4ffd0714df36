// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls about the appliance itself. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/callinfo.h"
#include "frame/helper.h"
#include "frame/mounts.h"
#include "frame/reply.h"
#include "frame/swaps.h"
#include "io.h"
#include "session/session.h"
#include "strv.h"

int do_ping_daemon(void)
{
	return 0;
}

char *do_echo_daemon(char *const *words)
{
	size_t len = 1;
	char *out, *p;

	for (size_t i = 0; words[i]; i++)
		len += strlen(words[i]) + 1;
	out = p = calloc(1, len);
	if (!out) {
		reply_errno(ENOMEM, "echo_daemon");
		return NULL;
	}
	for (size_t i = 0; words[i]; i++) {
		if (i)
			*p++ = ' ';
		p = stpcpy(p, words[i]);
	}
	return out;
}

int do_sleep(int secs)
{
	if (secs < 0)
		return reply_errno(EINVAL, "%d seconds", secs);
	while (secs)
		secs = sleep(secs);
	return 0;
}

char *do_dmesg(void)
{
	int size = klogctl(10 /* SIZE_BUFFER */, NULL, 0), n;
	cleanup_free char *buf = NULL;

	if (size < 0) {
		reply_errno(errno, "kernel messages");
		return NULL;
	}
	buf = malloc(size + 1);
	n = buf ? klogctl(3 /* READ_ALL */, buf, size) : -1;
	if (n < 0) {
		reply_errno(errno, "kernel messages");
		return NULL;
	}
	buf[n] = '\0';
	return steal_ptr(&buf);
}

int do_drop_caches(int whattodrop)
{
	char text[16];

	if (whattodrop < 0 || whattodrop > 3)
		return reply_errno(EINVAL, "%d", whattodrop);
	sync();
	if (!whattodrop)
		return 0;
	snprintf(text, sizeof(text), "%d\n", whattodrop);
	if (io_write_file("/proc/sys/vm/drop_caches", text) < 0)
		return reply_errno(errno, "drop_caches");
	return 0;
}

static const struct optgroup *find_group(const char *name)
{
	for (unsigned int i = 0; i < optgroup_count; i++)
		if (!strcmp(optgroup_table[i].name, name))
			return &optgroup_table[i];
	return NULL;
}

/* 0 available, 1 not available here, 2 no such group */
int do_internal_feature_available(const char *group)
{
	const struct optgroup *g = find_group(group);

	if (!g)
		return 2;
	return g->available && g->available() ? 0 : 1;
}

char **do_available_all_groups(void)
{
	cleanup_strv_finish struct strv sv = { 0 };

	for (unsigned int i = 0; i < optgroup_count; i++)
		if (strv_add(&sv, optgroup_table[i].name) < 0)
			return NULL;
	return strv_steal(&sv);
}

int do_internal_autosync(void)
{
	session_stop_all();
	helper_stop_all();
	swaps_off_all();
	if (mounts_umount_all(false) < 0)
		return reply_errno(errno, "unmounting all");
	sync();
	return do_sync();
}

guestfs_int_utsname *do_utsname(void)
{
	guestfs_int_utsname *r = calloc(1, sizeof(*r));
	struct utsname u;

	if (!r || uname(&u) < 0) {
		reply_errno(errno, "uname");
		free(r);
		return NULL;
	}
	r->uts_sysname = strdup(u.sysname);
	r->uts_release = strdup(u.release);
	r->uts_version = strdup(u.version);
	r->uts_machine = strdup(u.machine);
	return r;
}
