/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs of the guest, whose root is a shell and its library from here. */
#include <elf.h>
#include <unistd.h>

#include "appliance.h"

#define LOADER "/lib64/ld-linux-x86-64.so.2"
#define LIBC   "/lib/x86_64-linux-gnu/libc.so.6"

static void put_program(guestfs_h *g, const char *from, const char *to)
{
	works(g, guestfs_upload(g, from, to));
	works(g, guestfs_chmod(g, 0755, to));
}

static void make_guest(guestfs_h *g)
{
	static const char *const dirs[] = { "/bin", "/dev", "/proc",
					    "/sys", "/etc", "/lib64" };

	for (size_t i = 0; i < ARRAY_SIZE(dirs); i++)
		works(g, guestfs_mkdir(g, dirs[i]));
	works(g, guestfs_mkdir_p(g, "/lib/x86_64-linux-gnu"));
	put_program(g, "/bin/sh", "/bin/sh");
	put_program(g, "/bin/cat", "/bin/cat");
	put_program(g, "/bin/sleep", "/bin/sleep");
	put_program(g, LOADER, LOADER);
	put_program(g, LIBC, LIBC);
}

/* Made once: uploads are dear */
static guestfs_h *guest(void)
{
	static bool made;
	guestfs_h *g = appliance();

	if (made) {
		works(g, guestfs_mount(g, DISK_FS, "/"));
	} else {
		fresh_fs("ext4");
		make_guest(g);
		made = true;
	}
	return g;
}

static char *command(guestfs_h *g, const char *a, const char *b, const char *c)
{
	char *const argv[] = { (char *)a, (char *)b, (char *)c, NULL };

	return guestfs_command(g, argv);
}

TEST(a_program_runs_in_the_guests_root)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL, *found = NULL, *none = NULL;

	put_text(g, "/etc/who", "the guest\n");
	out = command(g, "/bin/cat", "/etc/who", NULL);
	ok_str(out, "the guest\n");
	found = command(g, "cat", "/etc/who", NULL);
	ok_str(found, "the guest\n");
	/* Standard input is at its end */
	none = command(g, "cat", NULL, NULL);
	ok_str(none, "");
}

TEST(output_as_lines)
{
	guestfs_h *g = guest();
	char *const cat[] = { (char *)"cat", (char *)"/etc/l", NULL };

	put_text(g, "/etc/l", "one\n\nthree");
	ok_str(joined(guestfs_command_lines(g, cat), '|'), "one||three");
	ok_str(joined(guestfs_sh_lines(g, "echo a; echo b"), '|'), "a|b");
	ok_str(joined(guestfs_sh_lines(g, "echo"), '|'), "");
	ok_str(joined(guestfs_sh_lines(g, ":"), '|'), "");
	fails(g, guestfs_sh_lines(g, "exit 1"), 0);
	fails(g, guestfs_command_lines(g, (char *[]){ NULL }), EINVAL);
}

TEST(a_shell_has_patterns_and_pipes)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL, *pwd = NULL;

	out = guestfs_sh(g, "cd /lib; echo * | cat; echo \"$0\" >/etc/made");
	ok_str(out, "x86_64-linux-gnu\n");
	ok(file_is(g, "/etc/made", "/bin/sh\n"));
	pwd = guestfs_sh(g, "pwd; umask");
	ok_str(pwd, "/\n0022\n");
}

TEST(a_failing_program_says_status_and_why)
{
	guestfs_h *g = guest();

	ok(!guestfs_sh(g, "echo out; echo oops >&2; exit 3"));
	ok(strstr(guestfs_last_error(g), "exit status 3"));
	ok(strstr(guestfs_last_error(g), "oops"));
	ok(!strstr(guestfs_last_error(g), "out"));
	ok_int(guestfs_last_errno(g), 0);
	ok(!command(g, "cat", "/missing", NULL));
	ok(strstr(guestfs_last_error(g), "/missing"));
	ok(!guestfs_sh(g, "kill -9 $$"));
	ok(strstr(guestfs_last_error(g), "exit status 137"));
}

TEST(a_program_that_is_not_there)
{
	guestfs_h *g = guest();

	fails(g, command(g, "/bin/none", NULL, NULL), ENOENT);
	ok(strstr(guestfs_last_error(g), "/bin/none"));
	fails(g, command(g, "none", NULL, NULL), ENOENT);
	fails(g, command(g, "", NULL, NULL), ENOENT);
	put_text(g, "/etc/plain", "text");
	fails(g, command(g, "/etc/plain", NULL, NULL), EACCES);
	fails(g, command(g, "/etc", NULL, NULL), EACCES);
	/* The appliance has it, the guest has not */
	fails(g, command(g, "mke2fs", NULL, NULL), ENOENT);
	fails(g, guestfs_command(g, (char *[]){ NULL }), EINVAL);
}

TEST(a_script_without_an_interpreter_is_the_shells)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	put_text(g, "/bin/script", "echo \"script $1\"\n");
	works(g, guestfs_chmod(g, 0755, "/bin/script"));
	out = command(g, "script", "arg", NULL);
	ok_str(out, "script arg\n");
}

