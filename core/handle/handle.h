/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The handle behind guestfs_h, and what every part of core needs of it. */
#ifndef CORE_HANDLE_H
#define CORE_HANDLE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "guestfs.h"

enum handle_state {
	STATE_CONFIG,
	STATE_LAUNCHING,
	STATE_READY,
	STATE_NO_HANDLE
};

struct error_data;   /* handle/error.c */
struct event;	     /* handle/event.c */
struct private_data; /* handle/private.c */
struct launch;	     /* launch/launch.h: the running appliance, or NULL */
struct mount_local;  /* guestmount/fs/local.h: the mount, or NULL */

/**
 * struct drive - One add_drive, owned by the handle
 *
 * Strings are NULL where not given.
 */
struct drive {
	char *path; /* file, or the export of a remote protocol */
	char *format;
	char *iface;
	char *name;
	char *label;
	char *protocol; /* "file", "nbd", "ssh", ... */
	char **servers;
	char *username;
	char *secret;
	char *cachemode; /* "writeback" or "unsafe" */
	char *discard;	 /* "disable", "enable", "besteffort" */
	bool readonly;
	bool copyonread;
	bool scratch;  /* add_drive_scratch: removed at close */
	int blocksize; /* bytes, 0: the default of 512 */
};

/**
 * struct guestfs_h - A handle
 *
 * @lock is recursive and guards everything but what says otherwise; every
 * public call holds it.
 */
struct guestfs_h {
	pthread_mutex_t lock;
	enum handle_state state;

	/* Settings; see guestfs(3). Never NULL where the manual says so. */
	bool verbose, trace, autosync, selinux, pgroup, recovery_proc;
	bool network, direct;
	bool close_on_exit;
	int smp;
	int memsize; /* MiB */
	char *path, *hv, *append, *program, *identifier;
	char *backend;
	char **backend_settings;
	char *tmpdir_env, *cachedir_env; /* TMPDIR's value or NULL */
	char *tmpdir_set, *cachedir_set; /* as set by calls, or NULL */

	/* launch/drive.c, launch/param.c */
	struct drive *drives;
	size_t n_drives;
	struct {
		char *param, *value;
	} * params; /* guestfs_config */
	size_t n_params;

	/* handle/tmpdir.c: private directory 0700, made when first wanted */
	char *tmpdir, *sockdir;

	/* handle/selftest.c: where internal_test prints, or NULL */
	FILE *test_output;

	struct launch *launch;
	struct mount_local *mount_local;

	/* rpc/rpc.c */
	uint32_t serial;
	volatile int user_cancel; /* read without the lock */
	bool in_call;		  /* a callback must not start another */
	int call_timeout_ms;	  /* 0: none; launch sets it for the hello */

	/* Errors: per thread, under error_lock */
	pthread_mutex_t error_lock;
	struct error_data *errors;
	guestfs_abort_cb abort_cb;

	pthread_mutex_t event_lock;
	struct event *events; /* under event_lock */
	size_t n_events;
	int last_event; /* event_lock: the newest callback's handle */
	struct private_data *pda, *pda_next;
	struct guestfs_h *next; /* list of open handles, close at exit */
};

#define HANDLE_SCOPE(g) LOCK_SCOPE(&(g)->lock)

/**
 * guestfs_fail() - Set the handle's error and call its error handler
 * @g:		Handle
 * @err:	errno value, or 0 where there is none
 * @fmt:	Message naming the object; where @err is not 0,
 *		": strerror(err)" is added
 *
 * Return:	always -1
 */
int guestfs_fail(guestfs_h *g, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/** guestfs_fail_msg() - The same with @err recorded but not spelled out */
int guestfs_fail_msg(guestfs_h *g, int err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/** handle_oom() - Call the out-of-memory handler; does not return */
void handle_oom(guestfs_h *g) __attribute__((noreturn));

/* Allocation that never returns NULL: it ends in handle_oom() instead. */
void *handle_malloc(guestfs_h *g, size_t n);
void *handle_calloc(guestfs_h *g, size_t n, size_t size);
void *handle_realloc(guestfs_h *g, void *p, size_t n);
char *handle_strdup(guestfs_h *g, const char *s);
char *handle_strndup(guestfs_h *g, const char *s, size_t n);
char *handle_asprintf(guestfs_h *g, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/** handle_debug() - A line for GUESTFS_EVENT_LIBRARY, in verbose mode only */
void handle_debug(guestfs_h *g, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** handle_warn() - A line for GUESTFS_EVENT_WARNING (standard error when
 * nobody listens) */
void handle_warn(guestfs_h *g, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/** event_message() - Deliver bytes to the callbacks of @event */
void event_message(guestfs_h *g, uint64_t event, const char *buf, size_t len);
/** event_array() - Deliver numbers (GUESTFS_EVENT_PROGRESS) */
void event_array(guestfs_h *g, uint64_t event, const uint64_t *v, size_t n);
/** event_void() - Deliver a bare event */
void event_void(guestfs_h *g, uint64_t event);

/**
 * handle_escape() - Make bytes fit for a terminal
 * @g:		Handle, for its out-of-memory handler
 * @buf:	Bytes that a guest may have chosen
 * @len:	Their number
 *
 * Printable ASCII, newline, tab and well-formed UTF-8 stay; carriage returns
 * before a newline or at the end go (consoles send lines in pieces); all else
 * becomes \xNN.
 *
 * Return:	NUL-terminated, the caller frees
 */
char *handle_escape(guestfs_h *g, const char *buf, size_t len);

/** tmpdir_get() - The handle's private temporary directory (0700), made now if
 * need be; NULL with the error set. Removed at guestfs_close. */
const char *tmpdir_get(guestfs_h *g);
/** sockdir_get() - The same for sockets: short (XDG_RUNTIME_DIR, /tmp) */
const char *sockdir_get(guestfs_h *g);

#endif
