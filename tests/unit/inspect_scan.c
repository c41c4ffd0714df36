/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several file systems together: several systems, snapshots, /usr apart. */
#include "cleanup.h"
#include "collect.h"
#include "scan.h"
#include "test.h"
#include "tree.h"

static struct insp_devs d;
static struct scan s;

/* Nothing is mounted here: each volume is a directory of the test's. */
int look_open(struct look *l, unsigned int n, const char *device,
	      const char *volume, const char *vfs)
{
	char path[256];

	(void)n;
	(void)vfs;
	snprintf(path, sizeof(path), "%s%s%s", device, volume ? ":" : "",
		 volume ? volume : "");
	for (char *p = path + 1; *p; p++)
		if (*p == '/')
			*p = '_';
	tree_dir(path);
	l->fd = tree_root_at(path).fd;
	return l->fd < 0 ? -1 : 0;
}

void look_close(struct look *l)
{
	if (l->fd >= 0)
		close(l->fd);
	l->fd = -1;
}

uint64_t look_subvolid(const struct look *l)
{
	(void)l;
	return 300;
}

char *collect_split(const char *mountable, const char **ret_volume)
{
	const char *slash;

	*ret_volume = NULL;
	if (strncmp(mountable, "btrfsvol:", 9) != 0)
		return strdup(mountable);
	mountable += 9;
	slash = strchr(mountable + 5, '/');
	*ret_volume = slash + 1;
	return strndup(mountable, slash - mountable);
}

static void add(const char *name, const char *vfs, const char *uuid, int disk,
		int part)
{
	struct insp_dev *v = devs_add(&d, name);

	v->vfs = strdup(vfs);
	v->uuid = strdup(uuid);
	v->disk = disk;
	v->part = part;
}

static void run_scan(const char *const filesystems[])
{
	scan_finish(&s);
	scan_run((char *const *)filesystems, &d, &s);
}

static size_t n_roots(void)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.v[i].is_root;
	return n;
}

static const struct insp_os *root(const char *mountable)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.v[i].is_root && !strcmp(s.v[i].mountable, mountable))
			return &s.v[i].os;
	return NULL;
}

TEST(two_systems_share_a_disk)
{
	static const char *const fs[] = { "/dev/vda1", "ext4",	    "/dev/vda2",
					  "xfs",       "/dev/vda3", "swap",
					  "/dev/vda4", "ext4",	    NULL };

	devs_finish(&d);
	d.n_disks = 1;
	add("/dev/vda1", "ext4", "u1", 0, 1);
	add("/dev/vda2", "xfs", "u2", 0, 2);
	add("/dev/vda3", "swap", "u3", 0, 3);
	add("/dev/vda4", "ext4", "u4", 0, 4);
	tree_dir("/dev_vda1/bin");
	tree_file("/dev_vda1/etc/fstab", "/dev/sda1 / ext4 x 0 0\n"
					 "UUID=u3 none swap sw 0 0\n");
	tree_file("/dev_vda1/etc/os-release", "ID=debian\nVERSION_ID=12\n");
	tree_dir("/dev_vda2/bin");
	tree_file("/dev_vda2/etc/os-release", "ID=fedora\nVERSION_ID=39\n");
	tree_file("/dev_vda2/etc/fstab", "UUID=u4 /home ext4 x 0 0\n");
	run_scan(fs);
	ok_int(n_roots(), 2);
	ok_str(root("/dev/vda1")->distro, "debian");
	ok_str(root("/dev/vda2")->distro, "fedora");
	ok(strv_has(root("/dev/vda1")->filesystems.v, "/dev/vda3"));
	ok(!strv_has(root("/dev/vda2")->filesystems.v, "/dev/vda3"));
	ok_str(root("/dev/vda2")->mounts.v[2], "/home");
	ok_str(root("/dev/vda2")->mounts.v[3], "/dev/vda4");
}

