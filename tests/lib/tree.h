/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Fake guest trees for tests of inspection. */
#ifndef TESTS_TREE_H
#define TESTS_TREE_H

#include "root.h"

/** tree_file() - Write a file below the test's directory, parents made */
void tree_file(const char *path, const char *content);
void tree_bytes(const char *path, const void *buf, size_t len);
void tree_dir(const char *path);
void tree_link(const char *path, const char *target);
/** tree_elf() - A program's header: @machine as in elf.h, 64 or 32 bits */
void tree_elf(const char *path, unsigned int machine, int bits);
/** tree_pe() - A Windows program's header */
void tree_pe(const char *path, unsigned int machine);
/** tree_hive() - A registry hive from mkhive.py's description */
void tree_hive(const char *path, const char *description);
/** tree_root() - The test's directory as a guest file system */
struct insp_root tree_root(void);
/** tree_root_at() - A directory below it as one */
struct insp_root tree_root_at(const char *path);

#endif
