/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * With x-ignore-shared qemu's migration stream holds the devices alone; the
 * RAM is the memfd, which we read and fill ourselves: less to copy, and pages
 * that were never used are not touched by a restore.
 */
#include "migrate.h"

#include <string.h>
#include <time.h>

#include "cleanup.h"
#include "qmp.h"
#include "tmplfile.h"

#define SLICE_MS 100
#define START_MS 30000 /* until qemu greets */
#define SAVE_MS	 20000
#define LOAD_MS	 10000

static json_object *capability(const char *name)
{
	json_object *c = json_object_new_object();

	json_object_object_add(c, "capability", json_object_new_string(name));
	json_object_object_add(c, "state", json_object_new_boolean(true));
	return c;
}

static int prepare(struct launch *l)
{
	int qmp = l->qmp;
	json_object *args = json_object_new_object();
	json_object *list = json_object_new_array();

	json_object_array_add(list, capability("x-ignore-shared"));
	json_object_array_add(list, capability("events"));
	json_object_object_add(args, "capabilities", list);
	if (qmp_open(qmp, START_MS) < 0) {
		json_object_put(args);
		return -1;
	}
	l->qmp_greeted = true;
	return qmp_command(qmp, "migrate-set-capabilities", args,
			   QMP_TIMEOUT_MS, NULL);
}

static int with_uri(int qmp, const char *command, const char *uri)
{
	json_object *args = json_object_new_object();

	json_object_object_add(args, "uri", json_object_new_string(uri));
	return qmp_command(qmp, command, args, QMP_TIMEOUT_MS, NULL);
}

enum stage { OTHER, RUNNING, COMPLETED, FAILED };

static enum stage stage_of(json_object *m)
{
	json_object *event, *data, *status = NULL;
	const char *how = "";

	if (!json_object_object_get_ex(m, "event", &event))
		return OTHER;
	if (!strcmp(json_object_get_string(event), "RESUME"))
		return RUNNING;
	if (strcmp(json_object_get_string(event), "MIGRATION") ||
	    !json_object_object_get_ex(m, "data", &data))
		return OTHER;
	if (json_object_object_get_ex(data, "status", &status))
		how = json_object_get_string(status);
	if (!strcmp(how, "completed"))
		return COMPLETED;
	return strcmp(how, "failed") ? OTHER : FAILED;
}

/* Return: 1 @wanted has come, 0 something else, -1 with errno for never */
static int judge(json_object *m, enum stage wanted)
{
	enum stage got = stage_of(m);

	if (got == wanted)
		return 1;
	/* Complete and not running: a lock of an image was refused, and qemu
	 * has paused the machine.
	 */
	errno = got == COMPLETED ? EBUSY : EIO;
	return got == COMPLETED || got == FAILED ? -1 : 0;
}

static int wait_event(guestfs_h *g, enum stage wanted, int timeout_ms)
{
	int r = 0;

	for (int waited = 0; r == 0;) {
		json_object *m = qmp_message(g->launch->qmp, SLICE_MS);

		if (!m && errno != ETIMEDOUT)
			return -1;
		launch_console_read(g);
		if (g->user_cancel) {
			json_object_put(m);
			errno = EINTR;
			return -1;
		}
		if (m)
			r = judge(m, wanted);
		else if ((waited += SLICE_MS) >= timeout_ms)
			return -1;
		json_object_put(m);
	}
	return r > 0 ? 0 : -1;
}

/**
 * migrate_save() - Save the devices of the running machine, and stop it
 * @g:		Handle with g->launch
 * @state:	File to write to
 *
 * Return:	0, or -1 with errno
 */
int migrate_save(guestfs_h *g, int state)
{
	int qmp = g->launch->qmp;
	json_object *args = json_object_new_object();

	json_object_object_add(args, "max-bandwidth",
			       json_object_new_int64(1LL << 40));
	if (prepare(g->launch) < 0 || qmp_getfd(qmp, "state", state) < 0) {
		json_object_put(args);
		return -1;
	}
	if (qmp_command(qmp, "migrate-set-parameters", args, QMP_TIMEOUT_MS,
			NULL) < 0 ||
	    with_uri(qmp, "migrate", "fd:state") < 0)
		return -1;
	return wait_event(g, COMPLETED, SAVE_MS);
}

/**
 * migrate_restore() - Make the machine that was saved of a new one
 * @g:		Handle with g->launch, started with BOOT_RESTORE
 * @b:		The same
 *
 * Return:	0 when it runs, or -1 with errno (EBUSY: an image is in use)
 */
int migrate_restore(guestfs_h *g, struct boot *b)
{
	cleanup_free char *uri = handle_asprintf(g, "fd:%d", b->incoming);

	/* While qemu starts. Nothing in it looks at the RAM before. */
	if (tmplfile_fill(b->template, g->launch->ram) < 0 ||
	    prepare(g->launch) < 0 ||
	    with_uri(g->launch->qmp, "migrate-incoming", uri) < 0)
		return -1;
	return wait_event(g, RUNNING, LOAD_MS);
}
