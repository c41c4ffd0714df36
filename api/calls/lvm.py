# SPDX-License-Identifier: LGPL-2.1-or-later
"""LVM: physical volumes, volume groups, logical volumes."""

from model import (
    Bool, Call, Device, Int, Int64, Mountable, RBool, RBufferOut, RErr,
    RString, RStringList, RStructList, String, StringList,
)

CALLS = [
    Call(
        name="is_lv", proc=264, since="1.5.3",
        args=[Mountable("mountable")],
        ret=RBool("lvflag"),
        read_only=True,
        brief="test whether a device is a logical volume",
        doc="""
        No for anything else, also for a btrfs subvolume.
        """,
    ),
    Call(
        name="pvcreate", proc=39, since="0.0.8",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="make a device a physical volume",
        errors={
            "EBUSY": "the device is in use",
        },
        doc="""
        As L<pvcreate(8)>. Destroys what is on the device.
        """,
    ),
    Call(
        name="pvs", proc=9, since="0.0.4",
        ret=RStringList("physvols", of="Device"),
        group="lvm2",
        read_only=True,
        brief="list the physical volumes",
        doc="""
        Devices that hold LVM metadata, sorted.
        """,
    ),
    Call(
        name="pvs_full", proc=12, since="0.0.4",
        ret=RStructList("physvols", "lvm_pv"),
        group="lvm2",
        read_only=True,
        brief="list the physical volumes with all about them",
        doc="""
        The fields are those of L<pvs(8)> with the same names; sizes are in
        bytes.
        """,
    ),
    Call(
        name="pvremove", proc=79, since="1.0.13",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="make a device an ordinary one again",
        errors={
            "EBUSY": "a volume group has it",
        },
        doc="""
        Wipes the LVM label, as L<pvremove(8)>.
        """,
    ),
    Call(
        name="pvuuid", proc=222, since="1.0.87",
        args=[Device("device")],
        ret=RString("uuid"),
        read_only=True,
        brief="UUID of a physical volume",
        doc="""
        As LVM spells it, with dashes.
        """,
    ),
    Call(
        name="vgcreate", proc=40, since="0.0.8",
        args=[String("volgroup"), StringList("physvols", of="Device")],
        ret=RErr,
        group="lvm2",
        brief="create a volume group",
        errors={
            "EEXIST": "the name is taken",
        },
        doc="""
        Of these physical volumes; devices that are none yet become such. As
        L<vgcreate(8)>.
        """,
    ),
    Call(
        name="vgs", proc=10, since="0.0.4",
        ret=RStringList("volgroups"),
        group="lvm2",
        read_only=True,
        brief="list the volume groups",
        doc="""
        Their names, sorted.
        """,
    ),
    Call(
        name="vgs_full", proc=13, since="0.0.4",
        ret=RStructList("volgroups", "lvm_vg"),
        group="lvm2",
        read_only=True,
        brief="list the volume groups with all about them",
        doc="""
        The fields are those of L<vgs(8)> with the same names; sizes are in
        bytes.
        """,
    ),
    Call(
        name="vgremove", proc=78, since="1.0.13",
        args=[String("vgname")],
        ret=RErr,
        group="lvm2",
        brief="remove a volume group",
        errors={
            "EBUSY": "a volume in it is in use",
        },
        doc="""
        With all logical volumes in it, as C<vgremove -f>.
        """,
    ),
    Call(
        name="vguuid", proc=223, since="1.0.87",
        args=[String("vgname")],
        ret=RString("uuid"),
        read_only=True,
        brief="UUID of a volume group",
        doc="""
        As LVM spells it, with dashes.
        """,
    ),
    Call(
        name="vg_activate", proc=104, since="1.0.26",
        args=[Bool("activate"), StringList("volgroups")],
        ret=RErr,
        group="lvm2",
        brief="activate or deactivate volume groups",
        errors={
            "EBUSY": "a volume is in use and cannot be deactivated",
        },
        doc="""
        The volumes of an active group have devices. An empty list means all
        groups. The appliance activates all that it finds when it starts.
        """,
    ),
    Call(
        name="vg_activate_all", proc=103, since="1.0.26",
        args=[Bool("activate")],
        ret=RErr,
        group="lvm2",
        brief="activate or deactivate all volume groups",
        errors={
            "EBUSY": "a volume is in use and cannot be deactivated",
        },
        doc="""
        As C<guestfs_vg_activate> with no names.
        """,
    ),
    Call(
        name="vgscan", proc=232, since="1.3.2",
        ret=RErr,
        deprecated_by="lvm_scan",
        brief="look for volume groups again",
        doc="""
        As C<guestfs_lvm_scan> without activating anything.
        """,
    ),
    Call(
        name="lvm_scan", proc=506, since="1.39.8",
        args=[Bool("activate")],
        ret=RErr,
        brief="look for LVM metadata again",
        doc="""
        Finds physical volumes, groups and volumes on devices that appeared or
        changed, and with C<activate> activates them. Calls that open devices
        do so themselves.
        """,
    ),
    Call(
        name="lvcreate", proc=41, since="0.0.8",
        args=[String("logvol"), String("volgroup"), Int("mbytes")],
        ret=RErr,
        group="lvm2",
        brief="create a logical volume",
        errors={
            "EEXIST": "the name is taken",
            "ENOSPC": "the group has not so much room",
        },
        doc="""
        C</dev/VOLGROUP/LOGVOL> of C<mbytes> megabytes, rounded up to whole
        extents.
        """,
    ),
    Call(
        name="lvcreate_free", proc=312, since="1.17.18",
        args=[String("logvol"), String("volgroup"), Int("percent")],
        ret=RErr,
        group="lvm2",
        brief="create a logical volume from the room left",
        errors={
            "EEXIST": "the name is taken",
            "EINVAL": "percent is out of its range",
        },
        doc="""
        Of C<percent> (1 to 100) of the group's free space.
        """,
    ),
    Call(
        name="lvs", proc=11, since="0.0.4",
        ret=RStringList("logvols", of="Device"),
        group="lvm2",
        read_only=True,
        brief="list the logical volumes",
        doc="""
        As C</dev/VG/LV>, sorted. Internal and thin pool volumes are left out.
        """,
    ),
    Call(
        name="lvs_full", proc=14, since="0.0.4",
        ret=RStructList("logvols", "lvm_lv"),
        group="lvm2",
        read_only=True,
        brief="list the logical volumes with all about them",
        doc="""
        The fields are those of L<lvs(8)> with the same names; sizes are in
        bytes, percentages -1 where they have no meaning.
        """,
    ),
    Call(
        name="lvremove", proc=77, since="1.0.13",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="remove a logical volume",
        errors={
            "EBUSY": "the volume is in use",
        },
        doc="""
        C<device> is C</dev/VG/LV>; C</dev/VG> removes all of the group.
        """,
    ),
    Call(
        name="lvuuid", proc=224, since="1.0.87",
        args=[Device("device")],
        ret=RString("uuid"),
        read_only=True,
        brief="UUID of a logical volume",
        doc="""
        As LVM spells it, with dashes.
        """,
    ),
    Call(
        name="lvm_canonical_lv_name", proc=277, since="1.5.24",
        args=[String("lvname")],
        ret=RString("lv", of="Device"),
        read_only=True,
        brief="usual name of a logical volume",
        errors={
            "EINVAL": "it is no logical volume",
        },
        doc="""
        C</dev/VG/LV> for C</dev/mapper/VG-LV> and other names of it.
        """,
    ),
    Call(
        name="lvm_remove_all", proc=48, since="0.0.8",
        ret=RErr,
        group="lvm2",
        brief="remove everything of LVM",
        errors={
            "EBUSY": "a volume is in use",
        },
        doc="""
        All logical volumes, volume groups and physical volumes. There is no
        way back.
        """,
    ),
    Call(
        name="lvresize", proc=105, since="1.0.27",
        args=[Device("device"), Int("mbytes")],
        ret=RErr,
        group="lvm2",
        brief="resize a logical volume",
        errors={
            "EINVAL": "the size is not positive",
            "ENOSPC": "the volume group is too full",
        },
        doc="""
        To C<mbytes> megabytes, rounded up to whole extents. What does not fit
        any more is lost: shrink the file system before, grow it afterwards.
        """,
    ),
    Call(
        name="lvresize_free", proc=238, since="1.3.3",
        args=[Device("lv"), Int("percent")],
        ret=RErr,
        group="lvm2",
        brief="grow a logical volume by a part of the free room",
        errors={
            "EINVAL": "the percentage is not between 1 and 100",
        },
        doc="""
        By C<percent> of what is free in its volume group; 100 takes all.
        """,
    ),
    Call(
        name="pvresize", proc=98, since="1.0.26",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="resize a physical volume to its device",
        errors={
            "EINVAL": "it is no physical volume, or what is used does not fit",
        },
        doc="""
        After the device became larger or, with care, before it becomes
        smaller.
        """,
    ),
    Call(
        name="pvresize_size", proc=249, since="1.3.14",
        args=[Device("device"), Int64("size")],
        ret=RErr,
        group="lvm2",
        brief="resize a physical volume",
        errors={
            "EINVAL": "it is no physical volume, or what is used does not fit",
        },
        doc="""
        To C<size> bytes, of which some are LVM's own.
        """,
    ),
    Call(
        name="lvrename", proc=219, since="1.0.83",
        args=[String("logvol"), String("newlogvol")],
        ret=RErr,
        brief="rename a logical volume",
        errors={
            "EEXIST": "the new name is taken",
            "ENOENT": "there is no such volume",
        },
        doc="""
        Both names are paths, C</dev/VG/LV>; the volume group stays the same.
        It may be in use.
        """,
    ),
    Call(
        name="vgrename", proc=220, since="1.0.83",
        args=[String("volgroup"), String("newvolgroup")],
        ret=RErr,
        brief="rename a volume group",
        errors={
            "EEXIST": "the new name is taken",
            "ENOENT": "there is no such group",
        },
        doc="""
        Its logical volumes may be in use.
        """,
    ),
    Call(
        name="vgpvuuids", proc=225, since="1.0.87",
        args=[String("vgname")],
        ret=RStringList("uuids"),
        read_only=True,
        brief="UUIDs of a group's physical volumes",
        errors={
            "ENOENT": "there is no such group",
        },
        doc="""
        Sorted; see C<guestfs_pvuuid> for their form.
        """,
    ),
    Call(
        name="vglvuuids", proc=226, since="1.0.87",
        args=[String("vgname")],
        ret=RStringList("uuids"),
        read_only=True,
        brief="UUIDs of a group's logical volumes",
        errors={
            "ENOENT": "there is no such group",
        },
        doc="""
        Sorted; see C<guestfs_lvuuid> for their form.
        """,
    ),
    Call(
        name="vgmeta", proc=315, since="1.17.20",
        args=[String("vgname")],
        ret=RBufferOut("metadata"),
        group="lvm2",
        read_only=True,
        brief="metadata of a volume group",
        errors={
            "ENOENT": "there is no such group",
        },
        doc="""
        As L<vgcfgbackup(8)> writes it: a text for people and for
        L<vgcfgrestore(8)>.
        """,
    ),
    Call(
        name="pvchange_uuid", proc=338, since="1.19.26",
        args=[Device("device")],
        ret=RErr,
        group="lvm2",
        brief="give a physical volume a new UUID",
        errors={
            "EBUSY": "logical volumes on it are active",
        },
        doc="""
        A random one, for what was copied. Deactivate its volume group before.
        """,
    ),
    Call(
        name="pvchange_uuid_all", proc=339, since="1.19.26",
        ret=RErr,
        group="lvm2",
        brief="give all physical volumes new UUIDs",
        errors={
            "EBUSY": "logical volumes on one are active",
        },
        doc="""
        See C<guestfs_pvchange_uuid>.
        """,
    ),
    Call(
        name="vgchange_uuid", proc=340, since="1.19.26",
        args=[String("vg")],
        ret=RErr,
        group="lvm2",
        brief="give a volume group a new UUID",
        errors={
            "EBUSY": "logical volumes in it are active",
            "ENOENT": "there is no such group",
        },
        doc="""
        A random one, for what was copied. Deactivate the group before.
        """,
    ),
    Call(
        name="vgchange_uuid_all", proc=341, since="1.19.26",
        ret=RErr,
        group="lvm2",
        brief="give all volume groups new UUIDs",
        errors={
            "EBUSY": "logical volumes in one are active",
        },
        doc="""
        See C<guestfs_vgchange_uuid>.
        """,
    ),
    Call(
        name="lvm_set_filter", proc=255, since="1.5.1",
        args=[StringList("devices", of="Device")],
        ret=RErr,
        group="lvm2",
        brief="let LVM see some devices only",
        errors={
            "EBUSY": "a logical volume is in use",
        },
        doc="""
        LVM looks at C<devices> and at nothing else from now on, which helps
        where several disks hold groups of the same name. A whole disk stands for
        its partitions too. All groups are deactivated, and those that
        are seen then are activated: unmount what is on them before.
        """,
    ),
    Call(
        name="lvm_clear_filter", proc=256, since="1.5.1",
        ret=RErr,
        brief="let LVM see all devices again",
        errors={
            "EBUSY": "a logical volume is in use",
        },
        doc="""
        Undoes C<guestfs_lvm_set_filter>, and deactivates and activates groups
        like that.
        """,
    ),
]
