/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What a test wants libcurl to have done. */
#ifndef TESTS_FAKECURL_H
#define TESTS_FAKECURL_H

#pragma GCC visibility push(default)

struct fake_message {
	int what;
	void *easy;
	void *result;
};

/** fake_end() - A transfer has ended; the message stays the caller's */
void fake_end(struct fake_message *msg);
/** fake_timer() - libcurl wants to be called in @ms; -1: not at all */
void fake_timer(void *multi, long ms);

typedef int fake_timer_fn(void *multi, long ms, void *data);

struct fake_message *curl_multi_info_read(void *multi, int *left);
int curl_multi_socket_action(void *multi, int fd, int events, int *running);
int curl_multi_setopt(void *multi, int option, ...);
int curl_multi_remove_handle(void *multi, void *easy);
int curl_multi_cleanup(void *multi);

#pragma GCC visibility pop

#endif
