/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Defaults of a handle's settings, and their limits. */
#ifndef CORE_SETTINGS_H
#define CORE_SETTINGS_H

#include "handle/handle.h"

#define MEMSIZE_DEFAULT 1280 /* MiB: room for an argon2 key of 1 GiB */
#define MEMSIZE_MIN	256  /* MiB */
#define SMP_MAX		255

/* core/meson.build defines these for the installed system */
#ifndef GUESTFS_DEFAULT_PATH
#define GUESTFS_DEFAULT_PATH "/usr/local/lib/guestfs"
#endif
#ifndef GUESTFS_DEFAULT_HV
#define GUESTFS_DEFAULT_HV "qemu-system-x86_64"
#endif
#ifndef GUESTFS_VERSION
#define GUESTFS_VERSION 0, 0, 0
#endif

/** settings_init() - The defaults; false when out of memory */
bool settings_init(guestfs_h *g);
void settings_finish(guestfs_h *g);
/**
 * settings_set_backend() - The word of set_backend and LIBGUESTFS_BACKEND
 * @from:	Who asks for it, for the error message
 * @backend:	"direct", or an older word for it
 */
int settings_set_backend(guestfs_h *g, const char *from, const char *backend);

#endif
