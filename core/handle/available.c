/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Optional groups of calls: the daemon knows which it has. */
#include <errno.h>

#include "handle/handle.h"
#include "impl.h"

/* Answers of internal_feature_available() */
enum { GROUP_AVAILABLE = 0, GROUP_UNAVAILABLE = 1, GROUP_UNKNOWN = 2 };

static int ask(guestfs_h *g, const char *group)
{
	int r = guestfs_internal_feature_available(g, group);

	if (r == GROUP_UNKNOWN)
		return guestfs_fail_msg(g, EINVAL,
					"%s: no group of calls has this name",
					group);
	return r;
}

int impl_available(guestfs_h *g, char *const *groups)
{
	for (size_t i = 0; groups[i]; i++) {
		int r = ask(g, groups[i]);

		if (r < 0)
			return -1;
		if (r != GROUP_AVAILABLE)
			return guestfs_fail_msg(
				g, ENOTSUP,
				"%s: the appliance lacks this group of calls",
				groups[i]);
	}
	return 0;
}

int impl_feature_available(guestfs_h *g, char *const *groups)
{
	for (size_t i = 0; groups[i]; i++) {
		int r = ask(g, groups[i]);

		if (r != GROUP_AVAILABLE)
			return r < 0 ? -1 : 0;
	}
	return 1;
}
