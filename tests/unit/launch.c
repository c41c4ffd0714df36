/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line of qemu, and what is found out before it starts. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "handle/handle.h"
#include "io.h"
#include "launch/accel.h"
#include "launch/appliance.h"
#include "launch/args.h"
#include "launch/blockdev.h"
#include "launch/cachedir.h"
#include "launch/hv.h"
#include "launch/kernel.h"
#include "launch/overlay.h"
#include "launch/probe.h"
#include "launch/protocol.h"
#include "launch/qerror.h"
#include "launch/ram.h"
#include "launch/server.h"
#include "run.h"
#include "strv.h"
#include "test.h"

#define MIB (1ULL << 20)
#define GIB (1ULL << 30)

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

static char *path_of(const char *name)
{
	char *path;

	ok(asprintf(&path, "%s/%s", test_dir(), name) > 0);
	return path;
}

static char *file(const char *name, const void *bytes, size_t len, size_t size)
{
	char *path = path_of(name);
	cleanup_close int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	ok(fd >= 0);
	ok_int(io_write_full(fd, bytes, len), 0);
	ok_int(ftruncate(fd, size), 0);
	return path;
}

#define says(g, text)                                                          \
	test_check(strstr(guestfs_last_error(g), text), __FILE__, __LINE__,    \
		   "\"%s\" does not say \"%s\"", guestfs_last_error(g), text)

static void is_json(json_object *o, const char *want)
{
	cleanup_free char *got =
		strdup(o ? json_object_to_json_string_ext(
				   o, JSON_C_TO_STRING_PLAIN |
					      JSON_C_TO_STRING_NOSLASHESCAPE)
			 : "(null)");

	json_object_put(o);
	ok_str(got, want);
}

static void is_node(struct drive d, const char *want)
{
	guestfs_h *g = create();

	is_json(protocol_json(g, &d, d.secret ? "s" : NULL), want);
	guestfs_close(g);
}

#define SERVERS(...) ((char *[]){ __VA_ARGS__, NULL })

TEST(file_names_pass_unharmed)
{
	is_node((struct drive){ .path = "/a,b:c \"d\"", .readonly = true },
		"{\"driver\":\"file\",\"filename\":\"/a,b:c \\\"d\\\"\","
		"\"drop-cache\":false}");
	is_node((struct drive){ .path = "/x" },
		"{\"driver\":\"file\",\"filename\":\"/x\","
		"\"locking\":\"on\",\"drop-cache\":false}");
}

TEST(nbd_over_tcp_and_unix_sockets)
{
	is_node((struct drive){ .path = "/export",
				.protocol = "nbd",
				.servers = SERVERS("host:1234") },
		"{\"driver\":\"nbd\",\"server\":{\"type\":\"inet\","
		"\"host\":\"host\",\"port\":\"1234\"},"
		"\"export\":\"export\"}");
	is_node((struct drive){ .path = "",
				.protocol = "nbd",
				.servers = SERVERS("unix:/run/x,y") },
		"{\"driver\":\"nbd\",\"server\":{\"type\":\"unix\","
		"\"path\":\"/run/x,y\"}}");
}

TEST(ssh_and_http)
{
	is_node((struct drive){ .path = "/d.img",
				.protocol = "ssh",
				.username = "me",
				.servers = SERVERS("h") },
		"{\"driver\":\"ssh\",\"server\":{\"host\":\"h\","
		"\"port\":\"22\"},\"path\":\"/d.img\",\"user\":\"me\"}");
	is_node((struct drive){ .path = "/d.img",
				.protocol = "https",
				.secret = "pw",
				.username = "me",
				.servers = SERVERS("[::1]:8") },
		"{\"driver\":\"https\",\"url\":\"https://[::1]:8/d.img\","
		"\"username\":\"me\",\"password-secret\":\"s\","
		"\"timeout\":120}");
}

