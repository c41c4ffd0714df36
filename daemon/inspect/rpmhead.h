/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The header of an installed RPM package, as databases keep it. */
#ifndef DAEMON_INSPECT_RPMHEAD_H
#define DAEMON_INSPECT_RPMHEAD_H

#include "apps.h"

/**
 * rpmhead_parse() - Take a header apart
 * @blob:	Its bytes, from a hostile database
 * @len:	Their number
 * @app:	Receives what is known; zeroed by the caller
 *
 * Return:	0, or -1 where it is none, or one without a name
 */
int rpmhead_parse(const unsigned char *blob, size_t len, struct app *app);

#endif
