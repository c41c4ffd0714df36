// SPDX-License-Identifier: GPL-2.0-or-later
#include "opts.h"
#include "session.h"
#include "test.h"

static struct opts o;
static char *msg;

static int parse(const char *words)
{
	opts_finish(&o);
	free(msg);
	msg = NULL;
	return opts_parse(&o, words, &msg);
}

static void refused(const char *words, const char *why)
{
	ok_int(parse(words), -1);
	ok_int(errno, EINVAL);
	ok_str(msg, why);
}

TEST(no_options_are_the_defaults)
{
	ok_int(parse(NULL), 0);
	ok(!o.allow_other && !o.default_permissions && !o.readonly);
	ok(o.attr_timeout > 86400 && o.entry_timeout > 86400);
	ok_int(o.case_mode, FS_CASE_AUTO);
	ok_int(parse(""), 0);
	ok_int(parse(",,"), 0);
}

TEST(allow_other_has_the_kernel_check_permissions)
{
	ok_int(parse("allow_other"), 0);
	ok(o.default_permissions);
	ok_int(parse("allow_other,no_default_permissions"), 0);
	ok(o.allow_other && !o.default_permissions);
	ok_int(parse("default_permissions"), 0);
	ok(o.default_permissions && !o.allow_other);
}

TEST(owners_are_overridden)
{
	ok_int(parse("uid=12,gid=34,umask=027"), 0);
	ok_int(opts_host_uid(&o, 0), 12);
	ok_int(opts_host_gid(&o, 0), 34);
	ok_int(opts_mode(&o, 0100644), 0100750);
}

TEST(ids_are_mapped_both_ways)
{
	uint32_t id = 0;

	ok_int(parse("uidmap=1000:0:1,uidmap=2000:100:50"), 0);
	ok_int(opts_host_uid(&o, 0), 1000);
	ok_int(opts_host_uid(&o, 149), 2049);
	ok_int(opts_host_uid(&o, 150), OPTS_ID_OVERFLOW);
	ok_int(opts_host_gid(&o, 150), 150);
	ok(opts_guest_uid(&o, 2049, &id));
	ok_int(id, 149);
	ok(!opts_guest_uid(&o, 2050, &id));
	ok(opts_guest_gid(&o, 2050, &id));
}

TEST(wrong_words_are_named)
{
	refused("rw,bogus", "-o bogus: there is no such mount option");
	refused("uid", "-o uid: the option needs a value");
	refused("uid=", "-o uid=: the option needs a value");
	refused("uid=-1", "-o uid=-1: wrong value");
	refused("uid=4294967295", "-o uid=4294967295: wrong value");
	refused("umask=9", "-o umask=9: wrong value");
	refused("attr_timeout=nan", "-o attr_timeout=nan: wrong value");
	refused("attr_timeout=-1", "-o attr_timeout=-1: wrong value");
	refused("allow_other=1", "-o allow_other=1: the option takes no value");
	refused("uidmap=1:2", "-o uidmap=1:2: write HOST:GUEST:COUNT");
	refused("uidmap=1:2:0", "-o uidmap=1:2:0: write HOST:GUEST:COUNT");
	refused("uidmap=1:4294967290:10",
		"-o uidmap=1:4294967290:10: write HOST:GUEST:COUNT");
	refused("allow_other,allow_root",
		"-o allow_other and allow_root exclude each other");
}

TEST(words_for_the_kernel_are_handed_on)
{
	ok_int(parse("noatime,fsname=a\\,b,use_ino,kernel_cache"), 0);
	ok_int(o.pass.n, 2);
	ok_str(o.pass.v[0], "noatime");
	ok_str(o.pass.v[1], "fsname=a\\,b");
}

TEST(timeouts_are_seconds)
{
	ok_int(parse("attr_timeout=1.5,entry_timeout=0,negative_timeout=1e99"),
	       0);
	ok(o.attr_timeout == 1.5 && o.entry_timeout == 0);
	ok(o.negative_timeout < 1e9);
}

TEST(case_can_be_forced)
{
	ok_int(parse("case_insensitive"), 0);
	ok_int(o.case_mode, FS_CASE_INSENSITIVE);
	ok_int(parse("case_sensitive"), 0);
	ok_int(o.case_mode, FS_CASE_SENSITIVE);
}
