# SPDX-License-Identifier: LGPL-2.1-or-later
"""Which operating systems are in the disks."""

from model import (
    Call, Int, Mountable, OBool, RBool, RBufferOut, RHashtable, RInt, RString,
    RStringList, RStructList,
)

CALLS = [
    Call(
        name="inspect_os", proc=480, since="1.5.3",
        ret=RStringList("roots", of="Mountable"),
        brief="look for operating systems",
        doc="""
        Examines every file system and returns the root file system of each
        operating system found; the names are what the other
        C<guestfs_inspect_> calls take. No system found is an empty list, not
        an error. File systems are mounted for it in a place of their own, read
        only; what the program has mounted stays as it is.

        Call it once; the answers to the other calls are those it found.
        C<guestfs_inspect_get_mountpoints> tells how to mount a system.
        """,
    ),
    Call(
        name="inspect_get_roots", proc=481, since="1.7.3",
        ret=RStringList("roots", of="Mountable"),
        read_only=True,
        brief="roots that inspect_os found",
        doc="""
        The list of the last C<guestfs_inspect_os> again, without looking
        again.
        """,
    ),
    Call(
        name="inspect_get_type", proc=483, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("name"),
        read_only=True,
        brief="kind of operating system",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        C<linux>, C<windows>, C<freebsd>, C<netbsd>, C<openbsd>, C<hurd>,
        C<minix>, C<dos>, or C<unknown>.
        """,
    ),
    Call(
        name="inspect_get_distro", proc=484, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("distro"),
        read_only=True,
        brief="distribution or family",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        For Linux the C<ID> of L<os-release(5)> in the spelling that tools
        expect (C<debian>, C<fedora>, C<rhel>, C<opensuse>, C<sles>,
        C<ubuntu>, ...); C<windows>, C<freebsd>, C<netbsd>, C<openbsd>,
        C<msdos> for others; C<unknown> where nothing tells.
        """,
    ),
    Call(
        name="inspect_get_product_name", proc=487, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("product"),
        read_only=True,
        brief="full name of the system",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        As the system itself spells it, for people: C<PRETTY_NAME> of
        L<os-release(5)>, or C<ProductName> from the Windows registry.
        C<unknown> where nothing tells.
        """,
    ),
    Call(
        name="inspect_get_product_variant", proc=488, since="1.9.13",
        args=[Mountable("root")],
        ret=RString("variant"),
        read_only=True,
        brief="variant of the system",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        For Windows the C<InstallationType> of the registry, such as C<Client>
        or C<Server>; for others C<unknown>, or C<VARIANT_ID> of
        L<os-release(5)> where it is set.
        """,
    ),
    Call(
        name="inspect_get_major_version", proc=489, since="1.5.3",
        args=[Mountable("root")],
        ret=RInt("major"),
        read_only=True,
        brief="first number of the version",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        12 for Debian 12, 6 or 10 for versions of Windows as their registry
        has them; 0 where there is none.
        """,
    ),
    Call(
        name="inspect_get_minor_version", proc=490, since="1.5.3",
        args=[Mountable("root")],
        ret=RInt("minor"),
        read_only=True,
        brief="second number of the version",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        0 where there is none.
        """,
    ),
    Call(
        name="inspect_get_arch", proc=491, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("arch"),
        read_only=True,
        brief="processor architecture",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Found from the system's own programs or registry: C<x86_64>, C<i386>,
        C<aarch64>, C<arm>, C<ppc>, C<ppc64>, C<ppc64le>, C<riscv64>,
        C<s390x>, C<sparc>, C<sparc64>, C<ia64>, C<loongarch64>, C<alpha>;
        C<unknown> where nothing tells.
        """,
    ),
    Call(
        name="inspect_get_hostname", proc=492, since="1.7.9",
        args=[Mountable("root")],
        ret=RString("hostname"),
        read_only=True,
        brief="host name",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        As it is configured in the guest's files; C<unknown> where it is not.
        """,
    ),
    Call(
        name="inspect_get_mountpoints", proc=500, since="1.5.3",
        args=[Mountable("root")],
        ret=RHashtable("mountpoints", of="Mountable"),
        read_only=True,
        brief="where file systems belong",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Pairs of a mount point and what to mount there, from the guest's own
        table (L<fstab(5)>, with UUIDs, labels and names of other buses
        translated). Sort them by the length of the mount point, mount each
        with C<guestfs_mount>, and the guest's tree is complete. C</> is
        always there.
        """,
    ),
    Call(
        name="inspect_get_filesystems", proc=501, since="1.5.3",
        args=[Mountable("root")],
        ret=RStringList("filesystems", of="Mountable"),
        read_only=True,
        brief="file systems of an operating system",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Everything that belongs to the system, also what is not mounted, such
        as swap space.
        """,
    ),
    Call(
        name="inspect_get_drive_mappings", proc=502, since="1.9.17",
        args=[Mountable("root")],
        ret=RHashtable("drives", of="Device"),
        read_only=True,
        brief="Windows drive letters",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Pairs of a letter and the device behind it, from C<MountedDevices> of
        the registry. Empty for other systems.
        """,
    ),
    Call(
        name="inspect_get_package_format", proc=485, since="1.7.5",
        args=[Mountable("root")],
        ret=RString("packageformat"),
        read_only=True,
        brief="format of packages",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        C<rpm>, C<deb>, C<pacman>, C<apk>, C<ebuild>, C<pisi>, C<pkgsrc>,
        C<xbps>, or C<unknown>. It follows from the distribution and does not
        show that packages are there.
        """,
    ),
    Call(
        name="inspect_get_package_management", proc=486, since="1.7.5",
        args=[Mountable("root")],
        ret=RString("packagemanagement"),
        read_only=True,
        brief="tool that manages packages",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        C<apt>, C<dnf>, C<yum>, C<zypper>, C<pacman>, C<apk>, C<portage>,
        C<urpmi>, C<xbps>, C<pkgsrc>, C<pisi>, or C<unknown>.
        """,
    ),
    Call(
        name="inspect_get_format", proc=482, since="1.9.4",
        args=[Mountable("root")],
        ret=RString("format"),
        deprecated_by="(no-replacement)",
        read_only=True,
        brief="installed system or installer",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        C<installed> for an installed system, C<installer> for installation
        media, C<unknown> otherwise.
        """,
    ),
    Call(
        name="inspect_is_live", proc=497, since="1.9.4",
        args=[Mountable("root")],
        ret=RBool("live"),
        deprecated_by="(no-replacement)",
        read_only=True,
        brief="test for a live medium",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Whether installation media hold a system to run without installing.
        """,
    ),
    Call(
        name="inspect_is_netinst", proc=498, since="1.9.4",
        args=[Mountable("root")],
        ret=RBool("netinst"),
        deprecated_by="(no-replacement)",
        read_only=True,
        brief="test for a network installer",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Whether installation media fetch the packages from the network.
        """,
    ),
    Call(
        name="inspect_is_multipart", proc=499, since="1.9.4",
        args=[Mountable("root")],
        ret=RBool("multipart"),
        deprecated_by="(no-replacement)",
        read_only=True,
        brief="test for one of several installer disks",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Whether the medium is one of a set.
        """,
    ),
    Call(
        name="inspect_get_windows_systemroot", proc=493, since="1.5.25",
        args=[Mountable("root")],
        ret=RString("systemroot"),
        read_only=True,
        brief="Windows' own directory",
        errors={
            "EINVAL": "not a root of Windows that inspect_os found",
        },
        doc="""
        The path of C<%systemroot%> in the root file system, such as
        C</Windows>, in the case in which it is stored.
        """,
    ),
    Call(
        name="inspect_get_windows_current_control_set", proc=496, since="1.9.17",
        args=[Mountable("root")],
        ret=RString("controlset"),
        read_only=True,
        brief="registry key of the current settings",
        errors={
            "EINVAL": "not a root of Windows that inspect_os found",
        },
        doc="""
        Such as C<ControlSet001>, from C<HKLM\\SYSTEM\\Select>.
        """,
    ),
    Call(
        name="inspect_get_windows_software_hive", proc=494, since="1.35.26",
        args=[Mountable("root")],
        ret=RString("path"),
        read_only=True,
        brief="path of the SOFTWARE hive",
        errors={
            "EINVAL": "not a root of Windows, or it has no such hive",
        },
        doc="""
        In the root file system, for C<guestfs_download> or the hivex calls.
        """,
    ),
    Call(
        name="inspect_get_windows_system_hive", proc=495, since="1.35.26",
        args=[Mountable("root")],
        ret=RString("path"),
        read_only=True,
        brief="path of the SYSTEM hive",
        errors={
            "EINVAL": "not a root of Windows, or it has no such hive",
        },
        doc="""
        In the root file system, for C<guestfs_download> or the hivex calls.
        """,
    ),
    Call(
        name="inspect_get_osinfo", since="1.39.1", side="library",
        args=[Mountable("root")],
        ret=RString("id"),
        brief="short name for libosinfo",
        errors={
            "EINVAL": "not a root that inspect_os found",
        },
        doc="""
        Such as C<debian12> or C<win10>, put together from what inspection
        found; C<unknown> where no name is known.
        """,
    ),
    Call(
        name="inspect_list_applications2", since="1.19.56", side="library",
        args=[Mountable("root")],
        ret=RStructList("applications2", "application2"),
        brief="what is installed",
        errors={
            "EINVAL": "not a root that inspect_os found, or nothing mounted",
            "ENOTSUP": "records of this package format cannot be read",
        },
        doc="""
        Mount the system's file systems first, as
        C<guestfs_inspect_get_mountpoints> tells. The records are those of
        dpkg (Debian, Ubuntu and their relatives), RPM, pacman (Arch), apk
        (Alpine), and on Windows the list of programs that can be uninstalled.
        Nothing of the guest is run.

        C<app2_name> is the package's name, or the key in the registry;
        C<app2_display_name> is how Windows shows it. Versions are taken apart
        into C<app2_epoch>, C<app2_version> and C<app2_release>, where the
        format has such parts. What is not known is empty or 0.

        Of RPM, databases of the kinds SQLite (Fedora since 33, RHEL since 9)
        and NDB (openSUSE, SLES since 15) are read; the older Berkeley DB is
        not, which is the error ENOTSUP, as are ebuild and pkgsrc.
        """,
    ),
    Call(
        name="inspect_list_applications", since="1.7.8", side="library",
        args=[Mountable("root")],
        ret=RStructList("applications", "application"),
        deprecated_by="inspect_list_applications2",
        brief="what is installed, without architectures",
        errors={
            "EINVAL": "not a root that inspect_os found, or nothing mounted",
            "ENOTSUP": "records of this package format cannot be read",
        },
        doc="""
        As C<guestfs_inspect_list_applications2>, without C<app2_arch>.
        """,
    ),
    Call(
        name="internal_list_applications", proc=1002, since="1.48.6",
        args=[Mountable("root"), Int("first")],
        ret=RStructList("applications2", "application2"),
        visibility="internal", needs_root=True, read_only=True,
        untested="the library keeps it to itself, for "
                 "inspect_list_applications2",
        brief="a part of the list of applications",
        doc="""
        From number C<first> on, as many as fit into a message; none at the
        end. The records are read when C<first> is 0.
        """,
    ),
    Call(
        name="inspect_get_icon", since="1.11.12", side="library",
        args=[Mountable("root")],
        optargs=[OBool("favicon"), OBool("highquality")],
        ret=RBufferOut("icon"),
        brief="an icon of the system",
        errors={
            "EINVAL": "not a root that inspect_os found, or nothing mounted",
        },
        doc="""
        A PNG file, from where distributions keep their logo; an empty buffer
        where there is none. Mount the system's file systems first. Icons of
        Windows are in its programs and are not looked for.

        =over 4

        =item C<favicon>

        Also take C</etc/favicon.png>. The default is true.

        =item C<highquality>

        Take only icons of 48 pixels and more. The default is false.

        =back

        The image is the guest's: whoever shows it should be ready for a
        malformed one.
        """,
    ),
]
