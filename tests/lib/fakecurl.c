/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "fakecurl.h"

#include <stdarg.h>
#include <stddef.h>

static struct fake_message *ended[8];
static int n_ended;
static fake_timer_fn *timer;
static void *timer_data;

void fake_end(struct fake_message *msg)
{
	ended[n_ended++] = msg;
}

void fake_timer(void *multi, long ms)
{
	timer(multi, ms, timer_data);
}

static void remove_at(int at)
{
	n_ended--;
	for (int i = at; i < n_ended; i++)
		ended[i] = ended[i + 1];
}

struct fake_message *curl_multi_info_read(void *multi, int *left)
{
	struct fake_message *msg = n_ended ? ended[0] : NULL;

	(void)multi;
	if (msg)
		remove_at(0);
	*left = n_ended;
	return msg;
}

int curl_multi_socket_action(void *multi, int fd, int events, int *running)
{
	(void)multi;
	(void)fd;
	(void)events;
	*running = 0;
	return 0;
}

int curl_multi_setopt(void *multi, int option, ...)
{
	va_list ap;
	void *p;

	(void)multi;
	va_start(ap, option);
	p = va_arg(ap, void *);
	va_end(ap);
	if (option == 20004)
		timer = (fake_timer_fn *)p;
	if (option == 10005)
		timer_data = p;
	return 0;
}

int curl_multi_remove_handle(void *multi, void *easy)
{
	(void)multi;
	for (int i = n_ended - 1; i >= 0; i--)
		if (ended[i]->easy == easy)
			remove_at(i);
	return 0;
}

int curl_multi_cleanup(void *multi)
{
	(void)multi;
	n_ended = 0;
	return 0;
}
