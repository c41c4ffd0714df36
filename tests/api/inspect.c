/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inspection through the API: guests made on scratch disks and recognised. */
#include "appliance.h"

#include <stdarg.h>

#include "io.h"
#include "run.h"

static guestfs_h *g;

/* Two disks with one empty partition each. */
static void fresh(void)
{
	g = appliance();
	works(g, guestfs_lvm_remove_all(g));
	works(g, guestfs_part_disk(g, "/dev/sda", "gpt"));
	works(g, guestfs_part_disk(g, "/dev/sdb", "mbr"));
	works(g, guestfs_zero(g, "/dev/sda1"));
	works(g, guestfs_zero(g, "/dev/sdb1"));
}

static void put(const char *path, const char *text)
{
	works(g, guestfs_write(g, path, text, strlen(text)));
}

static void putf(const char *path, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

static void putf(const char *path, const char *fmt, ...)
{
	cleanup_free char *text = NULL;
	va_list ap;
	int r;

	va_start(ap, fmt);
	r = vasprintf(&text, fmt, ap);
	va_end(ap);
	ok(r >= 0);
	put(path, text);
}

/* A file of this machine's; small enough for one message. */
static void copy_in(const char *from, const char *path)
{
	size_t len;
	cleanup_free char *buf = io_read_file(from, MIB, &len);

	ok(buf != NULL);
	works(g, guestfs_write(g, path, buf, len));
}

static void linux_tree(const char *os_release)
{
	works(g, guestfs_mkdir_p(g, "/bin"));
	works(g, guestfs_mkdir_p(g, "/etc"));
	copy_in("/bin/true", "/bin/sh");
	put("/etc/os-release", os_release);
}

/* Value of @key in a list of pairs, or "". */
static const char *get(char *const *pairs, const char *key)
{
	for (size_t i = 0; pairs && pairs[i]; i += 2)
		if (!strcmp(pairs[i], key))
			return pairs[i + 1];
	return "";
}

#define ok_get(call, want)                                                     \
	do {                                                                   \
		cleanup_free char *s_ = (call);                                \
		ok_str(s_, want);                                              \
	} while (0)

TEST(an_empty_disk_has_no_system)
{
	cleanup_strv char **roots = NULL, **again = NULL;

	fresh();
	roots = guestfs_inspect_os(g);
	ok(roots != NULL);
	ok_int(strv_len(roots), 0);
	again = guestfs_inspect_get_roots(g);
	ok_int(strv_len(again), 0);
}

TEST(a_root_not_inspected_is_an_error)
{
	fresh();
	fails(g, guestfs_inspect_get_type(g, "/dev/sda1"), EINVAL);
	ok(strstr(guestfs_last_error(g), "inspect_os"));
}

static void make_lvm_linux(void)
{
	char *pv[] = { "/dev/sda2", NULL };
	cleanup_free char *boot = NULL;

	works(g, guestfs_part_init(g, "/dev/sda", "gpt"));
	works(g, guestfs_part_add(g, "/dev/sda", "p", 2048, 206847));
	works(g, guestfs_part_add(g, "/dev/sda", "p", 206848, -2048));
	works(g, guestfs_pvcreate(g, "/dev/sda2"));
	works(g, guestfs_vgcreate(g, "my-vg", pv));
	works(g, guestfs_lvcreate(g, "root", "my-vg", 200));
	works(g, guestfs_lvcreate(g, "ho-me", "my-vg", 100));
	works(g, guestfs_lvcreate(g, "swap", "my-vg", 40));
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda1"));
	works(g, guestfs_mkfs(g, "ext4", "/dev/my-vg/root"));
	works(g, guestfs_mkfs(g, "ext4", "/dev/my-vg/ho-me"));
	works(g, guestfs_mkfs(g, "ext4", "/dev/sdb1"));
	works(g, guestfs_set_label(g, "/dev/sdb1", "my data"));
	works(g, guestfs_mkswap(g, "/dev/my-vg/swap"));
	boot = guestfs_vfs_uuid(g, "/dev/sda1");
	ok(boot != NULL);
	works(g, guestfs_mount(g, "/dev/my-vg/root", "/"));
	linux_tree("ID=debian\nVERSION_ID=\"12\"\n"
		   "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
	put("/etc/debian_version", "12.5\n");
	put("/etc/hostname", "lvmbox\n");
	putf("/etc/fstab",
	     "# made by a test\n"
	     "/dev/mapper/my--vg-root / ext4 errors=remount-ro 0 1\n"
	     "UUID=%s /boot ext4 defaults 0 2\n"
	     "/dev/my-vg/ho-me /home ext4 defaults 0 2\n"
	     "LABEL=my\\040data /srv ext4 defaults 0 2\n"
	     "/dev/hdb1 /srv2 ext4 noauto 0 2\n"
	     "/dev/mapper/my--vg-swap none swap sw 0 0\n"
	     "/dev/sr0 /media/cdrom0 udf,iso9660 user,noauto 0 0\n",
	     boot);
	works(g, guestfs_umount_all(g));
}

TEST(a_linux_root_on_lvm_with_its_mounts)
{
	static const char root[] = "/dev/my-vg/root";
	cleanup_strv char **roots = NULL, **mounts = NULL, **fs = NULL;

	fresh();
	make_lvm_linux();
	roots = guestfs_inspect_os(g);
	ok(roots != NULL);
	ok_int(strv_len(roots), 1);
	ok_str(roots[0], root);
	ok_get(guestfs_inspect_get_type(g, root), "linux");
	ok_get(guestfs_inspect_get_distro(g, root), "debian");
	ok_get(guestfs_inspect_get_product_name(g, root),
	       "Debian GNU/Linux 12 (bookworm)");
	ok_get(guestfs_inspect_get_product_variant(g, root), "unknown");
	ok_int(guestfs_inspect_get_major_version(g, root), 12);
	ok_int(guestfs_inspect_get_minor_version(g, root), 5);
	ok_get(guestfs_inspect_get_arch(g, root), "x86_64");
	ok_get(guestfs_inspect_get_hostname(g, root), "lvmbox");
	ok_get(guestfs_inspect_get_package_format(g, root), "deb");
	ok_get(guestfs_inspect_get_package_management(g, root), "apt");
	ok_get(guestfs_inspect_get_format(g, root), "installed");
	ok_get(guestfs_inspect_get_osinfo(g, root), "debian12");
	ok_int(guestfs_inspect_is_live(g, root), 0);
	ok_int(guestfs_inspect_is_netinst(g, root), 0);
	ok_int(guestfs_inspect_is_multipart(g, root), 0);
	mounts = guestfs_inspect_get_mountpoints(g, root);
	ok_str(get(mounts, "/"), root);
	ok_str(get(mounts, "/boot"), "/dev/sda1");
	ok_str(get(mounts, "/home"), "/dev/my-vg/ho-me");
	ok_str(get(mounts, "/srv"), "/dev/sdb1");
	ok_str(get(mounts, "/srv2"), "/dev/sdb1");
	ok_str(get(mounts, "/media/cdrom0"), "");
	fs = guestfs_inspect_get_filesystems(g, root);
	ok(strv_has(fs, "/dev/my-vg/swap"));
	fails(g, guestfs_inspect_get_windows_systemroot(g, root), EINVAL);
}

TEST(what_the_user_has_mounted_stays_mounted)
{
	cleanup_strv char **roots = NULL;

	fresh();
	make_lvm_linux();
	works(g, guestfs_mount(g, "/dev/my-vg/root", "/"));
	roots = guestfs_inspect_os(g);
	ok_int(strv_len(roots), 1);
	works(g, guestfs_touch(g, "/still-writable"));
	works(g, guestfs_umount(g, "/"));
}

TEST(btrfs_subvolumes_are_roots_and_snapshots_are_not)
{
	static const char root[] = "btrfsvol:/dev/sda1/@";
	cleanup_strv char **roots = NULL, **mounts = NULL;
	cleanup_free char *uuid = NULL;

	fresh();
	works(g, guestfs_mkfs(g, "btrfs", "/dev/sda1"));
	uuid = guestfs_vfs_uuid(g, "/dev/sda1");
	works(g, guestfs_mount(g, "/dev/sda1", "/"));
	works(g, guestfs_btrfs_subvolume_create(g, "/@"));
	works(g, guestfs_btrfs_subvolume_create(g, "/@home"));
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, root, "/"));
	linux_tree("ID=ubuntu\nVERSION_ID=\"22.04\"\n");
	putf("/etc/fstab",
	     "UUID=%s / btrfs defaults,subvol=@ 0 1\n"
	     "UUID=%s /home btrfs defaults,subvolid=257 0 2\n",
	     uuid, uuid);
	works(g, guestfs_umount(g, "/"));
	works(g, guestfs_mount(g, "/dev/sda1", "/"));
	works(g, guestfs_btrfs_subvolume_snapshot(g, "/@", "/before"));
	works(g, guestfs_umount(g, "/"));
	roots = guestfs_inspect_os(g);
	ok_int(strv_len(roots), 1);
	ok_str(roots[0], root);
	ok_get(guestfs_inspect_get_distro(g, root), "ubuntu");
	mounts = guestfs_inspect_get_mountpoints(g, root);
	ok_str(get(mounts, "/"), root);
	ok_str(get(mounts, "/home"), "btrfsvol:/dev/sda1/@home");
}

