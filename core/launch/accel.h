/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* KVM or TCG. */
#ifndef CORE_LAUNCH_ACCEL_H
#define CORE_LAUNCH_ACCEL_H

#include "handle/handle.h"

enum accel { ACCEL_TCG, ACCEL_KVM };

/**
 * struct accel_plan - What to try
 * @first:	Try this
 * @fallback:	And TCG when it does not work
 */
struct accel_plan {
	enum accel first;
	bool fallback;
};

bool accel_setting(guestfs_h *g, const char *name);
int accel_choose(guestfs_h *g, const char *hv, struct accel_plan *ret_plan);
void accel_remember(guestfs_h *g, const char *hv, bool kvm_works);

#endif
