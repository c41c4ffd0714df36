/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the appliance holds, looking into it, and breaking it. */
#define GUESTFS_PRIVATE 1
#include "appliance.h"

#include "io.h"
#include "run.h"

#include <fcntl.h>
#include <unistd.h>

static char *debug(guestfs_h *g, const char *sub, const char *word)
{
	char *words[] = { (char *)word, NULL };

	return guestfs_debug(g, sub, words);
}

static char *host_file(const char *name, const char *text)
{
	char *path;

	ok(asprintf(&path, "%s/%s", test_dir(), name) > 0);
	ok_int(io_write_file(path, text), 0);
	return path;
}

TEST(debug_looks_into_the_appliance)
{
	guestfs_h *g = appliance();
	cleanup_free char *help = debug(g, "help", NULL);
	cleanup_free char *env = debug(g, "env", NULL);
	cleanup_free char *fds = debug(g, "fds", NULL);
	cleanup_free char *ls = debug(g, "ls", "/usr/sbin");
	cleanup_free char *ll = debug(g, "ll", NULL);
	cleanup_free char *sh = debug(g, "sh", "echo out; echo err >&2");

	ok(help && strstr(help, "progress"));
	ok(env && strstr(env, "PATH="));
	ok(fds && strstr(fds, " -> "));
	ok(ls && strstr(ls, "guestfsd\n"));
	ok(ll && strstr(ll, " sysroot\n"));
	ok_str(sh, "out\nerr\n");
}

TEST(debug_refuses_what_it_does_not_know)
{
	guestfs_h *g = appliance();

	ok(!debug(g, "nonsense", NULL));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!debug(g, "sh", NULL));
	ok(!debug(g, "progress", "x"));
	ok(!debug(g, "sh", "echo why >&2; false"));
	ok(strstr(guestfs_last_error(g), "why"));
	ok(!debug(g, "ls", "/absent"));
}

static void count(guestfs_h *g, void *opaque, uint64_t event, int handle,
		  int flags, const char *buf, size_t len, const uint64_t *v,
		  size_t n)
{
	int *seen = opaque;

	(*seen)++;
	if (event == GUESTFS_EVENT_PROGRESS && n == 4 && v[2] == v[3])
		*seen += 1000;
}

TEST(debug_progress_sends_events)
{
	guestfs_h *g = appliance();
	int seen = 0;
	int h = guestfs_set_event_callback(g, count, GUESTFS_EVENT_PROGRESS, 0,
					   &seen);
	cleanup_free char *s = debug(g, "progress", "4");

	ok_str(s, "ok");
	guestfs_delete_event_callback(g, h);
	ok(seen > 1002);
}

TEST(debug_upload_makes_a_file_of_the_appliance)
{
	guestfs_h *g = appliance();
	cleanup_free char *from = host_file("f", "text");
	cleanup_free char *ll = NULL, *text = NULL;

	works(g, guestfs_debug_upload(g, from, "up", 0640));
	ll = debug(g, "ll", "/tmp/up");
	ok(ll && !strncmp(ll, "-rw-r-----", 10));
	works(g, guestfs_internal_upload(g, from, "up", 0600));
	text = debug(g, "sh", "cat /tmp/up");
	ok_str(text, "text");
	fails(g, guestfs_debug_upload(g, from, "../up", 0600), EINVAL);
	fails(g, guestfs_debug_upload(g, from, "", 0600), EINVAL);
	fails(g, guestfs_debug_upload(g, from, "up", -1), EINVAL);
	works(g, guestfs_ping_daemon(g));
}

TEST(modprobe_loads_a_module)
{
	guestfs_h *g = appliance();
	char *groups[] = { "linuxmodules", NULL };
	cleanup_free char *loaded = NULL;

	works(g, guestfs_available(g, groups));
	works(g, guestfs_modprobe(g, "dm-zero"));
	loaded = debug(g, "sh", "cat /proc/modules");
	ok(loaded && strstr(loaded, "dm_zero "));
	fails(g, guestfs_modprobe(g, "nonsense"), ENOENT);
	fails(g, guestfs_modprobe(g, "-r"), EINVAL);
	fails(g, guestfs_modprobe(g, "../x"), EINVAL);
}

TEST(filesystem_available_asks_the_kernel)
{
	guestfs_h *g = appliance();

	ok_int(guestfs_filesystem_available(g, "ext4"), 1);
	ok_int(guestfs_filesystem_available(g, "f2fs"), 1);
	ok_int(guestfs_filesystem_available(g, "proc"), 1);
	ok_int(guestfs_filesystem_available(g, "zfs"), 0);
	fails(g, guestfs_filesystem_available(g, "a b"), EINVAL);
	fails(g, guestfs_filesystem_available(g, ""), EINVAL);
}

