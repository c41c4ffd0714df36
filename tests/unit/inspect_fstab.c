/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the names in a fstab mean. */
#include "cleanup.h"
#include "fstab.h"
#include "resolve.h"
#include "test.h"
#include "tree.h"

static struct insp_devs d;

static struct insp_dev *dev(const char *name, const char *vfs, int disk,
			    int part)
{
	struct insp_dev *v = devs_add(&d, name);

	v->vfs = strdup(vfs);
	v->disk = disk;
	v->part = part;
	return v;
}

/* Two disks, LVM on the first, btrfs and an array on the second. */
static void machine(void)
{
	struct insp_dev *v;

	devs_finish(&d);
	d.n_disks = 2;
	dev("/dev/vda", "unknown", 0, 0);
	v = dev("/dev/vda1", "ext4", 0, 1);
	v->uuid = strdup("11111111-2222-3333-4444-555555555555");
	v->label = strdup("boot part");
	v->partuuid = strdup("aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee");
	v->partlabel = strdup("BOOT");
	v = dev("/dev/vda2", "swap", 0, 2);
	v->label = strdup("SWAP");
	dev("/dev/vda5", "ufs", 0, 5);
	dev("/dev/vda6", "ufs", 0, 6);
	dev("/dev/vda7", "ufs", 0, 7);
	v = dev("/dev/vdb1", "btrfs", 1, 1);
	v->uuid = strdup("bbbb0000-0000-0000-0000-000000000000");
	dev("/dev/my-vg/ro-ot", "xfs", -1, 0);
	v = dev("/dev/md127", "ext4", -1, 0);
	v->md_uuid = strdup("01234567:89abcdef:01234567:89abcdef");
	v->md_name = strdup("data");
	v = dev("/dev/mapper/opened", "ext4", -1, 0);
	v->crypt_uuid = strdup("cccccccc000000000000000000000001");
	devs_add_subvol(&d, "/dev/vdb1", "@", 256);
	devs_add_subvol(&d, "/dev/vdb1", "@home", 257);
}

static const char *resolved(const char *spec)
{
	struct insp_root r = tree_root();
	const struct insp_dev *v;

	v = resolve_spec(&d, &r, spec);
	close(r.fd);
	return v ? v->name : "";
}

TEST(tags_find_file_systems)
{
	machine();
	ok_str(resolved("UUID=11111111-2222-3333-4444-555555555555"),
	       "/dev/vda1");
	ok_str(resolved("LABEL=boot part"), "/dev/vda1");
	ok_str(resolved("LABEL=BOOT PART"), "");
	ok_str(resolved("PARTUUID=AAAAAAAA-BBBB-CCCC-DDDD-EEEEEEEEEEEE"),
	       "/dev/vda1");
	ok_str(resolved("PARTLABEL=BOOT"), "/dev/vda1");
	ok_str(resolved("/dev/disk/by-label/boot\\x20part"), "/dev/vda1");
	ok_str(resolved("/dev/disk/by-uuid/"
			"bbbb0000-0000-0000-0000-000000000000"),
	       "/dev/vdb1");
	ok_str(resolved("UUID=00000000-0000-0000-0000-000000000000"), "");
	ok_str(resolved("/dev/gpt/BOOT"), "/dev/vda1");
}

TEST(names_of_another_bus_go_by_the_order_of_disks)
{
	machine();
	ok_str(resolved("/dev/sda1"), "/dev/vda1");
	ok_str(resolved("/dev/hdb1"), "/dev/vdb1");
	ok_str(resolved("/dev/vda2"), "/dev/vda2");
	ok_str(resolved("/dev/xvdb1"), "/dev/vdb1");
	ok_str(resolved("/dev/nvme1n1p1"), "/dev/vdb1");
	ok_str(resolved("/dev/mmcblk0p1"), "/dev/vda1");
	ok_str(resolved("/dev/cciss/c0d1p1"), "/dev/vdb1");
	ok_str(resolved("/dev/sdc1"), "");
	ok_str(resolved("/dev/sda9"), "");
	ok_str(resolved("/dev/sd"), "");
	ok_str(resolved("/dev/sda1x"), "");
	ok_str(resolved("/dev/sda99999999999"), "");
	ok_str(resolved("/dev/sdzzzzzzzzzzzzzzzzz1"), "");
	ok_str(resolved("/dev/cdrom"), "");
	ok_str(resolved("proc"), "");
}

