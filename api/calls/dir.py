# SPDX-License-Identifier: LGPL-2.1-or-later
"""Directories: making, removing, listing, walking."""

from model import (
    Call, FileOut, Int, OString, Pathname, RErr, RInt64, RString, RStringList,
    RStructList,
)

CALLS = [
    Call(
        name="mkdir", proc=32, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="create a directory",
        errors={
            "EEXIST": "something is at path already",
            "ENOENT": "a directory above it does not exist",
        },
        doc="""
        Creates one directory, mode 0777 less the umask (see
        C<guestfs_umask>), as L<mkdir(2)>. Missing parents are an error;
        C<guestfs_mkdir_p> makes them.
        """,
    ),
    Call(
        name="mkdir_mode", proc=202, since="1.0.77",
        args=[Pathname("path"), Int("mode")],
        ret=RErr,
        brief="create a directory with a mode",
        errors={
            "EEXIST": "something is at path already",
            "EINVAL": "mode has bits beyond 07777",
        },
        doc="""
        As C<guestfs_mkdir>, with the permissions C<mode> less the umask. File
        systems without permissions, such as vfat, ignore it.
        """,
    ),
    Call(
        name="mkdir_p", proc=33, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="create a directory and those above it",
        errors={
            "ENOTDIR": "a component of the path is no directory",
        },
        doc="""
        As C<mkdir -p>: whatever directory of the path is missing is created,
        and a directory that exists is no error.
        """,
    ),
    Call(
        name="mkdtemp", proc=117, since="1.0.54",
        args=[Pathname("tmpl")],
        ret=RString("dir"),
        brief="create a directory with a new name",
        errors={
            "EINVAL": "the template does not end in XXXXXX",
        },
        doc="""
        C<tmpl> is a path ending in C<XXXXXX>; those are replaced so that the
        name is new, as L<mkdtemp(3)> does. The directory has mode 0700.
        Nothing removes it later on.
        """,
    ),
    Call(
        name="rmdir", proc=30, since="0.0.8",
        args=[Pathname("path")],
        ret=RErr,
        brief="remove an empty directory",
        errors={
            "ENOTEMPTY": "there is something in it",
            "ENOTDIR": "it is no directory",
        },
        doc="""
        As L<rmdir(2)>. C<guestfs_rm_rf> removes one that is not empty.
        """,
    ),
    Call(
        name="ls", since="0.0.4", side="library",
        args=[Pathname("directory")],
        ret=RStringList("listing"),
        brief="list the names in a directory",
        doc="""
        Names only, sorted by their bytes, without C<.> and C<..>. Files whose
        names begin with a dot are listed. There is no limit to the
        directory's size.
        """,
    ),
    Call(
        name="ls0", proc=347, since="1.19.32",
        args=[Pathname("dir"), FileOut("filenames")],
        ret=RErr,
        read_only=True,
        brief="list the names in a directory into a file",
        doc="""
        Writes each name followed by a NUL byte into the file C<filenames> on
        the host, in the file system's own order, without C<.> and C<..>.
        """,
    ),
    Call(
        name="ll", proc=5, since="0.0.4",
        args=[Pathname("directory")],
        ret=RString("listing"),
        read_only=True,
        brief="list a directory as ls -la does",
        doc="""
        The output of C<ls -la> in the appliance, for people to read. Programs
        should use C<guestfs_readdir> or C<guestfs_lstatnslist>. User and
        group names are the guest's numbers.
        """,
    ),
    Call(
        name="readdir", proc=138, since="1.0.55",
        args=[Pathname("dir")],
        ret=RStructList("entries", "dirent"),
        read_only=True,
        brief="list a directory with inode numbers and kinds",
        doc="""
        One entry for each name, C<.> and C<..> among them. C<ftyp> is one of
        C<b> (block device), C<c> (character device), C<d> (directory), C<f>
        (FIFO), C<l> (symbolic link), C<r> (regular file), C<s> (socket), C<u>
        (the file system does not tell) and C<?> (something else).
        """,
    ),
    Call(
        name="find", since="1.0.27", side="library",
        args=[Pathname("directory")],
        ret=RStringList("names"),
        brief="list everything below a directory",
        errors={
            "ENOTDIR": "the path is no directory",
        },
        doc="""
        Paths relative to C<directory>, sorted by their bytes, without
        C<directory> itself: for a directory holding C<a/b> the list is C<a>,
        C<a/b>. Symbolic links are listed and not followed.
        """,
    ),
    Call(
        name="find0", proc=196, since="1.0.74",
        args=[Pathname("directory"), FileOut("files")],
        ret=RErr,
        cancellable=True, read_only=True,
        brief="list everything below a directory into a file",
        errors={
            "ENOTDIR": "the path is no directory",
        },
        doc="""
        The same names as of C<guestfs_find>, unsorted, each followed by a NUL
        byte, into the file C<files> on the host.
        """,
    ),
    Call(
        name="du", proc=127, since="1.0.54",
        args=[Pathname("path")],
        ret=RInt64("sizekb"),
        progress=True, read_only=True,
        brief="space that a tree takes",
        doc="""
        Kilobytes on disk of the file or of everything below the directory, as
        C<du -s> counts them: blocks, not sizes, and a file with several links
        once.
        """,
    ),
    Call(
        name="llz", proc=305, since="1.17.6",
        args=[Pathname("directory")],
        ret=RString("listing"),
        deprecated_by="lgetxattrs",
        read_only=True,
        brief="long listing with SELinux contexts",
        doc="""
        The output of C<ls -laZ>, for people to read.
        """,
    ),
    Call(
        name="mktemp", proc=373, since="1.19.53",
        args=[Pathname("tmpl")],
        optargs=[OString("suffix")],
        ret=RString("path"),
        brief="create a file with a name of its own",
        errors={
            "EINVAL": "the template does not end with XXXXXX",
        },
        doc="""
        C<tmpl> ends with six or more letters C<X>, which are replaced by
        random ones; C<suffix> is put behind them. The file is empty, has mode
        0600, and belongs to root. Returns its path.
        """,
    ),
    Call(
        name="mklost_and_found", proc=374, since="1.19.56",
        args=[Pathname("mountpoint")],
        ret=RErr,
        brief="make the directory lost+found of an ext file system",
        errors={
            "EEXIST": "it is there already",
        },
        doc="""
        As L<mklost+found(8)>: C<mountpoint> must be the top directory of an
        ext2, ext3 or ext4 file system. The directory gets some blocks in
        advance, so that L<e2fsck(8)> need not find any when it fills it.
        """,
    ),
    Call(
        name="fill_dir", proc=348, since="1.19.32",
        args=[Pathname("dir"), Int("nr")],
        ret=RErr,
        brief="create many empty files",
        errors={
            "EINVAL": "nr is negative or has more than eight digits",
        },
        doc="""
        C<nr> of them in the existing directory C<dir>, named C<00000000>,
        C<00000001> and so on. For tests of large directories.
        """,
    ),
]
