/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cmdline.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
	OPT_NO_FORK = OPTIONS_OWN,
	OPT_FD,
	OPT_PID_FILE,
	OPT_TIMEOUT,
	OPT_SELINUX,
	OPT_FUSE_HELP,
	OPT_HELP,
	OPT_WITH
};

static const struct option longs[] = {
	OPTIONS_LONGS,
	{ "dir-cache-timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "fd", required_argument, NULL, OPT_FD },
	{ "fuse-help", no_argument, NULL, OPT_FUSE_HELP },
	{ "help", no_argument, NULL, OPT_HELP },
	{ "long-options", no_argument, NULL, 0 },
	{ "no-fork", no_argument, NULL, OPT_NO_FORK },
	{ "no-sync", no_argument, NULL, 'n' },
	{ "option", required_argument, NULL, 'o' },
	{ "pid-file", required_argument, NULL, OPT_PID_FILE },
	{ "selinux", no_argument, NULL, OPT_SELINUX },
	{ "trace", no_argument, NULL, 'x' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "version", no_argument, NULL, 'V' },
	{ "with", required_argument, NULL, OPT_WITH },
	{ NULL, 0, NULL, 0 }
};

static const char usage[] =
	"guestmount: mount the file systems of a disk image on a directory\n"
	"\n"
	"Usage: guestmount [-a IMAGE ...] [-i | -m DEVICE ...] [--ro] "
	"DIRECTORY\n"
	"\n"
	"  -a, --add FILE|URI     add a disk image (repeat for more disks)\n"
	"  --format[=FORMAT]      format of the images after it (raw, qcow2, "
	"...)\n"
	"  --blocksize[=BYTES]    sector size of the images after it (512, "
	"4096)\n"
	"  -c, --connect URI      libvirt connection for -d\n"
	"  -d, --domain NAME      add the disks of a libvirt guest\n"
	"  -m, --mount DEV[:MNT[:OPTS[:FSTYPE]]]\n"
	"                         mount this device (repeat for more)\n"
	"  -i, --inspector        find the operating system and mount it as "
	"its\n"
	"                         fstab says\n"
	"  --root DEVICE          with -i, the system to take where there are "
	"several\n"
	"                         (with neither -m nor -i, the directory shows "
	"a\n"
	"                         folder for each file system)\n"
	"  -r, --ro               read-only: not a bit of the image changes\n"
	"  -w, --rw               writable (the default)\n"
	"  --key ID:key:STRING, --key ID:file:FILE\n"
	"                         key of an encrypted device (ID: device, "
	"UUID, all)\n"
	"  --keys-from-stdin      read keys from standard input, one a line\n"
	"  --echo-keys            show keys while they are typed\n"
	"  -o, --option OPTION    mount option, see --fuse-help\n"
	"  --dir-cache-timeout N  accepted; caches here are exact and never "
	"stale\n"
	"  --no-fork              stay in the foreground\n"
	"  --with COMMAND         mount, run COMMAND in sh with $MNT set to "
	"the\n"
	"                         directory, unmount, return its status\n"
	"  --fd FD                write a byte to FD when mounted\n"
	"  --pid-file FILE        write the process number to FILE when "
	"mounted\n"
	"  --selinux              load the guest's SELinux policy support\n"
	"  -n, --no-sync          accepted for compatibility; we always sync\n"
	"  -v, --verbose          show what happens\n"
	"  -x, --trace            show each call of the library\n"
	"  -V, --version          show the version\n"
	"  --help                 this text\n"
	"\n"
	"Unmount with: guestunmount DIRECTORY\n"
	"Manual page: guestmount(1)\n";

static const char fuse_help[] =
	"Mount options (-o, separated by commas):\n"
	"  allow_other            let other users in; the kernel checks "
	"permissions\n"
	"  allow_root             let root in\n"
	"  default_permissions    let the kernel check permissions\n"
	"  no_default_permissions with allow_other, do not\n"
	"  uid=N, gid=N           show every file as owned by N\n"
	"  umask=OCTAL            show the permission bits that OCTAL leaves "
	"out\n"
	"  uidmap=HOST:GUEST:COUNT, gidmap=HOST:GUEST:COUNT\n"
	"                         map ranges of owners (repeat for more)\n"
	"  case_insensitive       ignore the case of names everywhere\n"
	"  case_sensitive         never ignore it, not even on NTFS\n"
	"  attr_timeout=S, entry_timeout=S, negative_timeout=S, "
	"ac_attr_timeout=S\n"
	"                         how long the kernel may remember, in "
	"seconds\n"
	"  kernel_cache, auto_cache, direct_io, use_ino, max_read=N\n"
	"                         as fuse(8) has them\n"
	"  fsname=NAME, subtype=NAME, nonempty, noatime, nodev, nosuid, "
	"noexec, dev,\n"
	"  suid, exec             as fuse(8) and mount(8) have them\n"
	"  debug                  log each request on standard error\n";

static void list_long_options(void)
{
	for (const struct option *l = longs; l->name; l++)
		printf("--%s\n", l->name);
}

static int add_fuse(struct cmdline *c, const char *arg)
{
	char *joined;

	if (asprintf(&joined, "%s%s%s", c->fuse ? c->fuse : "",
		     c->fuse ? "," : "", arg) < 0)
		abort();
	free(c->fuse);
	c->fuse = joined;
	return 0;
}

/* realpath(3) fails on a dead mount, and on a file that is yet to be made. */
static char *absolute(const char *name)
{
	char *path = realpath(name, NULL), cwd[PATH_MAX];

	if (path)
		return path;
	if (*name == '/' || !getcwd(cwd, sizeof(cwd)))
		return strdup(name);
	return asprintf(&path, "%s/%s", cwd, name) < 0 ? NULL : path;
}

static int one_option(struct cmdline *c, int opt)
{
	int r = options_take(&c->opts, opt, optarg);

	if (r <= 0)
		return r;
	switch (opt) {
	case 'n':
		return 0;
	case 'o':
		return add_fuse(c, optarg);
	case 'v':
		c->verbose = true;
		return 0;
	case 'x':
		c->trace = true;
		return 0;
	case OPT_NO_FORK:
		c->foreground = true;
		return 0;
	case OPT_FD:
		return options_number(&c->opts, "fd", optarg, &c->fd);
	case OPT_PID_FILE:
		free(c->pid_file);
		c->pid_file = absolute(optarg);
		return 0;
	case OPT_TIMEOUT:
		return options_number(&c->opts, "dir-cache-timeout", optarg,
				      &c->dir_timeout);
	case OPT_SELINUX:
		c->selinux = true;
		return 0;
	case OPT_WITH:
		c->with = optarg;
		return 0;
	}
	fprintf(stderr, "Try \"guestmount --help\".\n");
	return -1;
}

static int check(struct cmdline *c, int argc, char *argv[])
{
	if (argc - optind != 1) {
		options_say(&c->opts,
			    argc == optind
				    ? "the directory to mount on is missing"
				    : "more than one directory given");
		fprintf(stderr, "Try \"guestmount --help\".\n");
		return -1;
	}
	if (!c->opts.n_drives)
		return options_say(&c->opts, "no disk image given: use -a "
					     "IMAGE");
	if (options_check(&c->opts) < 0)
		return -1;
	c->mountpoint = absolute(argv[optind]);
	return c->mountpoint ? 0 : -1;
}

int cmdline_parse(struct cmdline *c, int argc, char *argv[])
{
	int opt, index;

	c->fd = c->dir_timeout = -1;
	if (options_config(&c->opts) < 0)
		return EXIT_FAILURE;
	while ((opt = getopt_long(argc, argv, "a:c:d:im:no:rvVwx", longs,
				  &index)) != -1) {
		switch (opt) {
		case 0:
			list_long_options();
			return 0;
		case 'V':
			options_print_version(&c->opts);
			return 0;
		case OPT_HELP:
			fputs(usage, stdout);
			return 0;
		case OPT_FUSE_HELP:
			fputs(fuse_help, stdout);
			return 0;
		default:
			if (one_option(c, opt) < 0)
				return EXIT_FAILURE;
		}
	}
	return check(c, argc, argv) < 0 ? EXIT_FAILURE : -1;
}

void cmdline_finish(struct cmdline *c)
{
	options_finish(&c->opts);
	free(c->mountpoint);
	free(c->fuse);
	free(c->pid_file);
}