#define ok_arch(path, want)                                                    \
	do {                                                                   \
		cleanup_free char *arch_ = guestfs_file_architecture(g, path); \
		ok_str(arch_, want);                                           \
	} while (0)

static void put_program(guestfs_h *g, const char *path, const char *shell)
{
	cleanup_free char *file = NULL;
	cleanup_run struct run r = { .argv = ARGV("sh", "-c", shell) };

	ok(asprintf(&file, "%s/program", test_dir()) > 0);
	r.out_fd = open(file, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	ok(r.out_fd > 0);
	ok_int(run(&r), 0);
	ok_int(r.status, 0);
	close(r.out_fd);
	works(g, guestfs_upload(g, file, path));
}

TEST(file_architecture_reads_headers)
{
	guestfs_h *g = fresh_fs("ext4");

	put_program(g, "/plain", "cat /bin/true");
	put_program(g, "/gz", "gzip -c /bin/true");
	put_program(g, "/xz", "xz -c /bin/true");
	put_program(g, "/initrd",
		    "cd / && printf 'etc/hosts\\nbin/true\\n' | "
		    "cpio -o -H newc --quiet | gzip -c");
	works(g, guestfs_ln_s(g, "/plain", "/link"));
	ok_arch("/plain", "x86_64");
	ok_arch("/gz", "x86_64");
	ok_arch("/xz", "x86_64");
	ok_arch("/initrd", "x86_64");
	ok_arch("/link", "x86_64");
}

TEST(file_architecture_of_what_has_none)
{
	guestfs_h *g = fresh_fs("ext4");

	put_text(g, "/text", "text\n");
	put_text(g, "/empty", "");
	put_text(g, "/cut", "\x1f\x8b\b");
	ok(!guestfs_file_architecture(g, "/text"));
	ok_int(guestfs_last_errno(g), EINVAL);
	ok(!guestfs_file_architecture(g, "/empty"));
	ok(!guestfs_file_architecture(g, "/cut"));
	ok(!guestfs_file_architecture(g, "/"));
	ok(!guestfs_file_architecture(g, "/absent"));
	ok_int(guestfs_last_errno(g), ENOENT);
}

/* Those that the appliance has, and those that nobody has given it */
TEST(groups_are_true_to_what_the_appliance_holds)
{
	guestfs_h *g = appliance();
	cleanup_strv char **all = guestfs_available_all_groups(g);
	static const char *const has[] = {
		"augeas", "hivex", "inotify",  "journal",	 "linuxmodules",
		"lvm2",	  "luks",  "realpath", "selinuxrelabel", "libyara",
	};
	static const char *const lacks[] = { "libtsk", "ldm", "selinux",
					     "sleuthkit" };

	ok_int(strv_len(all), 38);
	for (size_t i = 0; i < ARRAY_SIZE(has); i++) {
		char *one[] = { (char *)has[i], NULL };

		ok(strv_has(all, has[i]));
		works(g, guestfs_available(g, one));
	}
	for (size_t i = 0; i < ARRAY_SIZE(lacks); i++) {
		char *one[] = { (char *)lacks[i], NULL };

		ok(strv_has(all, lacks[i]));
		ok_int(guestfs_feature_available(g, one), 0);
		fails(g, guestfs_available(g, one), ENOTSUP);
	}
}

/* A second thread that polls the port can take the bytes whose interrupt is
 * still to come; then nobody wakes the first.
 */
TEST(no_second_thread_waits_for_the_control_port)
{
	static const char script[] =
		"for t in /proc/$PPID/task/*; do set -- $(cat $t/syscall);"
		" [ $1 = 7 ] || continue;" /* poll(2) of the fds at $2 */
		" fd=$(dd if=/proc/$PPID/mem bs=1 skip=$(($2)) count=4 |"
		" od -An -td4); dev=$(readlink /proc/$PPID/fd/$((fd)));"
		" case $dev in /dev/vport*) cat /sys/class/virtio-ports/"
		"${dev##*/}/name;; esac; done 2>/dev/null";
	guestfs_h *g = appliance();
	cleanup_free char *polled = debug(g, "sh", script);

	ok_str(polled, "org.libguestfs.watch.0\n");
	for (int i = 0; i < 2000; i++)
		works(g, guestfs_ping_daemon(g));
}
