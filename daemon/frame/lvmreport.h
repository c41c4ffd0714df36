/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reports of LVM (pvs, vgs, lvs) as structures. */
#ifndef DAEMON_LVMREPORT_H
#define DAEMON_LVMREPORT_H

#include <stddef.h>

/* Between the fields; no name of LVM's can hold it */
#define LVMREPORT_SEPARATOR "\037"

enum lvm_kind { LVM_STRING, LVM_UUID, LVM_BYTES, LVM_INT, LVM_PERCENT };

/**
 * struct lvm_field - Where a field of a report goes
 * @name:	LVM's name of it
 * @kind:	Its type in the structure: char *, char[32], uint64_t,
 *		int64_t, float
 * @offset:	Its place there
 */
struct lvm_field {
	const char *name;
	enum lvm_kind kind;
	size_t offset;
};

/**
 * lvmreport_line() - Fill a structure from one line
 * @line:	Fields divided by LVMREPORT_SEPARATOR, spaces around
 * @f:		What the fields are, ended by a NULL name
 * @out:	The structure, zeroed
 *
 * Return:	0, or -1 with errno EINVAL when the line is not of this form
 */
int lvmreport_line(const char *line, const struct lvm_field *f, void *out);
/** lvmreport_names() - "a,b,c" of all fields for -o; the caller frees */
char *lvmreport_names(const struct lvm_field *f);

#endif
