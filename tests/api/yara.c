/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Searching a guest's files by YARA rules. */
#include "appliance.h"

#include "io.h"

static const char text[] = "rule secret { strings: $s = \"secret\" "
			   "condition: $s }\n"
			   "rule every { condition: true }\n";

static int load(guestfs_h *g, const char *rules)
{
	cleanup_free char *path = NULL;

	ok(asprintf(&path, "%s/rules", test_dir()) > 0);
	ok_int(io_write_file(path, rules), 0);
	return guestfs_yara_load(g, path);
}

static bool has(const struct guestfs_yara_detection_list *l, const char *rule,
		const char *name)
{
	for (uint32_t i = 0; l && i < l->len; i++)
		if (!strcmp(l->val[i].yara_rule, rule) &&
		    !strcmp(l->val[i].yara_name, name))
			return true;
	return false;
}

static guestfs_h *files(void)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_rmdir(g, "/lost+found"));
	works(g, guestfs_mkdir(g, "/d"));
	put_text(g, "/d/bad", "a secret\n");
	put_text(g, "/d/good", "nothing\n");
	works(g, load(g, text));
	return g;
}

TEST(files_that_match_are_found)
{
	guestfs_h *g = files();
	struct guestfs_yara_detection_list *l = guestfs_yara_scan(g, "/");

	ok(l != NULL);
	ok_int(l->len, 3);
	ok(has(l, "secret", "/d/bad"));
	ok(has(l, "every", "/d/bad"));
	ok(has(l, "every", "/d/good"));
	guestfs_free_yara_detection_list(l);
	l = guestfs_yara_scan(g, "/d");
	ok(l && l->len == 3 && has(l, "secret", "/d/bad"));
	guestfs_free_yara_detection_list(l);
	l = guestfs_yara_scan(g, "/d/bad");
	ok(l && l->len == 2 && has(l, "secret", "/d/bad"));
	guestfs_free_yara_detection_list(l);
	works(g, guestfs_umount(g, "/"));
}

TEST(hostile_names_forge_nothing)
{
	guestfs_h *g = files();
	struct guestfs_yara_detection_list *l;

	put_text(g, "/x\nsecret ", "y");
	works(g, guestfs_mkdir(g, "/e"));
	put_text(g, "/e/\nsecret ", "y");
	works(g, guestfs_ln_s(g, "/usr/share", "/link"));
	works(g, guestfs_mkfifo(g, 0600, "/fifo"));
	l = guestfs_yara_scan(g, "/");
	ok(l != NULL);
	ok_int(l->len, 5);
	ok(has(l, "every", "/x\nsecret "));
	ok(has(l, "every", "/e/\nsecret "));
	guestfs_free_yara_detection_list(l);
}

TEST(a_list_longer_than_a_message)
{
	guestfs_h *g = files();
	cleanup_free char *rules = NULL;
	struct guestfs_yara_detection_list *l;
	char *p;

	/* So many rules that one file gives more than 4 MB */
	rules = malloc(MIB * 8);
	ok(rules != NULL);
	p = rules;
	for (int i = 0; i < 30000; i++)
		p += sprintf(p, "rule r%0100d { condition: true }\n", i);
	works(g, load(g, rules));
	l = guestfs_yara_scan(g, "/d");
	ok(l != NULL);
	ok_int(l->len, 60000);
	guestfs_free_yara_detection_list(l);
}

TEST(rules_must_be_loaded_and_right)
{
	guestfs_h *g = files();

	fails(g, load(g, "rule {"), EINVAL);
	ok(strstr(guestfs_last_error(g), "syntax error"));
	/* The old ones are still there */
	works(g, guestfs_yara_destroy(g));
	fails(g, guestfs_yara_destroy(g), EINVAL);
	ok(!guestfs_yara_scan(g, "/"));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(strstr(guestfs_last_error(g), "call yara_load first"));
	works(g, load(g, text));
	ok(!guestfs_yara_scan(g, "/absent"));
	ok_int(guestfs_last_errno(g), ENOENT);
}
