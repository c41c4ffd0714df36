/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments of add_drive and its relatives; nothing is launched. */
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "guestfs.h"
#include "io.h"
#include "strv.h"
#include "test.h"

static guestfs_h *create(void)
{
	guestfs_h *g = guestfs_create_flags(GUESTFS_CREATE_NO_ENVIRONMENT);

	ok(g);
	guestfs_set_error_handler(g, NULL, NULL);
	return g;
}

/* A file with these first bytes, 4096 in all. */
static const char *image(const char *name, const void *head, size_t len)
{
	static char path[200];
	char zero[4096] = "";
	int fd;

	snprintf(path, sizeof(path), "%s/%s", test_dir(), name);
	memcpy(zero, head, len);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	ok(fd >= 0);
	ok_int(io_write_full(fd, zero, sizeof(zero)), 0);
	close(fd);
	return path;
}

static const char *raw(void)
{
	return image("raw.img", "", 0);
}

#define fails(g, expr, text)                                                   \
	do {                                                                   \
		ok_int(expr, -1);                                              \
		test_check(strstr(guestfs_last_error(g), text), __FILE__,      \
			   __LINE__, "\"%s\" does not say \"%s\"",             \
			   guestfs_last_error(g), text);                       \
	} while (0)

#define ADD(g, file, name, value)                                              \
	guestfs_add_drive_opts(g, file, GUESTFS_ADD_DRIVE_OPTS_##name, value,  \
			       -1)

/* What debug_drives says of the last drive. */
static const char *last(guestfs_h *g)
{
	static char text[500];
	char **v = guestfs_debug_drives(g);
	size_t n = strv_len(v);

	snprintf(text, sizeof(text), "%s", n ? v[n - 1] : "");
	strv_free(v);
	return text;
}

static bool last_has(guestfs_h *g, const char *text)
{
	return strstr(last(g), text);
}

TEST(a_raw_image_is_pinned_to_raw)
{
	guestfs_h *g = create();

	ok_int(guestfs_add_drive(g, raw()), 0);
	ok(last_has(g, "format=raw"));
	ok_int(guestfs_add_drive_ro(g, raw()), 0);
	ok(last_has(g, "readonly format=raw"));
	guestfs_close(g);
}

