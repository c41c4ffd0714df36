/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that need libvirt, which is not built in. */
#include <errno.h>

#include "handle/handle.h"
#include "impl.h"

int impl_add_domain(guestfs_h *g, const char *dom,
		    const struct guestfs_add_domain_argv *optargs)
{
	return guestfs_fail_msg(
		g, ENOTSUP,
		"domain %s: libvirt support is not built in; add the domain's "
		"disk images by their file names",
		dom);
}
