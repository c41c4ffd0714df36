/* SPDX-License-Identifier: GPL-2.0-or-later */
/* event, list-events, delete-event */
#include <inttypes.h>
#include <string.h>

#include "builtin.h"
#include "events.h"
#include "host.h"
#include "mem.h"
#include "strv.h"

/** struct events - One handler, in a list */
struct events {
	struct events *next;
	struct shell *sh;
	char *name;
	char *script;
	uint64_t mask;
	int handle;
};

static const struct {
	const char *name;
	uint64_t bit;
} names[] = {
	{ "close", GUESTFS_EVENT_CLOSE },
	{ "subprocess_quit", GUESTFS_EVENT_SUBPROCESS_QUIT },
	{ "launch_done", GUESTFS_EVENT_LAUNCH_DONE },
	{ "progress", GUESTFS_EVENT_PROGRESS },
	{ "appliance", GUESTFS_EVENT_APPLIANCE },
	{ "library", GUESTFS_EVENT_LIBRARY },
	{ "trace", GUESTFS_EVENT_TRACE },
	{ "enter", GUESTFS_EVENT_ENTER },
	{ "libvirt_auth", GUESTFS_EVENT_LIBVIRT_AUTH },
	{ "warning", GUESTFS_EVENT_WARNING },
	{ "*", GUESTFS_EVENT_ALL },
};

int events_parse(const char *text, uint64_t *ret_mask, char **ret_bad)
{
	cleanup_strv char **words = must(strv_split(text, ","));

	*ret_mask = 0;
	*ret_bad = NULL;
	for (size_t i = 0; words[i]; i++) {
		size_t j = 0;

		while (j < ARRAY_SIZE(names) &&
		       strcasecmp(words[i], names[j].name))
			j++;
		if (j == ARRAY_SIZE(names)) {
			*ret_bad = xstrdup(words[i]);
			return -1;
		}
		*ret_mask |= names[j].bit;
	}
	return 0;
}

static const char *event_name(uint64_t event)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++)
		if (names[i].bit == event)
			return names[i].name;
	return "";
}

/* The values become $1, $2 ... of the script. */
static void on_event(guestfs_h *g, void *opaque, uint64_t event, int handle,
		     int flags, const char *buf, size_t len,
		     const uint64_t *array, size_t n)
{
	const struct events *e = opaque;
	const char *shell = getenv("SHELL");
	cleanup_strv_finish struct strv argv = { 0 };

	strv_add(&argv, shell && *shell ? shell : "/bin/sh");
	strv_add(&argv, "-c");
	strv_add(&argv, e->script);
	strv_add(&argv, "guestfish");
	if (len)
		strv_take(&argv, xstrndup(buf, len));
	for (size_t i = 0; i < n; i++)
		strv_addf(&argv, "%" PRIu64, array[i]);
	setenv("EVENT", event_name(event), 1);
	if (host_run((const char *const *)argv.v) < 0)
		fprintf(stderr, "guestfish: event %s: %s: %s\n", e->name,
			argv.v[0], strerror(errno));
	unsetenv("EVENT");
}

int builtin_event(struct shell *sh, char **argv)
{
	cleanup_free char *bad = NULL;
	struct events *e, **at = &sh->events;
	uint64_t mask;

	if (events_parse(argv[2], &mask, &bad) < 0)
		return shell_say(sh,
				 "event: \"%s\" is no event; \"help event\" "
				 "lists them",
				 bad);
	e = xcalloc(1, sizeof(*e));
	e->handle = guestfs_set_event_callback(sh->g, on_event, mask, 0, e);
	if (e->handle < 0) {
		free(e);
		return -1;
	}
	e->sh = sh;
	e->mask = mask;
	e->name = xstrdup(argv[1]);
	e->script = xstrdup(argv[3]);
	while (*at)
		at = &(*at)->next;
	*at = e;
	return 0;
}

int builtin_list_events(struct shell *sh, char **argv)
{
	for (const struct events *e = sh->events; e; e = e->next) {
		cleanup_free char *set = guestfs_event_to_string(e->mask);

		printf("\"%s\" (%d): %s: %s\n", e->name, e->handle,
		       set ? set : "", e->script);
	}
	return 0;
}

static void remove_at(struct events **at)
{
	struct events *e = *at;

	*at = e->next;
	free(e->name);
	free(e->script);
	free(e);
}

int builtin_delete_event(struct shell *sh, char **argv)
{
	struct events **at = &sh->events;
	size_t n = 0;

	while (*at) {
		if (strcmp((*at)->name, argv[1])) {
			at = &(*at)->next;
			continue;
		}
		guestfs_delete_event_callback(sh->g, (*at)->handle);
		remove_at(at);
		n++;
	}
	if (!n)
		return shell_say(sh, "delete-event: there is no handler \"%s\"",
				 argv[1]);
	return 0;
}

void events_finish(struct shell *sh)
{
	while (sh->events)
		remove_at(&sh->events);
}
