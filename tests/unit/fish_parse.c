/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What guestfish makes of a line, of numbers, lists and mistyped names. */
#include <limits.h>

#include "line.h"
#include "near.h"
#include "test.h"
#include "value.h"

/* The words of a line joined with '|', or "error: WHY"; a static buffer */
static const char *words(const char *text)
{
	static char out[512];
	cleanup_free char *why = NULL;
	struct line l;
	size_t n = 0;

	out[0] = '\0';
	if (line_parse(text, &l, &why) < 0)
		snprintf(out, sizeof(out), "error: %s", why);
	else
		for (size_t i = 0; i < l.words.n; i++)
			n += snprintf(out + n, sizeof(out) - n, "%s%s",
				      i ? "|" : "", l.words.v[i]);
	line_finish(&l);
	return out;
}

static enum line_kind kind(const char *text)
{
	cleanup_free char *why = NULL;
	enum line_kind k;
	struct line l;

	line_parse(text, &l, &why);
	k = l.kind;
	line_finish(&l);
	return k;
}

TEST(blanks_separate_words)
{
	ok_str(words("a b\tc  d "), "a|b|c|d");
	ok_str(words("  add\tdisk.img\r"), "add|disk.img");
	ok_str(words("rm /a\\ b"), "rm|/a b");
	ok_str(words("ls win:c:\\ x"), "ls|win:c:\\|x");
	ok_str(words("write /x it's"), "write|/x|it's");
	ok_str(words("add ''"), "add|");
}

TEST(quotes_hold_words_together)
{
	ok_str(words("add \"a b\" 'c  d'"), "add|a b|c  d");
	ok_str(words("add x label:\"my disk\" format:'raw'"),
	       "add|x|label:my disk|format:raw");
	ok_str(words("echo 'a\\tb' \"it's\""), "echo|a\\tb|it's");
	ok_str(words("echo \"unfinished"), "error: unterminated double quote");
	ok_str(words("echo 'unfinished"), "error: unterminated single quote");
	ok_str(words("echo \"a\"b"),
	       "error: a blank must follow the closing quote, before \"b\"");
}

TEST(escapes_are_for_double_quotes)
{
	ok_str(words("echo \"\\a\\b\\f\\n\\r\\t\\v\\\\\\\"\""),
	       "echo|\a\b\f\n\r\t\v\\\"");
	ok_str(words("echo \"\\x41\\x0a\\101\""), "echo|A\nA");
	ok(!strncmp(words("echo \"\\q\""), "error: unknown escape", 21));
	ok(!strncmp(words("echo \"\\x4\""), "error: unknown escape", 21));
	ok(!strncmp(words("echo \"\\x00\""), "error: unknown escape", 21));
	ok(!strncmp(words("echo \"\\000\""), "error: unknown escape", 21));
	ok(!strncmp(words("echo \"\\777\""), "error: unknown escape", 21));
}

TEST(kinds_of_lines)
{
	ok_int(kind(""), LINE_EMPTY);
	ok_int(kind("   "), LINE_EMPTY);
	ok_int(kind("  # x"), LINE_EMPTY);
	ok_int(kind("-"), LINE_EMPTY);
	ok_int(kind("!ls"), LINE_HOST);
	ok_int(kind(" - !ls"), LINE_HOST);
	ok_int(kind("<! echo"), LINE_INLINE);
	ok_int(kind("ls /"), LINE_COMMAND);
	ok_str(words("echo a # b"), "echo|a|#|b");
}

TEST(what_stands_around_a_command)
{
	cleanup_free char *why = NULL, *why2 = NULL;
	struct line l;

	ok(line_parse("- cat /x |  wc -l | cat", &l, &why) == 0);
	ok(l.ignore);
	ok_str(l.host, "wc -l | cat");
	ok_int(l.words.n, 2);
	line_finish(&l);
	ok(line_parse("upload -<<END /x", &l, &why) == 0);
	ok_int(l.heredoc, 1);
	line_finish(&l);
	ok(line_parse("upload '-<<END' /x", &l, &why) == 0);
	ok_int(l.heredoc, 0);
	line_finish(&l);
	ok(line_parse("echo '|' a|b", &l, &why) == 0);
	ok(!l.host);
	ok_int(l.words.n, 3);
	line_finish(&l);
	ok(line_parse("cat /x |", &l, &why2) < 0);
	line_finish(&l);
}

