/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ldmtool prints. */
#include "frame/ldmjson.h"

#include "strv.h"
#include "test.h"

static const char group[] =
	"{ \"name\" : \"Red-Dg0\", \"guid\" : \"03c0c4fc\", \"volumes\" : "
	"[ \"Volume1\", \"Stripe \\\"1\\\"\" ], \"disks\" : [] }";

TEST(lists_alone_and_in_objects)
{
	cleanup_strv char **all = ldmjson_list("[ \"a\", \"b\" ]\n", NULL);
	cleanup_strv char **volumes = ldmjson_list(group, "volumes");
	cleanup_strv char **disks = ldmjson_list(group, "disks");

	ok_int(strv_len(all), 2);
	ok_str(all[1], "b");
	ok_int(strv_len(volumes), 2);
	ok_str(volumes[1], "Stripe \"1\"");
	ok(disks && !disks[0]);
}

TEST(strings_of_objects)
{
	cleanup_free char *name = ldmjson_string(group, "name");

	ok_str(name, "Red-Dg0");
	ok(!ldmjson_string(group, "hint") && errno == ENOENT);
}

TEST(what_is_of_another_form)
{
	ok(!ldmjson_list("", NULL) && errno == EINVAL);
	ok(!ldmjson_list("{", "x") && errno == EINVAL);
	ok(!ldmjson_list("[ 1 ]", NULL) && errno == EINVAL);
	ok(!ldmjson_list("[ \"a\" ]", "volumes") && errno == EINVAL);
	ok(!ldmjson_list(group, "name") && errno == EINVAL);
	ok(!ldmjson_list(group, "none") && errno == ENOENT);
	ok(!ldmjson_string(group, "disks") && errno == EINVAL);
	ok(!ldmjson_string("\"a\"", "name") && errno == EINVAL);
}