TEST(iscsi_rbd_and_gluster)
{
	is_node((struct drive){ .path = "/iqn.2015:t/3",
				.protocol = "iscsi",
				.servers = SERVERS("h") },
		"{\"driver\":\"iscsi\",\"transport\":\"tcp\",\"portal\":"
		"\"h:3260\",\"target\":\"iqn.2015:t\",\"lun\":3}");
	is_node((struct drive){ .path = "pool/disk",
				.protocol = "rbd",
				.servers = SERVERS("a:1", "b"),
				.username = "u",
				.secret = "k" },
		"{\"driver\":\"rbd\",\"pool\":\"pool\",\"image\":\"disk\","
		"\"user\":\"u\",\"key-secret\":\"s\",\"server\":"
		"[{\"host\":\"a\",\"port\":\"1\"},"
		"{\"host\":\"b\",\"port\":\"6789\"}]}");
	is_node((struct drive){ .path = "vol/a/b",
				.protocol = "gluster",
				.servers = SERVERS("h") },
		"{\"driver\":\"gluster\",\"volume\":\"vol\",\"path\":\"a/b\","
		"\"server\":[{\"type\":\"inet\",\"host\":\"h\","
		"\"port\":\"24007\"}]}");
}

TEST(servers_are_taken_apart)
{
	guestfs_h *g = create();
	struct server s;

	ok_int(server_parse(g, "tcp:h:80", &s), 0);
	ok_str(s.host, "h");
	ok_str(s.port, "80");
	server_finish(&s);
	ok_int(server_parse(g, "[fe80::1]", &s), 0);
	ok_str(s.host, "fe80::1");
	ok(!s.port);
	server_finish(&s);
	ok_int(server_parse(g, "h:99999", &s), -1);
	server_finish(&s);
	ok_int(server_parse(g, "unix:", &s), -1);
	server_finish(&s);
	ok_int(server_parse(g, ":80", &s), -1);
	server_finish(&s);
	guestfs_close(g);
}

static bool has_arg(const struct args *a, const char *text)
{
	for (size_t i = 0; i < a->v.n; i++)
		if (strstr(a->v.v[i], text))
			return true;
	return false;
}

TEST(a_secret_is_not_on_the_command_line)
{
	guestfs_h *g = create();
	struct args a = { .g = g };

	ok_int(args_secret(&a, "secret0", "hunter2"), 0);
	ok(has_arg(&a, "secret,id=secret0,file=/proc/self/fd/"));
	ok(!has_arg(&a, "hunter2"));
	args_finish(&a);
	guestfs_close(g);
}

TEST(writable_drives_are_locked_and_report_errors)
{
	guestfs_h *g = create();
	struct args a = { .g = g };
	cleanup_free char *path = file("d.img", "", 0, MIB);

	ok_int(guestfs_add_drive_opts(g, path, GUESTFS_ADD_DRIVE_OPTS_FORMAT,
				      "raw", -1),
	       0);
	ok_int(blockdev_add_drives(&a, BOOT_COLD), 0);
	ok(has_arg(&a, "\"driver\":\"raw\""));
	ok(has_arg(&a, "\"locking\":\"on\""));
	ok(has_arg(&a, "virtio-blk-pci,addr=0x4,drive=d0,id=disk0,serial=gfs0,"
		       "werror=report,rerror=report"));
	args_finish(&a);
	guestfs_close(g);
}

TEST(readonly_drives_get_an_overlay_and_take_no_lock)
{
	guestfs_h *g = create();
	struct args a = { .g = g };
	cleanup_free char *path = file("d.img", "", 0, MIB);

	ok_int(guestfs_add_drive_ro(g, path), 0);
	ok_int(blockdev_add_drives(&a, BOOT_COLD), 0);
	ok(has_arg(&a, "\"node-name\":\"b0\",\"driver\":\"raw\","
		       "\"read-only\":true,\"force-share\":true"));
	ok(has_arg(&a, "\"filename\":\"/dev/fdset/0\",\"locking\":\"off\""));
	ok_int(a.n_fds, 1);
	args_finish(&a);
	guestfs_close(g);
}

TEST(the_ninth_drive_is_scsi_and_sectors_may_be_large)
{
	guestfs_h *g = create();
	struct args a = { .g = g };
	cleanup_free char *path = file("d.img", "", 0, MIB);

	ok_int(guestfs_add_drive_opts(g, path, GUESTFS_ADD_DRIVE_OPTS_READONLY,
				      1, GUESTFS_ADD_DRIVE_OPTS_BLOCKSIZE, 4096,
				      -1),
	       0);
	for (int i = 1; i < 9; i++)
		ok_int(guestfs_add_drive_ro(g, path), 0);
	ok_int(blockdev_add_drives(&a, BOOT_COLD), 0);
	ok(has_arg(&a, "virtio-scsi-pci,id=scsi0"));
	ok(has_arg(&a, "drive=d0,id=disk0,serial=gfs0,werror=report,"
		       "rerror=report,logical_block_size=4096"));
	ok(has_arg(&a, "scsi-id=8,lun=0,logical_block_size=512"));
	ok(has_arg(&a, "drive=d7,id=disk7"));
	args_finish(&a);
	guestfs_close(g);
}

