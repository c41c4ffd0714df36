/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of distributions and the packages they use. */
#ifndef DAEMON_INSPECT_DISTRO_H
#define DAEMON_INSPECT_DISTRO_H

/** distro_of_id() - The documented name for os-release's ID (and ID_LIKE,
 * which may be NULL); a static string, or NULL when there is none */
const char *distro_of_id(const char *id, const char *id_like);
/** distro_package_format() - "deb", "rpm" ... or "unknown", static */
const char *distro_package_format(const char *distro);
/** distro_package_management() - "apt", "dnf" ... or "unknown", static */
const char *distro_package_management(const char *distro, int major);

#endif
