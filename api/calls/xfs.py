# SPDX-License-Identifier: LGPL-2.1-or-later
"""XFS: its geometry, changing, growing and repairing it."""

from model import (
    Call, Device, DevOrPath, OBool, OInt, OInt64, OString, Pathname, RErr,
    RInt, RStruct,
)

CALLS = [
    Call(
        name="xfs_info", proc=337, since="1.19.21",
        args=[DevOrPath("pathordevice")],
        ret=RStruct("info", "xfsinfo"),
        group="xfs",
        read_only=True,
        brief="geometry of an XFS",
        errors={
            "EINVAL": "it is no XFS",
        },
        doc="""
        Of the one on a device, or mounted at a path. The fields are those
        that L<xfs_info(8)> prints; sizes are in bytes, numbers of blocks in
        blocks of the size beside them.
        """,
    ),
    Call(
        name="xfs_growfs", proc=343, since="1.19.28",
        args=[Pathname("path")],
        optargs=[
            OBool("datasec"), OBool("logsec"), OBool("rtsec"),
            OInt64("datasize"), OInt64("logsize"), OInt64("rtsize"),
            OInt64("rtextsize"), OInt("maxpct"),
        ],
        ret=RErr,
        group="xfs",
        brief="grow an XFS",
        errors={
            "EINVAL": "no XFS is mounted there, or a size is out of range",
        },
        doc="""
        The XFS mounted at C<path> takes all of its device, where nothing is
        said. C<datasec>, C<logsec> and C<rtsec> choose the data, log and
        real-time section alone; C<datasize>, C<logsize> and C<rtsize> say how
        many blocks one shall have. C<rtextsize> is the size of real-time
        extents, C<maxpct> how much of the data section inodes may take, in
        percent.
        """,
    ),
    Call(
        name="xfs_admin", proc=349, since="1.19.33",
        args=[Device("device")],
        optargs=[
            OBool("extunwritten"), OBool("imgfile"), OBool("v2log"),
            OBool("projid32bit"), OBool("lazycounter"), OString("label"),
            OString("uuid"),
        ],
        ret=RErr,
        group="xfs",
        brief="change settings of an XFS",
        errors={
            "EINVAL": "a value is malformed, or this kind of XFS has no "
                      "such setting",
            "EBUSY": "the file system is mounted",
        },
        doc="""
        By L<xfs_admin(8)>. C<label> is at most 12 bytes long, an empty one
        removes the label. C<uuid> may be C<generate>, C<nil> or C<restore>
        too. C<extunwritten>, C<v2log> and C<projid32bit> switch features on
        that each XFS of today has; C<lazycounter> switches one on or off.
        C<imgfile> says that it is in a regular file, which a device never
        is.
        """,
    ),
    Call(
        name="xfs_repair", proc=366, since="1.19.36",
        args=[DevOrPath("device")],
        optargs=[
            OBool("forcelogzero"), OBool("nomodify"), OBool("noprefetch"),
            OBool("forcegeometry"), OInt64("maxmem"), OInt64("ihashsize"),
            OInt64("bhashsize"), OInt64("agstride"), OString("logdev"),
            OString("rtdev"),
        ],
        ret=RInt("status"),
        group="xfs",
        brief="repair an XFS",
        errors={
            "EBUSY": "the file system is mounted",
            "EIO": "it cannot be repaired, or its log must be replayed first",
            "EINVAL": "options that do not go together",
        },
        doc="""
        Of a device, or of an image file in the guest. The result is 1 where
        C<nomodify> was given and damage was found, else 0. Where the log
        holds changes it must be mounted and unmounted before, or the log be
        thrown away with C<forcelogzero>.

        C<nomodify> looks only. C<maxmem> limits memory, in megabytes;
        C<noprefetch>, C<bhashsize>, C<agstride> and C<forcegeometry> are as
        in L<xfs_repair(8)>; C<ihashsize> means nothing to it any more.
        C<logdev> and C<rtdev> are the devices of an external log and
        real-time section.
        """,
    ),
]
