/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Error messages. */
#include <stdarg.h>

#include "line/interrupt.h"
#include "line/progress.h"
#include "line/source.h"
#include "shell.h"

void shell_place(const struct shell *sh)
{
	const struct source *s = sh->source;

	fflush(stdout);
	if (sh->launching)
		fputs("\r\033[K", stderr);
	else if (!progress_end() && sh->interactive && interrupt_pending())
		fputc('\n', stderr); /* the terminal shows ^C */
	if (s && s->file)
		fprintf(stderr, "%s:%u: ", s->name, s->line);
}

int shell_say(const struct shell *sh, const char *fmt, ...)
{
	va_list ap;

	shell_place(sh);
	fputs("guestfish: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return -1;
}
