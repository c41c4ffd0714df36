/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Unix-like systems, recognised in fake trees on the host. */
#include <elf.h>
#include <sys/stat.h>

#include "detect.h"
#include "distro.h"
#include "linux.h"
#include "test.h"
#include "tree.h"
#include "version.h"

static struct insp_os os;
static char *slash;

/* Inspect the test's tree as file system @vfs on /dev/vda1. */
static bool inspect(const char *vfs)
{
	struct insp_devs d = { 0 };
	struct insp_root r = tree_root();
	bool found;

	devs_add(&d, "/dev/vda1")->vfs = strdup(vfs);
	os_finish(&os);
	os_init(&os);
	free(slash);
	found = detect_os(&r, vfs, &d, "/dev/vda1", &os, &slash);
	devs_finish(&d);
	close(r.fd);
	return found;
}

static void is(const char *type, const char *distro, int major, int minor)
{
	ok_str(os.type, type);
	ok_str(os.distro, distro);
	ok_int(os.major, major);
	ok_int(os.minor, minor);
}

/* The least that a Linux root has. */
static void base(void)
{
	tree_dir("/bin");
	tree_file("/etc/fstab", "/dev/sda1 / ext4 defaults 0 1\n");
}

TEST(an_empty_file_system_is_no_root)
{
	ok(!inspect("ext4"));
	tree_dir("/etc");
	ok(!inspect("ext4"));
	tree_file("/grub/grub.cfg", "");
	ok(!inspect("ext4"));
}

TEST(debian_tells_its_minor_version_in_a_file_of_its_own)
{
	base();
	tree_file("/usr/lib/os-release",
		  "PRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n"
		  "NAME=\"Debian GNU/Linux\"\nVERSION_ID=\"12\"\nID=debian\n");
	tree_link("/etc/os-release", "../usr/lib/os-release");
	tree_file("/etc/debian_version", "12.5\n");
	tree_file("/etc/hostname", "# mine\nbox.example.org\n");
	tree_elf("/bin/sh", EM_X86_64, 64);
	ok(inspect("ext4"));
	is("linux", "debian", 12, 5);
	ok_str(os.product, "Debian GNU/Linux 12 (bookworm)");
	ok_str(os.hostname, "box.example.org");
	ok_str(os.arch, "x86_64");
	ok_str(os.format, "installed");
	ok_str(os.root, "/dev/vda1");
	ok_str(os.mounts.v[0], "/");
	ok_str(os.mounts.v[1], "/dev/vda1");
}

TEST(centos_7_tells_its_minor_version_in_redhat_release)
{
	base();
	tree_file("/etc/os-release",
		  "NAME=\"CentOS Linux\"\nVERSION=\"7 (Core)\"\nID=\"centos\"\n"
		  "ID_LIKE=\"rhel fedora\"\nVERSION_ID=\"7\"\n"
		  "PRETTY_NAME=\"CentOS Linux 7 (Core)\"\n");
	tree_file("/etc/centos-release",
		  "CentOS Linux release 7.9.2009 (Core)\n");
	ok(inspect("xfs"));
	is("linux", "centos", 7, 9);
}

struct sample {
	const char *path;
	const char *text;
	const char *distro;
	int major;
	int minor;
};

