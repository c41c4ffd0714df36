/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs and the kernel print, as the daemon reads it. */
#include <errno.h>
#include <string.h>
#include <sys/mount.h>

#include "cleanup.h"
#include "frame/btrfs.h"
#include "frame/errtext.h"
#include "frame/fsmount.h"
#include "frame/lvmreport.h"
#include "frame/mdstat.h"
#include "frame/mkfsargv.h"
#include "frame/mounts.h"
#include "guestfs_protocol.h"
#include "strv.h"
#include "test.h"

TEST(mountinfo_below_the_sysroot_only)
{
	static const char text[] =
		"22 1 0:20 / /proc rw - proc proc rw\n"
		"30 1 0:31 / /sysroot rw - tmpfs sysroot rw\n"
		"31 30 254:1 / /sysroot rw,nodev - ext4 /dev/vda1 rw\n"
		"32 31 254:2 / /sysroot/a\\040b rw shared:3 - xfs /dev/vda2 "
		"rw\n"
		"33 31 0:40 /@home /sysroot/home rw - btrfs /dev/vdb rw\n"
		"34 31 0:41 / /sysrootling rw - ext4 /dev/vdc rw\n"
		"35 rubbish\n\n";
	struct mount_list l;

	ok(mounts_parse(text, &l) == 0);
	ok_int(l.n, 3);
	ok_str(l.v[0].path, "/");
	ok_str(l.v[0].device, "/dev/vda1");
	ok_str(l.v[0].type, "ext4");
	ok_str(l.v[1].path, "/a b");
	ok(!l.v[1].volume);
	ok_str(l.v[2].volume, "@home");
	mounts_finish(&l);
}

TEST(mount_options_are_flags_or_data)
{
	struct fsmount_opts o;

	ok(fsmount_parse("ro,noatime,subvol=x,defaults,x-y.z,rw,errors=panic",
			 &o) == 0);
	ok_int(o.flags, MS_NODEV | MS_NOATIME);
	ok_str(o.data, "subvol=x,errors=panic");
	fsmount_finish(&o);
	ok(fsmount_parse("ro,dev", &o) == 0);
	ok_int(o.flags, MS_RDONLY);
	ok_str(o.data, "");
	fsmount_finish(&o);
	ok(fsmount_parse("", &o) == 0);
	ok_int(o.flags, MS_NODEV);
	fsmount_finish(&o);
}

TEST(subvolumes_of_btrfs)
{
	struct subvol_list l;

	ok(btrfs_parse_list("ID 256 gen 7 top level 5 path home\n"
			    "ID 260 gen 9 top level 256 path home/a b path c\n"
			    "nonsense\nID x gen 1 top level 5 path y\n"
			    "ID 7 gen 1 top level 5 path \n",
			    &l) == 0);
	ok_int(l.n, 2);
	ok_int(l.v[1].id, 260);
	ok_int(l.v[1].top, 256);
	ok_str(l.v[1].path, "home/a b path c");
	btrfs_list_finish(&l);
}

struct row {
	char *name;
	char uuid[32];
	uint64_t size;
	int64_t count;
	float percent;
};

#define S    LVMREPORT_SEPARATOR
#define UUID "abcdef-ghij-klmn-opqr-stuv-wxyz-012345"

static const struct lvm_field fields[] = {
	{ "lv_name", LVM_STRING, offsetof(struct row, name) },
	{ "lv_uuid", LVM_UUID, offsetof(struct row, uuid) },
	{ "lv_size", LVM_BYTES, offsetof(struct row, size) },
	{ "seg_count", LVM_INT, offsetof(struct row, count) },
	{ "copy_percent", LVM_PERCENT, offsetof(struct row, percent) },
	{ NULL, 0, 0 },
};

TEST(lvm_reports_become_structures)
{
	cleanup_free char *names = lvmreport_names(fields);
	struct row r = { 0 };

	ok_str(names, "lv_name,lv_uuid,lv_size,seg_count,copy_percent");
	ok(lvmreport_line("  a-b" S UUID S "18446744073709551615" S "-1" S
			  "12.50  ",
			  fields, &r) == 0);
	ok_str(r.name, "a-b");
	ok(!memcmp(r.uuid, "abcdefghijklmnopqrstuvwxyz012345", 32));
	ok(r.size == UINT64_MAX);
	ok_int(r.count, -1);
	ok(r.percent == 12.5f);
	free(r.name);
}

TEST(lvm_fields_may_be_empty)
{
	struct row r = { 0 };

	ok(lvmreport_line("  " S S "0" S S "", fields, &r) == 0);
	ok_str(r.name, "");
	ok_int(r.count, -1);
	ok(r.percent == -1);
	free(r.name);
}

static bool bad_line(const char *line)
{
	struct row r = { 0 };
	int e = lvmreport_line(line, fields, &r);

	free(r.name);
	return e < 0;
}

TEST(lvm_lines_of_another_form_are_refused)
{
	ok(bad_line(""));
	ok(bad_line("name"));
	ok(bad_line("a" S UUID S "1" S "1" S "1" S "one more"));
	ok(bad_line("a" S UUID S "many" S "1" S "1"));
	ok(bad_line("a" S "short" S "1" S "1" S "1"));
	ok(bad_line("a" S UUID UUID S "1" S "1" S "1"));
	ok(bad_line("a" S UUID S "99999999999999999999999" S "1" S "1"));
}