TEST(bsd_partitions_are_what_the_kernel_numbers_from_5)
{
	machine();
	ok_str(resolved("/dev/ada0s1a"), "/dev/vda5");
	ok_str(resolved("/dev/wd0b"), "/dev/vda6");
	ok_str(resolved("/dev/sd0d"), "/dev/vda7");
	ok_str(resolved("/dev/wd0c"), "");
	ok_str(resolved("/dev/ada1p1"), "/dev/vdb1");
}

TEST(lvm_paths_in_both_spellings)
{
	machine();
	ok_str(resolved("/dev/my-vg/ro-ot"), "/dev/my-vg/ro-ot");
	ok_str(resolved("/dev/mapper/my--vg-ro--ot"), "/dev/my-vg/ro-ot");
	ok_str(resolved("/dev/disk/by-id/dm-name-my--vg-ro--ot"),
	       "/dev/my-vg/ro-ot");
	ok_str(resolved("/dev/mapper/my-vg-root"), "");
}

TEST(arrays_by_mdadm_conf_by_name_or_alone)
{
	machine();
	ok_str(resolved("/dev/md/data"), "/dev/md127");
	ok_str(resolved("/dev/md0"), "/dev/md127");
	tree_file("/etc/mdadm/mdadm.conf",
		  "# x\nARRAY /dev/md3 metadata=1.2 name=h:data "
		  "UUID=01234567:89ABCDEF:01234567:89abcdef\n"
		  "ARRAY /dev/md4 UUID=99999999:99999999:99999999:99999999\n");
	ok_str(resolved("/dev/md3"), "/dev/md127");
	ok_str(resolved("/dev/md4"), "");
}

TEST(luks_by_name_and_crypttab)
{
	machine();
	ok_str(resolved("/dev/mapper/luks-"
			"cccccccc-0000-0000-0000-000000000001"),
	       "/dev/mapper/opened");
	ok_str(resolved("/dev/mapper/sda3_crypt"), "");
	tree_file("/etc/crypttab",
		  "sda3_crypt UUID=cccccccc-0000-0000-0000-000000000001 none "
		  "luks\n");
	ok_str(resolved("/dev/mapper/sda3_crypt"), "/dev/mapper/opened");
}

TEST(names_by_model_mean_the_only_disk)
{
	machine();
	ok_str(resolved("/dev/disk/by-id/ata-QEMU_HARDDISK_QM00001-part1"), "");
	d.n_disks = 1;
	ok_str(resolved("/dev/disk/by-id/ata-QEMU_HARDDISK_QM00001-part1"),
	       "/dev/vda1");
	ok_str(resolved("0123456789abcdef.a"), "/dev/vda5");
}

static void check_parse(int (*parse)(const char *, struct fstab *))
{
	struct fstab f = { 0 };
	char *v;

	ok_int(parse("# comment\n\nUUID=abc / ext4 "
		     "defaults,errors=remount-ro 0 1\n"
		     "/dev/sda2\tnone swap sw 0 0\n"
		     "LABEL=a\\040b /x\\040y btrfs subvol=@home,ro 0 0\n"
		     "/dev/sr0 /media auto noauto",
		     &f),
	       0);
	ok_int(f.n, 4);
	ok_str(f.v[0].spec, "UUID=abc");
	ok_str(f.v[0].opts, "defaults,errors=remount-ro");
	ok_str(f.v[2].spec, "LABEL=a b");
	ok_str(f.v[2].file, "/x y");
	v = fstab_opt(&f.v[2], "subvol");
	ok_str(v, "@home");
	free(v);
	v = fstab_opt(&f.v[2], "ro");
	ok_str(v, "");
	free(v);
	ok(!fstab_opt(&f.v[2], "sub"));
	fstab_finish(&f);
}

