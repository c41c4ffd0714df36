/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines for sfdisk whose numbers are megabytes. */
#include "frame/sfdiskline.h"

#include "cleanup.h"
#include "test.h"

static bool becomes(const char *line, const char *want)
{
	cleanup_free char *out = malloc(sfdiskline_room(line));
	char *end = sfdiskline_megabytes(out, line);

	if (strcmp(out, want))
		printf("# '%s' becomes '%s'\n", line, out);
	return !strcmp(out, want) && end == out + strlen(want) &&
	       strlen(want) < sfdiskline_room(line);
}

TEST(starts_and_sizes_get_a_unit)
{
	ok(becomes(",200", ",200MiB"));
	ok(becomes("1,200,83,*", "1MiB,200MiB,83,*"));
	ok(becomes("10 20 82", "10MiB 20MiB 82"));
	ok(becomes(" 1 ; 2 ; 83", " 1MiB ; 2MiB ; 83"));
	ok(becomes(",+100,L", ",+100MiB,L"));
}

TEST(what_is_no_number_stays)
{
	ok(becomes("", ""));
	ok(becomes(",", ","));
	ok(becomes(";", ";"));
	ok(becomes(",,83", ",,83"));
	ok(becomes("-,+", "-,+"));
	ok(becomes("2GiB,1G", "2GiB,1G"));
	ok(becomes("label: gpt", "label: gpt"));
	ok(becomes("x,y,z", "x,y,z"));
}

TEST(a_start_of_nothing_is_left_out)
{
	ok(becomes("0,200", "-,200MiB"));
	ok(becomes("00,0", "-,0MiB"));
	ok(becomes("+0,5", "+0MiB,5MiB"));
}

TEST(names_tell_which_is_which)
{
	ok(becomes("size=30, start=100", "size=30MiB, start=100MiB"));
	ok(becomes("type=82, size = 5", "type=82, size = 5MiB"));
	ok(becomes("start=0", "start=-"));
	ok(becomes("size=", "size="));
}
