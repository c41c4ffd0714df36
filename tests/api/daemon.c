/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The appliance itself, and calls that programs are not meant to make. */
#define GUESTFS_PRIVATE 1
#include "appliance.h"

#include <pthread.h>
#include <time.h>

TEST(echo_daemon_joins_words)
{
	guestfs_h *g = appliance();
	char *words[] = { "a", "", "b c", NULL }, *none[] = { NULL };
	cleanup_free char *s = guestfs_echo_daemon(g, words);
	cleanup_free char *empty = guestfs_echo_daemon(g, none);

	ok_str(s, "a  b c");
	ok_str(empty, "");
	works(g, guestfs_ping_daemon(g));
}

TEST(sleep_takes_its_time)
{
	guestfs_h *g = appliance();
	time_t before = time(NULL);

	works(g, guestfs_sleep(g, 2));
	ok(time(NULL) - before >= 1);
	fails(g, guestfs_sleep(g, -1), EINVAL);
}

TEST(dmesg_and_drop_caches)
{
	guestfs_h *g = appliance();
	cleanup_free char *text = guestfs_dmesg(g);

	ok(text && strstr(text, "Linux version"));
	works(g, guestfs_drop_caches(g, 3));
	fails(g, guestfs_drop_caches(g, 4), EINVAL);
}

TEST(groups_of_calls_are_available)
{
	guestfs_h *g = appliance();
	char *some[] = { "lvm2", "luks", "btrfs", "ntfs3g", NULL };
	char *lacking[] = { "lvm2", "libtsk", NULL };
	char *unknown[] = { "nonsense", NULL };
	cleanup_strv char **all = guestfs_available_all_groups(g);

	ok(strv_has(all, "lvm2") && strv_has(all, "libtsk"));
	works(g, guestfs_available(g, some));
	ok_int(guestfs_available(g, lacking), -1);
	ok_int(guestfs_available(g, unknown), -1);
	ok_int(guestfs_feature_available(g, some), 1);
	ok_int(guestfs_feature_available(g, lacking), 0);
	ok_int(guestfs_feature_available(g, unknown), -1);
	ok_int(guestfs_internal_feature_available(g, "lvm2"), 0);
	ok_int(guestfs_internal_feature_available(g, "libtsk"), 1);
	ok_int(guestfs_internal_feature_available(g, "nonsense"), 2);
}

TEST(internal_writes_are_those_of_write)
{
	guestfs_h *g = fresh_fs("ext4");

	works(g, guestfs_internal_write(g, "/f", "one", 3));
	works(g, guestfs_internal_write_append(g, "/f", " two", 4));
	ok(file_is(g, "/f", "one two"));
}

TEST(internal_parse_mountable_takes_names_apart)
{
	guestfs_h *g = appliance();
	struct guestfs_internal_mountable *m;

	m = guestfs_internal_parse_mountable(g, "btrfsvol:" DISK_FS "/a b");
	ok(m != NULL);
	ok_int(m->im_type, 1);
	ok_str(m->im_device, DISK_FS);
	ok_str(m->im_volume, "a b");
	guestfs_free_internal_mountable(m);
	m = guestfs_internal_parse_mountable(g, "/dev/vdb");
	ok(m != NULL);
	ok_int(m->im_type, 0);
	ok_str(m->im_device, DISK_A);
	guestfs_free_internal_mountable(m);
}

TEST(internal_autosync_unmounts_all)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/f", "x");
	works(g, guestfs_internal_autosync(g));
	fails(g, guestfs_exists(g, "/"), EINVAL);
	works(g, guestfs_mount(g, DISK_FS, "/"));
	ok(file_is(g, "/f", "x"));
}

TEST(a_result_too_large_for_a_message_is_an_error)
{
	guestfs_h *g = fresh_fs("ext4");
	static char *names[30001];

	for (size_t i = 0; i < 30000; i++)
		names[i] = "f";
	ok(!guestfs_internal_lstatnslist(g, "/", names));
	ok_int(guestfs_last_errno(g), EMSGSIZE);
	works(g, guestfs_ping_daemon(g));
}

TEST(a_killed_appliance_takes_the_handle_back_to_config)
{
	guestfs_h *h = guestfs_create();

	ok(h != NULL);
	guestfs_set_error_handler(h, NULL, NULL);
	ok_int(guestfs_wait_ready(h), -1);
	ok_int(guestfs_internal_get_console_socket(h), -1);
	ok_int(guestfs_launch(h), 0);
	ok_int(guestfs_wait_ready(h), 0);
	ok(guestfs_internal_get_console_socket(h) >= 0);
	ok_int(guestfs_kill_subprocess(h), 0);
	ok_int(guestfs_is_config(h), 1);
	ok_int(guestfs_ping_daemon(h), -1);
	ok(strstr(guestfs_last_error(h), "guestfs_launch"));
	guestfs_close(h);
}

static void *echoes(void *arg)
{
	guestfs_h *g = appliance();
	char *words[] = { arg, NULL };

	for (int i = 0; i < 40; i++) {
		cleanup_free char *s = guestfs_echo_daemon(g, words);

		if (!s || strcmp(s, arg))
			return "another thread's answer";
	}
	return NULL;
}

TEST(threads_on_one_handle_get_their_own_answers)
{
	pthread_t threads[4];
	char names[4][8];
	void *wrong = NULL;

	appliance();
	for (int i = 0; i < 4; i++) {
		snprintf(names[i], sizeof(names[i]), "t%d", i);
		ok_int(pthread_create(&threads[i], NULL, echoes, names[i]), 0);
	}
	for (int i = 0; i < 4; i++) {
		void *r;

		ok_int(pthread_join(threads[i], &r), 0);
		wrong = wrong ? wrong : r;
	}
	ok(wrong == NULL);
}

static void *own_machine(void *arg)
{
	guestfs_h *h = guestfs_create();
	int *good = arg;

	*good = h && guestfs_add_drive_scratch(h, 1 << 20, -1) == 0 &&
		guestfs_launch(h) == 0 &&
		guestfs_blockdev_getsize64(h, "/dev/sda") == 1 << 20;
	guestfs_close(h);
	return NULL;
}

TEST(handles_in_several_threads_do_not_meet)
{
	pthread_t threads[3];
	int good[3] = { 0 };

	for (int i = 0; i < 3; i++)
		ok_int(pthread_create(&threads[i], NULL, own_machine, &good[i]),
		       0);
	for (int i = 0; i < 3; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < 3; i++)
		ok(good[i]);
}

TEST(utsname_is_the_appliances)
{
	guestfs_h *g = appliance();
	struct guestfs_utsname *u = guestfs_utsname(g);

	ok(u != NULL);
	ok_str(u->uts_sysname, "Linux");
	ok_str(u->uts_machine, "x86_64");
	ok(*u->uts_release && *u->uts_version);
	guestfs_free_utsname(u);
}
