/* SPDX-License-Identifier: GPL-2.0-or-later */
/* launch and shutdown: what starts, what is refused, and what stays behind. */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cleanup.h"
#include "guestfs.h"
#include "io.h"
#include "run.h"
#include "strv.h"
#include "test.h"

#define MIB (1LL << 20)

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create();

	ok(g);
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

#define good(g, expr)                                                          \
	do {                                                                   \
		bool good_ = (expr) >= 0;                                      \
		test_check(good_, __FILE__, __LINE__, "%s: %s", #expr,         \
			   guestfs_last_error(g));                             \
	} while (0)
#define says(g, text)                                                          \
	test_check(strstr(guestfs_last_error(g), text), __FILE__, __LINE__,    \
		   "\"%s\" does not say \"%s\"", guestfs_last_error(g), text)

static char *image(const char *name, long long size)
{
	char *path;
	cleanup_close int fd = -1;

	ok(asprintf(&path, "%s/%s", test_dir(), name) > 0);
	fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	ok(fd >= 0);
	ok_int(ftruncate(fd, size), 0);
	return path;
}

static void command(const char *const *argv)
{
	cleanup_run struct run r = { .argv = argv };

	ok_int(run(&r), 0);
	test_check(r.status == 0, __FILE__, __LINE__, "%s: %s", argv[0], r.err);
}

static char *checksum(const char *path)
{
	cleanup_run struct run r = { .argv = ARGV("sha256sum", path) };

	ok_int(run(&r), 0);
	ok_int(r.status, 0);
	return strndup(r.out, 64);
}

static bool gone_within(pid_t pid, int ms)
{
	cleanup_close int fd = syscall(SYS_pidfd_open, pid, 0);
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return fd < 0 || poll(&p, 1, ms) == 1;
}

TEST(a_machine_without_drives)
{
	guestfs_h *g = create();
	cleanup_strv char **devices = NULL;
	pid_t pid;

	ok_int(guestfs_is_config(g), 1);
	good(g, guestfs_launch(g));
	ok_int(guestfs_is_ready(g), 1);
	pid = guestfs_get_pid(g);
	ok(pid > 0);
	ok_int(guestfs_launch(g), -1);
	good(g, guestfs_ping_daemon(g));
	devices = guestfs_list_devices(g);
	ok(devices && !devices[0]);
	good(g, guestfs_shutdown(g));
	ok_int(guestfs_is_config(g), 1);
	ok(gone_within(pid, 0));
	ok_int(guestfs_get_pid(g), -1);
	guestfs_close(g);
}

static void add(guestfs_h *g, const char *path, const char *format, int ro)
{
	good(g, guestfs_add_drive_opts(g, path, GUESTFS_ADD_DRIVE_OPTS_FORMAT,
				       format, GUESTFS_ADD_DRIVE_OPTS_READONLY,
				       ro, -1));
}

/* Every one has a size of its own, so that its name can be checked. */
TEST(twelve_drives_of_many_kinds_keep_their_order)
{
	static const char *const formats[] = {
		"raw", "qcow2", "vmdk", "vdi", "vhdx", "vpc",
	};
	guestfs_h *g = create();
	cleanup_strv char **devices = NULL;

	for (int i = 0; i < 12; i++) {
		const char *format = formats[i / 2];
		cleanup_free char *path = NULL, *size = NULL;

		if (i == 4) {
			good(g, guestfs_add_drive_scratch(
					g, 5 * MIB,
					GUESTFS_ADD_DRIVE_SCRATCH_BLOCKSIZE,
					4096, -1));
			continue;
		}
		ok(asprintf(&path, "%s/%d.img", test_dir(), i) > 0);
		ok(asprintf(&size, "%dM", i + 1) > 0);
		command(ARGV("qemu-img", "create", "-q", "-f", format, path,
			     size));
		add(g, path, format, i % 2);
	}
	good(g, guestfs_launch(g));
	devices = guestfs_list_devices(g);
	ok(devices);
	ok_int(strv_len(devices), 12);
	for (int i = 0; i < 12; i++) {
		char name[] = "/dev/sda";
		long long size;

		name[7] += i;
		ok_str(devices[i], name);
		size = guestfs_blockdev_getsize64(g, name);
		/* vpc rounds up to its cylinders. */
		if (i < 10)
			ok_int(size, (i + 1) * MIB);
		else
			ok(size >= (i + 1) * MIB);
	}
	ok_int(guestfs_blockdev_getss(g, "/dev/sde"), 4096);
	good(g, guestfs_shutdown(g));
	guestfs_close(g);
}

