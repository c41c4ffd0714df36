# SPDX-License-Identifier: LGPL-2.1-or-later
"""Devices: lists of them, sizes, and wiping."""

from model import (
    Call, Device, Int, Int64, RBool, RErr, RHashtable, RInt, RInt64, RString,
    RStringList, String,
)

CALLS = [
    Call(
        name="list_devices", proc=7, since="0.0.4",
        ret=RStringList("devices", of="Device"),
        read_only=True,
        brief="list the disks",
        doc="""
        The whole disks that were added, in that order, as C</dev/sda>,
        C</dev/sdb> and so on, whatever bus they are on. Disks that the
        appliance uses itself are not among them.
        """,
    ),
    Call(
        name="list_partitions", proc=8, since="0.0.4",
        ret=RStringList("partitions", of="Device"),
        read_only=True,
        brief="list the partitions of all disks",
        doc="""
        In the order of the disks and then of the partitions' numbers, as the
        kernel reads the partition tables. Partitions of md devices are listed
        after those of disks; logical volumes are not partitions.
        """,
    ),
    Call(
        name="list_filesystems", proc=476, since="1.5.15",
        ret=RHashtable("fses", key="Mountable"),
        read_only=True,
        brief="list the file systems found on any device",
        doc="""
        Looks at every disk without partitions, partition, md device, logical
        volume and opened encrypted device, and returns pairs: a name that
        C<guestfs_mount> takes, and the kind of file system as
        C<guestfs_vfs_type> names it.

        Each btrfs subvolume has an entry of its own, C<btrfsvol:DEVICE/PATH>.
        Swap space is listed as C<swap>, and what is not recognised as
        C<unknown>. Encrypted devices are there too, as C<crypto_LUKS> or
        C<BitLocker>, whether opened or not. Physical volumes of LVM and
        members of arrays are left out.
        """,
    ),
    Call(
        name="list_md_devices", proc=300, since="1.15.4",
        ret=RStringList("devices", of="Device"),
        read_only=True,
        brief="list the active md devices",
        doc="""
        Assembled Linux software RAID arrays, as C</dev/md0> or
        C</dev/md/NAME>. Arrays whose members are all there are assembled when
        the appliance starts.
        """,
    ),
    Call(
        name="list_dm_devices", proc=287, since="1.11.15",
        ret=RStringList("devices", of="Device"),
        read_only=True,
        brief="list device mapper devices",
        doc="""
        Devices below C</dev/mapper> that are not logical volumes, chiefly
        those that C<guestfs_cryptsetup_open> made.
        """,
    ),
    Call(
        name="list_disk_labels", proc=369, since="1.19.49",
        ret=RHashtable("labels", of="Device"),
        read_only=True,
        brief="list disks that were added with a label",
        doc="""
        Pairs of a label and the disk that has it. A disk gets a label by the
        optional argument C<label> of C<guestfs_add_drive_opts>; it can be
        used in place of its name as C</dev/disk/guestfs/LABEL>.
        """,
    ),
    Call(
        name="nr_devices", proc=336, since="1.19.15",
        ret=RInt("nrdisks"),
        read_only=True,
        brief="count the disks",
        doc="""
        The number of disks that C<guestfs_list_devices> would list.
        """,
    ),
    Call(
        name="is_whole_device", proc=395, since="1.21.9",
        args=[Device("device")],
        ret=RBool("flag"),
        read_only=True,
        brief="test whether a device is a whole disk",
        doc="""
        Yes for C</dev/sda>; no for a partition, a logical volume and
        everything else.
        """,
    ),
    Call(
        name="blockdev_getsize64", proc=63, since="1.9.3",
        args=[Device("device")],
        ret=RInt64("sizeinbytes"),
        read_only=True,
        brief="size of a device in bytes",
        doc="""
        The device's size as ioctl C<BLKGETSIZE64> gives it, see
        L<blockdev(8)>.
        """,
    ),
    Call(
        name="blockdev_getro", proc=58, since="1.9.3",
        args=[Device("device")],
        ret=RBool("ro"),
        read_only=True,
        brief="test whether a device is set read-only",
        doc="""
        The device's own flag (ioctl C<BLKROGET>). A drive added with
        C<readonly> shows as writable here: what is written to it is kept
        aside and thrown away.
        """,
    ),
    Call(
        name="blockdev_getss", proc=59, since="1.9.3",
        args=[Device("device")],
        ret=RInt("sectorsize"),
        read_only=True,
        brief="size of a device's sectors",
        doc="""
        The logical sector size (ioctl C<BLKSSZGET>): 512, unless the drive
        was added with another C<blocksize>.
        """,
    ),
    Call(
        name="blockdev_flushbufs", proc=64, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        read_only=True,
        brief="flush a device's buffers",
        doc="""
        Writes what the appliance's kernel holds for the device and drops it
        from memory (ioctl C<BLKFLSBUF>).
        """,
    ),
    Call(
        name="blockdev_rereadpt", proc=65, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="read the partition table again",
        errors={
            "EBUSY": "a partition of the disk is mounted or otherwise in use",
        },
        doc="""
        Makes the kernel read the disk's partition table (ioctl C<BLKRRPART>)
        and returns when the partitions' devices exist. The C<guestfs_part_>
        calls do so themselves.
        """,
    ),
    Call(
        name="blockdev_setro", proc=56, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="set a device read-only",
        doc="""
        Sets the kernel's flag (ioctl C<BLKROSET>); later writes to the device
        fail. It lasts until C<guestfs_blockdev_setrw> or the end of the
        appliance.
        """,
    ),
    Call(
        name="blockdev_setrw", proc=57, since="1.9.3",
        args=[Device("device")],
        ret=RErr,
        brief="set a device writable",
        doc="""
        Clears the flag that C<guestfs_blockdev_setro> sets. It gives nothing
        to a drive that cannot be written for another reason.
        """,
    ),
    Call(
        name="zero", proc=85, since="1.0.16",
        args=[Device("device")],
        ret=RErr,
        progress=True,
        brief="overwrite the start of a device with zeroes",
        doc="""
        Writes zeroes over the beginning of the device, 128 kilobytes, enough
        to hide most signatures of file systems and partition tables.
        C<guestfs_wipefs> does that more surely, C<guestfs_zero_device>
        overwrites all.
        """,
    ),
    Call(
        name="zero_device", proc=228, since="1.3.1",
        args=[Device("device")],
        ret=RErr,
        progress=True,
        brief="overwrite a whole device with zeroes",
        doc="""
        Every sector reads as zero afterwards. Where a part is zero already it
        is not written, so that a sparse image stays sparse.
        """,
    ),
    Call(
        name="wipefs", proc=306, since="1.17.6",
        args=[Device("device")],
        ret=RErr,
        group="wipefs",
        brief="erase signatures from a device",
        errors={
            "EBUSY": "the device is mounted or otherwise in use",
        },
        doc="""
        Removes what L<wipefs(8)> knows: file systems, RAID members, partition
        tables. The rest of the data stays, so this is no way to destroy it.
        """,
    ),
    Call(
        name="blockdev_getbsz", proc=60, since="1.9.3",
        args=[Device("device")],
        ret=RInt("blocksize"),
        read_only=True,
        brief="block size of a device",
        doc="""
        In bytes: that by which the kernel caches the device now, often the
        block size of the file system that is mounted from it. It says little
        about the device; for its sectors see C<guestfs_blockdev_getss>.
        """,
    ),
    Call(
        name="blockdev_setbsz", proc=61, since="1.9.3",
        args=[Device("device"), Int("blocksize")],
        ret=RErr,
        deprecated_by="(no-replacement)",
        brief="set the block size of a device",
        errors={
            "EBUSY": "the device is mounted",
            "EINVAL": "no power of two, less than a sector or more than 4096",
        },
        doc="""
        The kernel forgets it when the device is closed, so it has no effect
        but to check the number.
        """,
    ),
    Call(
        name="blockdev_getsz", proc=62, since="1.9.3",
        args=[Device("device")],
        ret=RInt64("sizeinsectors"),
        read_only=True,
        brief="size of a device in units of 512 bytes",
        doc="""
        In units of 512 bytes whatever the device's sectors are. See
        C<guestfs_blockdev_getsize64> for the size in bytes.
        """,
    ),
    Call(
        name="blockdev_setra", proc=424, since="1.29.10",
        args=[Device("device"), Int("sectors")],
        ret=RErr,
        brief="set how far a device is read ahead",
        errors={
            "EINVAL": "a negative number",
        },
        doc="""
        C<sectors> counts units of 512 bytes; 0 switches reading ahead off.
        """,
    ),
    Call(
        name="blkdiscard", proc=417, since="1.25.44",
        args=[Device("device")],
        ret=RErr,
        group="blkdiscard",
        brief="throw away all that is on a device",
        errors={
            "EBUSY": "the device is mounted",
            "EOPNOTSUPP": "the device cannot discard",
        },
        doc="""
        Tells the disk that none of its blocks is used any more. The image
        shrinks where the drive was added with C<discard>, and its format and
        place can do it; where it was not, nothing may happen. What is read
        afterwards is not defined.
        """,
    ),
    Call(
        name="blkdiscardzeroes", proc=418, since="1.25.44",
        args=[Device("device")],
        ret=RBool("zeroes"),
        group="blkdiscardzeroes",
        read_only=True,
        brief="test whether discarded blocks read as zeros",
        doc="""
        Today's kernels promise that of no device, and answer false.
        """,
    ),
    Call(
        name="findfs_uuid", proc=265, since="1.5.3",
        args=[String("uuid")],
        ret=RString("device", of="Device"),
        read_only=True,
        brief="find a file system by its UUID",
        errors={
            "ENOENT": "no device has it",
        },
        doc="""
        Looks at all devices; where two have the same UUID one of them is
        returned. See also C<guestfs_vfs_uuid>.
        """,
    ),
    Call(
        name="findfs_label", proc=266, since="1.5.3",
        args=[String("label")],
        ret=RString("device", of="Device"),
        read_only=True,
        brief="find a file system by its label",
        errors={
            "ENOENT": "no device has it",
        },
        doc="""
        Looks at all devices; where two have the same label one of them is
        returned. See also C<guestfs_vfs_label>.
        """,
    ),
]