TEST(tilde_is_a_home_directory)
{
	setenv("HOME", "/home/me", 1);
	ok_str(words("add ~"), "add|/home/me");
	ok_str(words("add ~/x"), "add|/home/me/x");
	ok_str(words("add '~/x'"), "add|~/x");
	ok_str(words("add a~"), "add|a~");
	ok_str(words("add ~root/x"), "add|/root/x");
	ok_str(words("add ~no-such-user/x"), "add|~no-such-user/x");
}

static int64_t number(const char *text)
{
	int64_t v = -99;

	return value_int(text, INT64_MIN, INT64_MAX, &v) ? -99 : v;
}

TEST(numbers_with_suffixes)
{
	ok_int(number("12"), 12);
	ok_int(number("-12"), -12);
	ok_int(number("0x1f"), 31);
	ok_int(number("0777"), 511);
	ok_int(number("1k"), 1024);
	ok_int(number("1K"), 1024);
	ok_int(number("2KiB"), 2048);
	ok_int(number("2KB"), 2000);
	ok_int(number("1M"), 1 << 20);
	ok_int(number("3MB"), 3000000);
	ok_int(number("1G"), 1 << 30);
	ok_int(number("1T"), 1LL << 40);
	ok_int(number("7E"), 7LL << 60);
	ok_int(number("0Y"), 0);
	ok_int(number("0x10K"), 16384);
}

TEST(what_is_no_number)
{
	static const char *const bad[] = { "",
					   "x",
					   "1x",
					   "1KX",
					   "1kB",
					   "8E",
					   "1Z",
					   " 1",
					   "1 ",
					   "K",
					   "1ki",
					   "1KIB",
					   "99999999999999999999" };
	int64_t v = 5;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ok_int(number(bad[i]), -99);
	ok_str(value_int("3000000000", INT_MIN, INT_MAX, &v), "out of range");
	ok_str(value_int("-1", 0, 10, &v), "out of range");
	ok_int(v, 5);
}

TEST(truth_values)
{
	static const char *const yes[] = { "true", "T", "1", "on", "Yes", "y" };
	static const char *const no[] = { "false", "F", "0", "off", "NO", "n" };
	int64_t v;

	for (size_t i = 0; i < 6; i++) {
		ok(!value_bool(yes[i], &v) && v == 1);
		ok(!value_bool(no[i], &v) && v == 0);
	}
	ok(value_bool("", &v) && value_bool("maybe", &v) &&
	   value_bool("2", &v));
}

static const char *list(const char *text)
{
	static char out[256];
	cleanup_strv char **v = NULL;
	const char *why = value_list(text, &v);
	size_t n = 0;

	out[0] = '\0';
	for (size_t i = 0; !why && v[i]; i++)
		n += snprintf(out + n, sizeof(out) - n, "[%s]", v[i]);
	return why ? why : out;
}

TEST(lists_in_one_word)
{
	ok_str(list("/dev/sda1 /dev/sdb1"), "[/dev/sda1][/dev/sdb1]");
	ok_str(list("  a\t'b  c'\n"), "[a][b  c]");
	ok_str(list("a'b c'd"), "[ab cd]");
	ok_str(list("\\'x\\'"), "['x']");
	ok_str(list("'' x"), "[][x]");
	ok_str(list("a\\b"), "[a\\b]");
	ok_str(list(""), "");
	ok_str(list("'a b"), "a single quote is not closed");
}

TEST(near_names)
{
	ok_int(near_distance("mount", "mount"), 0);
	ok_int(near_distance("mout", "mount"), 1);
	ok_int(near_distance("muont", "mount"), 1);
	ok_int(near_distance("mounts", "mount"), 1);
	ok_int(near_distance("mpunt", "mount"), 1);
	ok_int(near_distance("", "abc"), 3);
	ok_int(near_distance("abc", ""), 3);
	ok(near_distance("a-name-of-more-than-sixty-three-letters-is-far-from-"
			 "everything-else",
			 "a") > 60);
}