static int probe(guestfs_h *g, struct drive d, const char **format,
		 uint64_t *size)
{
	return probe_image(g, &d, format, size);
}

TEST(bad_images_are_named)
{
	guestfs_h *g = create();
	cleanup_free char *empty = file("empty", "", 0, 0);
	cleanup_free char *missing = path_of("missing");
	const char *format;
	uint64_t size;

	ok_int(probe(g, (struct drive){ .path = empty }, &format, &size), -1);
	says(g, "empty: the image is empty");
	ok_int(probe(g, (struct drive){ .path = missing }, &format, &size), -1);
	says(g, "missing: No such file or directory");
	ok_int(guestfs_last_errno(g), ENOENT);
	ok_int(probe(g, (struct drive){ .path = (char *)test_dir() }, &format,
		     &size),
	       -1);
	says(g, "Is a directory");
	ok_int(probe(g, (struct drive){ .path = "/dev/zero", .readonly = true },
		     &format, &size),
	       -1);
	says(g, "neither a file nor a block device");
	guestfs_close(g);
}

TEST(format_and_size_of_a_qcow2)
{
	guestfs_h *g = create();
	cleanup_free char *path = path_of("d.qcow2");
	cleanup_run struct run r = { .argv = ARGV("qemu-img", "create", "-q",
						  "-f", "qcow2", path, "37M") };
	const char *format;
	uint64_t size;

	ok_int(run(&r), 0);
	ok_int(r.status, 0);
	ok_int(probe(g, (struct drive){ .path = path, .readonly = true },
		     &format, &size),
	       0);
	ok_str(format, "qcow2");
	ok_int(size, 37 * MIB);
	guestfs_close(g);
}

TEST(a_truncated_qcow2_is_named)
{
	guestfs_h *g = create();
	cleanup_free char *path = file("t.vmdk", "KDMV\1\0\0", 7, 600);
	const char *format;
	uint64_t size;

	ok_int(probe(g, (struct drive){ .path = path, .readonly = true },
		     &format, &size),
	       -1);
	says(g, "t.vmdk: ");
	guestfs_close(g);
}

TEST(qemu_accepts_our_overlays)
{
	guestfs_h *g = create();
	const uint64_t sizes[] = { 512, 37 * MIB + 100, 3 * 1024 * GIB };

	for (size_t i = 0; i < ARRAY_SIZE(sizes); i++) {
		cleanup_close int fd = overlay_create(g, sizes[i]);
		cleanup_free char *path = NULL;
		cleanup_run struct run r = { 0 };

		ok(fd >= 0);
		ok(asprintf(&path, "/proc/%d/fd/%d", getpid(), fd) > 0);
		r.argv = ARGV("qemu-img", "check", "-f", "qcow2", path);
		ok_int(run(&r), 0);
		ok_int(r.status, 0);
	}
	guestfs_close(g);
}

TEST(memory_of_the_guest_is_where_q35_puts_it)
{
	uint64_t at;

	ok(ram_offset(512 * MIB, 0x200000, 0x200000, &at));
	ok_int(at, 0x200000);
	ok(!ram_offset(512 * MIB, 512 * MIB, 1, &at));
	ok(!ram_offset(512 * MIB, 511 * MIB, 2 * MIB, &at));
	ok(!ram_offset(512 * MIB, UINT64_MAX - 10, 100, &at));
	ok(ram_offset(4 * GIB, 4 * GIB, 2 * MIB, &at));
	ok_int(at, 2 * GIB);
	ok(!ram_offset(4 * GIB, 2 * GIB, 2 * MIB, &at));
	ok(!ram_offset(4 * GIB, 6 * GIB, 1, &at));
}

TEST(memory_cannot_be_shrunk)
{
	guestfs_h *g = create();
	cleanup_close int fd = ram_create(g, 16 * MIB);

	ok(fd > 2);
	ok(ftruncate(fd, 0) < 0);
	ok(ftruncate(fd, 32 * MIB) < 0);
	guestfs_close(g);
}

