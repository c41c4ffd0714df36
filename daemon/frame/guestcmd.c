// SPDX-License-Identifier: GPL-2.0-or-later
#include "guestcmd.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "arch.h"
#include "cleanup.h"
#include "io.h"
#include "guestdev.h"
#include "resolvconf.h"
#include "sysroot.h"

#define DIRECTORIES                                                            \
	"/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define SHELL	   "/bin/sh"
#define NOT_RUN	   127
#define OPEN_FILES 1024

static int complain(int err, const char *name, const char *why)
{
	fprintf(stderr, "%c%d %s: %s\n", GUESTCMD_FAILED, err, name,
		why ? why : strerror(err));
	return NOT_RUN;
}

/* Lay a mount over something of the guest, if it is there. Links in the
 * guest's path lead nowhere but into the guest.
 */
static void cover(const char *source, const char *guest, const char *type,
		  unsigned long flags)
{
	cleanup_close int fd = sysroot_open(guest, O_PATH, 0);
	char target[64];

	if (fd < 0)
		return;
	snprintf(target, sizeof(target), "/proc/self/fd/%d", fd);
	if (mount(source, target, type, flags, NULL) < 0)
		fprintf(stderr, "%s: %s\n", guest, strerror(errno));
}

static int make_room(char *const *disks, int n)
{
	/* Nothing that is mounted from here on is seen outside. */
	if (unshare(CLONE_NEWNS | CLONE_NEWPID) < 0 ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
	    sysroot_refresh() < 0)
		return -1;
	if (guestdev_mount(disks, n) < 0)
		return -1;
	cover("/sys", "/sys", NULL, MS_BIND | MS_REC);
	if (resolvconf_wanted())
		cover(RESOLVCONF, RESOLVCONF, NULL, MS_BIND);
	return 0;
}

static void environment(void)
{
	struct rlimit files = { OPEN_FILES, 4 * OPEN_FILES };
	sigset_t none;

	clearenv();
	setenv("PATH", DIRECTORIES, 1);
	setenv("HOME", "/root", 1);
	setenv("SHELL", SHELL, 1);
	setenv("TERM", "dumb", 1);
	setenv("LANG", "C", 1);
	/* Old programs close every descriptor that there may be */
	setrlimit(RLIMIT_NOFILE, &files);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Say why the kernel does not know the format of a file. */
static int bad_format(const char *name, const char *file)
{
	cleanup_close int fd = open(file, O_RDONLY | O_CLOEXEC);
	unsigned char buf[4096];
	ssize_t n = fd < 0 ? -1 : io_read_full(fd, buf, sizeof(buf));
	const char *arch = n < 0 ? NULL : arch_of_header(buf, n);
	char why[160];

	if (!arch || !strcmp(arch, "x86_64"))
		return complain(ENOEXEC, name, NULL);
	snprintf(why, sizeof(why),
		 "%s is a program for %s, and the appliance runs those for "
		 "x86_64 only",
		 strcmp(name, file) ? file : "it", arch);
	return complain(ENOEXEC, name, why);
}

static bool is_elf(const char *file)
{
	cleanup_close int fd = open(file, O_RDONLY | O_CLOEXEC);
	char buf[4];

	return fd >= 0 && io_read_full(fd, buf, 4) == 4 &&
	       !memcmp(buf, "\177ELF", 4);
}

/* As execvp(3): a text that names no interpreter is the shell's. */
static int run_file(char *file, int argc, char *argv[])
{
	char **with_shell;

	execv(file, argv);
	if (errno != ENOEXEC)
		return errno;
	with_shell = calloc(argc + 2, sizeof(*with_shell));
	if (is_elf(file) || !with_shell)
		return ENOEXEC;
	with_shell[0] = (char *)SHELL;
	with_shell[1] = file;
	memcpy(with_shell + 2, argv + 1, (argc - 1) * sizeof(*argv));
	execv(SHELL, with_shell);
	if (errno == ENOEXEC)
		_exit(bad_format(argv[0], SHELL));
	return errno;
}

/* Returns only where it does not run. */
static int run_program(int argc, char *argv[])
{
	char dirs[] = DIRECTORIES, *save = NULL;
	int err = ENOENT;

	if (strchr(argv[0], '/')) {
		err = run_file(argv[0], argc, argv);
		if (err == ENOEXEC)
			return bad_format(argv[0], argv[0]);
		return complain(err, argv[0], NULL);
	}
	for (char *d = strtok_r(dirs, ":", &save); d && *argv[0];
	     d = strtok_r(NULL, ":", &save)) {
		char file[4096];
		int e;

		snprintf(file, sizeof(file), "%s/%s", d, argv[0]);
		e = run_file(file, argc, argv);
		if (e == ENOEXEC)
			return bad_format(argv[0], file);
		/* A file that may not be run is the better reason. */
		if (e != ENOENT && e != ENOTDIR)
			err = e;
	}
	return complain(err, argv[0], NULL);
}

static int status_of(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* Process 1 for the program: when we end, the kernel ends all others. */
static int supervise(int argc, char *argv[])
{
	int status;
	pid_t pid, p;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	cover("proc", "/proc", "proc", 0);
	pid = fork();
	if (pid < 0)
		return complain(errno, argv[0], NULL);
	if (pid == 0) {
		environment();
		if (fchdir(sysroot_fd()) < 0 || chroot(".") < 0)
			_exit(complain(errno, "/", NULL));
		_exit(run_program(argc, argv));
	}
	while ((p = wait(&status)) != pid)
		if (p < 0 && errno != EINTR)
			return NOT_RUN;
	return status_of(status);
}

int guestcmd_main(int argc, char *argv[])
{
	int status = 0, at = 2;
	pid_t pid;

	while (at < argc && strcmp(argv[at], "--") != 0)
		at++;
	if (++at >= argc)
		return NOT_RUN;
	/* Each message at once, and before a child has a copy of it */
	setvbuf(stderr, NULL, _IONBF, 0);
	if (make_room(argv + 2, at - 3) < 0)
		return complain(errno, argv[at], NULL);
	pid = fork();
	if (pid < 0)
		return complain(errno, argv[at], NULL);
	if (pid == 0)
		_exit(supervise(argc - at, argv + at));
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return NOT_RUN;
	return status_of(status);
}
