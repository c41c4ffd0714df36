/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * mount_local and its companions, the API calls; impl.h has their prototypes.
 *
 * mount_local_run gives the handle's lock back while it serves, so calls from
 * other threads go on beside the mount. The mount works on duplicates of the
 * ports and of the shared memory, so that the appliance may end at any time:
 * every file then gives EIO, and unmounting still works.
 */
#ifndef GUESTMOUNT_FS_LOCAL_H
#define GUESTMOUNT_FS_LOCAL_H

#include "handle/handle.h"

/**
 * mount_local_invalidate() - A call of the API changed the guest's tree
 * @g:		Handle, locked
 *
 * To be called after the daemon has answered such a call and before the call
 * returns: drops everything that we and the kernel know of the tree. Costs
 * nothing where no mount is served. Must not be called by a thread that the
 * kernel waits for, such as a FUSE worker.
 */
void mount_local_invalidate(guestfs_h *g);
/**
 * mount_local_settle() - A call of the API is about to begin
 * @g:		Handle, locked
 *
 * What programs wrote through the mount is in the guest once they closed or
 * synced their files and this has returned: only then does a call see it.
 */
void mount_local_settle(guestfs_h *g);
/** mount_local_close() - Unmount and free, for guestfs_close(3); no thread is
 * in mount_local_run any more */
void mount_local_close(guestfs_h *g);

#endif
