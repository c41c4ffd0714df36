/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One mounted guest: the FUSE session, its worker threads, and what they
 * share. Nothing here knows guestfs_h, so that a test can drive it over plain
 * socket pairs; local.c is the bridge to the handle.
 *
 * Threads: as many workers as session ports, each with a port of its own while
 * it is in a request; one that fetches small files, on the last port; one that
 * carries out what was answered already, on the port before that; one
 * keeper, which alone sends notifications to the kernel (they can deadlock in a
 * handler) and returns forgotten nodes in batches.
 */
#ifndef GUESTMOUNT_FS_MOUNT_H
#define GUESTMOUNT_FS_MOUNT_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "conn.h"
#include "keeper.h"
#include "later.h"
#include "node.h"
#include "opts.h"
#include "spare.h"

#define MOUNT_PORTS 8

struct fuse_session;
struct ahead_dir;

/**
 * struct ahead - Directories that came along with others; see ops/ahead.h
 * @lock:	Guards all of it, and @ahead of every node. Not to be held while
 *		taking the table's.
 * @first:	The one that came first
 * @last:	The one that came last
 * @n_entries:	Entries in all of them
 * @window:	Bytes that were asked for last
 * @used:	How many were wanted since then
 * @tries:	Counts the times when asking seemed of no use
 */
struct ahead {
	pthread_mutex_t lock;
	struct ahead_dir *first;
	struct ahead_dir *last;
	size_t n_entries;
	size_t window;
	unsigned int used;
	unsigned int tries;
};

struct dir;

/**
 * struct readers - Directories that are being read; see ops/dir.c
 * @lock:	Guards all of it
 * @first:	Used last
 * @last:	Used longest ago
 * @n:		Their number
 */
struct readers {
	pthread_mutex_t lock;
	struct dir *first;
	struct dir *last;
	unsigned int n;
};

struct file;

#define FILES_SHARED 32

/**
 * struct files - Files that are being read, where nobody says for how long
 * @lock:	Guards what follows
 * @v:		They, the one used last first
 * @n:		Their number
 */
struct files {
	pthread_mutex_t lock;
	struct file *v[FILES_SHARED];
	unsigned int n;
};

struct small_known;
struct small_file;

struct piece_kept;

/**
 * struct small - Small files, fetched before they are read; see ops/small.h
 * @lock:	Guards all of it, and @small and @known_at of every node. The
 *		table's may be taken while it is held, not the other way round.
 * @ring:	Small files in the order in which they became known
 * @end:	Where the next one goes, counted from the beginning of time
 * @reader:	Where the reader was last
 * @from:	What is to be fetched begins here
 * @to:		and ends here
 * @begun:	From here on it is under way
 * @window:	How many were asked for last
 * @first:	File fetched longest ago
 * @last:	File fetched last
 * @n:		Files there
 * @bytes:	Bytes in them
 * @hits:	How many were read
 * @wasted:	How many were dropped unread
 * @kept:	Pieces of larger files for the page cache; see ops/pieces.h
 * @n_kept:	Their number
 * @running:	There is a thread
 * @stop:	It shall end
 * @wake:	Tells it of work
 * @done:	Tells of what it has done
 * @thread:	It
 */
struct small {
	pthread_mutex_t lock;
	struct small_known *ring;
	uint64_t end, reader, from, to, begun;
	unsigned int window;
	struct small_file *first;
	struct small_file *last;
	size_t n, bytes;
	size_t hits, wasted;
	struct piece_kept *kept;
	size_t n_kept;
	bool running, stop;
	pthread_cond_t wake, done;
	pthread_t thread;
};

#define MOUNT_IMAGES 256

/**
 * struct fs_image - The file behind a drive that nobody can change through us
 * @fd:		Open for reading, or -1: read it through the appliance
 * @size:	Bytes
 */
struct fs_image {
	int fd;
	uint64_t size;
};

/**
 * struct images - Files from which the data of others are read; see ops/image.h
 * @n:		Drives
 * @v:		Their images
 * @off:	Something may have been written to a drive: read nothing more
 * @refused:	Files in a row of which it was not known where they lie
 * @tries:	Counts the times when asking seemed of no use
 */
struct images {
	unsigned int n;
	struct fs_image v[MOUNT_IMAGES];
	atomic_bool off;
	atomic_uint refused;
	atomic_uint tries;
};