TEST(another_architecture_is_named)
{
	guestfs_h *g = guest();
	Elf64_Ehdr h = { .e_type = ET_EXEC, .e_version = EV_CURRENT };

	memcpy(h.e_ident, ELFMAG, SELFMAG);
	h.e_ident[EI_CLASS] = ELFCLASS64;
	h.e_ident[EI_DATA] = ELFDATA2LSB;
	h.e_ident[EI_VERSION] = EV_CURRENT;
	h.e_machine = EM_AARCH64;
	works(g, guestfs_write(g, "/bin/arm", (char *)&h, sizeof(h)));
	works(g, guestfs_chmod(g, 0755, "/bin/arm"));
	fails(g, command(g, "arm", NULL, NULL), ENOEXEC);
	ok(strstr(guestfs_last_error(g), "aarch64"));
	ok(strstr(guestfs_last_error(g), "x86_64"));
	fails(g, command(g, "/bin/arm", NULL, NULL), ENOEXEC);
}

TEST(dev_proc_and_sys_are_there_while_it_runs)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;
	cleanup_strv char **names = NULL, **mounts = NULL;

	out = guestfs_sh(g, "echo x >/dev/null; read a b </proc/1/stat; "
			    "[ -d /sys/block ] && [ -b /dev/sda ] && "
			    "[ -e /proc/self/status ] && echo $a");
	ok_str(out, "1\n");
	names = guestfs_ls(g, "/dev");
	ok_int(strv_len(names), 0);
	mounts = guestfs_mounts(g);
	ok_int(strv_len(mounts), 1);
}

TEST(links_in_place_of_dev_lead_nowhere)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	works(g, guestfs_rmdir(g, "/sys"));
	works(g, guestfs_ln_s(g, "../../../run", "/sys"));
	out = guestfs_sh(g, "[ -d /sys/block ] || echo none");
	works(g, guestfs_rm(g, "/sys"));
	works(g, guestfs_mkdir(g, "/sys"));
	ok_str(out, "none\n");
}

TEST(processes_left_behind_are_ended)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	out = guestfs_sh(g, "sleep 1000 & echo left");
	ok_str(out, "left\n");
	/* One of them would hold the file system */
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, DISK_FS, "/"));
}

TEST(too_much_output_is_an_error)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	works(g, guestfs_fill(g, 'x', 5 << 20, "/etc/big"));
	fails(g, guestfs_sh(g, "while :; do cat /etc/big; done"), EFBIG);
	works(g, guestfs_rm(g, "/etc/big"));
	/* Nothing of it is left */
	out = guestfs_sh(g, "echo fine");
	ok_str(out, "fine\n");
}

TEST(without_a_network_resolv_conf_is_the_guests)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	put_text(g, "/etc/resolv.conf", "nameserver 192.0.2.1\n");
	out = command(g, "cat", "/etc/resolv.conf", NULL);
	ok_str(out, "nameserver 192.0.2.1\n");
}

TEST(a_read_only_guest_can_run_programs)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount_ro(g, DISK_FS, "/"));
	out = guestfs_sh(g, "echo x 2>/dev/null >/file || echo refused");
	ok_str(out, "refused\n");
}

TEST(a_command_needs_a_mounted_root)
{
	guestfs_h *g = appliance();

	fails(g, guestfs_sh(g, "true"), EINVAL);
	works(g, guestfs_mkfs(g, "ext2", DISK_SMALL));
	works(g, guestfs_mount(g, DISK_SMALL, "/"));
	fails(g, guestfs_sh(g, "true"), ENOENT);
	ok(strstr(guestfs_last_error(g), "/bin/sh"));
}

/* What a guest's program reads there, with and without a file of its own */
static void resolv_conf(guestfs_h *g)
{
	cleanup_free char *none = NULL, *link = NULL, *left = NULL;
	cleanup_free char *file = NULL;

	works(g, guestfs_rm_f(g, "/etc/resolv.conf"));
	none = command(g, "cat", "/etc/resolv.conf", NULL);
	ok_str(none, "nameserver 169.254.2.3\n");
	ok_int(guestfs_exists(g, "/etc/resolv.conf"), 0);
	works(g, guestfs_ln_s(g, "../run/none", "/etc/resolv.conf"));
	link = command(g, "cat", "/etc/resolv.conf", NULL);
	ok_str(link, "nameserver 169.254.2.3\n");
	left = guestfs_readlink(g, "/etc/resolv.conf");
	ok_str(left, "../run/none");
	works(g, guestfs_rm(g, "/etc/resolv.conf"));
	put_text(g, "/etc/resolv.conf", "mine");
	file = command(g, "cat", "/etc/resolv.conf", NULL);
	ok_str(file, "nameserver 169.254.2.3\n");
	ok(file_is(g, "/etc/resolv.conf", "mine"));
}

TEST(with_a_network_resolv_conf_is_ours)
{
	guestfs_h *g = guestfs_create();

	guestfs_set_error_handler(g, NULL, NULL);
	works(g, guestfs_set_network(g, 1));
	works(g, guestfs_add_drive_scratch(g, 64 * MIB, -1));
	works(g, guestfs_launch(g));
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda"));
	works(g, guestfs_mount(g, "/dev/sda", "/"));
	make_guest(g);
	resolv_conf(g);
	guestfs_close(g);
}

TEST(disks_have_the_users_names)
{
	guestfs_h *g = guest();
	cleanup_free char *out = NULL;

	works(g, guestfs_part_disk(g, DISK_SMALL, "mbr"));
	works(g,
	      guestfs_pwrite_device(g, DISK_SMALL "1", "on the disk\n", 12, 0));
	out = guestfs_sh(g, "read a <" DISK_SMALL "1; echo $a; "
			    "echo /dev/sd? /dev/null /dev/shm; "
			    "echo x >/dev/new");
	ok_str(out, "on the disk\n/dev/sda /dev/sdb /dev/sdc /dev/sdd "
		    "/dev/null /dev/shm\n");
	/* What it makes there is gone with it */
	fails(g, guestfs_sh(g, "cat /dev/new"), 0);
}
