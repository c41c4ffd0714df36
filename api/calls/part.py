# SPDX-License-Identifier: LGPL-2.1-or-later
"""Partition tables and partitions."""

from model import (
    Bool, Call, Device, GUID, Int, Int64, RBool, RErr, RInt, RInt64, RString,
    RStructList, String,
)

CALLS = [
    Call(
        name="part_to_dev", proc=272, since="1.5.15",
        args=[Device("partition")],
        ret=RString("device", of="Device"),
        read_only=True,
        brief="disk of a partition",
        errors={
            "EINVAL": "it is no partition",
        },
        doc="""
        C</dev/sda> of C</dev/sda1>.
        """,
    ),
    Call(
        name="part_to_partnum", proc=293, since="1.13.25",
        args=[Device("partition")],
        ret=RInt("partnum"),
        read_only=True,
        brief="number of a partition",
        errors={
            "EINVAL": "it is no partition",
        },
        doc="""
        1 for C</dev/sda1>.
        """,
    ),
    Call(
        name="part_init", proc=208, since="1.0.78",
        args=[Device("device"), String("parttype")],
        ret=RErr,
        brief="make an empty partition table",
        errors={
            "EINVAL": "no such kind of table",
        },
        doc="""
        C<parttype> is C<gpt> (or C<efi>) or C<mbr> (or C<msdos>); others that
        L<parted(8)> knows are passed on. Destroys the table that was there.
        """,
    ),
    Call(
        name="part_add", proc=209, since="1.0.78",
        args=[
            Device("device"), String("prlogex"), Int64("startsect"),
            Int64("endsect"),
        ],
        ret=RErr,
        brief="add a partition",
        errors={
            "EINVAL": "the place is taken or outside of the disk",
        },
        doc="""
        From sector C<startsect> to C<endsect>, both included; a negative
        number counts from the end, -1 being the last sector. C<prlogex> is
        C<p> or C<primary>, C<l> or C<logical>, C<e> or C<extended>; only
        C<mbr> tables have the latter two. Beginnings at multiples of 2048
        sectors are the best.
        """,
    ),
    Call(
        name="part_disk", proc=210, since="1.0.78",
        args=[Device("device"), String("parttype")],
        ret=RErr,
        brief="make one partition of a whole disk",
        errors={
            "EINVAL": "no such kind of table",
        },
        doc="""
        A table of C<parttype>, as for C<guestfs_part_init>, with one
        partition that takes all of the disk from its first megabyte.
        """,
    ),
    Call(
        name="part_list", proc=213, since="1.0.78",
        args=[Device("device")],
        ret=RStructList("partitions", "partition"),
        read_only=True,
        brief="list the partitions of a disk",
        errors={
            "EINVAL": "the disk has no partition table",
        },
        doc="""
        Number, first and last byte (included) and size in bytes, in the order
        of their places on the disk.
        """,
    ),
    Call(
        name="part_get_parttype", proc=214, since="1.0.78",
        args=[Device("device")],
        ret=RString("parttype"),
        read_only=True,
        brief="kind of a partition table",
        errors={
            "EINVAL": "the disk has no partition table",
        },
        doc="""
        C<gpt>, C<msdos>, C<loop> where a file system covers the disk, or
        another name of L<parted(8)>.
        """,
    ),
    Call(
        name="part_set_bootable", proc=211, since="1.0.78",
        args=[Device("device"), Int("partnum"), Bool("bootable")],
        ret=RErr,
        brief="set or clear a partition's boot flag",
        errors={
            "ENOENT": "there is no such partition",
        },
        doc="""
        In an C<mbr> table; in C<gpt> the legacy BIOS boot attribute.
        """,
    ),
    Call(
        name="part_get_bootable", proc=234, since="1.3.2",
        args=[Device("device"), Int("partnum")],
        ret=RBool("bootable"),
        read_only=True,
        brief="test a partition's boot flag",
        errors={
            "ENOENT": "there is no such partition",
        },
        doc="""
        See C<guestfs_part_set_bootable>.
        """,
    ),
    Call(
        name="part_set_name", proc=212, since="1.0.78",
        args=[Device("device"), Int("partnum"), String("name")],
        ret=RErr,
        brief="set the name of a partition",
        errors={
            "ENOTSUP": "the table has no names",
        },
        doc="""
        Only C<gpt> and a few old kinds of table have names.
        """,
    ),
    Call(
        name="part_get_name", proc=416, since="1.25.33",
        args=[Device("device"), Int("partnum")],
        ret=RString("name"),
        read_only=True,
        brief="name of a partition",
        errors={
            "ENOTSUP": "the table has no names",
        },
        doc="""
        An empty string where it has none.
        """,
    ),
    Call(
        name="part_set_gpt_type", proc=392, since="1.21.1",
        args=[Device("device"), Int("partnum"), GUID("guid")],
        ret=RErr,
        group="gdisk",
        brief="set the type GUID of a partition",
        errors={
            "ENOTSUP": "not a GPT",
        },
        doc="""
        Only C<gpt> tables have it. Known ones are listed by C<sfdisk -T -X
        gpt>.
        """,
    ),
    Call(
        name="part_get_gpt_type", proc=393, since="1.21.1",
        args=[Device("device"), Int("partnum")],
        ret=RString("guid"),
        group="gdisk",
        read_only=True,
        brief="type GUID of a partition",
        errors={
            "ENOTSUP": "not a GPT",
        },
        doc="""
        In capital letters.
        """,
    ),
    Call(
        name="part_get_gpt_guid", proc=447, since="1.29.25",
        args=[Device("device"), Int("partnum")],
        ret=RString("guid"),
        group="gdisk",
        read_only=True,
        brief="GUID of a partition",
        errors={
            "ENOTSUP": "not a GPT",
        },
        doc="""
        The partition's own, in capital letters; it is the C<PARTUUID> of
        L<fstab(5)>.
        """,
    ),
    Call(
        name="part_set_mbr_id", proc=236, since="1.3.2",
        args=[Device("device"), Int("partnum"), Int("idbyte")],
        ret=RErr,
        brief="set the type byte of a partition",
        errors={
            "ENOTSUP": "not an MBR partition table",
        },
        doc="""
        Only C<mbr> tables have it: 0x83 for Linux, 0x07 for NTFS, 0x8e for
        LVM.
        """,
    ),
    Call(
        name="part_get_mbr_id", proc=235, since="1.3.2",
        args=[Device("device"), Int("partnum")],
        ret=RInt("idbyte"),
        read_only=True,
        brief="type byte of a partition",
        errors={
            "ENOTSUP": "not an MBR partition table",
        },
        doc="""
        See C<guestfs_part_set_mbr_id>.
        """,
    ),
    Call(
        name="part_del", proc=233, since="1.3.2",
        args=[Device("device"), Int("partnum")],
        ret=RErr,
        brief="remove a partition",
        errors={
            "ENOENT": "there is no such partition",
            "EBUSY": "it is in use",
        },
        doc="""
        Data of the partition stays on the disk, out of reach. Removing an
        extended partition removes the logical ones.
        """,
    ),
    Call(
        name="part_get_mbr_part_type", proc=454, since="1.29.32",
        args=[Device("device"), Int("partnum")],
        ret=RString("partitiontype"),
        read_only=True,
        brief="whether a partition of an MBR is a primary one",
        errors={
            "ENOENT": "there is no such partition",
            "ENOTSUP": "the table is no mbr",
        },
        doc="""
        C<primary>, C<extended> or C<logical>.
        """,
    ),
    Call(
        name="part_set_gpt_guid", proc=446, since="1.29.25",
        args=[Device("device"), Int("partnum"), GUID("guid")],
        ret=RErr,
        group="gdisk",
        brief="set the GUID of a partition",
        errors={
            "EINVAL": "it is no GUID",
            "ENOENT": "there is no such partition",
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        That of the partition itself, not of its type. See
        C<guestfs_part_get_gpt_guid>.
        """,
    ),
    Call(
        name="part_set_gpt_attributes", proc=503, since="1.21.1",
        args=[Device("device"), Int("partnum"), Int64("attributes")],
        ret=RErr,
        group="gdisk",
        brief="set the attributes of a GPT partition",
        errors={
            "ENOENT": "there is no such partition",
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        All 64 bits at once. Bit 0: the platform needs the partition; bit 1:
        firmware keeps off it; bit 2: legacy BIOSes may boot it; from 48 on
        they belong to the partition's type.
        """,
    ),
    Call(
        name="part_get_gpt_attributes", proc=504, since="1.21.1",
        args=[Device("device"), Int("partnum")],
        ret=RInt64("attributes"),
        group="gdisk",
        read_only=True,
        brief="attributes of a GPT partition",
        errors={
            "ENOENT": "there is no such partition",
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        All 64 bits, see C<guestfs_part_set_gpt_attributes>. Where all of them
        are set the result is -1, which is no error.
        """,
    ),
    Call(
        name="part_get_disk_guid", proc=460, since="1.33.2",
        args=[Device("device")],
        ret=RString("guid"),
        group="gdisk",
        read_only=True,
        brief="GUID of a disk",
        errors={
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        The one of the GPT, in capitals.
        """,
    ),
    Call(
        name="part_set_disk_guid", proc=459, since="1.33.2",
        args=[Device("device"), GUID("guid")],
        ret=RErr,
        group="gdisk",
        brief="set the GUID of a disk",
        errors={
            "EINVAL": "it is no GUID",
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        See C<guestfs_part_get_disk_guid>.
        """,
    ),
    Call(
        name="part_set_disk_guid_random", proc=461, since="1.33.2",
        args=[Device("device")],
        ret=RErr,
        group="gdisk",
        brief="give a disk a new GUID",
        errors={
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        A random one; those of the partitions stay.
        """,
    ),
    Call(
        name="part_expand_gpt", proc=462, since="1.33.2",
        args=[Device("device")],
        ret=RErr,
        group="gdisk",
        brief="move the copy of a GPT to the end of the disk",
        errors={
            "ENOTSUP": "the table is no gpt",
        },
        doc="""
        Needed where the disk was made larger, before partitions can be
        placed in the new room.
        """,
    ),
    Call(
        name="part_resize", proc=477, since="1.37.20",
        args=[Device("device"), Int("partnum"), Int64("endsect")],
        ret=RErr,
        brief="move the end of a partition",
        errors={
            "EINVAL": "the place is taken or outside of the disk",
            "ENOENT": "there is no such partition",
        },
        doc="""
        C<endsect> is the last sector that the partition shall have; a
        negative number counts from the end of the disk, -1 being the last
        one. What is in the partition is not touched: shrink the file system
        before, grow it afterwards.
        """,
    ),
]
