/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "handle/handle.h"
#include "impl.h"

struct guestfs_xattr_list *impl_journal_get(guestfs_h *g)
{
	return guestfs_internal_journal_fields(g);
}
