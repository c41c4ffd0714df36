/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "shell.h"

#include <fcntl.h>
#include <stdio_ext.h>
#include <string.h>

#include "builtins/builtin.h"
#include "call.h"
#include "heredoc.h"
#include "host.h"
#include "line/interrupt.h"
#include "line/source.h"
#include "line/progress.h"
#include "line/prompt.h"
#include "mem.h"
#include "parse/args.h"
#include "parse/line.h"
#include "remote.h"
#include "run.h"
#include "strv.h"

/* What the library reports. Where a pipe's command has read enough, that is
 * not worth a word.
 */
static void on_error(guestfs_h *g, void *opaque, const char *msg)
{
	struct shell *sh = opaque;

	if (sh->piped && !sh->pipe_error && guestfs_last_errno(g) == EPIPE) {
		sh->broken_pipe = true;
		return;
	}
	shell_place(sh);
	fprintf(stderr, "libguestfs: error: %s\n", msg);
}

static void on_appliance(guestfs_h *g, void *opaque, uint64_t event, int handle,
			 int flags, const char *buf, size_t len,
			 const uint64_t *array, size_t n)
{
	interrupt_appliance(
		event == GUESTFS_EVENT_LAUNCH_DONE ? guestfs_get_pid(g) : 0);
}

int shell_open(struct shell *sh)
{
	sh->g = guestfs_create();
	if (!sh->g)
		return -1; /* the library has said why */
	guestfs_set_error_handler(sh->g, on_error, sh);
	guestfs_set_program(sh->g, "guestfish");
	if (sh->trace)
		guestfs_set_trace(sh->g, 1);
	if (sh->verbose)
		guestfs_set_verbose(sh->g, 1);
	if (sh->no_sync)
		guestfs_set_autosync(sh->g, 0);
	if (sh->network && guestfs_set_network(sh->g, 1) < 0)
		return -1;
	if (sh->interactive) {
		/* Ctrl-C is for us, not for qemu */
		guestfs_set_pgroup(sh->g, 1);
		guestfs_set_event_callback(
			sh->g, on_appliance,
			GUESTFS_EVENT_LAUNCH_DONE |
				GUESTFS_EVENT_SUBPROCESS_QUIT,
			0, NULL);
	}
	return progress_attach(sh);
}

int shell_close(struct shell *sh)
{
	int r;

	interrupt_end(); /* nothing may be cancelled now, and @g goes */
	r = sh->g ? guestfs_shutdown(sh->g) : 0;
	guestfs_close(sh->g);
	sh->g = NULL;
	return r;
}

int shell_host(struct shell *sh, const char *cmd)
{
	return host_run(ARGV("/bin/sh", "-c", cmd));
}

int shell_flush(struct shell *sh)
{
	bool failed = fflush(stdout) != 0 || ferror(stdout);
	int err = errno;

	if (!failed)
		return 0;
	clearerr(stdout);
	if (err == EPIPE && sh->piped) {
		/* What is left in the buffer must not reach the terminal */
		__fpurge(stdout);
		sh->broken_pipe = true;
		if (!sh->pipe_error)
			return 0;
	}
	return shell_say(sh, "standard output: %s", strerror(err));
}

static int dispatch(struct shell *sh, char **argv)
{
	const struct builtin *b = builtin_find(argv[0]);
	const struct command *c = b ? NULL : args_find(argv[0]);

	if (b)
		return builtin_run(sh, b, argv);
	return c ? call_run(sh, c, argv + 1) : builtin_unknown(sh, argv[0]);
}

int shell_words(struct shell *sh, char **argv)
{
	int r;

	if (sh->remote)
		return remote_send(sh, argv);
	interrupt_begin(sh->g);
	progress_begin();
	r = dispatch(sh, argv);
	progress_end();
	interrupt_end();
	return shell_flush(sh) < 0 ? -1 : r;
}

/* Standard output becomes a pipe to the host's command, and back again. */
static int piped(struct shell *sh, char **argv, const char *cmd)
{
	cleanup_close int saved = -1;
	int fds[2], r, status;
	pid_t pid;

	if (shell_flush(sh) < 0 || pipe2(fds, O_CLOEXEC) < 0)
		return -1;
	pid = host_spawn(ARGV("/bin/sh", "-c", cmd), fds[0], -1);
	close(fds[0]);
	saved = pid < 0 ? -1 : fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	if (saved < 0 || dup2(fds[1], STDOUT_FILENO) < 0) {
		close(fds[1]);
		return shell_say(sh, "%s: %s", cmd, strerror(errno));
	}
	close(fds[1]);
	sh->piped = true;
	sh->broken_pipe = false;
	r = shell_words(sh, argv);
	dup2(saved, STDOUT_FILENO);
	sh->piped = false;
	status = host_wait(pid);
	if (sh->pipe_error && status != 0 && r == 0)
		return shell_say(sh, "%s: exit status %d", cmd, status);
	return sh->broken_pipe && !sh->pipe_error ? 0 : r;
}