/* Write into a device, by way of a file here. */
static void write_device(const char *device, const char *buf, size_t len,
			 int64_t offset)
{
	cleanup_free char *path = NULL;
	cleanup_fclose FILE *f = NULL;

	ok(asprintf(&path, "%s/bytes", test_dir()) >= 0);
	f = fopen(path, "w");
	ok(f && fwrite(buf, 1, len, f) == len && fflush(f) == 0);
	works(g, guestfs_upload_offset(g, path, device, offset));
}

static void make_windows(const char *device)
{
	const char *src = getenv("GUESTFS_SOURCE");
	cleanup_free char *maker = NULL, *hive = NULL, *real = NULL;
	cleanup_run struct run r = { 0 };

	ok(asprintf(&maker, "%s/tests/lib/mkhive.py", src ? src : ".") >= 0);
	real = realpath(maker, NULL);
	ok(real != NULL);
	r.argv = ARGV("python3", "-B", real, "--windows", test_dir());
	ok_int(run(&r), 0);
	ok_int(r.status, 0);
	works(g, guestfs_part_set_mbr_id(g, "/dev/sdb", 1, 7));
	/* The disk's id, where the MBR keeps it */
	write_device("/dev/sdb", "\x78\x56\x34\x12", 4, 440);
	works(g, guestfs_mkfs(g, "ntfs", device));
	works(g, guestfs_mount(g, device, "/"));
	works(g, guestfs_mkdir_p(g, "/Windows/System32/config"));
	ok(asprintf(&hive, "%s/SOFTWARE", test_dir()) >= 0);
	copy_in(hive, "/Windows/System32/config/SOFTWARE");
	free(hive);
	ok(asprintf(&hive, "%s/SYSTEM", test_dir()) >= 0);
	copy_in(hive, "/Windows/System32/config/SYSTEM");
	works(g, guestfs_umount_all(g));
}

