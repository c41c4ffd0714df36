/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Small commands of the shell itself. */
#include <string.h>
#include <time.h>

#include "builtin.h"
#include "events.h"
#include "parse/args.h"
#include "strv.h"

int builtin_echo(struct shell *sh, char **argv)
{
	for (size_t i = 1; argv[i]; i++)
		printf("%s%s", argv[i], argv[i + 1] ? " " : "");
	putchar('\n');
	return 0;
}

int builtin_lcd(struct shell *sh, char **argv)
{
	if (chdir(argv[1]) < 0)
		return shell_say(sh, "lcd: %s: %s", argv[1], strerror(errno));
	return 0;
}

int builtin_quit(struct shell *sh, char **argv)
{
	sh->quit = true;
	return 0;
}

int builtin_reopen(struct shell *sh, char **argv)
{
	int r = shell_close(sh);

	events_finish(sh);
	return shell_open(sh) < 0 ? -1 : r;
}

int builtin_setenv(struct shell *sh, char **argv)
{
	if (setenv(argv[1], argv[2], 1) < 0)
		return shell_say(sh, "setenv: \"%s\": %s", argv[1],
				 strerror(errno));
	return 0;
}

int builtin_unsetenv(struct shell *sh, char **argv)
{
	if (unsetenv(argv[1]) < 0)
		return shell_say(sh, "unsetenv: \"%s\": %s", argv[1],
				 strerror(errno));
	return 0;
}

int builtin_time(struct shell *sh, char **argv)
{
	struct timespec begin, end;
	double seconds;
	int r;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	r = shell_words(sh, argv + 1);
	clock_gettime(CLOCK_MONOTONIC, &end);
	seconds =
		end.tv_sec - begin.tv_sec + (end.tv_nsec - begin.tv_nsec) / 1e9;
	if (r == 0)
		printf("elapsed time: %.2f seconds\n", seconds);
	return r;
}

int builtin_supported(struct shell *sh, char **argv)
{
	cleanup_strv char **groups = guestfs_available_all_groups(sh->g);
	int width = 0;

	if (!groups)
		return -1;
	for (size_t i = 0; groups[i]; i++)
		if ((int)strlen(groups[i]) > width)
			width = strlen(groups[i]);
	for (size_t i = 0; groups[i]; i++) {
		char *one[] = { groups[i], NULL };
		int r = guestfs_feature_available(sh->g, one);

		if (r < 0)
			return -1;
		printf("%-*s %s\n", width, groups[i], r ? "yes" : "no");
	}
	return 0;
}
