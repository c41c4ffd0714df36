/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "builtins/builtin.h"
#include "parse/value.h"

enum {
	OPT_CSH = OPTIONS_OWN,
	OPT_HELP,
	OPT_LISTEN,
	OPT_LONG_OPTIONS,
	OPT_NETWORK,
	OPT_PIPE_ERROR,
	OPT_PROGRESS,
	OPT_NO_PROGRESS,
	OPT_REMOTE,
	OPT_SELINUX,
};

static const struct option longs[] = {
	OPTIONS_LONGS,
	{ "cmd-help", optional_argument, NULL, 'h' },
	{ "csh", no_argument, NULL, OPT_CSH },
	{ "file", required_argument, NULL, 'f' },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "listen", no_argument, NULL, OPT_LISTEN },
	{ "long-options", no_argument, NULL, OPT_LONG_OPTIONS },
	{ "network", no_argument, NULL, OPT_NETWORK },
	{ "new", required_argument, NULL, 'N' },
	{ "no-dest-paths", no_argument, NULL, 'D' },
	{ "no-progress-bars", no_argument, NULL, OPT_NO_PROGRESS },
	{ "no-sync", no_argument, NULL, 'n' },
	{ "pipe-error", no_argument, NULL, OPT_PIPE_ERROR },
	{ "progress-bars", no_argument, NULL, OPT_PROGRESS },
	{ "remote", optional_argument, NULL, OPT_REMOTE },
	{ "selinux", no_argument, NULL, OPT_SELINUX },
	{ "trace", no_argument, NULL, 'x' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static const char usage[] =
	"guestfish: a shell for the file systems inside disk images\n"
	"\n"
	"Usage: guestfish [OPTIONS] [COMMAND [ARG ...] : COMMAND ...]\n"
	"\n"
	"  -a, --add FILE|URI     add a disk image (repeat for more disks)\n"
	"  --format[=FORMAT]      format of the images after it (raw, qcow2, "
	"...)\n"
	"  --blocksize[=BYTES]    sector size of the images after it (512, "
	"4096)\n"
	"  -c, --connect URI      libvirt connection for -d\n"
	"  -d, --domain NAME      add the disks of a libvirt guest\n"
	"  -N, --new [FILE=]TYPE  make a disk and add it; -N help lists types\n"
	"  -i, --inspector        find the operating system, mount it as its "
	"fstab says\n"
	"  --root DEVICE          with -i, the system to take where there are "
	"several\n"
	"  -m, --mount DEV[:MNT[:OPTS[:FSTYPE]]]\n"
	"                         mount this device (repeat for more)\n"
	"  -r, --ro               add and mount read-only: images do not "
	"change\n"
	"  -w, --rw               writable (the default)\n"
	"  --key ID:key:STRING, --key ID:file:FILE\n"
	"                         key of an encrypted device (ID: device, "
	"UUID, all)\n"
	"  --keys-from-stdin      read keys from standard input, one a line\n"
	"  --echo-keys            show keys while they are typed\n"
	"  -f, --file FILE        read commands from FILE\n"
	"  -h, --cmd-help [CMD]   list all commands, or explain one\n"
	"  --listen [--csh]       stay in the background, take commands from "
	"--remote\n"
	"  --remote[=PID]         send commands there\n"
	"  --network              give the appliance a network\n"
	"  -n, --no-sync          do not sync the disks at the end\n"
	"  -D, --no-dest-paths    do not complete paths of the guest\n"
	"  --pipe-error           a pipe's command that fails, or does not "
	"read all, is\n"
	"                         an error\n"
	"  --progress-bars, --no-progress-bars\n"
	"                         with them always, or never\n"
	"  --selinux              accepted for compatibility\n"
	"  -v, --verbose          show what happens\n"
	"  -x, --trace            show each call of the library\n"
	"  -V, --version          show the version\n"
	"  --help                 this text\n"
	"\n"
	"Without commands it reads them from the terminal or standard input.\n"
	"Manual page: guestfish(1)\n";

static void list_long_options(void)
{
	for (const struct option *l = longs; l->name; l++)
		printf("--%s\n", l->name);
}

static int set_remote(struct shell *sh, const char *pid)
{
	const char *why;
	int64_t n;

	if (!pid)
		pid = getenv("GUESTFISH_PID");
	if (!pid)
		return shell_say(sh, "--remote: $GUESTFISH_PID is not set; "
				     "begin with: eval \"`guestfish "
				     "--listen`\"");
	why = value_int(pid, 1, INT_MAX, &n);
	if (why)
		return shell_say(sh, "--remote: \"%s\" is %s", pid, why);
	sh->remote = n;
	return 0;
}

static int one_option(struct shell *sh, struct cmdline *c, int opt)
{
	int r = options_take(&sh->opts, opt, optarg);

	if (r <= 0)
		return r;
	switch (opt) {
	case 'D':
		sh->complete_guest = false;
		return 0;
	case 'f':
		c->file = optarg;
		return 0;
	case 'N':
		return prep_add(sh, &c->preps, optarg);
	case 'n':
		sh->no_sync = true;
		return 0;
	case 'v':
		sh->verbose = true;
		return 0;
	case 'x':
		sh->trace = true;
		return 0;
	case OPT_CSH:
		c->csh = true;
		return 0;
	case OPT_LISTEN:
		c->listen = true;
		return 0;
	case OPT_NETWORK:
		sh->network = true;
		return 0;
	case OPT_PIPE_ERROR:
		sh->pipe_error = true;
		return 0;
	case OPT_PROGRESS:
	case OPT_NO_PROGRESS:
		c->progress = opt == OPT_PROGRESS;
		return 0;
	case OPT_REMOTE:
		return set_remote(sh, optarg);
	case OPT_SELINUX:
		return 0;
	}
	fprintf(stderr, "Try \"guestfish --help\".\n");
	return -1;
}

/* Options that print something and end. Return: -1 for others */
static int informs(struct shell *sh, int opt, int argc, char *argv[])
{
	switch (opt) {
	case 'h':
		if (!optarg && optind < argc && *argv[optind] != '-')
			optarg = argv[optind];
		if (optarg)
			return builtin_help(sh, optarg) < 0;
		builtin_list();
		return 0;
	case 'N':
		if (strcmp(optarg, "help"))
			return -1;
		prep_help();
		return 0;
	case 'V':
		options_print_version(&sh->opts);
		return 0;
	case OPT_HELP:
		fputs(usage, stdout);
		return 0;
	case OPT_LONG_OPTIONS:
		list_long_options();
		return 0;
	}
	return -1;
}

/* What does not go together */
static int check(struct shell *sh, struct cmdline *c)
{
	bool disks = sh->opts.n_drives || sh->opts.inspect || sh->opts.n_mounts;

	/* As it was once: "guestfish -i disk.img" */
	if (sh->opts.inspect && !sh->opts.n_drives && !sh->remote)
		for (; *c->commands; c->commands++)
			options_take(&sh->opts, 'a', *c->commands);
	if (sh->remote && disks)
		return shell_say(sh, "--remote: -a, -d, -N, -i and -m go with "
				     "--listen; send the commands add-drive, "
				     "run and mount instead");
	if (c->listen && (sh->remote || *c->commands || c->file))
		return shell_say(sh, "--listen: commands are sent with "
				     "--remote");
	if (c->file && *c->commands)
		return shell_say(sh, "-f %s and commands do not go together",
				 c->file);
	if (sh->opts.inspect && !sh->opts.n_drives)
		return shell_say(sh, "-i: no disk image given: use -a IMAGE");
	if (sh->opts.n_mounts && !sh->opts.n_drives)
		return shell_say(sh, "-m: no disk image given: use -a IMAGE");
	return options_check(&sh->opts);
}

int cmdline_parse(struct shell *sh, struct cmdline *c, int argc, char *argv[])
{
	int opt, status;

	c->progress = -1;
	if (options_config(&sh->opts) < 0)
		return EXIT_FAILURE;
	while ((opt = getopt_long(argc, argv, "a:c:d:Df:h::im:nN:rvVwx", longs,
				  NULL)) != -1) {
		status = informs(sh, opt, argc, argv);
		if (status >= 0)
			return status;
		if (one_option(sh, c, opt) < 0)
			return EXIT_FAILURE;
	}
	c->commands = argv + optind;
	return check(sh, c) < 0 ? EXIT_FAILURE : -1;
}
