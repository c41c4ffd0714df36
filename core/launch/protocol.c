/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Each protocol of add_drive as the "file" object of a blockdev. Values come
 * from the user: they go into JSON objects, never into strings that qemu would
 * take apart again.
 */
#include "protocol.h"

#include <string.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "server.h"
#include "strv.h"

/* Seconds for one request of some hundred KiB. qemu's own 5 are too few for a
 * slow line, or a machine that has much else to do.
 */
#define CURL_TIMEOUT 120

DEFINE_CLEANUP(struct server, server_cleanup, server_finish(p))
#define cleanup_server __attribute__((cleanup(server_cleanup)))

static void add(json_object *o, const char *key, const char *value)
{
	if (value)
		json_object_object_add(o, key, json_object_new_string(value));
}

static json_object *new_driver(const char *driver)
{
	json_object *o = json_object_new_object();

	add(o, "driver", driver);
	return o;
}

static const char *no_slash(const char *path)
{
	return path + strspn(path, "/");
}

static int one_server(guestfs_h *g, const struct drive *d, struct server *s)
{
	if (!d->servers || strv_len(d->servers) != 1)
		return guestfs_fail(g, EINVAL,
				    "%s: protocol \"%s\" needs "
				    "exactly one server",
				    d->path, d->protocol);
	return server_parse(g, d->servers[0], s);
}

static int one_tcp(guestfs_h *g, const struct drive *d, struct server *s)
{
	if (one_server(g, d, s) < 0)
		return -1;
	if (s->path)
		return guestfs_fail(g, EINVAL,
				    "%s: protocol \"%s\" has no "
				    "unix sockets",
				    d->path, d->protocol);
	return 0;
}

/* @typed: with "type", as unions of socket addresses have it */
static json_object *address(const struct server *s, const char *port,
			    bool typed)
{
	json_object *o = json_object_new_object();

	if (s->path) {
		add(o, "type", "unix");
		add(o, "path", s->path);
		return o;
	}
	if (typed)
		add(o, "type", "inet");
	add(o, "host", s->host);
	add(o, "port", s->port ? s->port : port);
	return o;
}

/**
 * protocol_file() - A file or device of this host as qemu's protocol layer
 * @driver:	"file" or "host_device"
 * @path:	Its name
 * @locking:	"on", "off", or NULL for what qemu does by itself
 *
 * qemu believes that a machine that is restored has come from another host, and
 * would drop what this one has cached of the file.
 */
json_object *protocol_file(const char *driver, const char *path,
			   const char *locking)
{
	json_object *o = new_driver(driver);

	add(o, "filename", path);
	add(o, "locking", locking);
	json_object_object_add(o, "drop-cache", json_object_new_boolean(false));
	return o;
}

static json_object *file_json(guestfs_h *g, const struct drive *d,
			      const char *secret_id)
{
	struct stat st;
	bool device = stat(d->path, &st) == 0 && S_ISBLK(st.st_mode);

	return protocol_file(device ? "host_device" : "file", d->path,
			     d->readonly ? NULL : "on");
}

static json_object *nbd_json(guestfs_h *g, const struct drive *d,
			     const char *secret_id)
{
	cleanup_server struct server s;
	json_object *o;

	if (one_server(g, d, &s) < 0)
		return NULL;
	o = new_driver("nbd");
	json_object_object_add(o, "server", address(&s, "10809", true));
	if (*no_slash(d->path))
		add(o, "export", no_slash(d->path));
	return o;
}

static json_object *ssh_json(guestfs_h *g, const struct drive *d,
			     const char *secret_id)
{
	cleanup_server struct server s;
	json_object *o;

	if (one_tcp(g, d, &s) < 0)
		return NULL;
	o = new_driver("ssh");
	json_object_object_add(o, "server", address(&s, "22", false));
	add(o, "path", d->path);
	add(o, "user", d->username);
	return o;
}

static json_object *curl_json(guestfs_h *g, const struct drive *d,
			      const char *secret_id)
{
	cleanup_server struct server s;
	cleanup_free char *url = NULL;
	bool v6;
	json_object *o;

	if (one_tcp(g, d, &s) < 0)
		return NULL;
	v6 = strchr(s.host, ':');
	url = handle_asprintf(g, "%s://%s%s%s%s%s/%s", d->protocol,
			      v6 ? "[" : "", s.host, v6 ? "]" : "",
			      s.port ? ":" : "", s.port ? s.port : "",
			      no_slash(d->path));
	o = new_driver(d->protocol);
	add(o, "url", url);
	add(o, "username", d->username);
	add(o, "password-secret", secret_id);
	json_object_object_add(o, "timeout", json_object_new_int(CURL_TIMEOUT));
	return o;
}

