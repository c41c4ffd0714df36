# SPDX-License-Identifier: LGPL-2.1-or-later
"""Configuration files of the guest as a tree, by Augeas."""

from model import (
    Bool, Call, Int, OBool, OptString, Pathname, RErr, RInt, RString,
    RStringList, RStruct, String,
)

NO_HANDLE = {"EINVAL": "no handle: C<guestfs_aug_init> comes first"}


def aug(name, proc, since, ret, brief, doc, **more):
    errors = NO_HANDLE | more.pop("errors", {})
    return Call(name=name, proc=proc, since=since, ret=ret, brief=brief,
                doc=doc, errors=errors, helper="augeas", **more)


CALLS = [
    aug(
        "aug_init", 16, "0.0.7", RErr,
        args=[Pathname("root"), Int("flags")],
        read_only=True,
        brief="open a handle of Augeas",
        doc="""
        Parses the configuration files below the directory C<root> of the
        guest, usually C</>, with the lenses that come with the appliance. The
        file systems must be mounted. A handle that is open already is closed,
        what was not saved is lost.

        C<flags> is the sum of any of these (see the manual of Augeas):

        =over 4

        =item C<1>

        Keep the original of a saved file under the ending C<.augsave>.

        =item C<2>

        Save to a new file with the ending C<.augnew>; leave the original.

        =item C<4>

        Typecheck lenses. It takes a long time.

        =item C<8>

        Do not load the lenses of the appliance.

        =item C<16>

        C<guestfs_aug_save> does nothing but record what it would change, below
        C</augeas/events/saved>.

        =item C<32>

        Read no files yet. C<guestfs_aug_load> reads them, after
        C<guestfs_aug_transform> or changes below C</augeas/load>: the way to
        look at a few files fast.

        =item C<64>

        Load a lens when it is first used.

        =back

        Augeas runs in a process of its own, whose root is the guest's: links
        in the guest do not lead out of it. Should a malformed file crash it,
        the call fails and the handle is closed. Unmounting C</> closes the
        handle, too.
        """,
    ),
    aug(
        "aug_close", 26, "0.0.7", RErr,
        read_only=True,
        brief="close the handle of Augeas",
        doc="""
        What was not saved is lost.
        """,
    ),
    aug(
        "aug_defvar", 17, "0.0.7", RInt("nrnodes"),
        args=[String("name"), OptString("expr")],
        read_only=True,
        brief="define a variable of Augeas",
        doc="""
        C<name> stands for the value of the path expression C<expr> from now
        on: other expressions may use it as C<$name>. With NULL the variable is
        removed. Returns the number of nodes that it stands for, 0 where it is
        no set of nodes.
        """,
    ),
    aug(
        "aug_defnode", 18, "0.0.7", RStruct("nrnodescreated", "int_bool"),
        args=[String("name"), String("expr"), String("val")],
        read_only=True,
        brief="define a variable, and the node if there is none",
        doc="""
        As C<guestfs_aug_defvar>; where C<expr> matches nothing, one node is
        made with the value C<val>. Returns the number of nodes, and whether
        one was made.
        """,
    ),
    aug(
        "aug_get", 19, "0.0.7", RString("val"),
        args=[String("augpath")],
        read_only=True,
        brief="value of a node",
        errors={"ENOENT": "no node matches"},
        doc="""
        C<augpath> must match one node. A node without a value gives the empty
        string.
        """,
    ),
    aug(
        "aug_set", 20, "0.0.7", RErr,
        args=[String("augpath"), String("val")],
        read_only=True,
        brief="set the value of a node",
        doc="""
        The node is made where there is none; an expression that matches more
        than one is an error. C<guestfs_aug_clear> takes a value away.
        """,
    ),
    aug(
        "aug_insert", 21, "0.0.7", RErr,
        args=[String("augpath"), String("label"), Bool("before")],
        read_only=True,
        brief="insert a sibling",
        doc="""
        Makes a node C<label>, before the one that C<augpath> matches where
        C<before> is true, else after it.
        """,
    ),
    aug(
        "aug_rm", 22, "0.0.7", RInt("nrnodes"),
        args=[String("augpath")],
        read_only=True,
        brief="remove nodes",
        doc="""
        All that match, with everything below. Returns how many nodes went,
        those below included.
        """,
    ),
    aug(
        "aug_mv", 23, "0.0.7", RErr,
        args=[String("src"), String("dest")],
        read_only=True,
        brief="move a node",
        doc="""
        C<src> must match one node. C<dest> is overwritten where it exists.
        """,
    ),
    aug(
        "aug_match", 24, "0.0.7", RStringList("matches"),
        args=[String("augpath")],
        read_only=True,
        brief="paths that an expression matches",
        doc="""
        Each can be used as a path again. No match is an empty list.
        """,
    ),
    aug(
        "aug_save", 25, "0.0.7", RErr,
        brief="write what was changed",
        errors={"EIO": "a file could not be written; the message names it"},
        doc="""
        The C<flags> of C<guestfs_aug_init> say how. Files that did not change
        are not touched. Where a part of the tree does not fit the file's
        format nothing of that file is written, and the call fails.
        """,
    ),
    aug(
        "aug_load", 27, "0.0.7", RErr,
        read_only=True,
        brief="read the files",
        doc="""
        Reads the files that C</augeas/load> describes. One that is in the tree
        already and has not changed since is not read again. What could not be
        parsed is below C</augeas//error>.
        """,
    ),
    aug(
        "aug_ls", 28, "0.0.8", RStringList("matches"),
        args=[String("augpath")],
        read_only=True,
        brief="children of a node, sorted",
        doc="""
        The paths that match C<augpath/*>, in alphabetical order.
        """,
    ),
    aug(
        "aug_clear", 239, "1.3.4", RErr,
        args=[String("augpath")],
        read_only=True,
        brief="take the value of a node away",
        doc="""
        The node is made where there is none.
        """,
    ),
    aug(
        "aug_setm", 411, "1.23.14", RInt("nodes"),
        args=[String("base"), OptString("sub"), String("val")],
        read_only=True,
        brief="set the value of many nodes",
        doc="""
        Of each node that C<base> matches, the node C<sub> below it is set to
        C<val>, and made where there is none; without C<sub> the nodes
        themselves. Returns how many were set.
        """,
    ),
    aug(
        "aug_label", 412, "1.23.14", RString("label"),
        args=[String("augpath")],
        read_only=True,
        brief="label of a node",
        errors={"ENOENT": "no node matches"},
        doc="""
        The last part of its path, without the index in brackets.
        """,
    ),
    aug(
        "aug_transform", 469, "1.35.2", RErr,
        args=[String("lens"), String("file")],
        optargs=[OBool("remove")],
        read_only=True,
        brief="read a file with a lens",
        doc="""
        C<guestfs_aug_load> will read C<file> (a shell pattern below the root
        that C<guestfs_aug_init> was given) with C<lens>, such as
        C<Hosts.lns>; where C<remove> is true, it will not read it any more.
        """,
    ),
]
