/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libguestfs-test-tool: try a launch, print what a bug report needs. */
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "report.h"
#include "templates.h"
#include "trial.h"

enum { OPT_HELP = 256, OPT_QEMU, OPT_REMOVE };

#define TIMEOUT 600

static const struct option longs[] = {
	{ "help", no_argument, NULL, OPT_HELP },
	{ "qemu", required_argument, NULL, OPT_QEMU },
	{ "remove-templates", no_argument, NULL, OPT_REMOVE },
	{ "timeout", required_argument, NULL, 't' },
	{ "version", no_argument, NULL, 'V' },
	{ NULL, 0, NULL, 0 }
};

static const char usage[] =
	"libguestfs-test-tool: try a launch and print a report\n"
	"\n"
	"Usage: libguestfs-test-tool [OPTIONS]\n"
	"\n"
	"  -t, --timeout=SECONDS  give up after this time (default 600)\n"
	"      --qemu=FILE        use this qemu\n"
	"      --remove-templates remove the saved machines that launches "
	"start from\n"
	"  -V, --version          show the version\n"
	"  -?, --help             this text\n"
	"\n"
	"Exit status: 0 when the appliance works, else 1.\n";

static const char verdict_timeout[] =
	"\nlibguestfs-test-tool: gave up: the time was over (see --timeout)\n"
	"===== TEST FAILED =====\n";

/* qemu is ended by its guard, which sees that we are gone. */
static void __attribute__((noreturn)) time_over(int sig)
{
	ssize_t n = write(STDOUT_FILENO, verdict_timeout,
			  sizeof(verdict_timeout) - 1);

	(void)sig;
	_exit(n < 0 ? 2 : EXIT_FAILURE);
}

static unsigned int seconds(const char *arg)
{
	char *end;
	unsigned long n;

	errno = 0;
	n = strtoul(arg, &end, 10);
	if (errno || end == arg || *end || !n || n > INT_MAX) {
		fprintf(stderr,
			"libguestfs-test-tool: --timeout=%s: not a "
			"number of seconds\n",
			arg);
		exit(EXIT_FAILURE);
	}
	return n;
}

struct settings {
	unsigned int timeout;
	const char *qemu;
	bool remove;
};

static void parse(int argc, char *argv[], struct settings *s)
{
	int c;

	while ((c = getopt_long(argc, argv, "t:V?", longs, NULL)) != -1) {
		switch (c) {
		case 't':
			s->timeout = seconds(optarg);
			break;
		case OPT_QEMU:
			s->qemu = optarg;
			break;
		case OPT_REMOVE:
			s->remove = true;
			break;
		case 'V':
			puts("libguestfs-test-tool " GUESTFS_VERSION);
			exit(EXIT_SUCCESS);
		case OPT_HELP:
			fputs(usage, stdout);
			exit(EXIT_SUCCESS);
		default:
			if (optopt == '?' ||
			    (optopt == 0 && !strcmp(argv[optind - 1], "-?"))) {
				fputs(usage, stdout);
				exit(EXIT_SUCCESS);
			}
			fputs("Try \"libguestfs-test-tool --help\".\n", stderr);
			exit(EXIT_FAILURE);
		}
	}
	if (optind < argc) {
		fprintf(stderr,
			"libguestfs-test-tool: %s: no arguments are "
			"expected\n",
			argv[optind]);
		exit(EXIT_FAILURE);
	}
}

/* The whole boot is what a report wants to show. */
static int set_up(guestfs_h *g)
{
	return guestfs_set_verbose(g, 1) < 0 ||
			       guestfs_set_backend_setting(g, "cold", "1") < 0
		       ? -1
		       : 0;
}

static int remove_templates(void)
{
	guestfs_h *g = guestfs_create();
	int r = g ? templates_remove(g) : -1;

	if (g)
		guestfs_close(g);
	return r;
}

static int trial(const struct settings *s)
{
	guestfs_h *g = guestfs_create();
	int r = -1;

	if (!g) {
		perror("libguestfs-test-tool: guestfs_create");
		return -1;
	}
	if (!s->qemu || guestfs_set_hv(g, s->qemu) == 0) {
		report_settings(g);
		templates_report(g);
		printf("\n----- launch\n");
		fflush(stdout);
		if (set_up(g) == 0 && trial_launch(g) == 0)
			r = trial_use(g);
	}
	guestfs_close(g);
	return r;
}

int main(int argc, char *argv[])
{
	struct settings s = { .timeout = TIMEOUT };
	int r;

	parse(argc, argv, &s);
	if (s.remove)
		return remove_templates() < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
	/* One stream, in the order in which things happened */
	setvbuf(stdout, NULL, _IOLBF, 0);
	dup2(STDOUT_FILENO, STDERR_FILENO);
	signal(SIGALRM, time_over);
	alarm(s.timeout);

	printf("===== libguestfs-test-tool " GUESTFS_VERSION " =====\n"
	       "Please put all of this into a bug report.\n");
	report_machine();
	r = trial(&s);
	printf("\n===== TEST %s =====\n", r < 0 ? "FAILED" : "FINISHED OK");
	return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