static const struct sample samples[] = {
	{ "/etc/os-release", "ID=ubuntu\nVERSION_ID=\"22.04\"\n", "ubuntu", 22,
	  4 },
	{ "/etc/os-release", "ID=fedora\nVERSION_ID=39\n", "fedora", 39, 0 },
	{ "/etc/os-release", "ID=\"opensuse-leap\"\nVERSION_ID=\"15.5\"\n",
	  "opensuse", 15, 5 },
	{ "/etc/os-release", "ID='sles'\nVERSION_ID='15.4'\n", "sles", 15, 4 },
	{ "/etc/os-release", "ID=arch\nPRETTY_NAME=\"Arch Linux\"\n",
	  "archlinux", 0, 0 },
	{ "/etc/os-release", "ID=alpine\nVERSION_ID=3.18.4\n", "alpinelinux", 3,
	  18 },
	{ "/etc/os-release", "ID=\"ol\"\nVERSION_ID=\"8.8\"\n", "oraclelinux",
	  8, 8 },
	{ "/etc/os-release", "ID=\"rocky\"\nVERSION_ID=\"9.2\"\n", "rocky", 9,
	  2 },
	{ "/etc/os-release",
	  "ID=almalinux\nID_LIKE=\"rhel centos fedora\"\nVERSION_ID=9.2\n",
	  "redhat-based", 9, 2 },
	{ "/etc/os-release", "ID=void\n", "voidlinux", 0, 0 },
	{ "/etc/os-release", "ID=kali\nVERSION_ID=\"2023.3\"\n", "kalilinux",
	  2023, 3 },
	{ "/etc/os-release", "ID=linuxmint\nID_LIKE=ubuntu\nVERSION_ID=21.2\n",
	  "linuxmint", 21, 2 },
	{ "/etc/os-release", "ID=devuan\nID_LIKE=debian\nVERSION_ID=4\n",
	  "debian", 4, 0 },
	{ "/etc/lsb-release",
	  "DISTRIB_ID=Ubuntu\nDISTRIB_RELEASE=10.04\n"
	  "DISTRIB_DESCRIPTION=\"Ubuntu 10.04.4 LTS\"\n",
	  "ubuntu", 10, 4 },
	{ "/etc/redhat-release", "CentOS release 5.11 (Final)\n", "centos", 5,
	  11 },
	{ "/etc/redhat-release",
	  "Red Hat Enterprise Linux AS release 4 (Nahant Update 8)\n", "rhel",
	  4, 8 },
	{ "/etc/redhat-release", "Fedora release 12 (Constantine)\n", "fedora",
	  12, 0 },
	{ "/etc/redhat-release", "Scientific Linux release 6.10 (Carbon)\n",
	  "scientificlinux", 6, 10 },
	{ "/etc/redhat-release", "Something Else release 3.1\n", "redhat-based",
	  3, 1 },
	{ "/etc/SuSE-release",
	  "SUSE Linux Enterprise Server 11 (x86_64)\nVERSION = 11\n"
	  "PATCHLEVEL = 3\n",
	  "sles", 11, 3 },
	{ "/etc/SuSE-release",
	  "openSUSE 13.1 (x86_64)\nVERSION = 13.1\nCODENAME = Bottle\n",
	  "opensuse", 13, 1 },
	{ "/etc/debian_version", "5.0.10\n", "debian", 5, 0 },
	{ "/etc/debian_version", "lenny/sid\n", "debian", 0, 0 },
	{ "/etc/arch-release", "", "archlinux", 0, 0 },
	{ "/etc/gentoo-release", "Gentoo Base System release 2.13\n", "gentoo",
	  2, 13 },
	{ "/etc/alpine-release", "2.7.9\n", "alpinelinux", 2, 7 },
	{ "/etc/slackware-version", "Slackware 14.2\n", "slackware", 14, 2 },
	{ "/etc/pardus-release", "Pardus 2011.2\n", "pardus", 2011, 2 },
	{ "/etc/meego-release", "MeeGo release 1.1 (MeeGo)\n", "meego", 1, 1 },
	{ "/etc/mageia-release", "Mageia release 8 (Official) for x86_64\n",
	  "mageia", 8, 0 },
	{ "/etc/mandriva-release",
	  "Mandriva Linux release 2010.2 (Official) for i586\n", "mandriva",
	  2010, 2 },
	{ "/etc/frugalware-release", "Frugalware 1.9 (Arcturus)\n",
	  "frugalware", 1, 9 },
	{ "/etc/pld-release", "3.0 PLD Linux (Th)\n", "pldlinux", 3, 0 },
	{ "/etc/altlinux-release", "ALT Linux 7.0.5 (Centaurus)\n", "altlinux",
	  7, 0 },
	{ "/etc/cirros/version", "0.5.2\n", "cirros", 0, 5 },
	{ "/etc/br-version", "2023.02\n", "buildroot", 2023, 2 },
	{ "/etc/ttylinux-target", "ttylinux 16.1\n", "ttylinux", 16, 1 },
	{ "/etc/openmandriva-release",
	  "OpenMandriva Lx release 4.3 (Cooker) for x86_64\n", "openmandriva",
	  4, 3 },
	{ "/etc/neokylin-release", "NeoKylin Linux release V7.0\n", "neokylin",
	  7, 0 },
};

TEST(every_distribution_is_known_by_its_file)
{
	for (size_t i = 0; i < ARRAY_SIZE(samples); i++) {
		const struct sample *s = &samples[i];
		char path[512];

		base();
		tree_file(s->path, s->text);
		ok(inspect("ext4"));
		is("linux", s->distro, s->major, s->minor);
		snprintf(path, sizeof(path), "%s%s", test_dir(), s->path);
		ok_int(unlink(path), 0);
		rmdir(strcat(path, "/.."));
	}
}

TEST(a_root_without_any_release_file_is_an_unknown_linux)
{
	base();
	ok(inspect("ext4"));
	is("linux", "unknown", 0, 0);
	ok(!os.arch);
	ok(!os.hostname);
}

