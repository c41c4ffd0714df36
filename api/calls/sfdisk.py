# SPDX-License-Identifier: LGPL-2.1-or-later
"""Partitions by sfdisk's own language; part.py has what is easier to use."""

from model import Call, Device, Int, RErr, RString, String, StringList

IN_USE = "the disk or a partition of it is in use"
BAD = "sfdisk does not accept the lines"

CALLS = [
    Call(
        name="sfdisk", proc=43, since="0.0.8",
        args=[
            Device("device"), Int("cyls"), Int("heads"), Int("sectors"),
            StringList("lines"),
        ],
        ret=RErr,
        deprecated_by="part_add",
        brief="make partitions by lines for sfdisk",
        errors={
            "EBUSY": IN_USE,
            "EINVAL": BAD,
        },
        doc="""
        L<sfdisk(8)> reads C<lines> and makes a partition for each:
        C<start,size,type,bootable>, in sectors, where what is left out is
        chosen by it. A single C<,> is one partition over all of the disk. The
        table is an C<mbr>, unless a line C<label: ...> says something else.
        Destroys the table that was there.

        C<cyls>, C<heads> and C<sectors> were the geometry of the disk. Such a
        thing does not exist any more, and sfdisk does not want to be told;
        pass 0.
        """,
    ),
    Call(
        name="sfdiskM", proc=139, since="1.0.55",
        args=[Device("device"), StringList("lines")],
        ret=RErr,
        deprecated_by="part_add",
        brief="make partitions by lines for sfdisk, in megabytes",
        errors={
            "EBUSY": IN_USE,
            "EINVAL": BAD,
        },
        doc="""
        As C<guestfs_sfdisk>, but starts and sizes that are plain numbers are
        megabytes (of 1048576 bytes), and a start of 0 is left to sfdisk.
        """,
    ),
    Call(
        name="sfdisk_N", proc=99, since="1.0.26",
        args=[
            Device("device"), Int("partnum"), Int("cyls"), Int("heads"),
            Int("sectors"), String("line"),
        ],
        ret=RErr,
        deprecated_by="part_add",
        brief="change one partition by a line for sfdisk",
        errors={
            "EINVAL": BAD,
        },
        doc="""
        Option B<-N> of L<sfdisk(8)>: what C<line> leaves out stays as it is
        in partition C<partnum>. The other partitions are not touched, and may
        be in use. C<cyls>, C<heads> and C<sectors> are as for
        C<guestfs_sfdisk>: pass 0.
        """,
    ),
    Call(
        name="sfdisk_l", proc=100, since="1.0.26",
        args=[Device("device")],
        ret=RString("partitions", of="Device"),
        deprecated_by="part_list",
        read_only=True,
        brief="show the partition table as sfdisk does",
        doc="""
        The output of L<sfdisk(8)> B<-l>, for people; programs use
        C<guestfs_part_list>.
        """,
    ),
    Call(
        name="sfdisk_kernel_geometry", proc=101, since="1.0.26",
        args=[Device("device")],
        ret=RString("partitions"),
        read_only=True,
        brief="show the geometry that the kernel assumes",
        doc="""
        The output of L<sfdisk(8)> B<-g>, for people.
        """,
    ),
    Call(
        name="sfdisk_disk_geometry", proc=102, since="1.0.26",
        args=[Device("device")],
        ret=RString("partitions"),
        read_only=True,
        brief="show the geometry of a disk",
        doc="""
        The output of L<sfdisk(8)> B<-G>, for people. In today's sfdisk that
        is the same as C<guestfs_sfdisk_kernel_geometry>.
        """,
    ),
]
