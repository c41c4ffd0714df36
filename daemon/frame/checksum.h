/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checksums, by coreutils' programs. */
#ifndef DAEMON_CHECKSUM_H
#define DAEMON_CHECKSUM_H

/** checksum_program() - The program for a kind such as "sha256", or NULL once
 * the error is queued */
const char *checksum_program(const char *csumtype);
/** checksum_of() - Of what @fd has to read; @what is for messages. The caller
 * frees; NULL once the error is queued */
char *checksum_of(const char *csumtype, int fd, const char *what);

#endif
