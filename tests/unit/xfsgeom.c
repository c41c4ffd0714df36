/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The geometry of an XFS as its programs print it. */
#include "frame/xfsgeom.h"

#include "cleanup.h"
#include "test.h"

static const char text[] =
	"meta-data=/dev/sda isize=9 x    isize=512    agcount=4, agsize=19200 "
	"blks\n"
	"         =                      sectsz=512   attr=2, projid32bit=1\n"
	"data     =                      bsize=4096   blocks=76800, "
	"imaxpct=25\n"
	"         =                      sunit=1      swidth=2 blks\n"
	"naming   =version 2             bsize=8192   ascii-ci=0, ftype=1\n"
	"log      =internal log          bsize=4096   blocks=1368, version=2\n"
	"         =                      sectsz=4096  sunit=3 blks, "
	"lazy-count=1\n"
	"realtime =none                  extsz=4096   blocks=0, rtextents=0\n";

TEST(numbers_belong_to_sections)
{
	ok_int(xfsgeom_number(text, "meta-data", "isize"), 512);
	ok_int(xfsgeom_number(text, "meta-data", "sectsz"), 512);
	ok_int(xfsgeom_number(text, "meta-data", "agsize"), 19200);
	ok_int(xfsgeom_number(text, "data", "blocks"), 76800);
	ok_int(xfsgeom_number(text, "data", "swidth"), 2);
	ok_int(xfsgeom_number(text, "naming", "bsize"), 8192);
	ok_int(xfsgeom_number(text, "log", "sunit"), 3);
	ok_int(xfsgeom_number(text, "log", "lazy-count"), 1);
	ok_int(xfsgeom_number(text, "log", "isize"), 0);
	ok_int(xfsgeom_number(text, "nothing", "bsize"), 0);
	ok_int(xfsgeom_number("", "data", "bsize"), 0);
}

TEST(words_end_before_the_numbers)
{
	cleanup_free char *log = xfsgeom_word(text, "log");
	cleanup_free char *naming = xfsgeom_word(text, "naming");
	cleanup_free char *rt = xfsgeom_word(text, "realtime");
	cleanup_free char *none = xfsgeom_word(text, "data");
	cleanup_free char *bare = xfsgeom_word("log =x", "log");

	ok_str(log, "internal log");
	ok_str(naming, "version 2");
	ok_str(rt, "none");
	ok_str(none, "");
	ok_str(bare, "x");
}

TEST(uuids_that_xfs_admin_takes)
{
	ok(xfsgeom_takes_uuid("31234567-89ab-CDEF-0123-456789abcdef"));
	ok(xfsgeom_takes_uuid("generate") && xfsgeom_takes_uuid("nil"));
	ok(!xfsgeom_takes_uuid(""));
	ok(!xfsgeom_takes_uuid("31234567-89ab-cdef-0123-456789abcde"));
	ok(!xfsgeom_takes_uuid("31234567-89ab-cdef-0123-456789abcdef0"));
	ok(!xfsgeom_takes_uuid("3123456789abcdef0123456789abcdef"));
}
