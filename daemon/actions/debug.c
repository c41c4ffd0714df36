// SPDX-License-Identifier: GPL-2.0-or-later
/* What the appliance holds, and ways to look into it and to break it. */
#include "actions.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "frame/log.h"
#include "frame/reply.h"
#include "frame/sysroot.h"
#include "frame/toolpath.h"
#include "inspect/arch.h"
#include "inspect/unpack.h"
#include "io.h"
#include "run.h"
#include "strv.h"

#define ARCH_CPU 60 /* seconds */

bool optgroup_linuxmodules_available(void)
{
	return toolpath_have("modprobe") && access("/proc/modules", F_OK) == 0;
}

/* Names of modules and file systems; nothing that a program takes for an
 * option
 */
static bool is_plain(const char *name)
{
	if (!isalnum((unsigned char)*name))
		return false;
	while (*name &&
	       (isalnum((unsigned char)*name) || *name == '_' || *name == '-'))
		name++;
	return !*name;
}

int do_modprobe(const char *modulename)
{
	cleanup_run struct run r = { .argv = ARGV("modprobe", modulename) };

	if (!is_plain(modulename))
		return reply_error(EINVAL, "%s: not a name of a module",
				   modulename);
	return reply_run_or(&r, modulename, ENOENT);
}

/* Lines are "nodev\tproc" or "\text4". */
static bool kernel_knows(const char *filesystem)
{
	cleanup_free char *list =
		io_read_file("/proc/filesystems", 65536, NULL);
	cleanup_strv char **lines = list ? strv_lines(list) : NULL;

	for (size_t i = 0; lines && lines[i]; i++) {
		const char *tab = strchr(lines[i], '\t');

		if (tab && !strcmp(tab + 1, filesystem))
			return true;
	}
	return false;
}

int do_filesystem_available(const char *filesystem)
{
	cleanup_run struct run r = { 0 };
	cleanup_free char *alias = NULL;

	if (!is_plain(filesystem))
		return reply_error(EINVAL, "%s: not a name of a file system",
				   filesystem);
	if (kernel_knows(filesystem))
		return 1;
	if (asprintf(&alias, "fs-%s", filesystem) < 0)
		return reply_errno(ENOMEM, "%s", filesystem);
	r.argv = ARGV("modprobe", "-q", alias);
	if (run(&r) < 0)
		return reply_errno(errno, "modprobe");
	return r.status == 0 && kernel_knows(filesystem);
}

/* What no header tells: another process unpacks it, it may be hostile. */
static char *packed_arch(int fd, const char *path)
{
	cleanup_run struct run r = { 0 };

	r.argv = ARGV("/proc/self/exe", UNPACK_ARCH);
	r.in_fd = fd;
	r.max_cpu = ARCH_CPU;
	if (lseek(fd, 0, SEEK_SET) < 0 || run(&r) < 0) {
		reply_errno(errno, "%s", path);
		return NULL;
	}
	if (r.status != 0) {
		reply_error(EINVAL, "%s: says nothing of an architecture",
			    path);
		return NULL;
	}
	return strndup(r.out, strcspn(r.out, "\n"));
}

char *do_file_architecture(const char *filename)
{
	cleanup_close int fd = sysroot_open(filename, O_RDONLY, 0);
	unsigned char head[4096];
	const char *arch;
	struct stat st;
	ssize_t n;

	if (fd < 0 || fstat(fd, &st) < 0) {
		reply_errno(errno, "%s", filename);
		return NULL;
	}
	if (!S_ISREG(st.st_mode)) {
		reply_error(EINVAL, "%s: not a regular file", filename);
		return NULL;
	}
	n = io_read_full(fd, head, sizeof(head));
	if (n < 0) {
		reply_errno(errno, "%s", filename);
		return NULL;
	}
	arch = arch_of_header(head, n);
	return arch ? strdup(arch) : packed_arch(fd, filename);
}

static char *join(char *const *words)
{
	cleanup_free char *out = strdup("");

	for (size_t i = 0; words[i] && out; i++) {
		char *more;

		if (asprintf(&more, "%s%s%s", out, i ? " " : "", words[i]) < 0)
			return NULL;
		free(out);
		out = more;
	}
	return steal_ptr(&out);
}

/* What a program of the appliance says, on both of its outputs */
static char *output(const char *what, const char *const argv[])
{
	cleanup_run struct run r = { .argv = argv };
	char *out;

	if (reply_run(&r, what) < 0)
		return NULL;
	if (asprintf(&out, "%s%s%s", r.out, r.err, *r.err ? "\n" : "") < 0)
		return NULL;
	return out;
}