TEST(members_of_an_array)
{
	static const char text[] =
		"Personalities : [raid1]\n"
		"md12 : active raid0 vde[0]\n"
		"md127 : active (auto-read-only) raid1 vdd1[2](S) vdc[1](F)(W) "
		"vdb[0]\n"
		"      262016 blocks super 1.2 [2/2] [UU]\n"
		"unused devices: <none>\n";
	struct mdstat_member *v;
	size_t n;

	ok(mdstat_parse(text, "md127", &v, &n) == 0);
	ok_int(n, 3);
	ok_str(v[0].device, "/dev/vdd1");
	ok_int(v[0].index, 2);
	ok_str(v[0].flags, "S");
	ok_str(v[1].flags, "FW");
	ok_str(v[2].flags, "");
	for (size_t i = 0; i < n; i++) {
		free(v[i].device);
		free(v[i].flags);
	}
	free(v);
	ok(mdstat_parse(text, "md1", &v, &n) < 0 && errno == ENOENT);
}

static bool makes(const char *type, const struct mkfs_args *a, const char *want)
{
	cleanup_strv_finish struct strv argv = { 0 };
	cleanup_free char *line = strdup("");
	const char *bad = NULL;

	if (mkfsargv_make(type, a, &argv, &bad) < 0)
		return false;
	for (size_t i = 0; i < argv.n; i++) {
		char *more;

		ok(asprintf(&more, "%s%s%s", line, i ? "|" : "", argv.v[i]) >
		   0);
		free(line);
		line = more;
	}
	if (strcmp(line, want))
		printf("# %s\n", line);
	return !strcmp(line, want);
}

TEST(command_lines_of_mkfs)
{
	struct mkfs_args plain = { .device = "/dev/x" };
	struct mkfs_args all = { .device = "/dev/x",
				 .blocksize = 4096,
				 .inode = 512,
				 .features = "^quota",
				 .label = "a b" };
	struct mkfs_args fat = { .device = "/dev/x",
				 .blocksize = 8192,
				 .sectorsize = 4096,
				 .label = "L" };

	ok(makes("ext4", &plain,
		 "mke2fs|-F|-q|-t|ext4|-E|lazy_journal_init=1|/dev/x"));
	ok(makes("ext2", &all,
		 "mke2fs|-F|-q|-t|ext2|-b|4096|-I|512|-O|^quota|"
		 "-L|a b|/dev/x"));
	ok(makes("vfat", &fat, "mkfs.fat|-I|-s|2|-S|4096|-n|L|/dev/x"));
	ok(makes("minix", &plain, "mkfs.minix|/dev/x"));
}

TEST(options_that_a_type_has_not)
{
	struct mkfs_args a = { .device = "/dev/x", .inode = 512 };
	cleanup_strv_finish struct strv one = { 0 }, two = { 0 };
	const char *bad = NULL;

	ok(mkfsargv_make("vfat", &a, &one, &bad) < 0);
	ok_str(bad, "inode");
	bad = NULL;
	ok(mkfsargv_make("../sh", &a, &two, &bad) < 0 && !bad);
}

TEST(errno_in_a_programs_words)
{
	ok_int(errtext_to_errno("cp: error writing: No space left on device"),
	       ENOSPC);
	ok_int(errtext_to_errno("/dev/vda: DEVICE OR RESOURCE BUSY"), EBUSY);
	ok_int(errtext_to_errno("all is well"), 0);
}

TEST(btrfs_parse_show_joins_values)
{
	cleanup_strv char **v = btrfs_parse_show(
		"a/sub\n"
		"\tName: \t\t\tsub\n"
		"\tCreation time: \t\t2026-01-02 03:04:05 +0000\n"
		"\tFlags: \t\t\t-\n"
		"\tSnapshot(s):\n"
		"\t\t\t\tone\n"
		"\t\t\t\ttwo: 2\n"
		"\tQuota group:\t\t0/256\n"
		"\t  Limit referenced:\t-\n");
	cleanup_strv char **odd = btrfs_parse_show("x\n\t\tvalue\nword\n\tk\n");
	cleanup_strv char **none = btrfs_parse_show("");

	ok_int(strv_len(v), 12);
	ok_str(v[0], "Name");
	ok_str(v[1], "sub");
	ok_str(v[3], "2026-01-02 03:04:05 +0000");
	ok_str(v[6], "Snapshot(s)");
	ok_str(v[7], "one,two: 2");
	ok_str(v[10], "Limit referenced");
	ok(odd && !odd[0] && none && !none[0]);
}

TEST(btrfs_parse_balance_of_each_state)
{
	guestfs_int_btrfsbalance b;

	ok_int(btrfs_parse_balance("No balance found on '/mnt'\n", &b), 0);
	ok_str(b.btrfsbalance_status, "none");
	ok_int(b.btrfsbalance_total, 0);
	free(b.btrfsbalance_status);
	ok_int(btrfs_parse_balance("Balance on '/a is b' is running\n"
				   "13 out of about 52 chunks balanced "
				   "(16 considered),  75% left\n",
				   &b),
	       0);
	ok_int(b.btrfsbalance_balanced, 13);
	ok_int(b.btrfsbalance_total, 52);
	ok_int(b.btrfsbalance_considered, 16);
	ok_int(b.btrfsbalance_left, 75);
	ok_str(b.btrfsbalance_status, "running");
	free(b.btrfsbalance_status);
	ok_int(btrfs_parse_balance("Balance on '/' is paused\n", &b), 0);
	ok_str(b.btrfsbalance_status, "paused");
	free(b.btrfsbalance_status);
}