static void put_appliance(const char *kernel, const char *json)
{
	free(file("kernel", kernel, strlen(kernel), strlen(kernel)));
	free(file("initrd", "0707", 4, 4));
	free(file("root", "xx", 2, 2));
	free(file("root", "root", 4, 4));
	free(file("appliance.json", json, strlen(json), strlen(json)));
}

#define INFO(version, k)                                                       \
	"{\"version\":" version ",\"kernel_size\":" k                          \
	",\"initrd_size\":4,\"root_size\":4}"

static int find(guestfs_h *g)
{
	struct appliance a = { 0 };
	int r = appliance_find(g, &a);

	appliance_finish(&a);
	return r;
}

TEST(a_good_appliance_is_found_behind_an_empty_directory)
{
	guestfs_h *g = create();
	cleanup_free char *path = NULL;

	put_appliance("\177ELF....", INFO("2", "8"));
	ok(asprintf(&path, "/nonexistent:%s", test_dir()) > 0);
	ok_int(guestfs_set_path(g, path), 0);
	ok_int(find(g), 0);
	guestfs_close(g);
}

TEST(a_missing_or_damaged_appliance_is_explained)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_path(g, test_dir()), 0);
	ok_int(find(g), -1);
	says(g, test_dir());
	says(g, "LIBGUESTFS_PATH");
	put_appliance("\177ELF....", INFO("2", "9"));
	ok_int(find(g), -1);
	says(g, "/kernel: its size is not the one in appliance.json");
	put_appliance("garbage!", INFO("2", "8"));
	ok_int(find(g), -1);
	says(g, "not an ELF kernel");
	put_appliance("\177ELF....", INFO("7", "8"));
	ok_int(find(g), -1);
	says(g, "another version");
	put_appliance("\177ELF....", "{");
	ok_int(find(g), -1);
	says(g, "not JSON");
	guestfs_close(g);
}

TEST(a_missing_qemu_is_explained)
{
	guestfs_h *g = create();

	ok_int(guestfs_set_hv(g, "/nonexistent/qemu"), 0);
	ok(!hv_find(g));
	says(g, "/nonexistent/qemu");
	says(g, "apt-get install qemu-system-x86");
	ok_int(guestfs_set_hv(g, "no-such-qemu"), 0);
	ok(!hv_find(g));
	says(g, "not found in PATH");
	ok_int(guestfs_set_hv(g, "/etc/passwd"), 0);
	ok(!hv_find(g));
	says(g, "not a program");
	guestfs_close(g);
}

TEST(broken_kvm_is_remembered)
{
	guestfs_h *g = create();
	struct accel_plan plan;
	cleanup_free char *path = NULL, *text = NULL;

	ok_int(guestfs_set_cachedir(g, test_dir()), 0);
	accel_remember(g, "/bin/sh", false);
	ok(asprintf(&path, "%s/.guestfs-%d/accelerator", test_dir(),
		    (int)geteuid()) > 0);
	text = io_read_file(path, 4096, NULL);
	ok(text && !strncmp(text, "kvm-broken ", 11));
	ok_int(accel_choose(g, "/bin/sh", &plan), 0);
	ok_int(plan.first, ACCEL_TCG);
	if (access("/dev/kvm", R_OK | W_OK) == 0) {
		ok_int(accel_choose(g, "/bin/cat", &plan), 0);
		ok_int(plan.first, ACCEL_KVM);
		ok(plan.fallback);
	}
	guestfs_close(g);
}

TEST(others_cannot_lend_us_a_cache)
{
	guestfs_h *g = create();
	cleanup_free char *dir = NULL;
	struct accel_plan plan;

	ok(asprintf(&dir, "%s/.guestfs-%d", test_dir(), (int)geteuid()) > 0);
	ok_int(mkdir(dir, 0777), 0);
	ok_int(chmod(dir, 0777), 0);
	ok_int(guestfs_set_cachedir(g, test_dir()), 0);
	ok(!cachedir_get(g, true));
	ok_int(rmdir(dir), 0);
	ok_int(symlink("/tmp", dir), 0);
	ok(!cachedir_get(g, true));
	accel_remember(g, "/bin/sh", false);
	ok_int(accel_choose(g, "/bin/sh", &plan), 0);
	guestfs_close(g);
}