static int host_line(struct shell *sh, const char *cmd)
{
	int status = shell_host(sh, cmd);

	if (status < 0)
		return shell_say(sh, "%s: %s", cmd, strerror(errno));
	if (status && !sh->interactive)
		return shell_say(sh, "!%s: exit status %d", cmd, status);
	return status ? -1 : 0;
}

/* The output of a host's command is a script. */
static int inline_line(struct shell *sh, const char *cmd)
{
	struct source src = { .name = cmd };
	int fds[2], r, status;
	pid_t pid;

	if (pipe2(fds, O_CLOEXEC) < 0)
		return shell_say(sh, "pipe: %s", strerror(errno));
	pid = host_spawn(ARGV("/bin/sh", "-c", cmd), -1, fds[1]);
	close(fds[1]);
	src.file = pid < 0 ? NULL : fdopen(fds[0], "r");
	if (!src.file) {
		close(fds[0]);
		return shell_say(sh, "%s: %s", cmd, strerror(errno));
	}
	r = shell_script(sh, &src);
	fclose(src.file);
	status = host_wait(pid);
	if (r == 0 && status != 0)
		return shell_say(sh, "<!%s: exit status %d", cmd, status);
	return r;
}

static int command_line(struct shell *sh, struct line *l)
{
	cleanup_heredoc struct heredoc doc = { .fd = -1 };

	if (l->heredoc &&
	    heredoc_read(sh, sh->source, &l->words.v[l->heredoc], &doc) < 0)
		return -1;
	return l->host ? piped(sh, l->words.v, l->host)
		       : shell_words(sh, l->words.v);
}

int shell_line(struct shell *sh, const char *text, bool *ret_fatal)
{
	cleanup_free char *why = NULL;
	struct line l;
	int r;

	r = line_parse(text, &l, &why);
	sh->ignoring = l.ignore;
	if (r < 0)
		r = shell_say(sh, "%s", why);
	else if (l.kind == LINE_HOST)
		r = host_line(sh, l.host);
	else if (l.kind == LINE_INLINE)
		r = inline_line(sh, l.host);
	else if (l.kind == LINE_COMMAND)
		r = command_line(sh, &l);
	*ret_fatal = r < 0 && !l.ignore;
	if (l.kind != LINE_EMPTY)
		sh->failed = r < 0;
	line_finish(&l);
	return r;
}

int shell_script(struct shell *sh, struct source *src)
{
	struct source *outer = sh->source;
	bool person = sh->interactive && !src->file, fatal = false;

	sh->source = src;
	while (!sh->quit) {
		cleanup_free char *prompt = person ? prompt_make(sh) : NULL;
		cleanup_free char *text = source_line(src, prompt);

		if (!text)
			break;
		if (person)
			prompt_output();
		shell_line(sh, text, &fatal);
		if (fatal && !person)
			break;
		fatal = false;
	}
	sh->source = outer;
	return fatal ? -1 : 0;
}

/* One command of the command line, whose here-document is standard input. Its
 * "-" is the beginning of its name, or a word.
 */
static int one_of_args(struct shell *sh, struct strv *words)
{
	cleanup_heredoc struct heredoc doc = { .fd = -1 };
	struct source input = source_stdin();
	bool ignore = *words->v[0] == '-';
	char **argv = words->v;
	int r = 0;

	for (size_t i = 1; i < words->n && doc.fd < 0 && r == 0; i++)
		if (!strncmp(words->v[i], "-<<", 3) && words->v[i][3])
			r = heredoc_read(sh, &input, &words->v[i], &doc);
	if (ignore) {
		memmove(*argv, *argv + 1, strlen(*argv));
		if (!**argv)
			argv++;
	}
	sh->ignoring = ignore;
	if (r == 0 && *argv)
		r = shell_words(sh, argv);
	return ignore ? 0 : r;
}

int shell_args(struct shell *sh, char **argv)
{
	while (*argv && !sh->quit) {
		cleanup_strv_finish struct strv words = { 0 };

		for (; *argv && strcmp(*argv, ":"); argv++)
			strv_add(&words, *argv);
		if (*argv)
			argv++;
		if (words.n && one_of_args(sh, &words) < 0)
			return -1;
	}
	return 0;
}
