# SPDX-License-Identifier: LGPL-2.1-or-later
"""Looking after a btrfs: devices, quotas, balance, scrub, repair."""

from model import (
    Bool, Call, Device, Int64, MountableOrPath, OBool, OInt, OInt64, OString,
    Pathname, RErr, RStruct, RStructList, RStringList, String, StringList,
)

NO_BTRFS = "it is no btrfs"
MOUNTED = "the file system is mounted"

CALLS = [
    Call(
        name="mkfs_btrfs", proc=317, since="1.17.25",
        args=[StringList("devices", of="Device")],
        optargs=[
            OInt64("allocstart"), OInt64("bytecount"), OString("datatype"),
            OInt("leafsize"), OString("label"), OString("metadata"),
            OInt("nodesize"), OInt("sectorsize"),
        ],
        ret=RErr,
        group="btrfs",
        brief="make a btrfs on one or more devices",
        errors={
            "EBUSY": "a device is mounted",
            "EINVAL": "a value is out of range, or the list is empty",
            "ENOTSUP": "an allocstart",
        },
        doc="""
        By L<mkfs.btrfs(8)>. Destroys what is on the devices. C<bytecount> is
        the size of the file system on each of them, C<datatype> and
        C<metadata> the profiles (C<single>, C<dup>, C<raid0>, C<raid1>,
        C<raid10>, ...), C<nodesize> the size of tree nodes, C<sectorsize>
        that of data blocks, C<label> the label. C<leafsize> is an old name of
        C<nodesize>. mkfs.btrfs cannot start its allocation at C<allocstart>
        any more.
        """,
    ),
    Call(
        name="btrfs_filesystem_resize", proc=289, since="1.11.17",
        args=[Pathname("mountpoint")],
        optargs=[OInt64("size")],
        ret=RErr,
        group="btrfs",
        brief="resize a btrfs",
        errors={
            "EINVAL": "the size is out of range",
            "ENOSPC": "what is in it does not fit",
        },
        doc="""
        The mounted btrfs takes C<size> bytes of its (first) device, or all of
        it where no size is given.
        """,
    ),
    Call(
        name="btrfs_filesystem_balance", proc=328, since="1.17.35",
        args=[Pathname("fs")],
        ret=RErr,
        group="btrfs",
        aliases=["btrfs-balance"],
        brief="write all of a btrfs anew",
        errors={
            "ENOSPC": "there is no room to move things",
        },
        doc="""
        Spreads everything over its devices. Returns when it is done, which
        takes long.
        """,
    ),
    Call(
        name="btrfs_balance_pause", proc=438, since="1.29.22",
        args=[Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="pause a running balance",
        errors={
            "EINVAL": "none is running",
        },
        doc="""
        One that went on by itself when the file system was mounted.
        """,
    ),
    Call(
        name="btrfs_balance_cancel", proc=439, since="1.29.22",
        args=[Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="cancel a balance",
        errors={
            "EINVAL": "none is running or paused",
        },
        doc="""
        One that runs or is paused.
        """,
    ),
    Call(
        name="btrfs_balance_resume", proc=440, since="1.29.22",
        args=[Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="go on with a paused balance",
        errors={
            "EINVAL": "none is paused",
        },
        doc="""
        Returns when it is done.
        """,
    ),
    Call(
        name="btrfs_balance_status", proc=448, since="1.29.26",
        args=[Pathname("path")],
        ret=RStruct("status", "btrfsbalance"),
        group="btrfs",
        read_only=True,
        brief="how far a balance is",
        doc="""
        C<btrfsbalance_status> is C<none>, C<running>, C<paused>, or what else
        L<btrfs-balance(8)> says. Of about C<btrfsbalance_total> chunks
        C<btrfsbalance_balanced> are done and C<btrfsbalance_considered>
        looked at, and C<btrfsbalance_left> percent are left.
        """,
    ),
    Call(
        name="btrfs_scrub_start", proc=435, since="1.29.22",
        args=[Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="start to check and repair all data of a btrfs",
        errors={
            "EINVAL": "one is running already",
        },
        doc="""
        Reads everything and compares checksums; what is damaged is repaired
        where there is another copy. It runs in the background:
        C<guestfs_btrfs_scrub_status> tells how far it is.
        """,
    ),
    Call(
        name="btrfs_scrub_cancel", proc=436, since="1.29.22",
        args=[Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="cancel a running scrub",
        errors={
            "EINVAL": "none is running",
        },
        doc="""
        C<guestfs_btrfs_scrub_resume> goes on with it.
        """,
    ),
    Call(
        name="btrfs_scrub_resume", proc=437, since="1.29.22",
        args=[Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="go on with a scrub that was cancelled",
        errors={
            "EINVAL": "there is none",
        },
        doc="""
        In the background, as C<guestfs_btrfs_scrub_start>.
        """,
    ),
    Call(
        name="btrfs_scrub_status", proc=449, since="1.29.26",
        args=[Pathname("path")],
        ret=RStruct("status", "btrfsscrub"),
        group="btrfs",
        read_only=True,
        brief="what a scrub found",
        doc="""
        Numbers of the running or the last scrub, as L<btrfs-scrub(8)> names
        them; all 0 where there was none.
        """,
    ),
    Call(
        name="btrfs_device_add", proc=329, since="1.17.35",
        args=[StringList("devices", of="Device"), Pathname("fs")],
        ret=RErr,
        group="btrfs",
        brief="add devices to a btrfs",
        errors={
            "EBUSY": "a device is in use",
            "EINVAL": "the list is empty",
        },
        doc="""
        Destroys what is on them; C<fs> is a path in the mounted btrfs. See
        also C<guestfs_btrfs_filesystem_balance>.
        """,
    ),
    Call(
        name="btrfs_device_delete", proc=330, since="1.17.35",
        args=[StringList("devices", of="Device"), Pathname("fs")],
        ret=RErr,
        group="btrfs",
        brief="take devices out of a btrfs",
        errors={
            "EINVAL": "the list is empty, or a device is none of its",
            "ENOSPC": "the others have no room",
        },
        doc="""
        What is on them moves to the others.
        """,
    ),
    Call(
        name="btrfs_replace", proc=455, since="1.29.48",
        args=[
            Device("srcdev"), Device("targetdev"), Pathname("mntpoint"),
        ],
        ret=RErr,
        group="btrfs",
        brief="replace a device of a btrfs",
        errors={
            "EINVAL": "the new one is smaller, or the old one none of its",
            "EBUSY": "the new one is in use",
        },
        doc="""
        C<targetdev> takes the place of C<srcdev> in the btrfs mounted at
        C<mntpoint>. Returns when everything is copied.
        """,
    ),
    Call(
        name="btrfs_filesystem_show", proc=465, since="1.33.29",
        args=[Device("device")],
        ret=RStringList("devices", of="Device"),
        group="btrfs",
        read_only=True,
        brief="devices of a btrfs",
        errors={
            "EINVAL": NO_BTRFS,
            "ENODEV": "some of them are missing",
        },
        doc="""
        All devices of the file system that C<device> is one of.
        """,
    ),
    Call(
        name="btrfs_filesystem_defragment", proc=443, since="1.29.22",
        args=[Pathname("path")],
        optargs=[OBool("flush"), OString("compress")],
        ret=RErr,
        group="btrfs",
        brief="defragment a file or a directory of a btrfs",
        errors={
            "EINVAL": "no such compression",
        },
        doc="""
        A directory with all that is in it. C<flush> writes each file out at
        once, C<compress> (C<zlib>, C<lzo>, C<zstd>) compresses it.
        """,
    ),
    Call(
        name="btrfs_quota_enable", proc=427, since="1.29.17",
        args=[MountableOrPath("fs"), Bool("enable")],
        ret=RErr,
        group="btrfs",
        brief="switch quotas of a btrfs on or off",
        doc="""
        C<fs> is a path in a mounted btrfs, or a device.
        """,
    ),
    Call(
        name="btrfs_quota_rescan", proc=428, since="1.29.17",
        args=[MountableOrPath("fs")],
        ret=RErr,
        group="btrfs",
        brief="count anew what quota groups hold",
        errors={
            "EINVAL": "quotas are off",
        },
        doc="""
        Returns when it is done. C<fs> is as for
        C<guestfs_btrfs_quota_enable>.
        """,
    ),
    Call(
        name="btrfs_qgroup_limit", proc=429, since="1.29.17",
        args=[Pathname("subvolume"), Int64("size")],
        ret=RErr,
        group="btrfs",
        brief="limit the size of a subvolume",
        errors={
            "EINVAL": "quotas are off, or the size is negative",
        },
        doc="""
        To C<size> bytes.
        """,
    ),
    Call(
        name="btrfs_qgroup_create", proc=430, since="1.29.17",
        args=[String("qgroupid"), Pathname("subvolume")],
        ret=RErr,
        group="btrfs",
        brief="create a quota group",
        errors={
            "EINVAL": "the id is malformed, or quotas are off",
            "EEXIST": "there is one with this id",
        },
        doc="""
        C<qgroupid> is C<LEVEL/ID>, as in L<btrfs-qgroup(8)>; C<subvolume> is
        a path in the file system.
        """,
    ),
    Call(
        name="btrfs_qgroup_destroy", proc=431, since="1.29.17",
        args=[String("qgroupid"), Pathname("subvolume")],
        ret=RErr,
        group="btrfs",
        brief="destroy a quota group",
        errors={
            "ENOENT": "there is no such group",
            "EBUSY": "it has members",
        },
        doc="""
        See C<guestfs_btrfs_qgroup_create>.
        """,
    ),
    Call(
        name="btrfs_qgroup_show", proc=432, since="1.29.17",
        args=[Pathname("path")],
        ret=RStructList("qgroups", "btrfsqgroup"),
        group="btrfs",
        read_only=True,
        brief="list the quota groups of a btrfs",
        errors={
            "EINVAL": "quotas are off",
        },
        doc="""
        With the bytes that they refer to and those that nothing else refers
        to.
        """,
    ),
    Call(
        name="btrfs_qgroup_assign", proc=433, since="1.29.17",
        args=[String("src"), String("dst"), Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="put a quota group into another",
        errors={
            "EINVAL": "an id is malformed, or the levels are not in order",
            "ENOENT": "there is no such group",
        },
        doc="""
        C<src> goes into C<dst>, which is of a higher level. C<path> is any in
        the file system.
        """,
    ),
    Call(
        name="btrfs_qgroup_remove", proc=434, since="1.29.17",
        args=[String("src"), String("dst"), Pathname("path")],
        ret=RErr,
        group="btrfs",
        brief="take a quota group out of another",
        errors={
            "ENOENT": "it is not in there",
        },
        doc="""
        Undoes C<guestfs_btrfs_qgroup_assign>.
        """,
    ),
    Call(
        name="btrfs_fsck", proc=332, since="1.17.43",
        args=[Device("device")],
        optargs=[OInt64("superblock"), OBool("repair")],
        ret=RErr,
        group="btrfs",
        brief="check a btrfs",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": NO_BTRFS + ", or errors were found",
        },
        doc="""
        By L<btrfs-check(8)>. C<superblock> is the number of the copy to use,
        0 to 2; C<repair> tries to repair what it finds, which that manual
        warns of.
        """,
    ),
    Call(
        name="btrfs_rescue_chunk_recover", proc=444, since="1.29.22",
        args=[Device("device")],
        ret=RErr,
        group="btrfs",
        brief="rebuild the chunk tree of a btrfs",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": "it cannot be rebuilt",
        },
        doc="""
        From what is found all over the devices, which takes long.
        """,
    ),
    Call(
        name="btrfs_rescue_super_recover", proc=445, since="1.29.22",
        args=[Device("device")],
        ret=RErr,
        group="btrfs",
        brief="restore damaged superblocks of a btrfs",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": NO_BTRFS,
        },
        doc="""
        From a good copy.
        """,
    ),
    Call(
        name="btrfs_set_seeding", proc=331, since="1.17.43",
        args=[Device("device"), Bool("seeding")],
        ret=RErr,
        group="btrfs",
        brief="make a btrfs a seed for others, or not",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": NO_BTRFS + ", or nothing changes",
        },
        doc="""
        A seed mounts read-only; with C<guestfs_btrfs_device_add> it becomes
        the base of a new file system.
        """,
    ),
    Call(
        name="btrfstune_seeding", proc=450, since="1.29.29",
        args=[Device("device"), Bool("seeding")],
        ret=RErr,
        group="btrfs",
        brief="make a btrfs a seed for others, or not",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": NO_BTRFS + ", or nothing changes",
        },
        doc="""
        The same as C<guestfs_btrfs_set_seeding>.
        """,
    ),
    Call(
        name="btrfstune_enable_extended_inode_refs", proc=451,
        since="1.29.29",
        args=[Device("device")],
        ret=RErr,
        group="btrfs",
        brief="let files of a btrfs have more links",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": NO_BTRFS,
        },
        doc="""
        By L<btrfstune(8)> B<-r>; each btrfs of today has it.
        """,
    ),
    Call(
        name="btrfstune_enable_skinny_metadata_extent_refs", proc=452,
        since="1.29.29",
        args=[Device("device")],
        ret=RErr,
        group="btrfs",
        brief="let metadata of a btrfs take less room",
        errors={
            "EBUSY": MOUNTED,
            "EINVAL": NO_BTRFS,
        },
        doc="""
        By L<btrfstune(8)> B<-x>; each btrfs of today has it.
        """,
    ),
    Call(
        name="btrfs_image", proc=453, since="1.29.32",
        args=[StringList("source", of="Device"), Pathname("image")],
        optargs=[OInt("compresslevel")],
        ret=RErr,
        group="btrfs",
        brief="save the metadata of a btrfs in a file",
        errors={
            "EINVAL": NO_BTRFS + ", or no such level",
        },
        doc="""
        In the format of L<btrfs-image(8)>, for those who look for faults.
        C<source> is one device, C<image> a file in the guest, and
        C<compresslevel> a number from 0 to 9.
        """,
    ),
]
