/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "terminal.h"

#include <readline/history.h>
#include <readline/readline.h>
#include <sys/stat.h>

#include "complete.h"
#include "interrupt.h"
#include "mem.h"

#define HISTORY_LINES 1000

/* Lines typed in this session, to be added to what others have written */
static int n_new;

static char *history_name(void)
{
	const char *home = getenv("HOME");

	return home && *home ? xasprintf("%s/.guestfish", home) : NULL;
}

/* Ctrl-C at the prompt drops what was typed. */
static int on_signal(void)
{
	if (!interrupt_pending())
		return 0;
	interrupt_begin(NULL);
	rl_replace_line("", 0);
	rl_crlf();
	rl_on_new_line();
	rl_redisplay();
	return 0;
}

/* The signal may also have come while nobody waited for a key */
static int get_key(FILE *in)
{
	on_signal();
	return rl_getc(in);
}

void terminal_begin(struct shell *sh)
{
	cleanup_free char *name = history_name();

	rl_readline_name = "guestfish";
	rl_signal_event_hook = on_signal;
	rl_getc_function = get_key;
	rl_variable_bind("completion-ignore-case", "on");
	complete_begin(sh);
	using_history();
	stifle_history(HISTORY_LINES);
	if (name)
		read_history(name);
	n_new = 0;
}

static void remember(const char *line)
{
	HIST_ENTRY *last = history_length ? history_get(history_length) : NULL;

	if (!*line || *line == ' ' || (last && !strcmp(last->line, line)))
		return;
	add_history(line);
	n_new++;
}

char *terminal_line(const char *prompt)
{
	char *line;

	interrupt_begin(NULL);
	line = readline(prompt);
	if (line)
		remember(line);
	else
		putchar('\n');
	/* Ctrl-C just after Enter, before the command began */
	if (line && interrupt_pending())
		*line = '\0';
	return line;
}

void terminal_end(void)
{
	cleanup_free char *name = history_name();
	mode_t old;

	if (!name || !n_new)
		return;
	old = umask(077);
	if (append_history(n_new, name) == ENOENT)
		write_history(name);
	else
		history_truncate_file(name, HISTORY_LINES);
	umask(old);
}
