// SPDX-License-Identifier: GPL-2.0-or-later
#include "nodefh.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"

#define MAX_MOUNTS 64

/**
 * struct node_fh - A file handle, as small as it comes
 * @type:	As the kernel gave it
 * @len:	Bytes in @bytes
 */
struct node_fh {
	int32_t type;
	uint32_t len;
	unsigned char bytes[];
};

union any_handle {
	struct file_handle fh;
	char room[sizeof(struct file_handle) + MAX_HANDLE_SZ];
};

/* One open directory of each file system, guarded by @lock */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
	uint16_t dev;
	int fd;
} mounts[MAX_MOUNTS];
static unsigned int n_mounts;

static int find_mount(uint16_t dev)
{
	for (unsigned int i = 0; i < n_mounts; i++)
		if (mounts[i].dev == dev)
			return mounts[i].fd;
	return -1;
}

/* open_by_handle_at() wants a descriptor that is not O_PATH. */
static int need_mount(int dirfd, uint16_t dev)
{
	LOCK_SCOPE(&lock);
	int fd = find_mount(dev);

	if (fd >= 0)
		return 0;
	if (n_mounts == MAX_MOUNTS)
		return -1;
	fd = openat(dirfd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	mounts[n_mounts].dev = dev;
	mounts[n_mounts++].fd = fd;
	return 0;
}

struct node_fh *nodefh_make(int fd, int dirfd, uint16_t dev)
{
	union any_handle h = { .fh.handle_bytes = MAX_HANDLE_SZ };
	struct node_fh *fh;
	int mount_id;

	if (name_to_handle_at(fd, "", &h.fh, &mount_id, AT_EMPTY_PATH) < 0 ||
	    need_mount(dirfd, dev) < 0)
		return NULL;
	fh = malloc(sizeof(*fh) + h.fh.handle_bytes);
	if (!fh)
		return NULL;
	fh->type = h.fh.handle_type;
	fh->len = h.fh.handle_bytes;
	memcpy(fh->bytes, h.fh.f_handle, fh->len);
	return fh;
}

int nodefh_open(const struct node_fh *fh, uint16_t dev)
{
	union any_handle h = { .fh.handle_bytes = fh->len,
			       .fh.handle_type = fh->type };
	cleanup_close int mount_fd = -1;

	pthread_mutex_lock(&lock);
	mount_fd = find_mount(dev);
	if (mount_fd >= 0)
		mount_fd = fcntl(mount_fd, F_DUPFD_CLOEXEC, 0);
	pthread_mutex_unlock(&lock);
	if (mount_fd < 0) {
		errno = ESTALE;
		return -1;
	}
	memcpy(h.fh.f_handle, fh->bytes, fh->len);
	return open_by_handle_at(mount_fd, &h.fh,
				 O_PATH | O_NOFOLLOW | O_CLOEXEC);
}

struct node_fh *nodefh_dup(const struct node_fh *fh)
{
	struct node_fh *copy = malloc(sizeof(*fh) + fh->len);

	return copy ? memcpy(copy, fh, sizeof(*fh) + fh->len) : NULL;
}

void nodefh_free(struct node_fh *fh)
{
	free(fh);
}

void nodefh_forget_mounts(bool all)
{
	unsigned int kept = 0;

	LOCK_SCOPE(&lock);
	for (unsigned int i = 0; i < n_mounts; i++)
		if (all || mounts[i].dev != 0)
			close(mounts[i].fd);
		else
			mounts[kept++] = mounts[i];
	n_mounts = kept;
}
