/* SPDX-License-Identifier: GPL-2.0-or-later */
/* guestfish: a shell for the file systems inside disk images. */
#include <locale.h>
#include <signal.h>
#include <string.h>

#include "builtins/events.h"
#include "call.h"
#include "cmdline.h"
#include "line/interrupt.h"
#include "line/prompt.h"
#include "line/source.h"
#include "line/terminal.h"
#include "mem.h"
#include "remote.h"
#include "strv.h"

static const char welcome[] =
	"\n"
	"guestfish, a shell for the file systems inside disk images\n"
	"\n"
	"Type: help  for a first example, and help -l for all commands\n"
	"      man   to read the manual\n"
	"      quit  to leave\n"
	"\n";

static struct cmdline cmdline;

/* What -i has found and mounted, for a person */
static void describe(struct shell *sh)
{
	cleanup_strv char **roots = guestfs_inspect_get_roots(sh->g);
	cleanup_strv char **mounts = guestfs_mountpoints(sh->g);

	for (size_t i = 0; roots && roots[i]; i++) {
		cleanup_free char *name =
			guestfs_inspect_get_product_name(sh->g, roots[i]);

		if (!sh->opts.root || !strcmp(sh->opts.root, roots[i]))
			printf("Operating system: %s\n", name ? name : "?");
	}
	for (size_t i = 0; mounts && mounts[i] && mounts[i + 1]; i += 2)
		printf("%s mounted on %s\n", mounts[i], mounts[i + 1]);
	putchar('\n');
}

/* Open the handle and do what -a, -N, -i and -m ask for. */
static int setup(struct shell *sh)
{
	bool mounts = sh->opts.inspect || sh->opts.n_mounts;
	bool windows;

	if (shell_open(sh) < 0 || prep_create(sh, &cmdline.preps) < 0 ||
	    options_apply_drives(&sh->opts, sh->g) < 0)
		return -1;
	if (!mounts && !cmdline.preps.n)
		return 0;
	if (call_launch(sh) < 0 || prep_fill(sh, &cmdline.preps) < 0)
		return -1;
	if (!mounts)
		return 0;
	if (options_decrypt(&sh->opts, sh->g, true) < 0 ||
	    options_mount(&sh->opts, sh->g, &windows) < 0)
		return -1;
	if (sh->opts.inspect && sh->interactive)
		describe(sh);
	return 0;
}

static int interactive(struct shell *sh)
{
	struct source src = { .name = "terminal" };

	terminal_begin(sh);
	shell_script(sh, &src);
	terminal_end();
	prompt_restore();
	return 0;
}

static int script(struct shell *sh)
{
	struct source src = source_stdin();
	int r;

	if (cmdline.file && strcmp(cmdline.file, "-")) {
		src.name = cmdline.file;
		src.file = fopen(cmdline.file, "re");
		if (!src.file)
			return shell_say(sh, "%s: %s", cmdline.file,
					 strerror(errno));
	}
	r = shell_script(sh, &src);
	if (src.file != stdin)
		fclose(src.file);
	return r;
}

static int run(struct shell *sh)
{
	int r;

	if (sh->interactive) {
		interrupt_setup();
		if (!sh->remote) {
			prompt_init();
			fputs(welcome, stdout);
		}
	}
	if (!sh->remote && setup(sh) < 0) {
		shell_close(sh);
		return EXIT_FAILURE;
	}
	if (sh->interactive)
		r = interactive(sh);
	else if (*cmdline.commands)
		r = shell_args(sh, cmdline.commands);
	else
		r = script(sh);
	if (shell_close(sh) < 0 || shell_flush(sh) < 0)
		r = -1;
	events_finish(sh);
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char *argv[])
{
	struct shell sh = {
		.opts.program = "guestfish",
		.complete_guest = true,
	};
	int status;

	setlocale(LC_ALL, "");
	signal(SIGPIPE, SIG_IGN);
	/* Commands, keys and files may follow each other on standard input */
	setvbuf(stdin, NULL, _IONBF, 0);
	status = cmdline_parse(&sh, &cmdline, argc, argv);
	if (status < 0) {
		sh.interactive = !cmdline.listen && !*cmdline.commands &&
				 !cmdline.file && isatty(STDIN_FILENO);
		sh.progress = cmdline.progress < 0
				      ? sh.interactive && isatty(STDERR_FILENO)
				      : cmdline.progress;
		status = cmdline.listen ? remote_listen(&sh, setup, cmdline.csh)
					: run(&sh);
	} else if (shell_flush(&sh) < 0) {
		status = EXIT_FAILURE;
	}
	prep_finish(&cmdline.preps);
	options_finish(&sh.opts);
	return status;
}
