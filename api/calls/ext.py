# SPDX-License-Identifier: LGPL-2.1-or-later
"""ext2, ext3 and ext4: making, tuning, resizing, what their inodes bear."""

from model import (
    Call, Device, Int, Int64, OBool, OInt, OInt64, OString, Pathname, RErr,
    RHashtable, RInt64, RString, String,
)

DAMAGED = "the file system is damaged: call C<guestfs_e2fsck> with " \
          "C<correct>"
NOT_EXT = "it is no ext2, ext3 or ext4"

CALLS = [
    Call(
        name="set_e2label", proc=80, since="1.0.15",
        args=[Device("device"), String("label")],
        ret=RErr,
        deprecated_by="set_label",
        brief="set the label of an ext2, ext3 or ext4 file system",
        errors={
            "EINVAL": NOT_EXT,
        },
        doc="""
        As L<e2label(8)>: at most 16 bytes are kept, an empty C<label> removes
        it.
        """,
    ),
    Call(
        name="get_e2label", proc=81, since="1.0.15",
        args=[Device("device")],
        ret=RString("label"),
        deprecated_by="vfs_label",
        read_only=True,
        brief="label of an ext2, ext3 or ext4 file system",
        errors={
            "EINVAL": NOT_EXT,
        },
        doc="""
        An empty string where there is none. External journals have labels
        too.
        """,
    ),
    Call(
        name="set_e2uuid", proc=82, since="1.0.15",
        args=[Device("device"), String("uuid")],
        ret=RErr,
        deprecated_by="set_uuid",
        brief="set the UUID of an ext2, ext3 or ext4 file system",
        errors={
            "EINVAL": NOT_EXT + ", or the UUID is malformed",
        },
        doc="""
        Besides a UUID, C<uuid> may be C<clear>, C<random> or C<time>, as for
        B<-U> of L<tune2fs(8)>.
        """,
    ),
    Call(
        name="get_e2uuid", proc=83, since="1.0.15",
        args=[Device("device")],
        ret=RString("uuid"),
        deprecated_by="vfs_uuid",
        read_only=True,
        brief="UUID of an ext2, ext3 or ext4 file system",
        errors={
            "EINVAL": NOT_EXT,
        },
        doc="""
        An empty string where it was cleared. External journals have UUIDs
        too.
        """,
    ),
    Call(
        name="e2fsck_f", proc=108, since="1.0.29",
        args=[Device("device")],
        ret=RErr,
        deprecated_by="e2fsck",
        brief="check an ext2, ext3 or ext4 file system in any case",
        errors={
            "EBUSY": "the file system is mounted",
        },
        doc="""
        C<guestfs_e2fsck> with C<forceall>: one that looks clean is checked
        too, and repaired as far as that needs no questions.
        """,
    ),
    Call(
        name="resize2fs", proc=106, since="1.0.27",
        args=[Device("device")],
        ret=RErr,
        brief="resize an ext2, ext3 or ext4 file system to its device",
        errors={
            "EINVAL": NOT_EXT,
            "EIO": DAMAGED,
        },
        doc="""
        Makes the file system as large as the device, as L<resize2fs(8)>
        does. One that is mounted can grow. One that is not, and was used
        since it was checked, is checked before, as C<guestfs_e2fsck_f>
        does: what would need questions is left as it is and is an error.
        """,
    ),
    Call(
        name="resize2fs_size", proc=248, since="1.3.14",
        args=[Device("device"), Int64("size")],
        ret=RErr,
        brief="resize an ext2, ext3 or ext4 file system",
        errors={
            "EINVAL": "the size is larger than the device, or too small for "
                      "what is in it",
            "EIO": DAMAGED,
        },
        doc="""
        To C<size> bytes, rounded down to whole blocks. See
        C<guestfs_resize2fs>.
        """,
    ),
    Call(
        name="resize2fs_M", proc=281, since="1.9.4",
        args=[Device("device")],
        ret=RErr,
        brief="shrink an ext2, ext3 or ext4 file system as far as possible",
        errors={
            "EINVAL": NOT_EXT,
            "EIO": DAMAGED,
        },
        doc="""
        Option B<-M> of L<resize2fs(8)>. C<guestfs_tune2fs_l> or
        C<guestfs_vfs_minimum_size> tell how large it is then.
        """,
    ),
    Call(
        name="tune2fs_l", proc=55, since="1.9.2",
        args=[Device("device")],
        ret=RHashtable("superblock"),
        read_only=True,
        brief="what the superblock of an ext2, ext3 or ext4 says",
        errors={
            "EINVAL": NOT_EXT,
        },
        doc="""
        Pairs of a name and its value, as L<tune2fs(8)> B<-l> prints them:
        C<Block count>, C<Filesystem UUID>, C<Mount count> and so on. What it
        calls not available or none is an empty string. Which names there are
        depends on the file system.
        """,
    ),
    Call(
        name="tune2fs", proc=298, since="1.15.4",
        args=[Device("device")],
        optargs=[
            OBool("force"), OInt("maxmountcount"), OInt("mountcount"),
            OString("errorbehavior"), OInt64("group"),
            OInt("intervalbetweenchecks"), OInt("reservedblockspercentage"),
            OString("lastmounteddirectory"), OInt64("reservedblockscount"),
            OInt64("user"),
        ],
        ret=RErr,
        brief="change settings of an ext2, ext3 or ext4 file system",
        errors={
            "EINVAL": "a value is out of range",
        },
        doc="""
        By L<tune2fs(8)>. What is not given stays.

        C<force> goes on in the face of errors (B<-f>). C<maxmountcount> is
        the number of mounts after which the file system is checked, 0 or -1
        for never (B<-c>), C<mountcount> how many there were (B<-C>),
        C<intervalbetweenchecks> the time after which it is checked, in
        seconds, 0 for never (B<-i>). C<errorbehavior> is C<continue>,
        C<remount-ro> or C<panic> (B<-e>). C<reservedblockspercentage> (B<-m>)
        or C<reservedblockscount> (B<-r>) blocks are kept for C<user> (B<-u>)
        and C<group> (B<-g>), both numbers. C<lastmounteddirectory> is where
        it was mounted last (B<-M>).
        """,
    ),
    Call(
        name="mke2fs", proc=368, since="1.19.44",
        args=[Device("device")],
        optargs=[
            OInt64("blockscount"), OInt64("blocksize"), OInt64("fragsize"),
            OInt64("blockspergroup"), OInt64("numberofgroups"),
            OInt64("bytesperinode"), OInt64("inodesize"),
            OInt64("journalsize"), OInt64("numberofinodes"),
            OInt64("stridesize"), OInt64("stripewidth"),
            OInt64("maxonlineresize"), OInt("reservedblockspercentage"),
            OInt("mmpupdateinterval"), OString("journaldevice"),
            OString("label"), OString("lastmounteddir"), OString("creatoros"),
            OString("fstype"), OString("usagetype"), OString("uuid"),
            OBool("forcecreate"), OBool("writesbandgrouponly"),
            OBool("lazyitableinit"), OBool("lazyjournalinit"),
            OBool("testfs"), OBool("discard"), OBool("quotatype"),
            OBool("extent"), OBool("filetype"), OBool("flexbg"),
            OBool("hasjournal"), OBool("journaldev"), OBool("largefile"),
            OBool("quota"), OBool("resizeinode"), OBool("sparsesuper"),
            OBool("uninitbg"),
        ],
        ret=RErr,
        brief="make an ext2, ext3 or ext4 file system",
        errors={
            "EBUSY": "the device is mounted",
            "EINVAL": "a value is out of range, or two do not go together",
            "ENOTSUP": "a fragsize",
        },
        doc="""
        By L<mke2fs(8)>, with all that it can be told. Destroys what is on the
        device. Without any option it makes an ext2.

        The letters are mke2fs's: C<blockscount> is the size of the file
        system in blocks (the last argument), C<blocksize> that of a block
        (B<-b>), C<blockspergroup> B<-g>, C<numberofgroups>
        of a flex_bg B<-G>, C<bytesperinode> B<-i>, C<inodesize> B<-I>,
        C<numberofinodes> B<-N>, C<reservedblockspercentage> B<-m>, C<label>
        B<-L>, C<lastmounteddir> B<-M>, C<creatoros> B<-o>, C<fstype> (C<ext2>,
        C<ext3>, C<ext4>) B<-t>, C<usagetype> B<-T>, C<uuid> B<-U>,
        C<forcecreate> B<-F>, C<writesbandgrouponly> B<-S>. Fragments of
        blocks, C<fragsize>, never came to be: mke2fs has no option for them
        any more.

        C<journalsize> (in megabytes) and C<journaldevice> (a device,
        C<LABEL=...> or C<UUID=...>) are B<-J>. C<stridesize>,
        C<stripewidth>, C<maxonlineresize> (B<-E> resize), C<mmpupdateinterval>,
        C<lazyitableinit>, C<lazyjournalinit>, C<testfs>, C<discard> and
        C<quotatype> (user and group quotas) are extended options, B<-E>.

        The others are features (B<-O>), switched on when true and off when
        false: C<extent>, C<filetype>, C<flexbg>, C<hasjournal>,
        C<journaldev>, C<largefile>, C<quota>, C<resizeinode>, C<sparsesuper>,
        C<uninitbg>.
        """,
    ),
    Call(
        name="mke2journal", proc=188, since="1.0.68",
        args=[Int("blocksize"), Device("device")],
        ret=RErr,
        deprecated_by="mke2fs",
        brief="make an external journal",
        errors={
            "EINVAL": "a bad block size",
        },
        doc="""
        The device becomes the journal of an ext3 or ext4 file system with
        blocks of C<blocksize> bytes, which C<guestfs_mke2fs_J> or its
        relatives then make.
        """,
    ),
    Call(
        name="mke2journal_L", proc=189, since="1.0.68",
        args=[Int("blocksize"), String("label"), Device("device")],
        ret=RErr,
        deprecated_by="mke2fs",
        brief="make an external journal with a label",
        errors={
            "EINVAL": "a bad block size",
        },
        doc="""
        See C<guestfs_mke2journal>.
        """,
    ),
    Call(
        name="mke2journal_U", proc=190, since="1.0.68",
        args=[Int("blocksize"), String("uuid"), Device("device")],
        ret=RErr,
        group="linuxfsuuid",
        deprecated_by="mke2fs",
        brief="make an external journal with a UUID",
        errors={
            "EINVAL": "a bad block size or a malformed UUID",
        },
        doc="""
        See C<guestfs_mke2journal>.
        """,
    ),
    Call(
        name="mke2fs_J", proc=191, since="1.0.68",
        args=[
            String("fstype"), Int("blocksize"), Device("device"),
            Device("journal"),
        ],
        ret=RErr,
        deprecated_by="mke2fs",
        brief="make a file system with an external journal",
        errors={
            "EINVAL": "that is no journal, or one of another block size",
        },
        doc="""
        C<fstype> is C<ext3> or C<ext4>, C<journal> the device that
        C<guestfs_mke2journal> made. Destroys what is on C<device>.
        """,
    ),
    Call(
        name="mke2fs_JL", proc=192, since="1.0.68",
        args=[
            String("fstype"), Int("blocksize"), Device("device"),
            String("label"),
        ],
        ret=RErr,
        deprecated_by="mke2fs",
        brief="make a file system with an external journal found by label",
        errors={
            "EINVAL": "there is no such journal, or it has another block size",
        },
        doc="""
        See C<guestfs_mke2fs_J>.
        """,
    ),
    Call(
        name="mke2fs_JU", proc=193, since="1.0.68",
        args=[
            String("fstype"), Int("blocksize"), Device("device"),
            String("uuid"),
        ],
        ret=RErr,
        group="linuxfsuuid",
        deprecated_by="mke2fs",
        brief="make a file system with an external journal found by UUID",
        errors={
            "EINVAL": "there is no such journal, or it has another block size",
        },
        doc="""
        See C<guestfs_mke2fs_J>.
        """,
    ),
    Call(
        name="zerofree", proc=97, since="1.0.26",
        args=[Device("device")],
        ret=RErr,
        group="zerofree",
        brief="fill the unused blocks of an ext2, ext3 or ext4 with zeros",
        errors={
            "EBUSY": "the file system is mounted for writing",
            "EINVAL": NOT_EXT,
        },
        doc="""
        What was deleted is gone afterwards, and the image can be compressed
        better. By L<zerofree(8)>; the file system must not be mounted, or
        read-only.
        """,
    ),
    Call(
        name="get_e2attrs", proc=318, since="1.17.31",
        args=[Pathname("file")],
        ret=RString("attrs"),
        read_only=True,
        brief="attributes of a file of ext2, ext3 or ext4",
        errors={
            "ENOTTY": "files of this file system have no such attributes",
        },
        doc="""
        The letters of L<chattr(1)> in alphabetical order, capitals first: C<a>
        for append only, C<i> for immutable, C<e> for extents, and so on. Some
        other file systems know attributes of this kind too.
        """,
    ),
    Call(
        name="set_e2attrs", proc=319, since="1.17.31",
        args=[Pathname("file"), String("attrs")],
        optargs=[OBool("clear")],
        ret=RErr,
        brief="set attributes of a file of ext2, ext3 or ext4",
        errors={
            "EINVAL": "a letter is no attribute",
            "EOPNOTSUPP": "the file system does not have this attribute",
            "ENOTTY": "files of this file system have no such attributes",
        },
        doc="""
        Sets those whose letters are in C<attrs>, or clears them where
        C<clear> is true; the others stay. The letters are those of
        L<chattr(1)>, and which of them can be changed is told there.
        """,
    ),
    Call(
        name="get_e2generation", proc=320, since="1.17.31",
        args=[Pathname("file")],
        ret=RInt64("generation"),
        read_only=True,
        brief="generation of a file of ext2, ext3 or ext4",
        errors={
            "ENOTTY": "files of this file system have none",
        },
        doc="""
        A number that differs between files which had the same inode one
        after the other; L<lsattr(1)> B<-v> shows it as the version.
        """,
    ),
    Call(
        name="set_e2generation", proc=321, since="1.17.31",
        args=[Pathname("file"), Int64("generation")],
        ret=RErr,
        brief="set the generation of a file of ext2, ext3 or ext4",
        errors={
            "EINVAL": "it does not fit into 32 bits",
            "ENOTTY": "the file system has none, or checks sums of its "
                      "metadata (metadata_csum), which include it",
        },
        doc="""
        See C<guestfs_get_e2generation>.
        """,
    ),
]
