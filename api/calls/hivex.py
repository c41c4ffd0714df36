# SPDX-License-Identifier: LGPL-2.1-or-later
"""Registry hives of Windows, by hivex."""

from model import (
    BufferIn, Call, Int64, OBool, OptString, Pathname, RBufferOut, RErr,
    RInt64, RString, RStructList, String,
)

NO_HANDLE = {"EINVAL": "no hive is open: C<guestfs_hivex_open> comes first"}


def hive(name, proc, ret, brief, doc, **more):
    errors = NO_HANDLE | more.pop("errors", {})
    return Call(name=name, proc=proc, since=more.pop("since", "1.19.35"),
                ret=ret, brief=brief, doc=doc, errors=errors, group="hivex",
                helper="hivex", **more)


CALLS = [
    hive(
        "hivex_open", 350, RErr,
        args=[Pathname("filename")],
        optargs=[OBool("verbose"), OBool("debug"), OBool("write"),
                 OBool("unsafe")],
        read_only=True,
        brief="open a registry hive",
        errors={"ENOTSUP": "the file is no hive, or a damaged one"},
        doc="""
        The hive is a file of the guest, such as
        C</Windows/System32/config/SOFTWARE>; C<guestfs_case_sensitive_path>
        finds its spelling. Nodes (keys) and values are numbers that the other
        calls return; they hold until the hive is closed or a node is deleted.
        A hive that is open already is closed, changes that were not committed
        are lost.

        =over 4

        =item C<verbose>, C<debug>

        Messages of hivex on the appliance's console.

        =item C<write>

        The calls that change something work, and C<guestfs_hivex_commit>
        writes the hive.

        =item C<unsafe>

        Take a hive that is a little damaged, and pass over the damage where
        that is possible.

        =back

        hivex runs in a process of its own. Should a malformed hive crash it,
        the call fails and the hive is closed. While a hive is open its file
        system is busy; unmounting C</> closes it.
        """,
    ),
    hive(
        "hivex_close", 351, RErr,
        read_only=True,
        brief="close the hive",
        doc="""
        Changes that were not committed are lost.
        """,
    ),
    hive(
        "hivex_root", 352, RInt64("nodeh"),
        read_only=True,
        brief="root node of the hive",
        doc="""
        Where every walk begins.
        """,
    ),
    hive(
        "hivex_node_name", 353, RString("name"),
        args=[Int64("nodeh")],
        read_only=True,
        brief="name of a node",
        doc="""
        The name alone, not the path. That of the root node means nothing.
        """,
    ),
    hive(
        "hivex_node_children", 354, RStructList("nodehs", "hivex_node"),
        args=[Int64("nodeh")],
        read_only=True,
        brief="nodes below a node",
        doc="""
        The subkeys. An empty list where there are none.
        """,
    ),
    hive(
        "hivex_node_get_child", 355, RInt64("child"),
        args=[Int64("nodeh"), String("name")],
        read_only=True,
        brief="node below a node by its name",
        doc="""
        Names ignore case. 0 where there is no such node.
        """,
    ),
    hive(
        "hivex_node_parent", 356, RInt64("parent"),
        args=[Int64("nodeh")],
        read_only=True,
        brief="node above a node",
        doc="""
        What it is for the root node means nothing.
        """,
    ),
    hive(
        "hivex_node_values", 357, RStructList("valuehs", "hivex_value"),
        args=[Int64("nodeh")],
        read_only=True,
        brief="values of a node",
        doc="""
        All (key, data) pairs of the node. An empty list where there are none.
        """,
    ),
    hive(
        "hivex_node_get_value", 358, RInt64("valueh"),
        args=[Int64("nodeh"), String("key")],
        read_only=True,
        brief="value of a node by its name",
        doc="""
        Names ignore case; the empty one is the default value. 0 where there is
        no such value.
        """,
    ),
    hive(
        "hivex_value_key", 359, RString("key"),
        args=[Int64("valueh")],
        read_only=True,
        brief="name of a value",
        doc="""
        The empty string is the node's default value.
        """,
    ),
    hive(
        "hivex_value_type", 360, RInt64("datatype"),
        args=[Int64("valueh")],
        read_only=True,
        brief="data type of a value",
        doc="""
        1 for a string, 2 for a string with C<%VARIABLES%>, 3 for bytes, 4 for
        a number of 32 bits, 7 for several strings, 11 for a number of 64 bits;
        see L<hivex(3)>.
        """,
    ),
    hive(
        "hivex_value_value", 361, RBufferOut("databuf"),
        args=[Int64("valueh")],
        read_only=True,
        brief="data of a value",
        doc="""
        As it is stored: strings are UTF-16LE.
        """,
    ),
    hive(
        "hivex_commit", 362, RErr,
        args=[OptString("filename")],
        brief="write the hive",
        errors={"EROFS": "the hive was not opened for writing"},
        doc="""
        To the file that it came from, or to C<filename>, which is made or
        replaced. The hive stays open.
        """,
    ),
    hive(
        "hivex_node_add_child", 363, RInt64("nodeh"),
        args=[Int64("parent"), String("name")],
        read_only=True,
        brief="add a node",
        errors={"EEXIST": "C<parent> has a node of this name",
                "EROFS": "the hive was not opened for writing"},
        doc="""
        The new node has no values and nothing below it.
        """,
    ),
    hive(
        "hivex_node_delete_child", 364, RErr,
        args=[Int64("nodeh")],
        read_only=True,
        brief="delete a node",
        errors={"EROFS": "the hive was not opened for writing"},
        doc="""
        With its values and everything below. The root node cannot be deleted.
        """,
    ),
    hive(
        "hivex_node_set_value", 365, RErr,
        args=[Int64("nodeh"), String("key"), Int64("t"), BufferIn("val")],
        read_only=True,
        brief="set a value of a node",
        errors={"EROFS": "the hive was not opened for writing"},
        doc="""
        Sets or replaces the value C<key>, of data type C<t>. The bytes are
        stored as they are: a string must come as UTF-16LE, with its two bytes
        of zero at the end.
        """,
    ),
    hive(
        "hivex_value_utf8", 478, RString("databuf"),
        args=[Int64("valueh")],
        deprecated_by="hivex_value_string",
        read_only=True,
        brief="data of a value, from UTF-16LE to UTF-8",
        doc="""
        Whatever the data type says. It ends at the first zero character.
        """,
    ),
    hive(
        "hivex_value_string", 479, RString("databuf"),
        args=[Int64("valueh")],
        since="1.37.22",
        read_only=True,
        brief="string of a value, as UTF-8",
        errors={"EINVAL": "its data type is no string"},
        doc="""
        Of a value of type 1, 2 or 6. It ends at the first zero character.
        """,
    ),
]
