/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Windows, by real registry hives in fake trees. */
#include "cleanup.h"
#include "detect.h"
#include "drives.h"
#include "registry.h"
#include "test.h"
#include "tree.h"
#include "windows.h"

#define NT "[Microsoft\\Windows NT\\CurrentVersion]\n"

static struct insp_os os;

static void machine(struct insp_devs *d)
{
	struct insp_dev *v = devs_add(d, "/dev/vda1");

	v->vfs = strdup("ntfs");
	v->scheme = strdup("dos");
	v->partuuid = strdup("12345678-01");
	v->offset = 1048576;
	v = devs_add(d, "/dev/vdb2");
	v->scheme = strdup("gpt");
	v->partuuid = strdup("03020100-0504-0706-0809-0a0b0c0d0e0f");
}

static bool inspect(void)
{
	struct insp_devs d = { 0 };
	struct insp_root r = tree_root();
	char *slash = NULL;
	bool found;

	machine(&d);
	os_finish(&os);
	os_init(&os);
	found = detect_os(&r, "ntfs", &d, "/dev/vda1", &os, &slash);
	devs_finish(&d);
	free(slash);
	close(r.fd);
	return found;
}

TEST(windows_10_by_its_registry)
{
	tree_hive("/Windows/System32/config/SOFTWARE",
		  NT "ProductName=sz:Windows 10 Pro\n"
		     "InstallationType=sz:Client\n"
		     "CurrentVersion=sz:6.3\n"
		     "CurrentMajorVersionNumber=dword:10\n"
		     "CurrentMinorVersionNumber=dword:0\n"
		     "CurrentBuildNumber=sz:19045\n");
	tree_hive("/Windows/System32/config/SYSTEM",
		  "[Select]\nCurrent=dword:2\n"
		  "[ControlSet001]\n"
		  "[ControlSet002\\Services\\Tcpip\\Parameters]\n"
		  "Hostname=sz:Büro\n"
		  "[MountedDevices]\n"
		  "\\DosDevices\\C:=hex:78563412 0000100000000000\n"
		  "\\DosDevices\\D:=hex:444d494f3a49443a"
		  "000102030405060708090a0b0c0d0e0f\n"
		  "\\DosDevices\\E:=hex:5c003f003f005c00\n"
		  "\\??\\Volume{x}=hex:78563412 0000100000000000\n");
	tree_pe("/Windows/System32/cmd.exe", 0x8664);
	ok(inspect());
	ok_str(os.type, "windows");
	ok_str(os.distro, "windows");
	ok_str(os.product, "Windows 10 Pro");
	ok_str(os.variant, "Client");
	ok_int(os.major, 10);
	ok_int(os.minor, 0);
	ok_str(os.build_id, "19045");
	ok_str(os.hostname, "Büro");
	ok_str(os.arch, "x86_64");
	ok_str(os.systemroot, "/Windows");
	ok_str(os.software, "/Windows/System32/config/SOFTWARE");
	ok_str(os.system, "/Windows/System32/config/SYSTEM");
	ok_str(os.control_set, "ControlSet002");
	ok_int(os.drives.n, 4);
	ok_str(os.drives.v[0], "C");
	ok_str(os.drives.v[1], "/dev/vda1");
	ok_str(os.drives.v[2], "D");
	ok_str(os.drives.v[3], "/dev/vdb2");
	ok_int(os.mounts.n, 2);
}

TEST(windows_11_calls_itself_10)
{
	tree_hive("/Windows/System32/config/SOFTWARE",
		  NT "ProductName=sz:Windows 10 Home\n"
		     "CurrentMajorVersionNumber=dword:10\n"
		     "CurrentMinorVersionNumber=dword:0\n"
		     "CurrentBuildNumber=sz:22631\n");
	ok(inspect());
	ok_str(os.product, "Windows 11 Home");
}

TEST(names_in_any_case_and_the_older_version_value)
{
	tree_hive("/WINDOWS/system32/CONFIG/software",
		  "[microsoft\\windows nt\\currentversion]\n"
		  "ProductName=sz:Microsoft Windows XP\n"
		  "CurrentVersion=sz:5.1\n");
	tree_hive("/WINDOWS/system32/CONFIG/system",
		  "[ControlSet001\\Control\\Session Manager\\Environment]\n"
		  "PROCESSOR_ARCHITECTURE=expand_sz:x86\n"
		  "[ControlSet001\\Control\\ComputerName\\ComputerName]\n"
		  "ComputerName=sz:XPBOX\n");
	ok(inspect());
	ok_str(os.product, "Microsoft Windows XP");
	ok_int(os.major, 5);
	ok_int(os.minor, 1);
	ok_str(os.systemroot, "/WINDOWS");
	ok_str(os.arch, "i386");
	ok_str(os.hostname, "XPBOX");
	ok_str(os.control_set, "ControlSet001");
}

TEST(an_unusual_directory_is_named_by_boot_ini)
{
	tree_file("/BOOT.INI",
		  "[boot loader]\r\ntimeout=30\r\n[operating systems]\r\n"
		  "multi(0)disk(0)rdisk(0)partition(1)\\NT51=\"XP\" "
		  "/fastdetect\r\n");
	tree_pe("/NT51/System32/ntoskrnl.exe", 0x14c);
	ok(inspect());
	ok_str(os.systemroot, "/NT51");
	ok_str(os.arch, "i386");
	ok(!os.product);
}

TEST(a_disk_with_a_windows_folder_only_is_no_system)
{
	tree_dir("/Windows/System32/config");
	ok(!inspect());
}

TEST(damaged_hives_are_an_unknown_windows)
{
	tree_file("/Windows/System32/config/SOFTWARE", "regf and rubbish");
	tree_file("/Windows/System32/config/SYSTEM", "");
	ok(inspect());
	ok_str(os.type, "windows");
	ok(!os.product);
	ok(!os.control_set);
	ok_str(os.system, "/Windows/System32/config/SYSTEM");
}

TEST(windows_installation_media)
{
	tree_file("/sources/install.wim", "");
	tree_file("/setup.exe", "");
	tree_file("/efi/boot/bootx64.efi", "");
	ok(inspect());
	ok_str(os.type, "windows");
	ok_str(os.format, "installer");
	ok_str(os.arch, "x86_64");
}

TEST(drive_letters_and_their_partitions)
{
	static const unsigned char mbr[] = { 0x78, 0x56, 0x34, 0x12, 0, 0,
					     0x10, 0,	 0,    0,    0, 0 };
	struct insp_devs d = { 0 };

	machine(&d);
	ok_int(drives_letter("\\DosDevices\\c:"), 'C');
	ok_int(drives_letter("\\DosDevices\\C:x"), 0);
	ok_int(drives_letter("\\DosDevices\\"), 0);
	ok_int(drives_letter("\\??\\Volume{0}"), 0);
	ok_str(drives_device(&d, mbr, 12)->name, "/dev/vda1");
	ok(!drives_device(&d, mbr, 11));
	ok(!drives_device(&d, mbr, 0));
	devs_finish(&d);
}

TEST(utf16_with_rubbish_becomes_valid_utf8)
{
	char *s = registry_utf8("A\0\xac\x20\x3d\xd8\x00\xde\x00\xd8Z\0", 12);

	ok_str(s, "A€😀?Z");
	free(s);
	s = registry_utf8("A\0\x1b\0\0\0B\0", 7);
	ok_str(s, "A?");
	free(s);
	s = registry_utf8("", 0);
	ok_str(s, "");
	free(s);
}