static char *debug_ls(char *const *args, const char *flags)
{
	cleanup_strv_finish struct strv argv = { 0 };

	strv_add(&argv, "ls");
	strv_add(&argv, flags);
	strv_add(&argv, "--");
	for (size_t i = 0; args[i]; i++)
		strv_add(&argv, args[i]);
	if (!args[0])
		strv_add(&argv, "/");
	return output("ls", (const char *const *)argv.v);
}

static char *sub_ls(char *const *args)
{
	return debug_ls(args, "-a");
}

static char *sub_ll(char *const *args)
{
	return debug_ls(args, "-la");
}

static char *sub_sh(char *const *args)
{
	cleanup_free char *command = join(args);

	if (!command || !*command) {
		reply_error(EINVAL, "debug: sh: no command given");
		return NULL;
	}
	return output("sh", ARGV("sh", "-c", command));
}

static char *sub_env(char *const *args)
{
	cleanup_free char *text = strdup("");

	(void)args;
	for (char **e = environ; *e && text; e++) {
		char *more;

		if (asprintf(&more, "%s%s\n", text, *e) < 0)
			return NULL;
		free(text);
		text = more;
	}
	return steal_ptr(&text);
}

static char *sub_fds(char *const *args)
{
	cleanup_free char *dir = NULL;

	(void)args;
	if (asprintf(&dir, "/proc/%d/fd", getpid()) < 0)
		return NULL;
	return output(dir, ARGV("ls", "-l", dir));
}

static char *sub_print(char *const *args)
{
	cleanup_free char *text = join(args);

	if (text)
		log_line("%s", text);
	return strdup("ok");
}

static char *sub_progress(char *const *args)
{
	char *end = NULL;
	long secs = args[0] ? strtol(args[0], &end, 10) : 0;

	if (secs < 1 || secs > 3600 || *end) {
		reply_error(EINVAL,
			    "debug: progress: a number of seconds is needed");
		return NULL;
	}
	for (long i = 1; i <= secs * 10; i++) {
		usleep(100000);
		reply_progress(i, secs * 10);
	}
	return strdup("ok");
}

static char *sub_segv(char *const *args)
{
	(void)args;
	raise(SIGSEGV);
	return NULL;
}

static char *sub_help(char *const *args);

static const struct {
	const char *name;
	char *(*run)(char *const *args);
} subs[] = {
	{ "env", sub_env },
	{ "fds", sub_fds },
	{ "help", sub_help },
	{ "ll", sub_ll },
	{ "ls", sub_ls },
	{ "print", sub_print },
	{ "progress", sub_progress },
	{ "segv", sub_segv },
	{ "sh", sub_sh },
};

static char *sub_help(char *const *args)
{
	char *names[ARRAY_SIZE(subs) + 1] = { NULL };

	(void)args;
	for (size_t i = 0; i < ARRAY_SIZE(subs); i++)
		names[i] = (char *)subs[i].name;
	return join(names);
}

char *do_debug(const char *subcmd, char *const *extraargs)
{
	for (size_t i = 0; i < ARRAY_SIZE(subs); i++)
		if (!strcmp(subcmd, subs[i].name))
			return subs[i].run(extraargs);
	reply_error(EINVAL,
		    "debug: %s: unknown subcommand; \"help\" lists them",
		    subcmd);
	return NULL;
}

int do_internal_upload(const char *tmpname, int mode)
{
	cleanup_close int fd = -1;
	cleanup_free char *path = NULL;
	int r;

	if (!*tmpname || strchr(tmpname, '/') || !strcmp(tmpname, ".") ||
	    !strcmp(tmpname, ".."))
		return reply_error(EINVAL, "%s: not a name of a file", tmpname);
	if (mode & ~07777)
		return reply_error(EINVAL, "%s: permissions %o", tmpname, mode);
	if (asprintf(&path, "/tmp/%s", tmpname) < 0)
		return reply_errno(ENOMEM, "%s", tmpname);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC,
		  0600);
	if (fd < 0)
		return reply_errno(errno, "%s", path);
	r = filein_to_fd(fd);
	if (r == -2)
		return -1;
	if (r < 0 || fchmod(fd, mode) < 0 || close(steal_fd(&fd)) < 0)
		return reply_errno(errno, "%s", path);
	return 0;
}

int do_debug_upload(const char *tmpname, int mode)
{
	return do_internal_upload(tmpname, mode);
}

int do_internal_exit(void)
{
	exit(EXIT_SUCCESS);
}

static int count_down(void *opaque, const void *buf, size_t n)
{
	int64_t *left = opaque;

	(void)buf;
	*left -= n;
	if (*left <= 0)
		abort();
	return 0;
}

int do_internal_rhbz914931(int count)
{
	int64_t left = count;

	filein_receive(count_down, &left);
	return reply_error(EINVAL, "the file ended before byte %d", count);
}