static json_object *iscsi_json(guestfs_h *g, const struct drive *d,
			       const char *secret_id)
{
	cleanup_server struct server s;
	cleanup_free char *target = handle_strdup(g, no_slash(d->path));
	cleanup_free char *portal = NULL;
	char *lun = strrchr(target, '/');
	json_object *o;

	if (one_tcp(g, d, &s) < 0)
		return NULL;
	if (lun)
		*lun++ = '\0';
	portal = handle_asprintf(g, strchr(s.host, ':') ? "[%s]:%s" : "%s:%s",
				 s.host, s.port ? s.port : "3260");
	o = new_driver("iscsi");
	add(o, "transport", "tcp");
	add(o, "portal", portal);
	add(o, "target", target);
	json_object_object_add(o, "lun",
			       json_object_new_int(lun ? atoi(lun) : 0));
	add(o, "user", d->username);
	add(o, "password-secret", secret_id);
	return o;
}

static json_object *rbd_json(guestfs_h *g, const struct drive *d,
			     const char *secret_id)
{
	cleanup_free char *pool = handle_strdup(g, no_slash(d->path));
	char *image = strchr(pool, '/');
	json_object *o, *list = NULL;

	if (!image) {
		guestfs_fail(g, EINVAL, "%s: an rbd image is named POOL/IMAGE",
			     d->path);
		return NULL;
	}
	*image++ = '\0';
	o = new_driver("rbd");
	add(o, "pool", pool);
	add(o, "image", image);
	add(o, "user", d->username);
	add(o, "key-secret", secret_id);
	for (size_t i = 0; d->servers && d->servers[i]; i++) {
		cleanup_server struct server s;

		if (server_parse(g, d->servers[i], &s) < 0 || s.path) {
			json_object_put(list);
			json_object_put(o);
			if (s.path)
				guestfs_fail(g, EINVAL,
					     "%s: rbd has no unix "
					     "sockets",
					     d->path);
			return NULL;
		}
		if (!list)
			list = json_object_new_array();
		json_object_array_add(list, address(&s, "6789", false));
	}
	if (list)
		json_object_object_add(o, "server", list);
	return o;
}

static json_object *gluster_json(guestfs_h *g, const struct drive *d,
				 const char *secret_id)
{
	cleanup_server struct server s;
	cleanup_free char *volume = handle_strdup(g, no_slash(d->path));
	char *path = strchr(volume, '/');
	json_object *o, *list;

	if (one_server(g, d, &s) < 0)
		return NULL;
	if (!path) {
		guestfs_fail(g, EINVAL,
			     "%s: a gluster image is named "
			     "VOLUME/IMAGE",
			     d->path);
		return NULL;
	}
	*path++ = '\0';
	o = new_driver("gluster");
	add(o, "volume", volume);
	add(o, "path", path);
	list = json_object_new_array();
	json_object_array_add(list, address(&s, "24007", true));
	json_object_object_add(o, "server", list);
	return o;
}

static const struct {
	const char *name;
	json_object *(*json)(guestfs_h *, const struct drive *, const char *);
} protocols[] = {
	{ "file", file_json },	{ "nbd", nbd_json },
	{ "ssh", ssh_json },	{ "http", curl_json },
	{ "https", curl_json }, { "ftp", curl_json },
	{ "ftps", curl_json },	{ "iscsi", iscsi_json },
	{ "rbd", rbd_json },	{ "gluster", gluster_json },
};

/** protocol_is_local() - Whether the drive is a file or device of this host */
bool protocol_is_local(const struct drive *d)
{
	return !d->protocol || !strcmp(d->protocol, "file");
}

/** protocol_is_curl() - Whether qemu reads the drive by libcurl */
bool protocol_is_curl(const struct drive *d)
{
	for (size_t i = 0; d->protocol && i < ARRAY_SIZE(protocols); i++)
		if (!strcmp(d->protocol, protocols[i].name))
			return protocols[i].json == curl_json;
	return false;
}

/**
 * protocol_json() - The protocol layer of a drive
 * @g:		Handle
 * @d:		Drive
 * @secret_id:	qemu's secret object that holds its secret, or NULL
 *
 * Return:	The object, the caller puts, or NULL with the error set
 */
json_object *protocol_json(guestfs_h *g, const struct drive *d,
			   const char *secret_id)
{
	const char *name = protocol_is_local(d) ? "file" : d->protocol;

	for (size_t i = 0; i < ARRAY_SIZE(protocols); i++)
		if (!strcmp(name, protocols[i].name))
			return protocols[i].json(g, d, secret_id);
	guestfs_fail(g, ENOTSUP, "%s: unknown protocol \"%s\"", d->path, name);
	return NULL;
}

/** protocol_describe() - The drive as messages name it; the caller frees */
char *protocol_describe(guestfs_h *g, const struct drive *d)
{
	if (d->scratch)
		return handle_strdup(g, "scratch disk");
	if (protocol_is_local(d))
		return handle_strdup(g, d->path);
	return handle_asprintf(g, "%s://%s/%s", d->protocol,
			       d->servers && d->servers[0] ? d->servers[0] : "",
			       no_slash(d->path));
}
