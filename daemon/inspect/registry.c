/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "registry.h"

#include <string.h>
#include <sys/stat.h>

#include "strv.h"

/* hivex maps the file that it opens: through /proc it gets the one that was
 * checked, not what a path leads to by then.
 */
hive_h *registry_open(const struct insp_root *r, const char *path)
{
	cleanup_close int fd = root_open(r, path);
	struct stat st;
	char name[32];
	hive_h *h;

	if (fd < 0 || fstat(fd, &st) < 0)
		return NULL;
	if (st.st_size > (off_t)REGISTRY_MAX) {
		errno = EFBIG;
		return NULL;
	}
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	h = hivex_open(name, 0);
	/* A hive whose log was never written back is a little damaged. */
	return h ? h : hivex_open(name, HIVEX_OPEN_UNSAFE);
}

hive_node_h registry_key(hive_h *h, const char *path)
{
	cleanup_strv char **parts = strv_split(path, "\\");
	hive_node_h node = hivex_root(h);

	for (size_t i = 0; node && parts && parts[i]; i++)
		node = hivex_node_get_child(h, node, parts[i]);
	return parts ? node : 0;
}

/* The raw value @name of @key, the caller frees. */
static char *value_of(hive_h *h, hive_node_h key, const char *name,
		      hive_type *ret_type, size_t *ret_len)
{
	hive_value_h v = key ? hivex_node_get_value(h, key, name) : 0;

	return v ? hivex_value_value(h, v, ret_type, ret_len) : NULL;
}

char *registry_string(hive_h *h, hive_node_h key, const char *name)
{
	hive_type type;
	size_t len;
	cleanup_free char *raw = value_of(h, key, name, &type, &len);

	if (!raw || (type != hive_t_string && type != hive_t_expand_string))
		return NULL;
	return registry_utf8(raw, len);
}

int registry_dword(hive_h *h, hive_node_h key, const char *name,
		   uint32_t *ret_value)
{
	hive_type type;
	size_t len;
	cleanup_free char *raw = value_of(h, key, name, &type, &len);

	if (!raw || type != hive_t_REG_DWORD || len != 4)
		return -1;
	memcpy(ret_value, raw, 4);
	return 0;
}

static char *put_utf8(char *o, uint32_t c)
{
	if (c < 0x80) {
		*o++ = c;
	} else if (c < 0x800) {
		*o++ = 0xc0 | c >> 6;
		*o++ = 0x80 | (c & 0x3f);
	} else if (c < 0x10000) {
		*o++ = 0xe0 | c >> 12;
		*o++ = 0x80 | (c >> 6 & 0x3f);
		*o++ = 0x80 | (c & 0x3f);
	} else {
		*o++ = 0xf0 | c >> 18;
		*o++ = 0x80 | (c >> 12 & 0x3f);
		*o++ = 0x80 | (c >> 6 & 0x3f);
		*o++ = 0x80 | (c & 0x3f);
	}
	return o;
}

static uint32_t unit(const char *buf, size_t i)
{
	return (unsigned char)buf[2 * i] | (unsigned char)buf[2 * i + 1] << 8;
}

char *registry_utf8(const char *buf, size_t len)
{
	size_t n = len / 2;
	char *out = malloc(n * 3 + 1), *o = out;

	for (size_t i = 0; out && i < n && unit(buf, i); i++) {
		uint32_t c = unit(buf, i);

		if (c >= 0xd800 && c < 0xdc00 && i + 1 < n &&
		    unit(buf, i + 1) >> 10 == 0xdc00 >> 10)
			c = 0x10000 + ((c & 0x3ff) << 10) +
			    (unit(buf, ++i) & 0x3ff);
		else if ((c >= 0xd800 && c < 0xe000) || c < ' ' || c == 0x7f)
			c = '?';
		o = put_utf8(o, c);
	}
	if (out)
		*o = '\0';
	return out;
}
