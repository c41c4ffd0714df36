// SPDX-License-Identifier: GPL-2.0-or-later
#include "ldmjson.h"

#include <errno.h>
#include <json-c/json.h>
#include <string.h>

#include "cleanup.h"
#include "strv.h"

DEFINE_CLEANUP(struct json_object *, cleanup_json_, json_object_put(*p))
#define cleanup_json __attribute__((cleanup(cleanup_json_)))

/* A part of @root, which owns it */
static struct json_object *part(struct json_object *root, const char *key,
				enum json_type type)
{
	struct json_object *o = root;

	errno = EINVAL;
	if (!root)
		return NULL;
	if (key && !json_object_is_type(root, json_type_object))
		return NULL;
	if (key && !json_object_object_get_ex(root, key, &o)) {
		errno = ENOENT;
		return NULL;
	}
	return json_object_is_type(o, type) ? o : NULL;
}

char **ldmjson_list(const char *text, const char *key)
{
	cleanup_json struct json_object *root = json_tokener_parse(text);
	struct json_object *o = part(root, key, json_type_array);
	cleanup_strv_finish struct strv sv = { 0 };

	if (!o)
		return NULL;
	for (size_t i = 0; i < json_object_array_length(o); i++) {
		struct json_object *item = json_object_array_get_idx(o, i);

		if (!json_object_is_type(item, json_type_string)) {
			errno = EINVAL;
			return NULL;
		}
		if (strv_add(&sv, json_object_get_string(item)) < 0)
			return NULL;
	}
	return strv_steal(&sv);
}

char *ldmjson_string(const char *text, const char *key)
{
	cleanup_json struct json_object *root = json_tokener_parse(text);
	struct json_object *o = part(root, key, json_type_string);

	return o ? strdup(json_object_get_string(o)) : NULL;
}
