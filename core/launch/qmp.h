/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The QEMU Machine Protocol. */
#ifndef CORE_LAUNCH_QMP_H
#define CORE_LAUNCH_QMP_H

#include <json-c/json.h>

#define QMP_TIMEOUT_MS 10000

int qmp_open(int fd, int timeout_ms);
int qmp_command(int fd, const char *name, json_object *args, int timeout_ms,
		json_object **ret_value);
json_object *qmp_message(int fd, int timeout_ms);
int qmp_getfd(int fd, const char *name, int pass);

#endif