TEST(windows_and_linux_in_one_machine)
{
	static const char win[] = "/dev/sdb1";
	cleanup_strv char **roots = NULL, **drives = NULL;

	fresh();
	works(g, guestfs_part_init(g, "/dev/sdb", "mbr"));
	works(g, guestfs_part_add(g, "/dev/sdb", "p", 2048, -1));
	make_windows(win);
	works(g, guestfs_mkfs(g, "xfs", "/dev/sda1"));
	works(g, guestfs_mount(g, "/dev/sda1", "/"));
	linux_tree("ID=fedora\nVERSION_ID=39\n");
	works(g, guestfs_umount_all(g));
	roots = guestfs_inspect_os(g);
	ok_int(strv_len(roots), 2);
	ok(strv_has(roots, win));
	ok(strv_has(roots, "/dev/sda1"));
	ok_get(guestfs_inspect_get_distro(g, "/dev/sda1"), "fedora");
	ok_get(guestfs_inspect_get_package_management(g, "/dev/sda1"), "dnf");
	ok_get(guestfs_inspect_get_type(g, win), "windows");
	ok_get(guestfs_inspect_get_product_name(g, win), "Windows 10 Pro");
	ok_get(guestfs_inspect_get_product_variant(g, win), "Client");
	ok_int(guestfs_inspect_get_major_version(g, win), 10);
	ok_get(guestfs_inspect_get_hostname(g, win), "TESTBOX");
	ok_get(guestfs_inspect_get_arch(g, win), "x86_64");
	ok_get(guestfs_inspect_get_windows_systemroot(g, win), "/Windows");
	ok_get(guestfs_inspect_get_windows_software_hive(g, win),
	       "/Windows/System32/config/SOFTWARE");
	ok_get(guestfs_inspect_get_windows_system_hive(g, win),
	       "/Windows/System32/config/SYSTEM");
	ok_get(guestfs_inspect_get_windows_current_control_set(g, win),
	       "ControlSet001");
	drives = guestfs_inspect_get_drive_mappings(g, win);
	ok_str(get(drives, "C"), win);
	/* NTFS must be free again at once. */
	works(g, guestfs_mount(g, win, "/"));
	works(g, guestfs_touch(g, "/written.txt"));
}