static void btrfs_root(const char *dir)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/bin", dir);
	tree_dir(path);
	snprintf(path, sizeof(path), "%s/etc/os-release", dir);
	tree_file(path, "ID=ubuntu\nVERSION_ID=22.04\n");
	snprintf(path, sizeof(path), "%s/etc/fstab", dir);
	tree_file(path, "UUID=b / btrfs subvol=@ 0 0\n"
			"UUID=b /home btrfs subvol=@home 0 0\n");
}

TEST(snapshots_of_a_root_are_no_roots)
{
	static const char *const fs[] = { "/dev/vda1",
					  "btrfs",
					  "btrfsvol:/dev/vda1/@",
					  "btrfs",
					  "btrfsvol:/dev/vda1/@home",
					  "btrfs",
					  "btrfsvol:/dev/vda1/snap1",
					  "btrfs",
					  NULL };

	devs_finish(&d);
	d.n_disks = 1;
	add("/dev/vda1", "btrfs", "b", 0, 1);
	btrfs_root("/dev_vda1:@");
	btrfs_root("/dev_vda1:snap1");
	run_scan(fs);
	ok_int(n_roots(), 1);
	ok(root("btrfsvol:/dev/vda1/@"));
	ok_str(root("btrfsvol:/dev/vda1/@")->mounts.v[3],
	       "btrfsvol:/dev/vda1/@home");
}

TEST(the_default_subvolume_is_known_by_its_device)
{
	static const char *const fs[] = { "/dev/vda1",
					  "btrfs",
					  "btrfsvol:/dev/vda1/snap1",
					  "btrfs",
					  "btrfsvol:/dev/vda1/snap2",
					  "btrfs",
					  NULL };

	devs_finish(&d);
	d.n_disks = 1;
	add("/dev/vda1", "btrfs", "b", 0, 1);
	btrfs_root("/dev_vda1");
	btrfs_root("/dev_vda1:snap1");
	btrfs_root("/dev_vda1:snap2");
	run_scan(fs);
	ok_int(n_roots(), 1);
	ok(root("/dev/vda1"));
}

TEST(usr_on_its_own_file_system_is_found_by_fstab)
{
	static const char *const fs[] = { "/dev/vda1", "ext4", "/dev/vda2",
					  "ext4", NULL };

	devs_finish(&d);
	d.n_disks = 1;
	add("/dev/vda1", "ext4", "u1", 0, 1);
	add("/dev/vda2", "ext4", "u2", 0, 2);
	tree_file("/dev_vda1/etc/fstab", "UUID=u2 /usr ext4 x 0 0\n");
	tree_link("/dev_vda1/bin", "usr/bin");
	tree_dir("/dev_vda2/bin");
	tree_file("/dev_vda2/lib/os-release", "ID=arch\n");
	run_scan(fs);
	ok_int(n_roots(), 1);
	ok_str(root("/dev/vda1")->distro, "archlinux");
}

TEST(coreos_is_put_together_from_root_and_usr)
{
	static const char *const fs[] = { "/dev/vda1", "ext4", "/dev/vda9",
					  "ext4", NULL };

	devs_finish(&d);
	add("/dev/vda1", "ext4", "u1", 0, 1);
	add("/dev/vda9", "ext4", "u9", 0, 9);
	tree_file("/dev_vda1/lib/os-release", "ID=coreos\nVERSION_ID=1911.3\n");
	tree_dir("/dev_vda1/share/coreos");
	tree_dir("/dev_vda1/bin");
	tree_dir("/dev_vda9/etc");
	run_scan(fs);
	ok_int(n_roots(), 1);
	ok_str(root("/dev/vda9")->distro, "coreos");
	ok_int(root("/dev/vda9")->major, 1911);
}

TEST(nothing_is_a_fine_answer)
{
	static const char *const fs[] = { "/dev/vda", "unknown", "/dev/vdb",
					  "ext4", NULL };

	run_scan(fs);
	ok_int(n_roots(), 0);
}