TEST(backend_settings_choose_the_accelerator)
{
	guestfs_h *g = create();
	struct accel_plan plan;

	ok_int(guestfs_set_backend_setting(g, "force_tcg", "1"), 0);
	ok_int(accel_choose(g, "/bin/sh", &plan), 0);
	ok_int(plan.first, ACCEL_TCG);
	ok(!plan.fallback);
	ok_int(guestfs_clear_backend_setting(g, "force_tcg"), 1);
	ok_int(guestfs_set_backend_setting(g, "force_kvm", "1"), 0);
	if (access("/dev/kvm", R_OK | W_OK) == 0) {
		ok_int(accel_choose(g, "/bin/sh", &plan), 0);
		ok_int(plan.first, ACCEL_KVM);
		ok(!plan.fallback);
	} else {
		ok_int(accel_choose(g, "/bin/sh", &plan), -1);
		says(g, "/dev/kvm");
	}
	guestfs_close(g);
}

TEST(qemus_messages_name_the_drive)
{
	guestfs_h *g = create();
	cleanup_free char *path = file("odd}: name", "", 0, MIB);
	cleanup_free char *message = NULL;
	struct qerror e = { 0 };

	ok_int(guestfs_add_drive_ro(g, path), 0);
	ok(asprintf(&message,
		    "qemu-system-x86_64: warning: something\n"
		    "qemu-system-x86_64: -blockdev {\"node-name\":\"b0\","
		    "\"filename\":\"%s\"}: Could not open '%s': Image is "
		    "corrupt\n",
		    path, path) > 0);
	ok(qerror_explain(g, message, &e));
	ok(e.is_drive);
	test_check(strstr(e.text, "odd}: name: Image is corrupt"), __FILE__,
		   __LINE__, "it says: %s", e.text);
	ok(!strstr(e.text, "node-name"));
	free(e.text);
	ok_int(qerror_image(g, &g->drives[0],
			    "qemu-img: Could not open "
			    "'json:{ \"a\": \"}': \" }': Connection refused"),
	       -1);
	says(g, "odd}: name: Connection refused");
	ok(qerror_explain(g, "qemu-system-x86_64: cannot set up RAM\n", &e));
	ok(!e.is_drive);
	ok_str(e.text, "cannot set up RAM");
	free(e.text);
	ok(!qerror_explain(g, "", &e));
	ok(!qerror_explain(g, NULL, &e));
	guestfs_close(g);
}

TEST(a_lock_names_its_holder)
{
	guestfs_h *g = create();
	cleanup_free char *path = file("d.img", "", 0, MIB);
	cleanup_free char *message = NULL, *holder = NULL;
	struct qerror e = { 0 };
	int to[2];
	pid_t pid;
	char c;

	ok_int(guestfs_add_drive(g, path), 0);
	ok_int(pipe(to), 0);
	pid = fork();
	if (pid == 0) {
		int fd = open(path, O_RDWR);

		_exit(fd < 0 || read(to[0], &c, 1) < 0);
	}
	usleep(100000);
	ok(asprintf(&message,
		    "qemu-system-x86_64: -device virtio-blk-pci,"
		    "drive=d0: Failed to get \"write\" lock\n"
		    "Is another process using the image [%s]?\n",
		    path) > 0);
	ok(qerror_explain(g, message, &e));
	ok(asprintf(&holder, "PID %d,", pid) > 0);
	ok_int(write(to[1], "", 1), 1);
	ok(strstr(e.text, "in use by another process"));
	ok(strstr(e.text, holder));
	ok(strstr(e.text, "--ro"));
	free(e.text);
	guestfs_close(g);
}

TEST(parameters_that_break_us_are_refused)
{
	guestfs_h *g = create();

	ok_int(guestfs_config(g, "-kernel", "/x"), -1);
	ok_int(guestfs_config(g, "--nographic", NULL), -1);
	ok_int(guestfs_config(g, "kernel", "/x"), -1);
	ok_int(guestfs_config(g, "-device", "pvpanic"), 0);
	ok_int(g->n_params, 1);
	ok_str(g->params[0].value, "pvpanic");
	guestfs_close(g);
}

TEST(the_kernel_is_told_what_the_handle_wants)
{
	guestfs_h *g = create();
	cleanup_free char *line = NULL;

	ok_int(guestfs_set_append(g, "mine=1"), 0);
	line = kernel_cmdline(g, ACCEL_TCG, BOOT_COLD);
	ok(strstr(line, " quiet "));
	ok(strstr(line, "panic=1"));
	ok(strstr(line, " mine=1"));
	guestfs_close(g);
}