/* A qemu of its own that has @path open for writing; ends when killed. */
static pid_t hold(const char *path)
{
	cleanup_free char *drive = NULL;
	pid_t pid;
	int fd[2];
	char c;

	ok(asprintf(&drive,
		    "driver=raw,node-name=x,file.driver=file,"
		    "file.filename=%s",
		    path) > 0);
	ok_int(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(fd[1], 1);
		execlp("qemu-system-x86_64", "qemu-system-x86_64",
		       "-nodefaults", "-machine", "q35,accel=tcg", "-display",
		       "none", "-m", "32", "-blockdev", drive, "-device",
		       "virtio-blk-pci,drive=x,share-rw=off", "-qmp", "stdio",
		       NULL);
		_exit(127);
	}
	close(fd[1]);
	/* The greeting comes when the drives are open. */
	ok_int(read(fd[0], &c, 1), 1);
	usleep(500000);
	return pid;
}

static void release(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

TEST(a_readonly_image_in_use_elsewhere_does_not_change)
{
	guestfs_h *g = create();
	cleanup_free char *path = image("d.img", 64 * MIB);
	cleanup_free char *before = NULL, *after = NULL;
	pid_t other = hold(path);

	command(ARGV("mkfs.ext4", "-q", "-F", path));
	before = checksum(path);
	add(g, path, "raw", 1);
	good(g, guestfs_launch(g));
	good(g, guestfs_mount(g, "/dev/sda", "/"));
	good(g, guestfs_mkdir(g, "/written"));
	good(g, guestfs_sync(g));
	good(g, guestfs_shutdown(g));
	after = checksum(path);
	ok_str(after, before);
	release(other);
	guestfs_close(g);
}

TEST(an_internal_snapshot_is_selected_by_name)
{
	guestfs_h *g = create();
	cleanup_free char *raw = image("d.img", 8 * MIB);
	cleanup_free char *path = image("d.qcow2", 0);
	cleanup_free char *now = NULL, *then = NULL;

	command(ARGV("mkfs.ext2", "-q", "-F", "-L", "aaaa", raw));
	command(ARGV("qemu-img", "convert", "-O", "qcow2", raw, path));
	command(ARGV("qemu-img", "snapshot", "-c", "before", path));
	/* The label, in the superblock */
	command(ARGV("qemu-io", "-c", "write -P 0x62 1144 4", path));
	add(g, path, "qcow2", 1);
	add(g, path, "qcow2:before", 1);
	good(g, guestfs_launch(g));
	now = guestfs_vfs_label(g, "/dev/sda");
	then = guestfs_vfs_label(g, "/dev/sdb");
	ok_str(now, "bbbb");
	ok_str(then, "aaaa");
	guestfs_close(g);

	g = create();
	add(g, path, "qcow2:after", 1);
	ok_int(guestfs_launch(g), -1);
	says(g, "no snapshot \"after\"");
	guestfs_close(g);
}

TEST(a_second_writer_is_refused_and_told_who)
{
	guestfs_h *g = create();
	cleanup_free char *path = image("d.img", MIB);
	cleanup_free char *holder = NULL;
	pid_t other = hold(path);

	add(g, path, "raw", 0);
	ok_int(guestfs_launch(g), -1);
	ok(asprintf(&holder, "PID %d, qemu-system", other) > 0);
	says(g, "d.img: in use by another process");
	says(g, holder);
	says(g, "--ro");
	release(other);
	good(g, guestfs_launch(g));
	guestfs_close(g);
}

TEST(what_is_written_is_there_after_shutdown)
{
	guestfs_h *g = create();
	cleanup_free char *path = image("d.img", 64 * MIB);
	cleanup_run struct run r = { .argv = ARGV("debugfs", "-R", "cat /f",
						  path) };

	command(ARGV("mkfs.ext4", "-q", "-F", path));
	add(g, path, "raw", 0);
	good(g, guestfs_launch(g));
	good(g, guestfs_mount(g, "/dev/sda", "/"));
	good(g, guestfs_write(g, "/f", "kept", 4));
	good(g, guestfs_shutdown(g));
	ok_int(run(&r), 0);
	ok_str(r.out, "kept");
	guestfs_close(g);
}

TEST(a_qemu_that_ends_at_once)
{
	guestfs_h *g = create();

	good(g, guestfs_set_hv(g, "/bin/false"));
	ok_int(guestfs_launch(g), -1);
	says(g, "/bin/false");
	good(g, guestfs_set_hv(g, "/nonexistent"));
	ok_int(guestfs_launch(g), -1);
	says(g, "/nonexistent");
	ok_int(guestfs_is_config(g), 1);
	guestfs_close(g);
}

TEST(qemus_own_complaint_is_not_lost)
{
	guestfs_h *g = create();

	good(g, guestfs_config(g, "-device", "no-such-device"));
	ok_int(guestfs_launch(g), -1);
	says(g, "no-such-device");
	guestfs_close(g);
}

TEST(a_wrapper_script_gets_all_arguments)
{
	guestfs_h *g = create();
	cleanup_free char *script = image("wrap.sh", 0);
	cleanup_free char *log = image("log", 0);
	cleanup_free char *text = NULL, *logged = NULL;

	ok(asprintf(&text,
		    "#!/bin/sh\necho \"$@\" > %s\n"
		    "exec qemu-system-x86_64 \"$@\"\n",
		    log) > 0);
	ok_int(io_write_file(script, text), 0);
	ok_int(chmod(script, 0755), 0);
	good(g, guestfs_set_hv(g, script));
	good(g, guestfs_launch(g));
	good(g, guestfs_ping_daemon(g));
	logged = io_read_file(log, 65536, NULL);
	ok(logged && strstr(logged, "-kernel"));
	guestfs_close(g);
}

/* /dev/kvm opens, the machine starts, and nothing comes from it. */
TEST(a_hanging_kvm_is_given_up_and_remembered)
{
	cleanup_free char *script = image("wrap.sh", 0);
	cleanup_free char *memory = NULL, *text = NULL;

	if (access("/dev/kvm", R_OK | W_OK) < 0)
		test_skip("no access to /dev/kvm");
	ok_int(io_write_file(script,
			     "#!/bin/sh\n"
			     "case \"$*\" in *'-accel kvm'*) exec sleep 100;; "
			     "esac\nexec qemu-system-x86_64 \"$@\"\n"),
	       0);
	ok_int(chmod(script, 0755), 0);
	ok(asprintf(&memory, "%s/.guestfs-%d/accelerator", test_dir(),
		    (int)geteuid()) > 0);
	for (int i = 0; i < 2; i++) {
		guestfs_h *g = create();
		time_t start = time(NULL);

		good(g, guestfs_clear_backend_setting(g, "force_tcg"));
		good(g, guestfs_set_cachedir(g, test_dir()));
		good(g, guestfs_set_hv(g, script));
		good(g, guestfs_launch(g));
		ok(i == 0 || time(NULL) - start < 10);
		guestfs_close(g);
	}
	text = io_read_file(memory, 4096, NULL);
	ok(text && !strncmp(text, "kvm-broken ", 11));
}

TEST(a_killed_qemu_is_noticed_and_replaced)
{
	guestfs_h *g = create();

	good(g, guestfs_add_drive_scratch(g, MIB, -1));
	good(g, guestfs_launch(g));
	ok_int(kill(guestfs_get_pid(g), SIGKILL), 0);
	ok_int(guestfs_ping_daemon(g), -1);
	says(g, "signal 9");
	ok_int(guestfs_is_config(g), 1);
	good(g, guestfs_launch(g));
	good(g, guestfs_ping_daemon(g));
	guestfs_close(g);
}

/* Runs in a child, which is killed. */
static void launch_and_wait(int tell, bool before_launch)
{
	guestfs_h *g = guestfs_create();
	int pid;

	if (guestfs_add_drive_scratch(g, MIB, -1) < 0)
		_exit(1);
	if (before_launch && write(tell, "", 1) < 0)
		_exit(1);
	if (guestfs_launch(g) < 0)
		_exit(1);
	pid = guestfs_get_pid(g);
	if (write(tell, &pid, sizeof(pid)) < 0)
		_exit(1);
	for (;;)
		pause();
}

static pid_t start_program(int *ret_fd, bool before_launch)
{
	/* Before the fork: whoever asks first makes it, and is to remove it */
	const char *dir = test_dir();
	int fd[2];
	pid_t pid;

	ok_int(pipe(fd), 0);
	pid = fork();
	if (pid == 0) {
		setenv("TMPDIR", dir, 1);
		launch_and_wait(fd[1], before_launch);
	}
	close(fd[1]);
	*ret_fd = fd[0];
	return pid;
}

TEST(a_killed_program_leaves_no_qemu)
{
	int fd, qemu = 0;
	pid_t pid = start_program(&fd, false);

	ok_int(read(fd, &qemu, sizeof(qemu)), sizeof(qemu));
	ok(!gone_within(qemu, 0));
	release(pid);
	ok(gone_within(qemu, 20000));
	close(fd);
}

/* The child's qemu, by its parent's id in /proc */
static pid_t qemu_of(pid_t parent)
{
	cleanup_run struct run r = { 0 };
	char number[20];

	snprintf(number, sizeof(number), "%d", parent);
	r.argv = ARGV("pgrep", "-P", number, "qemu");
	ok_int(run(&r), 0);
	return atoi(r.out);
}

TEST(ctrl_c_while_launching_leaves_nothing)
{
	cleanup_run struct run r = {
		.argv = ARGV("find", test_dir(), "-mindepth", "1", "!", "-name",
			     ".guestfs-*", "!", "-name", "template.lock")
	};
	pid_t pid, qemu = 0;
	char c;
	int fd;

	pid = start_program(&fd, true);
	ok_int(read(fd, &c, 1), 1);
	for (int i = 0; i < 100 && !qemu; i++) {
		usleep(20000);
		qemu = qemu_of(pid);
	}
	ok(qemu > 0);
	kill(pid, SIGINT);
	waitpid(pid, NULL, 0);
	ok(gone_within(qemu, 5000));
	usleep(300000);
	ok_int(run(&r), 0);
	ok_str(r.out, "");
	close(fd);
}

static void cancel(guestfs_h *g, void *opaque, uint64_t event, int handle,
		   int flags, const char *buf, size_t len,
		   const uint64_t *array, size_t n)
{
	if (n == 4 && array[2] >= 2)
		guestfs_user_cancel(g);
}

TEST(a_launch_can_be_cancelled)
{
	guestfs_h *g = create();

	good(g, guestfs_set_event_callback(g, cancel, GUESTFS_EVENT_PROGRESS, 0,
					   NULL));
	ok_int(guestfs_launch(g), -1);
	ok_int(guestfs_last_errno(g), EINTR);
	ok_int(guestfs_is_config(g), 1);
	guestfs_close(g);
}

TEST(another_backend_is_refused)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_backend(g, "libvirt"), -1);
	says(g, "direct");
	guestfs_close(g);
}
