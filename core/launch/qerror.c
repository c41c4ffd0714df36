/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "qerror.h"

#include <string.h>

#include <json-c/json.h>

#include "cleanup.h"
#include "holders.h"
#include "protocol.h"
#include "strv.h"

#define BLOCK_EXTRA "install it with: apt-get install qemu-block-extra"

/* What follows the JSON in a line, and @mark behind it; else the line */
static const char *after_json(const char *line, const char *mark)
{
	json_tokener *tok = json_tokener_new();
	const char *start = strchr(line, '{');
	const char *end = line;

	if (!tok)
		return line;
	json_object_put(json_tokener_parse_ex(tok, start, -1));
	if (json_tokener_get_error(tok) == json_tokener_success)
		end = start + json_tokener_get_parse_end(tok);
	json_tokener_free(tok);
	return !strncmp(end, mark, strlen(mark)) ? end + strlen(mark) : line;
}

static const char *strip(const char *line)
{
	const char *colon;

	if (strstr(line, ": -blockdev {"))
		return after_json(line, ": ");
	if (!strncmp(line, "qemu", 4) && (colon = strstr(line, ": ")))
		line = colon + 2;
	return line;
}

/* The name stands in our own message already. */
static const char *strip_name(const char *text, const char *path)
{
	static const char start[] = "Could not open '", end[] = "': ";
	const char *at = text + strlen(start);
	size_t len = strlen(path);

	if (strncmp(text, start, strlen(start)))
		return text;
	if (!strncmp(at, "json:{", 6))
		return after_json(text, end);
	return !strncmp(at, path, len) && !strncmp(at + len, end, strlen(end))
		       ? at + len + strlen(end)
		       : text;
}

/* Of a local file only the format's driver can be missing. */
static bool names_format(const struct drive *d)
{
	return d->format && protocol_is_local(d);
}

static char *explain_drive(guestfs_h *g, const struct drive *d,
			   const char *line)
{
	cleanup_free char *what = protocol_describe(g, d);
	cleanup_free char *holders = NULL;
	const char *text = strip(line);

	if (strstr(line, "\" lock")) {
		holders =
			protocol_is_local(d) ? holders_find(g, d->path) : NULL;
		return handle_asprintf(g,
				       "%s: in use by another process%s%s%s"
				       "; end that one first, or open the "
				       "image read-only (--ro)",
				       what, holders ? " (" : "",
				       holders ? holders : "",
				       holders ? ")" : "");
	}
	if ((strstr(text, "Unknown driver") ||
	     strstr(text, "Unknown protocol")) &&
	    names_format(d))
		return handle_asprintf(g,
				       "%s: this qemu knows no format "
				       "\"%s\"",
				       what, d->format);
	if (strstr(text, "Unknown driver") || strstr(text, "Unknown protocol"))
		return handle_asprintf(g,
				       "%s: this qemu has no driver for "
				       "\"%s\"; " BLOCK_EXTRA,
				       what, d->protocol ? d->protocol : "it");
	if (strstr(text, "does not support writ"))
		return handle_asprintf(g,
				       "%s: cannot be written over this "
				       "protocol; open it read-only (--ro)",
				       what);
	return handle_asprintf(g, "%s: %s", what, strip_name(text, d->path));
}

/* The node's name is first in the JSON: "d7", "b7" or "o7". */
static const struct drive *blamed(guestfs_h *g, const char *line)
{
	static const char mark[] = "-blockdev {\"node-name\":\"";
	const char *at = strstr(line, mark);
	unsigned long i;

	if (at) {
		i = strtoul(at + sizeof(mark), NULL, 10);
		return i < g->n_drives ? &g->drives[i] : NULL;
	}
	/* Locks and sizes are checked again when the device is attached. */
	at = strstr(line, "drive=d");
	if (!strstr(line, ": -device ") || !at)
		return NULL;
	i = strtoul(at + 7, NULL, 10);
	return i < g->n_drives ? &g->drives[i] : NULL;
}

static bool is_noise(const char *line)
{
	return !*line || strstr(line, "warning: ") ||
	       !strncmp(line, "Is another process using", 24) ||
	       !strncmp(line, "hint: ", 6);
}

/**
 * qerror_explain() - What a dead qemu's standard error means
 * @g:		Handle
 * @text:	Its standard error, may be NULL
 * @ret_e:	Receives the explanation, the caller frees its text
 *
 * Return:	false when there is nothing in it
 */
bool qerror_explain(guestfs_h *g, const char *text, struct qerror *ret_e)
{
	cleanup_strv char **lines = strv_lines(text ? text : "");
	const char *best = NULL;

	for (size_t i = 0; lines && lines[i]; i++) {
		const struct drive *d = blamed(g, lines[i]);

		if (is_noise(lines[i]))
			continue;
		if (d) {
			ret_e->text = explain_drive(g, d, lines[i]);
			ret_e->is_drive = true;
			return true;
		}
		best = lines[i];
	}
	if (!best)
		return false;
	ret_e->text = handle_strdup(g, strip(best));
	ret_e->is_drive = false;
	return true;
}

/**
 * qerror_image() - Fail with what qemu-img says about a drive
 * @g:		Handle
 * @d:		Drive
 * @text:	Its standard error
 *
 * Return:	-1
 */
int qerror_image(guestfs_h *g, const struct drive *d, const char *text)
{
	cleanup_strv char **lines = strv_lines(text ? text : "");
	cleanup_free char *why = NULL;
	const char *line = "qemu-img failed";

	for (size_t i = 0; lines && lines[i]; i++)
		if (!is_noise(lines[i])) {
			line = lines[i];
			break;
		}
	why = explain_drive(g, d, line);
	return guestfs_fail(g, 0, "%s", why);
}
