// SPDX-License-Identifier: GPL-2.0-or-later
/* Access control lists and capabilities. */
#include "actions.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/acl.h>
#include <sys/capability.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"

bool optgroup_acl_available(void)
{
	return true;
}

bool optgroup_linuxcaps_available(void)
{
	return true;
}

static int type_of(const char *acltype, acl_type_t *ret)
{
	if (!strcmp(acltype, "access"))
		*ret = ACL_TYPE_ACCESS;
	else if (!strcmp(acltype, "default"))
		*ret = ACL_TYPE_DEFAULT;
	else
		return reply_error(EINVAL,
				   "%s: a list's type is 'access' or "
				   "'default'",
				   acltype);
	return 0;
}

char *do_acl_get_file(const char *path, const char *acltype)
{
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	char *text = NULL, *ret = NULL;
	acl_type_t type = ACL_TYPE_ACCESS;
	acl_t acl;

	if (type_of(acltype, &type) < 0 || toolpath_open(&t, path) < 0)
		return NULL;
	acl = acl_get_file(t.path, type);
	if (acl)
		text = acl_to_text(acl, NULL);
	if (text)
		ret = strdup(text);
	if (!ret)
		reply_errno(errno, "%s", path);
	acl_free(text);
	acl_free(acl);
	return ret;
}

int do_acl_set_file(const char *path, const char *acltype, const char *acl)
{
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	acl_type_t type = ACL_TYPE_ACCESS;
	int r = 0;
	acl_t a;

	if (type_of(acltype, &type) < 0 || toolpath_open(&t, path) < 0)
		return -1;
	a = acl_from_text(acl);
	if (!a)
		return reply_error(EINVAL, "%s: not an access control list",
				   acl);
	if (acl_valid(a) < 0)
		r = reply_error(EINVAL,
				"%s: the list is not complete: it needs user, "
				"group, other, and a mask where more are named",
				acl);
	else if (acl_set_file(t.path, type, a) < 0)
		r = reply_errno(errno, "%s", path);
	acl_free(a);
	return r;
}

int do_acl_delete_def_file(const char *dir)
{
	cleanup_toolpath struct toolpath t = TOOLPATH_INIT;
	struct stat st;

	if (toolpath_open(&t, dir) < 0)
		return -1;
	if (fstat(t.fd, &st) == 0 && !S_ISDIR(st.st_mode))
		return reply_errno(ENOTDIR, "%s", dir);
	if (acl_delete_def_file(t.path) < 0)
		return reply_errno(errno, "%s", dir);
	return 0;
}

static int open_file(const char *path)
{
	int fd = sysroot_open(path, O_RDONLY, 0);

	if (fd < 0)
		reply_errno(errno, "%s", path);
	return fd;
}

char *do_cap_get_file(const char *path)
{
	cleanup_close int fd = open_file(path);
	char *text, *ret = NULL;
	cap_t cap;

	if (fd < 0)
		return NULL;
	cap = cap_get_fd(fd);
	if (!cap && errno == ENODATA)
		return strdup("");
	text = cap ? cap_to_text(cap, NULL) : NULL;
	/* Old versions of libcap write "= " first */
	if (text)
		ret = strdup(text + (strncmp(text, "= ", 2) ? 0 : 2));
	if (!ret)
		reply_errno(errno, "%s", path);
	cap_free(text);
	cap_free(cap);
	return ret;
}

int do_cap_set_file(const char *path, const char *cap)
{
	cleanup_close int fd = open_file(path);
	struct stat st;
	int r = 0;
	cap_t c;

	if (fd < 0)
		return -1;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return reply_error(EINVAL, "%s: not a regular file", path);
	c = cap_from_text(cap);
	if (!c)
		return reply_error(EINVAL, "%s: not a set of capabilities",
				   cap);
	if (cap_set_fd(fd, c) < 0)
		r = reply_errno(errno, "%s", path);
	cap_free(c);
	return r;
}
