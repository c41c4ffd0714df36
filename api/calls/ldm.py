# SPDX-License-Identifier: LGPL-2.1-or-later
"""Windows dynamic disks (LDM)."""

from model import Call, RErr, RString, RStringList, String, StringList

NONE = "there is no such disk group"

CALLS = [
    Call(
        name="list_ldm_volumes", proc=380, since="1.20.0",
        ret=RStringList("devices", of="Device"),
        group="ldm",
        read_only=True,
        brief="list the volumes of Windows dynamic disks",
        doc="""
        Devices that C<guestfs_ldmtool_create_all> made and that can be
        mounted: C</dev/mapper/ldm_vol_...>.
        """,
    ),
    Call(
        name="list_ldm_partitions", proc=381, since="1.20.0",
        ret=RStringList("devices", of="Device"),
        group="ldm",
        read_only=True,
        brief="list the partitions of Windows dynamic disks",
        doc="""
        The parts of volumes: C</dev/mapper/ldm_part_...>.
        """,
    ),
    Call(
        name="ldmtool_create_all", proc=382, since="1.20.0",
        ret=RErr,
        group="ldm",
        brief="make devices of all volumes of dynamic disks",
        doc="""
        See C<guestfs_list_ldm_volumes> for what is there afterwards.
        """,
    ),
    Call(
        name="ldmtool_remove_all", proc=383, since="1.20.0",
        ret=RErr,
        group="ldm",
        brief="remove the devices of dynamic disks",
        errors={
            "EBUSY": "one is mounted",
        },
        doc="""
        Undoes C<guestfs_ldmtool_create_all>.
        """,
    ),
    Call(
        name="ldmtool_scan", proc=384, since="1.20.0",
        ret=RStringList("guids"),
        group="ldm",
        read_only=True,
        brief="find dynamic disk groups",
        doc="""
        The GUIDs of those on all disks.
        """,
    ),
    Call(
        name="ldmtool_scan_devices", proc=385, since="1.20.0",
        args=[StringList("devices", of="Device")],
        ret=RStringList("guids"),
        group="ldm",
        read_only=True,
        brief="find dynamic disk groups on some disks",
        doc="""
        The GUIDs of those on C<devices>, or on all disks where the list is
        empty.
        """,
    ),
    Call(
        name="ldmtool_diskgroup_name", proc=386, since="1.20.0",
        args=[String("diskgroup")],
        ret=RString("name"),
        group="ldm",
        read_only=True,
        brief="name of a dynamic disk group",
        errors={
            "ENOENT": NONE,
        },
        doc="""
        C<diskgroup> is a GUID that C<guestfs_ldmtool_scan> found.
        """,
    ),
    Call(
        name="ldmtool_diskgroup_volumes", proc=387, since="1.20.0",
        args=[String("diskgroup")],
        ret=RStringList("volumes"),
        group="ldm",
        read_only=True,
        brief="volumes of a dynamic disk group",
        errors={
            "ENOENT": NONE,
        },
        doc="""
        Their names, for C<guestfs_ldmtool_volume_type> and others.
        """,
    ),
    Call(
        name="ldmtool_diskgroup_disks", proc=388, since="1.20.0",
        args=[String("diskgroup")],
        ret=RStringList("disks", of="Device"),
        group="ldm",
        read_only=True,
        brief="disks of a dynamic disk group",
        errors={
            "ENOENT": NONE,
        },
        doc="""
        Their GUIDs.
        """,
    ),
    Call(
        name="ldmtool_volume_type", proc=389, since="1.20.0",
        args=[String("diskgroup"), String("volume")],
        ret=RString("voltype"),
        group="ldm",
        read_only=True,
        brief="type of a volume of dynamic disks",
        errors={
            "ENOENT": "there is no such volume",
        },
        doc="""
        C<simple>, C<spanned>, C<striped>, C<mirrored> or C<raid5>.
        """,
    ),
    Call(
        name="ldmtool_volume_hint", proc=390, since="1.20.0",
        args=[String("diskgroup"), String("volume")],
        ret=RString("hint"),
        group="ldm",
        read_only=True,
        brief="hint of a volume of dynamic disks",
        errors={
            "ENOENT": "there is no such volume",
        },
        doc="""
        A drive letter, or an empty string where there is no hint.
        """,
    ),
    Call(
        name="ldmtool_volume_partitions", proc=391, since="1.20.0",
        args=[String("diskgroup"), String("volume")],
        ret=RStringList("partitions", of="Device"),
        group="ldm",
        read_only=True,
        brief="partitions of a volume of dynamic disks",
        errors={
            "ENOENT": "there is no such volume",
        },
        doc="""
        The names of the parts that make up the volume.
        """,
    ),
]
