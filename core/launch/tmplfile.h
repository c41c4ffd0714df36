/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The file that holds a template: the RAM and the devices of a machine. */
#ifndef CORE_LAUNCH_TMPLFILE_H
#define CORE_LAUNCH_TMPLFILE_H

#include <stdbool.h>
#include <stdint.h>

int tmplfile_write(int fd, const char *key, int ram, uint64_t ram_size,
		   int state);
bool tmplfile_check(int fd, const char *key, uint64_t ram_size);
int tmplfile_fill(int fd, int ram);

#endif
