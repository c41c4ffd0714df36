/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What rpcgen makes of common/session.x and of the message header. */
#ifndef DAEMON_SESSION_XDR_H
#define DAEMON_SESSION_XDR_H

/* Angle brackets: "session.h" would be the one beside this file. */
#include <guestfs_protocol.h>
#include <session.h>

#endif