TEST(a_damaged_file_system_does_not_hide_the_others)
{
	cleanup_strv char **roots = NULL;
	cleanup_free char *rubbish = calloc(1, MIB);

	fresh();
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda1"));
	works(g, guestfs_mkfs(g, "ext4", "/dev/sdb1"));
	works(g, guestfs_mount(g, "/dev/sdb1", "/"));
	linux_tree("ID=debian\n");
	works(g, guestfs_umount_all(g));
	/* The superblock stays, the groups behind it go. */
	write_device("/dev/sda1", rubbish, 64 * 1024, 4096);
	roots = guestfs_inspect_os(g);
	ok_int(strv_len(roots), 1);
	ok_str(roots[0], "/dev/sdb1");
}

TEST(an_array_by_the_name_that_the_guest_gives_it)
{
	char *members[] = { "/dev/sda2", "/dev/sdb1", NULL };
	cleanup_strv char **roots = NULL, **mounts = NULL, **detail = NULL;
	cleanup_strv char **arrays = NULL;

	fresh();
	works(g, guestfs_part_init(g, "/dev/sda", "gpt"));
	works(g, guestfs_part_add(g, "/dev/sda", "p", 2048, 264191));
	works(g, guestfs_part_add(g, "/dev/sda", "p", 264192, 466943));
	works(g, guestfs_md_create(g, "data", members, GUESTFS_MD_CREATE_LEVEL,
				   "raid1", -1));
	arrays = guestfs_list_md_devices(g);
	ok(arrays && arrays[0]);
	works(g, guestfs_mkfs(g, "ext4", arrays[0]));
	detail = guestfs_md_detail(g, arrays[0]);
	works(g, guestfs_mkfs(g, "ext4", "/dev/sda1"));
	works(g, guestfs_mount(g, "/dev/sda1", "/"));
	linux_tree("ID=debian\n");
	putf("/etc/mdadm.conf", "ARRAY /dev/md7 UUID=%s\n",
	     get(detail, "uuid"));
	put("/etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n"
			  "/dev/md7 /data ext4 defaults 0 2\n");
	works(g, guestfs_umount_all(g));
	roots = guestfs_inspect_os(g);
	ok_int(strv_len(roots), 1);
	mounts = guestfs_inspect_get_mountpoints(g, roots[0]);
	ok_str(get(mounts, "/data"), arrays[0]);
	works(g, guestfs_md_stop(g, arrays[0]));
}

TEST(an_encrypted_root_that_was_opened_under_another_name)
{
	static const char root[] = "/dev/mapper/ours";
	cleanup_strv char **roots = NULL, **mounts = NULL;
	cleanup_free char *uuid = NULL;

	fresh();
	works(g, guestfs_luks_format(g, "/dev/sda1", "secret", 0));
	uuid = guestfs_luks_uuid(g, "/dev/sda1");
	works(g, guestfs_cryptsetup_open(g, "/dev/sda1", "secret", "ours", -1));
	works(g, guestfs_mkfs(g, "ext4", root));
	works(g, guestfs_mount(g, root, "/"));
	linux_tree("ID=debian\n");
	putf("/etc/crypttab", "theirs UUID=%s none luks\n", uuid);
	putf("/etc/fstab",
	     "/dev/mapper/theirs / ext4 defaults 0 1\n"
	     "/dev/mapper/luks-%s /again ext4 defaults 0 1\n",
	     uuid);
	works(g, guestfs_umount_all(g));
	roots = guestfs_inspect_os(g);
	ok_int(strv_len(roots), 1);
	ok_str(roots[0], root);
	mounts = guestfs_inspect_get_mountpoints(g, root);
	ok_str(get(mounts, "/"), root);
	ok_str(get(mounts, "/again"), root);
	works(g, guestfs_cryptsetup_close(g, root));
}