TEST(a_fstab_is_read_by_the_lens)
{
	check_parse(fstab_parse);
}

TEST(and_the_same_without_it)
{
	check_parse(fstab_parse_lines);
}

TEST(a_broken_line_does_not_lose_the_others)
{
	struct fstab f = { 0 };

	ok_int(fstab_parse("/dev/sda1 / ext4 defaults 0 1\n"
			   "what is=this \"\\ , ,, 0 x y z\nlonely\n"
			   "/dev/sda2 /home ext4 defaults 0 2\n",
			   &f),
	       0);
	ok(f.n >= 2);
	ok_str(f.v[0].spec, "/dev/sda1");
	ok_str(f.v[f.n - 1].file, "/home");
	fstab_finish(&f);
}

static struct insp_os os;

static char *mounts_of(const char *text)
{
	struct insp_root r = tree_root();
	struct fstab f = { 0 };
	char *slash;

	machine();
	os_finish(&os);
	os_init(&os);
	os_add_mount(&os, "/", "ROOT");
	ok_int(fstab_parse(text, &f), 0);
	slash = resolve_fstab(&d, &r, &f, &os);
	fstab_finish(&f);
	close(r.fd);
	return slash;
}

/* What is mounted on @dir, or "". */
static const char *at(const char *dir)
{
	for (size_t i = 0; i < os.mounts.n; i += 2)
		if (!strcmp(os.mounts.v[i], dir))
			return os.mounts.v[i + 1];
	return "";
}

TEST(mounts_subvolumes_and_swap)
{
	char *slash = mounts_of(
		"UUID=bbbb0000-0000-0000-0000-000000000000 / btrfs "
		"subvol=/@,compress=zstd:1 0 0\n"
		"UUID=bbbb0000-0000-0000-0000-000000000000 /home/ btrfs "
		"subvolid=257 0 0\n"
		"LABEL=boot\\040part /boot ext4 defaults 0 2\n"
		"/dev/mapper/my--vg-ro--ot //srv//data xfs defaults 0 0\n"
		"LABEL=SWAP none swap sw 0 0\n"
		"tmpfs /tmp tmpfs size=1G 0 0\n"
		"/dev/sda1 /bound none bind 0 0\n"
		"/dev/sr0 /media/cdrom iso9660 ro,noauto 0 0\n"
		"host:/x /nfs nfs4 defaults 0 0\n");

	ok_str(slash, "btrfsvol:/dev/vdb1/@");
	free(slash);
	ok_str(at("/"), "ROOT");
	ok_str(at("/home"), "btrfsvol:/dev/vdb1/@home");
	ok_str(at("/boot"), "/dev/vda1");
	ok_str(at("/srv/data"), "/dev/my-vg/ro-ot");
	ok_str(at("/bound"), "");
	ok_int(os.mounts.n, 8);
	ok(strv_has(os.filesystems.v, "/dev/vda2"));
	ok(strv_has(os.filesystems.v, "/dev/vda1"));
}

TEST(mount_points_that_climb_are_left_out)
{
	free(mounts_of("LABEL=boot\\040part /../../etc ext4 defaults 0 2\n"
		       "LABEL=boot\\040part relative ext4 defaults 0 2\n"));
	ok_int(os.mounts.n, 2);
}

TEST(dashes_of_device_mapper)
{
	cleanup_free char *a = devs_canon("/dev/mapper/a--b-c--d");
	cleanup_free char *b = devs_canon("/dev/mapper/plain");
	cleanup_free char *c = devs_canon("/dev/sda");

	ok_str(a, "/dev/a-b/c-d");
	ok_str(b, "/dev/mapper/plain");
	ok_str(c, "/dev/sda");
}