TEST(formats_are_known_by_their_magic)
{
	static const struct {
		const char *magic;
		size_t at, len;
		const char *is;
	} cases[] = {
		{ "QFI\xfb\0\0\0\3", 0, 8, "qcow2" },
		{ "QFI\xfb\0\0\0\2", 0, 8, "qcow2" },
		{ "QFI\xfb\0\0\0\7", 0, 8, "raw" },
		{ "KDMV", 0, 4, "vmdk" },
		{ "# Disk DescriptorFile", 0, 21, "vmdk" },
		{ "vhdxfile", 0, 8, "vhdx" },
		{ "conectix", 0, 8, "vpc" },
		{ "\x7f\x10\xda\xbe", 64, 4, "vdi" },
		{ "LUKS\xba\xbe", 0, 6, "raw" },
		{ " QFI\xfb", 0, 5, "raw" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		guestfs_h *g = create();
		char head[128] = "", want[40];

		memcpy(head + cases[i].at, cases[i].magic, cases[i].len);
		ok_int(guestfs_add_drive(g, image("x", head, 128)), 0);
		snprintf(want, sizeof(want), " format=%s", cases[i].is);
		ok(last_has(g, want));
		guestfs_close(g);
	}
}

TEST(a_given_format_is_obeyed)
{
	guestfs_h *g = create();

	ok_int(ADD(g, image("q", "QFI\xfb\0\0\0\3", 8), FORMAT, "raw"), 0);
	ok(last_has(g, "format=raw"));
	fails(g, ADD(g, raw(), FORMAT, "raw,x=y"), "format \"raw,x=y\"");
	fails(g, ADD(g, raw(), FORMAT, ""), "format \"\"");
	guestfs_close(g);
}

static char noted[500];

static void note(guestfs_h *g, void *opaque, uint64_t event, int handle,
		 int flags, const char *buf, size_t len, const uint64_t *array,
		 size_t array_len)
{
	if (memmem(buf, len, "refers", 6))
		snprintf(noted, sizeof(noted), "%.*s", (int)len, buf);
}

TEST(an_image_with_a_backing_file_is_noted)
{
	guestfs_h *g = create();
	char head[128] = "QFI\xfb\0\0\0\3";

	head[15] = 64;
	guestfs_set_event_callback(g, note, GUESTFS_EVENT_LIBRARY, 0, NULL);
	guestfs_set_verbose(g, 1);
	*noted = '\0';
	ok_int(guestfs_add_drive(g, image("plain", "QFI\xfb\0\0\0\3", 8)), 0);
	ok_str(noted, "");
	ok_int(guestfs_add_drive(g, image("backed", head, 128)), 0);
	ok(strstr(noted, "refers to other files"));
	guestfs_close(g);
}

TEST(names_become_absolute)
{
	guestfs_h *g = create();
	char *cwd = getcwd(NULL, 0), want[300];

	raw();
	ok_int(chdir(test_dir()), 0);
	ok_int(guestfs_add_drive(g, "raw.img"), 0);
	ok_int(chdir(cwd), 0);
	snprintf(want, sizeof(want), "%s/raw.img", test_dir());
	ok(last_has(g, want));
	free(cwd);
	guestfs_close(g);
}

TEST(bad_files_are_refused_with_a_reason)
{
	guestfs_h *g = create();
	char path[300];

	fails(g, guestfs_add_drive(g, "/no/such.img"), "/no/such.img: No such");
	ok_int(guestfs_last_errno(g), ENOENT);
	fails(g, guestfs_add_drive(g, test_dir()), "it is a directory");
	fails(g, guestfs_add_drive(g, ""), "empty");
	fails(g, guestfs_add_drive(g, "/dev/zero"), "neither a file");
	snprintf(path, sizeof(path), "%s/empty", test_dir());
	ok_int(io_write_file(path, ""), 0);
	fails(g, guestfs_add_drive_ro(g, path), "it is empty");
	snprintf(path, sizeof(path), "%s/fifo", test_dir());
	ok_int(mkfifo(path, 0600), 0);
	fails(g, guestfs_add_drive_ro(g, path), "neither a file");
	ok_str(last(g), "");
	guestfs_close(g);
}

TEST(permissions_are_checked_and_read_only_is_offered)
{
	guestfs_h *g = create();
	char path[300];
	int r;

	snprintf(path, sizeof(path), "%s", raw());
	chmod(test_dir(), 0755);
	chmod(path, 0444);
	if (geteuid() == 0 && seteuid(65534) < 0)
		test_skip("cannot give up root");
	r = guestfs_add_drive(g, path);
	if (getuid() == 0)
		ok_int(seteuid(0), 0);
	ok_int(r, -1);
	ok_int(guestfs_last_errno(g), EACCES);
	ok(strstr(guestfs_last_error(g), "read-only"));
	ok_int(guestfs_add_drive_ro(g, path), 0);
	guestfs_close(g);
}

TEST(dev_null_is_an_empty_disk)
{
	guestfs_h *g = create();

	ok_int(guestfs_add_drive(g, "/dev/null"), 0);
	ok(last_has(g, "format=raw"));
	ok(last_has(g, "scratch"));
	fails(g, ADD(g, "/dev/null", FORMAT, "qcow2"), "/dev/null");
	guestfs_close(g);
}

TEST(scratch_disks_go_with_the_handle)
{
	guestfs_h *g = create();
	struct stat st;
	char path[500];

	ok_int(guestfs_add_drive_scratch(g, 1 << 20, -1), 0);
	snprintf(path, sizeof(path), "%s", last(g));
	*strchr(path, ' ') = '\0';
	ok_int(stat(path, &st), 0);
	ok_int(st.st_size, 1 << 20);
	ok_int(st.st_blocks, 0);
	fails(g, guestfs_add_drive_scratch(g, 0, -1), "size");
	fails(g, guestfs_add_drive_scratch(g, -5, -1), "size");
	guestfs_close(g);
	ok_int(stat(path, &st), -1);
	*strrchr(path, '/') = '\0';
	ok_int(stat(path, &st), -1);
}

TEST(words_have_their_alphabets)
{
	guestfs_h *g = create();
	const char *f = raw();

	ok_int(guestfs_add_drive_with_if(g, f, "virtio"), 0);
	ok_int(guestfs_add_drive_ro_with_if(g, f, "ide"), 0);
	ok_int(guestfs_add_cdrom(g, f), 0);
	fails(g, ADD(g, f, IFACE, "ide,if=x"), "iface");
	fails(g, ADD(g, f, LABEL, ""), "label");
	fails(g, ADD(g, f, LABEL, "with space"), "label");
	fails(g, ADD(g, f, LABEL, "digits1"), "label");
	fails(g, ADD(g, f, LABEL, "abcdefghijklmnopqrstu"), "label");
	fails(g, ADD(g, f, CACHEMODE, "none"), "cachemode");
	fails(g, ADD(g, f, DISCARD, "maybe"), "discard");
	fails(g, ADD(g, f, BLOCKSIZE, 1024), "blocksize 1024");
	fails(g, ADD(g, f, PROTOCOL, "gopher"), "gopher");
	ok_int(ADD(g, f, CACHEMODE, "unsafe"), 0);
	ok_int(ADD(g, f, DISCARD, "besteffort"), 0);
	ok_int(ADD(g, f, BLOCKSIZE, 4096), 0);
	ok_int(ADD(g, f, COPYONREAD, 1), 0);
	ok_int(ADD(g, f, NAME, "/dev/sdb"), 0);
	guestfs_close(g);
}

TEST(labels_are_unique_and_drives_can_be_removed_by_them)
{
	guestfs_h *g = create();
	const char *f = raw();

	ok_int(ADD(g, f, LABEL, "abcdefghijklmnopqrst"), 0);
	fails(g, ADD(g, f, LABEL, "abcdefghijklmnopqrst"), "another drive");
	ok_int(guestfs_last_errno(g), EEXIST);
	ok_int(guestfs_remove_drive(g, "abcdefghijklmnopqrst"), 0);
	fails(g, guestfs_remove_drive(g, "abcdefghijklmnopqrst"), "no drive");
	ok_str(last(g), "");
	guestfs_close(g);
}

TEST(a_read_only_drive_cannot_discard)
{
	guestfs_h *g = create();

	fails(g,
	      guestfs_add_drive_opts(g, raw(), GUESTFS_ADD_DRIVE_OPTS_READONLY,
				     1, GUESTFS_ADD_DRIVE_OPTS_DISCARD,
				     "enable", -1),
	      "cannot discard");
	ok_int(guestfs_add_drive_opts(g, raw(), GUESTFS_ADD_DRIVE_OPTS_READONLY,
				      1, GUESTFS_ADD_DRIVE_OPTS_DISCARD,
				      "besteffort", -1),
	       0);
	guestfs_close(g);
}

static int remote(guestfs_h *g, const char *protocol, const char *path,
		  const char *server)
{
	char *servers[] = { (char *)server, NULL };

	return guestfs_add_drive_opts(g, path, GUESTFS_ADD_DRIVE_OPTS_PROTOCOL,
				      protocol, GUESTFS_ADD_DRIVE_OPTS_SERVER,
				      servers, -1);
}

TEST(servers_have_four_forms)
{
	static const char *const good[] = {
		"h",	   "h.example", "127.0.0.1:10809",
		"tcp:h:1", "[::1]:2",	"unix:/sock"
	};
	static const char *const bad[] = { "h:",  "h:0",  "h:99999",
					   "h:x", "tcp:", "unix:sock",
					   "-h",  "a b",  "h,x=y",
					   "[::1" };
	guestfs_h *g = create();

	for (size_t i = 0; i < ARRAY_SIZE(good); i++)
		ok_int(remote(g, "nbd", "", good[i]), 0);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		fails(g, remote(g, "nbd", "", bad[i]), bad[i]);
	guestfs_close(g);
}

TEST(protocols_take_what_fits_them)
{
	guestfs_h *g = create();

	ok_int(remote(g, "ssh", "/disk", "h"), 0);
	ok_int(remote(g, "https", "/disk", "h:8443"), 0);
	ok_int(remote(g, "iscsi", "iqn.x/1", "h"), 0);
	ok_int(remote(g, "rbd", "pool/disk", NULL), 0);
	fails(g, remote(g, "nbd", "x", NULL), "exactly one server");
	fails(g, remote(g, "ssh", "disk", "h"), "begins with \"/\"");
	fails(g, remote(g, "http", "", "h"), "empty");
	fails(g, remote(g, "ssh", "/d", "unix:/s"), "no unix sockets");
	fails(g, remote(g, "file", raw(), "h"), "no server");
	fails(g, ADD(g, raw(), USERNAME, "u"), "no user name");
	fails(g, ADD(g, raw(), SECRET, "s"), "no secret");
	guestfs_close(g);
}

TEST(libvirt_domains_are_refused_clearly)
{
	guestfs_h *g = create();

	fails(g, guestfs_add_domain(g, "dom", -1), "libvirt support is not");
	ok_int(guestfs_last_errno(g), ENOTSUP);
	guestfs_close(g);
}

TEST(no_more_drives_than_max_disks)
{
	guestfs_h *g = create();
	int max = guestfs_max_disks(g);
	const char *f = raw();

	ok_int(max, 255);
	for (int i = 0; i < max; i++)
		ok_int(guestfs_add_drive_ro(g, f), 0);
	fails(g, guestfs_add_drive_ro(g, f), "255");
	guestfs_close(g);
}

TEST(device_names_have_an_index)
{
	guestfs_h *g = create();
	const char *f = raw();

	for (int i = 0; i < 30; i++)
		ok_int(guestfs_add_drive_ro(g, f), 0);
	ok_int(guestfs_device_index(g, "/dev/sda"), 0);
	ok_int(guestfs_device_index(g, "/dev/vdb"), 1);
	ok_int(guestfs_device_index(g, "/dev/hdz"), 25);
	ok_int(guestfs_device_index(g, "/dev/sdad"), 29);
	fails(g, guestfs_device_index(g, "/dev/sdae"), "/dev/sdae");
	fails(g, guestfs_device_index(g, "/dev/sda1"), "/dev/sda1");
	fails(g, guestfs_device_index(g, "/dev/sdzzzzzzzzzzzzzz"), "disks");
	guestfs_close(g);
}

TEST(device_names_have_a_canonical_form)
{
	static const char *const pairs[][2] = {
		{ "/dev/vda", "/dev/sda" },
		{ "/dev/hdb1", "/dev/sdb1" },
		{ "/dev/sdc", "/dev/sdc" },
		{ "/dev/md0", "/dev/md0" },
		{ "/dev/mapper/a-b", "/dev/mapper/a-b" },
		{ "btrfsvol:/dev/sda/x", "btrfsvol:/dev/sda/x" },
	};
	guestfs_h *g = create();

	for (size_t i = 0; i < ARRAY_SIZE(pairs); i++) {
		char *s = guestfs_canonical_device_name(g, pairs[i][0]);

		ok_str(s, pairs[i][1]);
		free(s);
	}
	guestfs_close(g);
}
