// SPDX-License-Identifier: GPL-2.0-or-later
/* The list of applications, a message at a time. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "actions.h"
#include "apps.h"
#include "cleanup.h"
#include "distro.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "inspect.h"

/* Bytes of text that go into one message; the largest record may be more. */
#define PART_MAX (1 << 20)
#define TEXT_MAX 65536

/* Main thread only, as all actions. */
static struct apps list;

static int read_format(const char *format, const struct insp_root *r)
{
	if (!strcmp(format, "deb"))
		return apps_dpkg(r, &list);
	if (!strcmp(format, "rpm"))
		return apps_rpm(r, &list);
	if (!strcmp(format, "pacman"))
		return apps_pacman(r, &list);
	if (!strcmp(format, "apk"))
		return apps_apk(r, &list);
	errno = ENOTSUP;
	return -1;
}

static int read_list(const struct insp_os *os)
{
	struct insp_root r = { .fd = sysroot_fd(), .usr = -1 };
	const char *format = distro_package_format(os->distro);
	int ret;

	apps_finish(&list);
	if (!strcmp(os->type, "windows"))
		ret = apps_windows(&r, os->software, os->arch, &list);
	else
		ret = read_format(format, &r);
	if (ret < 0 && errno == ENOTSUP)
		return reply_error(
			ENOTSUP,
			"the records of what is installed on this system "
			"(%s, package format %s) cannot be read here",
			os->distro, format);
	if (ret < 0)
		return reply_errno(errno,
				   "records of what is installed (%s); are "
				   "the system's file systems mounted?",
				   os->distro);
	return 0;
}

/* A copy, cut where no honest package comes to */
static char *text(const struct app *app, enum app_text which, size_t *size)
{
	const char *s = app->text[which] ? app->text[which] : "";
	size_t n = strnlen(s, TEXT_MAX);

	*size += n;
	return strndup(s, n);
}

static void fill(guestfs_int_application2 *to, const struct app *a,
		 size_t *size)
{
	*to = (guestfs_int_application2){
		.app2_name = text(a, APP_NAME, size),
		.app2_display_name = text(a, APP_DISPLAY, size),
		.app2_epoch = a->epoch,
		.app2_version = text(a, APP_VERSION, size),
		.app2_release = text(a, APP_RELEASE, size),
		.app2_arch = text(a, APP_ARCH, size),
		.app2_install_path = text(a, APP_PATH, size),
		.app2_trans_path = strdup(""),
		.app2_publisher = text(a, APP_PUBLISHER, size),
		.app2_url = text(a, APP_URL, size),
		.app2_source_package = text(a, APP_SOURCE, size),
		.app2_summary = text(a, APP_SUMMARY, size),
		.app2_description = text(a, APP_DESCRIPTION, size),
		.app2_spare1 = strdup(""),
		.app2_spare2 = strdup(""),
		.app2_spare3 = strdup(""),
		.app2_spare4 = strdup(""),
	};
	*size += 100; /* lengths and padding */
}

guestfs_int_application2_list *
do_internal_list_applications(const struct mountable *root, int first)
{
	const struct insp_os *os = inspect_os_of(root);
	guestfs_int_application2_list *l;
	guestfs_int_application2 *v;
	size_t size = 0, n = 0, left;

	if (!os || (first == 0 && read_list(os) < 0))
		return NULL;
	left = first < 0 || (size_t)first > list.n ? 0 : list.n - first;
	l = calloc(1, sizeof(*l));
	v = l ? calloc(left + 1, sizeof(*v)) : NULL;
	if (!v) {
		free(l);
		reply_errno(ENOMEM, "list of applications");
		return NULL;
	}
	while (n < left && size < PART_MAX) {
		fill(&v[n], &list.v[first + n], &size);
		n++;
	}
	l->guestfs_int_application2_list_val = v;
	l->guestfs_int_application2_list_len = n;
	return l;
}
