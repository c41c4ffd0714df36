/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* qemu's environment. */
#ifndef CORE_LAUNCH_QEMUENV_H
#define CORE_LAUNCH_QEMUENV_H

#include "args.h"

/**
 * qemuenv_curl() - A drive is read by libcurl
 * @a:		qemu's command line; core/qemucurl is loaded into it
 *
 * Return:	0, or -1 with the error set
 */
int qemuenv_curl(struct args *a);

/** qemuenv_make() - The environment for @a in @ret, which the caller finishes;
 * 0, or -1 with the error set */
int qemuenv_make(const struct args *a, struct strv *ret);

#endif