/**
 * struct mount_local_config - What a mount is made of
 * @n_ports:	Session ports, 1 to MOUNT_PORTS
 * @ports:	Their sockets; the mount works on duplicates
 * @slots:	The memory shared with the daemon for each, base NULL without
 * @pidfd:	Readable once the appliance is gone, or -1
 * @qemu:	Its process, told to guestunmount, or 0
 * @mountpoint:	Directory to mount on
 * @options:	-o words separated by commas, or NULL
 * @n_images:	Drives
 * @images:	What is behind each of them; the mount works on duplicates
 * @readonly:	Refuse every change
 * @debug:	Print each FUSE request
 * @warn:	Told of rubbish from the daemon, once; any thread
 * @opaque:	For @warn
 */
struct mount_local_config {
	unsigned int n_ports;
	int ports[MOUNT_PORTS];
	struct fs_slot slots[MOUNT_PORTS];
	int pidfd;
	pid_t qemu;
	const char *mountpoint;
	const char *options;
	unsigned int n_images;
	struct fs_image images[MOUNT_IMAGES];
	bool readonly;
	bool debug;
	void (*warn)(void *opaque, const char *msg);
	void *opaque;
};

/**
 * struct mount - A mounted guest
 * @se:		libfuse's session
 * @mountpoint:	Absolute path of it
 * @readonly:	Nothing can change the image
 * @writeback:	The kernel gathers writes and owns sizes and write times
 * @opts:	As parsed from -o
 * @conns:	Connections, as many as workers and the fetcher
 * @n_conns:	Their number
 * @idle:	Connections of no request now, the one used last on top: its
 *		thread in the appliance is the most likely to be awake
 * @n_idle:	Their number
 * @idle_lock:	Guards both
 * @nodes:	What the kernel and we know of the guest's files
 * @ahead:	Directories read before they are asked for
 * @readers:	Directories being read
 * @no_opendir:	The kernel opens directories by itself
 * @no_open:	The same of files
 * @files:	Of these
 * @small:	Small files read before they are asked for
 * @images:	What is behind the drives
 * @keeper:	The notifying and forgetting thread's work
 * @later:	Requests that were answered before they are carried out
 * @spares:	Files that have no name yet
 * @ra_total:	Bytes in read-ahead buffers, all handles together
 * @started:	The daemon has been told of the mount
 * @tuned:	attach_tune() was called
 * @warned:	The one warning about a bad reply is out
 * @qemu:	For guestunmount
 * @registry:	Locked file by which guestunmount finds us, or -1
 * @registry_path: Its name
 * @warn:	Told of a bad reply
 * @opaque:	For @warn
 */
struct mount {
	struct fuse_session *se;
	char *mountpoint;
	bool readonly;
	bool writeback;
	struct opts opts;
	struct conn conns[MOUNT_PORTS];
	unsigned int n_conns;
	struct conn *idle[MOUNT_PORTS];
	unsigned int n_idle;
	pthread_mutex_t idle_lock;
	struct nodes nodes;
	struct ahead ahead;
	struct readers readers;
	bool no_opendir;
	bool no_open;
	struct files files;
	struct small small;
	struct images images;
	struct keeper keeper;
	struct later later;
	struct spares spares;
	_Atomic size_t ra_total;
	bool started;
	atomic_bool tuned;
	atomic_bool warned;
	pid_t qemu;
	int registry;
	char *registry_path;
	void (*warn)(void *opaque, const char *msg);
	void *opaque;
};

/**
 * mount_new() - Start a session with the daemon and mount
 * @cfg:	What to mount and where; not kept
 * @ret_msg:	Receives the message of a failure, the caller frees
 *
 * Return:	the mount, or NULL with errno and a one-line message
 */
struct mount *mount_new(const struct mount_local_config *cfg, char **ret_msg);
/**
 * mount_run() - Serve the kernel until the directory is unmounted
 * @m:		Mount
 *
 * Return:	0, or -1 with errno
 */
int mount_run(struct mount *m);
/**
 * mount_umount() - Unmount, from any thread but a worker
 * @m:		Mount
 * @retry:	Try for some seconds while it is busy
 * @ret_msg:	Receives the message of a failure, naming who uses it
 *
 * Return:	0, or -1 with errno
 */
int mount_umount(struct mount *m, bool retry, char **ret_msg);
/** mount_free() - Let go of everything, unmounting (lazily) if need be */
void mount_free(struct mount *m);
/**
 * mount_bad_reply() - Say once that the daemon sent rubbish
 * @m:		Mount
 * @what:	What was wrong
 *
 * Return:	always EIO, for the kernel
 */
int mount_bad_reply(struct mount *m, const char *what);

#endif