TEST(a_guest_with_its_usr_elsewhere_is_read_through_it)
{
	struct insp_root r = tree_root_at("/root");
	struct insp_root usr = tree_root_at("/usrfs");

	tree_dir("/root/etc");
	tree_file("/root/etc/fstab", "LABEL=usr /usr ext4 defaults 0 0\n");
	tree_link("/root/bin", "usr/bin");
	tree_link("/root/etc/os-release", "../usr/lib/os-release");
	tree_file("/usrfs/lib/os-release", "ID=fedora\nVERSION_ID=20\n");
	tree_elf("/usrfs/bin/sh", EM_AARCH64, 64);
	close(r.fd);
	close(usr.fd);
	r = tree_root_at("/root");
	usr = tree_root_at("/usrfs");
	ok(linux_is_root(&r));
	ok(linux_needs_usr(&r));
	ok(!linux_is_root(&usr));
	r.usr = usr.fd;
	os_finish(&os);
	os_init(&os);
	linux_detect(&r, &os);
	is("linux", "fedora", 20, 0);
	ok_str(os.arch, "aarch64");
	close(r.fd);
	close(usr.fd);
}

TEST(links_and_special_files_lead_nowhere)
{
	struct insp_root r = tree_root();
	char path[512];

	base();
	tree_link("/etc/os-release", "/etc/passwd");
	tree_link("/etc/hostname", "../../../../../../../etc/hostname");
	tree_link("/etc/loop", "loop");
	tree_link("/etc/redhat-release", "/proc/self/environ");
	snprintf(path, sizeof(path), "%s/etc/lsb-release", test_dir());
	ok_int(mkfifo(path, 0600), 0);
	ok(inspect("ext4"));
	is("linux", "unknown", 0, 0);
	ok(!os.hostname);
	ok_int(root_open(&r, "/etc/loop"), -1);
	ok_int(root_open(&r, "/etc/lsb-release"), -1);
	ok_int(root_open(&r, "/etc/passwd"), -1);
	close(r.fd);
}

TEST(a_giant_file_is_not_read)
{
	struct insp_root r = tree_root();
	char path[512];

	base();
	tree_file("/etc/os-release", "ID=debian\n");
	snprintf(path, sizeof(path), "%s/etc/os-release", test_dir());
	ok_int(truncate(path, 1LL << 40), 0);
	ok(!root_text(&r, "/etc/os-release"));
	ok_int(errno, EFBIG);
	ok(inspect("ext4"));
	is("linux", "unknown", 0, 0);
	close(r.fd);
}

TEST(host_names_of_the_older_kind)
{
	base();
	tree_file("/etc/sysconfig/network",
		  "NETWORKING=yes\nHOSTNAME=old.example.com\n");
	ok(inspect("ext4"));
	ok_str(os.hostname, "old.example.com");
	tree_file("/etc/HOSTNAME", "slack.box\n");
	ok(inspect("ext4"));
	ok_str(os.hostname, "slack.box");
	tree_file("/etc/hostname", "evil name\033[2J\n");
	ok(inspect("ext4"));
	ok_str(os.hostname, "slack.box");
}

TEST(freebsd_by_its_userland_version)
{
	tree_file("/etc/master.passwd", "root::0:0::0:0:::\n");
	tree_file("/etc/fstab", "/dev/ada0p2 / ufs rw 1 1\n");
	tree_file("/bin/freebsd-version",
		  "#!/bin/sh\nUSERLAND_VERSION=\"13.2-RELEASE-p4\"\n");
	tree_file("/etc/rc.conf", "hostname=\"bsd.example.org\"\n");
	tree_elf("/bin/sh", EM_X86_64, 64);
	tree_file("/etc/os-release", "ID=freebsd\n");
	ok(inspect("ufs"));
	is("freebsd", "freebsd", 13, 2);
	ok_str(os.hostname, "bsd.example.org");
	ok_str(os.product, "FreeBSD 13.2-RELEASE-p4");
	ok_str(os.arch, "x86_64");
}

TEST(netbsd_and_openbsd_by_their_kernels)
{
	tree_file("/etc/master.passwd", "");
	tree_elf("/netbsd", EM_X86_64, 64);
	tree_file("/etc/release", "NetBSD 9.3/amd64\nBuild settings: ...\n");
	ok(inspect("ufs"));
	is("netbsd", "netbsd", 9, 3);
	ok_str(os.arch, "x86_64");
}

TEST(openbsd_by_kernel_and_motd)
{
	tree_file("/etc/master.passwd", "");
	tree_elf("/bsd", EM_386, 32);
	tree_file("/etc/motd", "OpenBSD 7.3 (GENERIC.MP) #1125: Sat Mar 25\n\n"
			       "Welcome to OpenBSD\n");
	tree_file("/etc/myname", "puffy.example.org\n");
	ok(inspect("ufs"));
	is("openbsd", "openbsd", 7, 3);
	ok_str(os.arch, "i386");
	ok_str(os.hostname, "puffy.example.org");
	ok_str(os.product, "OpenBSD 7.3 (GENERIC.MP) #1125: Sat Mar 25");
}

