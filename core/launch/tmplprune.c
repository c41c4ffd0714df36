/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tmplprune.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cleanup.h"

/* Where the parts of a name begin: "template-PLACE-BASE-VARIANT" */
#define AT_BASE (sizeof(TMPL_PREFIX) - 1 + 17)
#define PART	16

struct oldest {
	char name[NAME_MAX + 1];
	struct timespec used;
};

/* From the same qemu and appliance, as they were earlier */
static bool out_of_date(const char *name, const char *keep)
{
	return strlen(name) > AT_BASE + PART && !strncmp(name, keep, AT_BASE) &&
	       strncmp(name + AT_BASE, keep + AT_BASE, PART);
}

static bool before(struct timespec a, struct timespec b)
{
	return a.tv_sec < b.tv_sec ||
	       (a.tv_sec == b.tv_sec && a.tv_nsec < b.tv_nsec);
}

/* Return: bytes of all templates that are left */
static uint64_t pass(DIR *d, const char *keep, struct oldest *ret_oldest)
{
	struct dirent *e;
	uint64_t total = 0;
	struct stat st;

	ret_oldest->name[0] = '\0';
	rewinddir(d);
	while ((e = readdir(d))) {
		if (strncmp(e->d_name, TMPL_PREFIX, strlen(TMPL_PREFIX)))
			continue;
		if (out_of_date(e->d_name, keep)) {
			unlinkat(dirfd(d), e->d_name, 0);
			continue;
		}
		if (fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		total += st.st_size;
		if (strcmp(e->d_name, keep) &&
		    (!ret_oldest->name[0] ||
		     before(st.st_mtim, ret_oldest->used))) {
			strcpy(ret_oldest->name, e->d_name);
			ret_oldest->used = st.st_mtim;
		}
	}
	return total;
}

/**
 * tmplprune() - Remove what is out of date, and the longest unused over the cap
 * @dir:	Directory of the templates
 * @keep:	Name of the one that was made just now
 *
 * A machine that is being restored from one of them has it open.
 */
void tmplprune(int dir, const char *keep)
{
	struct oldest oldest;
	int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_closedir DIR *d = fd < 0 ? NULL : fdopendir(fd);

	if (!d) {
		if (fd >= 0)
			close(fd);
		return;
	}
	while (pass(d, keep, &oldest) > TMPL_MAX_TOTAL && oldest.name[0])
		if (unlinkat(dir, oldest.name, 0) < 0)
			return;
}
