// SPDX-License-Identifier: LGPL-2.1-or-later
/* qemu's driver of HTTP comes for the messages of all transfers that end. */
#include "fakecurl.h"
#include "test.h"

static int multi, easy[2], state;
static struct fake_message messages[2] = { { 1, &easy[0], NULL },
					   { 1, &easy[1], NULL } };
static long set_to;
static int n_set, n_read;

static int set_timer(void *m, long ms, void *data)
{
	ok(m == &multi && data == &state);
	set_to = ms;
	n_set++;
	return 0;
}

static void begin(void)
{
	curl_multi_cleanup(&multi);
	curl_multi_setopt(&multi, 10005, &state);
	curl_multi_setopt(&multi, 20004, set_timer);
	set_to = -1;
	n_set = n_read = 0;
}

/* As the driver does: one message, whatever there is */
static void look(void)
{
	int left;

	n_read += curl_multi_info_read(&multi, &left) != NULL;
}

static void on_socket(void)
{
	int running;

	curl_multi_socket_action(&multi, 5, 0, &running);
	look();
}

/* The timer has come, if it was set. */
static void on_timer(void)
{
	int running;

	if (set_to < 0)
		return;
	set_to = -1;
	curl_multi_socket_action(&multi, -1, 0, &running);
	look();
}

TEST(two_transfers_that_end_at_once_are_both_told)
{
	begin();
	fake_end(&messages[0]);
	fake_end(&messages[1]);
	on_socket();
	ok_int(n_read, 1);
	ok_int(set_to, 0);
	on_timer();
	ok_int(n_read, 2);
	ok_int(set_to, -1);
}

TEST(one_that_ends_when_the_driver_does_not_look_is_told)
{
	int running;

	begin();
	fake_end(&messages[0]);
	curl_multi_socket_action(&multi, -1, 0, &running);
	ok_int(set_to, 0);
	on_timer();
	ok_int(n_read, 1);
	ok_int(set_to, -1);
}

TEST(nothing_is_set_where_nothing_has_ended)
{
	begin();
	on_socket();
	ok_int(n_set, 0);
	fake_end(&messages[0]);
	on_socket();
	ok_int(n_read, 1);
}

TEST(the_time_that_libcurl_wants_to_be_called_at_is_not_lost)
{
	begin();
	fake_timer(&multi, 5000);
	ok_int(set_to, 5000);
	fake_end(&messages[0]);
	fake_end(&messages[1]);
	on_socket();
	ok_int(set_to, 0);
	on_timer();
	ok_int(n_read, 2);
	ok(set_to > 3000 && set_to <= 5000);
	/* What it says meanwhile counts, too. */
	fake_end(&messages[0]);
	on_socket();
	fake_timer(&multi, -1);
	on_timer();
	ok_int(set_to, -1);
}

TEST(a_transfer_that_is_removed_is_not_told)
{
	int running;

	begin();
	fake_end(&messages[0]);
	fake_end(&messages[1]);
	curl_multi_socket_action(&multi, 5, 0, &running);
	curl_multi_remove_handle(&multi, &easy[0]);
	look();
	ok_int(n_read, 1);
	look();
	ok_int(n_read, 1);
}

TEST(each_drive_has_its_own)
{
	int running, left, other = 0;

	begin();
	fake_end(&messages[0]);
	curl_multi_socket_action(&multi, 5, 0, &running);
	ok(!curl_multi_info_read(&other, &left));
	look();
	ok_int(n_read, 1);
}
