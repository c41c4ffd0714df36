/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "source.h"

#include <stdlib.h>

#include "mem.h"
#include "terminal.h"

char *source_line(struct source *s, const char *prompt)
{
	cleanup_free char *line = NULL;
	size_t cap = 0;
	ssize_t n;

	s->line++;
	if (!s->file)
		return terminal_line(prompt);
	n = getline(&line, &cap, s->file);
	if (n < 0)
		return NULL;
	if (n && line[n - 1] == '\n')
		line[n - 1] = '\0';
	return steal_ptr(&line);
}

struct source source_stdin(void)
{
	return (struct source){ .name = "*stdin*", .file = stdin };
}
