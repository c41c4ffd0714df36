/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "qemuimg.h"

#include <string.h>
#include <sys/mman.h>

#include <json-c/json.h>

#include "cleanup.h"
#include "io.h"
#include "protocol.h"
#include "qerror.h"
#include "run.h"

/* Images are untrusted: one can be made that keeps qemu-img busy for ever, or
 * that makes it want all memory there is.
 */
#define TIMEOUT	   60	       /* seconds */
#define MAX_CPU	   10	       /* seconds */
#define MAX_MEMORY (1UL << 30) /* bytes */

/* The formats that an image may turn out to have */
static const char *const formats[] = {
	"raw",	"qcow2", "qcow",      "qed", "vmdk",  "vdi",
	"vhdx", "vpc",	 "parallels", "dmg", "cloop", "bochs",
};

DEFINE_CLEANUP(json_object *, put_json, json_object_put(*p))
#define cleanup_json __attribute__((cleanup(put_json)))

static char *image_name(guestfs_h *g, const struct drive *d, const char *format,
			const char *secret_id)
{
	json_object *file = protocol_json(g, d, secret_id);
	json_object *o = file;
	char *name;

	if (!file)
		return NULL;
	if (format) {
		o = json_object_new_object();
		json_object_object_add(o, "driver",
				       json_object_new_string(format));
		json_object_object_add(o, "file", file);
	}
	name = handle_asprintf(g, "json:%s", json_object_to_json_string(o));
	json_object_put(o);
	return name;
}

static int take(guestfs_h *g, const char *what, const char *output,
		const char **io_format, uint64_t *ret_size)
{
	cleanup_json json_object *info = json_tokener_parse(output);
	json_object *format, *size;

	if (!json_object_object_get_ex(info, "format", &format) ||
	    !json_object_object_get_ex(info, "virtual-size", &size))
		return guestfs_fail(g, 0, "%s: unexpected output of qemu-img",
				    what);
	*ret_size = json_object_get_int64(size);
	for (size_t i = 0; !*io_format && i < ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i], json_object_get_string(format)))
			*io_format = formats[i];
	if (!*io_format)
		*io_format = "raw";
	return 0;
}

/**
 * qemuimg_info() - Format and size of a drive's image, by "qemu-img info"
 * @g:		Handle
 * @d:		Drive
 * @io_format:	Its format, or NULL to be probed
 * @ret_size:	Receives the disk's size in bytes
 *
 * Return:	0, or -1 with the error set
 */
int qemuimg_info(guestfs_h *g, const struct drive *d, const char **io_format,
		 uint64_t *ret_size)
{
	cleanup_free char *what = protocol_describe(g, d);
	const char *secret_id = d->secret ? "s" : NULL;
	cleanup_free char *name = image_name(g, d, *io_format, secret_id);
	cleanup_run struct run r = { .timeout = TIMEOUT,
				     .max_cpu = MAX_CPU,
				     .max_memory = MAX_MEMORY };

	if (!name)
		return -1;
	r.argv =
		d->secret
			? ARGV("qemu-img", "info", "-U", "--output=json",
			       "--object", "secret,id=s,file=/dev/stdin", name)
			: ARGV("qemu-img", "info", "-U", "--output=json", name);
	r.input = d->secret;
	r.input_len = d->secret ? strlen(d->secret) : 0;
	if (run(&r) < 0 && errno == ENOENT)
		return guestfs_fail(g, 0,
				    "%s: qemu-img is needed for this "
				    "image; install it with: apt-get install "
				    "qemu-utils",
				    what);
	if (!r.out || r.status > 128)
		return guestfs_fail(g, errno,
				    "%s: qemu-img did not answer "
				    "within %d seconds",
				    what, TIMEOUT);
	if (r.status)
		return qerror_image(g, d, r.err);
	return take(g, what, r.out, io_format, ret_size);
}