TEST(hurd_minix_and_dos)
{
	tree_file("/hurd/console", "");
	base();
	tree_file("/etc/debian_version", "10.4\n");
	ok(inspect("ext2"));
	is("hurd", "debian", 10, 4);
}

TEST(minix_by_its_service)
{
	tree_file("/service/vm", "");
	tree_file("/etc/version", "3.2.1\n");
	tree_file("/etc/hostname.file", "tiny\n");
	ok(inspect("minix"));
	is("minix", "unknown", 3, 2);
	ok_str(os.hostname, "tiny");
}

TEST(dos_only_on_fat_and_whatever_the_case)
{
	tree_file("/COMMAND.COM", "");
	tree_file("/Io.Sys", "");
	ok(!inspect("ext4"));
	ok(inspect("vfat"));
	is("dos", "msdos", 0, 0);
	tree_dir("/FDOS");
	ok(inspect("vfat"));
	is("dos", "freedos", 0, 0);
}

TEST(debian_and_ubuntu_media)
{
	tree_file("/.disk/info", "Debian GNU/Linux 12.1.0 \"Bookworm\" - "
				 "Official amd64 NETINST with firmware\n");
	ok(inspect("iso9660"));
	is("linux", "debian", 12, 1);
	ok_str(os.format, "installer");
	ok_str(os.arch, "x86_64");
	ok_str(os.product, "Debian GNU/Linux 12.1.0 \"Bookworm\"");
	ok(os.netinst);
	ok(!os.live);
	tree_file("/.disk/info", "Ubuntu 22.04.2 LTS \"Jammy Jellyfish\" - "
				 "Release amd64 (20230223)\n");
	tree_file("/casper/filesystem.squashfs", "");
	ok(inspect("iso9660"));
	is("linux", "ubuntu", 22, 4);
	ok(os.live);
}

TEST(red_hat_media)
{
	tree_file("/.treeinfo", "[general]\nfamily = Fedora\nversion = 38\n"
				"arch = x86_64\nplatforms = x86_64,xen\n");
	ok(inspect("iso9660"));
	is("linux", "fedora", 38, 0);
	ok_str(os.product, "Fedora 38");
	ok(os.netinst);
	tree_dir("/Packages");
	ok(inspect("iso9660"));
	ok(!os.netinst);
}

TEST(fedora_coreos_by_its_deployment)
{
	tree_dir("/boot");
	tree_file("/ostree/deploy/fedora-coreos/deploy/0123.0/usr/lib/"
		  "os-release",
		  "ID=fedora\nVERSION_ID=38\nVARIANT_ID=coreos\n");
	tree_dir("/ostree/deploy/fedora-coreos/deploy/0123.0/etc");
	tree_dir("/ostree/deploy/fedora-coreos/deploy/0123.0/usr/bin");
	ok(inspect("xfs"));
	is("linux", "fedora", 38, 0);
	ok_str(os.variant, "coreos");
}

TEST(packages_go_by_distribution_and_version)
{
	ok_str(distro_package_management("fedora", 21), "yum");
	ok_str(distro_package_management("fedora", 22), "dnf");
	ok_str(distro_package_management("rhel", 4), "up2date");
	ok_str(distro_package_management("rhel", 7), "yum");
	ok_str(distro_package_management("rhel", 8), "dnf");
	ok_str(distro_package_format("ubuntu"), "deb");
	ok_str(distro_package_format("archlinux"), "pacman");
	ok_str(distro_package_format("windows"), "unknown");
	ok_str(distro_package_management("slackware", 14), "unknown");
}

TEST(values_of_files_with_quotes)
{
	static const char text[] = "# c\nA=1\nB = \"two words\" # no\n"
				   "C='it''s'\nexport D=x\\ y\nA=2\nE=\r\n"
				   "F=\"a\\\"b\"";
	char *v;

	v = keyval_get(text, "A");
	ok_str(v, "2");
	free(v);
	v = keyval_get(text, "B");
	ok_str(v, "two words");
	free(v);
	v = keyval_get(text, "C");
	ok_str(v, "its");
	free(v);
	v = keyval_get(text, "D");
	ok_str(v, "x y");
	free(v);
	v = keyval_get(text, "E");
	ok_str(v, "");
	free(v);
	v = keyval_get(text, "F");
	ok_str(v, "a\"b");
	free(v);
	ok(!keyval_get(text, "G"));
}

TEST(absurd_version_numbers_are_harmless)
{
	int major = 7, minor = 7;

	ok(version_parse("99999999999999999999.1", &major, &minor));
	ok_int(major, 2147483647);
	ok_int(minor, 1);
	ok(!version_parse("none", &major, &minor));
	ok_int(minor, 1);
}
