# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls: inspect"""

from model import Call, Mountable, RBool, RHashtable, RInt, RString, RStringList

CALLS = [
    Call(
        name="inspect_os", proc=480, since="1.5.3",
        ret=RStringList("roots", of="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_roots", proc=481, since="1.7.3",
        ret=RStringList("roots", of="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_type", proc=483, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("name"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_distro", proc=484, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("distro"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_product_name", proc=487, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("product"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_product_variant", proc=488, since="1.9.13",
        args=[Mountable("root")],
        ret=RString("variant"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_major_version", proc=489, since="1.5.3",
        args=[Mountable("root")],
        ret=RInt("major"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_minor_version", proc=490, since="1.5.3",
        args=[Mountable("root")],
        ret=RInt("minor"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_arch", proc=491, since="1.5.3",
        args=[Mountable("root")],
        ret=RString("arch"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_hostname", proc=492, since="1.7.9",
        args=[Mountable("root")],
        ret=RString("hostname"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_mountpoints", proc=500, since="1.5.3",
        args=[Mountable("root")],
        ret=RHashtable("mountpoints", of="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_filesystems", proc=501, since="1.5.3",
        args=[Mountable("root")],
        ret=RStringList("filesystems", of="Mountable"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_drive_mappings", proc=502, since="1.9.17",
        args=[Mountable("root")],
        ret=RHashtable("drives", of="Device"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_package_format", proc=485, since="1.7.5",
        args=[Mountable("root")],
        ret=RString("packageformat"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_package_management", proc=486, since="1.7.5",
        args=[Mountable("root")],
        ret=RString("packagemanagement"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_format", proc=482, since="1.9.4",
        args=[Mountable("root")],
        ret=RString("format"),
        deprecated_by="(no-replacement)",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_is_live", proc=497, since="1.9.4",
        args=[Mountable("root")],
        ret=RBool("live"),
        deprecated_by="(no-replacement)",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_is_netinst", proc=498, since="1.9.4",
        args=[Mountable("root")],
        ret=RBool("netinst"),
        deprecated_by="(no-replacement)",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_is_multipart", proc=499, since="1.9.4",
        args=[Mountable("root")],
        ret=RBool("multipart"),
        deprecated_by="(no-replacement)",
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_windows_systemroot", proc=493, since="1.5.25",
        args=[Mountable("root")],
        ret=RString("systemroot"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_windows_current_control_set", proc=496, since="1.9.17",
        args=[Mountable("root")],
        ret=RString("controlset"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_windows_software_hive", proc=494, since="1.35.26",
        args=[Mountable("root")],
        ret=RString("path"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_windows_system_hive", proc=495, since="1.35.26",
        args=[Mountable("root")],
        ret=RString("path"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
    Call(
        name="inspect_get_osinfo", since="1.39.1", side="library",
        args=[Mountable("root")],
        ret=RString("id"),
        brief="TODO",
        doc="""
        TODO
        """,
    ),
]
