# SPDX-License-Identifier: LGPL-2.1-or-later
"""Calls that do nothing: bindings to other languages test themselves by them.

No appliance is needed. There is one for each kind of result, and a second
that always fails.
"""

from model import (
    Bool, BufferIn, Call, FileIn, FileOut, Int, Int64, OBool, OInt, OInt64,
    OptString, OString, OStringList, RBool, RBufferOut, RConstOptString,
    RConstString, RErr, RHashtable, RInt, RInt64, RString, RStringList,
    RStruct, RStructList, String, StringList,
)

RESULTS = [
    # name, kind of result, what it is
    ("rint", RInt("valout"),
     "the number"),
    ("rint64", RInt64("valout"),
     "the number"),
    ("rbool", RBool("valout"),
     "C<true> or C<false> as a truth value"),
    ("rconststring", RConstString("valout"),
     "a fixed string"),
    ("rconstoptstring", RConstOptString("valout"),
     "a fixed string"),
    ("rstring", RString("valout"),
     "C<val> itself"),
    ("rstringlist", RStringList("valout"),
     "the numbers from 0, C<val> of them"),
    ("rstruct", RStruct("valout", "lvm_pv"),
     "a structure whose first field has the number 0"),
    ("rstructlist", RStructList("valout", "lvm_pv"),
     "C<val> structures that are numbered in their first field"),
    ("rhashtable", RHashtable("valout"),
     "a table of C<val> numbers, each its own key"),
    ("rbufferout", RBufferOut("valout"),
     "the bytes of C<val>"),
]


def selftest(name, ret, brief, doc, **more):
    return Call(name=f"internal_test{name}", since="", side="library",
                ret=ret, brief=brief, doc=doc, visibility="bindtest", **more)


CALLS = [
    selftest(
        "", RErr,
        args=[String("str"), OptString("optstr"), StringList("strlist"),
              Bool("b"), Int("integer"), Int64("integer64"),
              FileIn("filein"), FileOut("fileout"), BufferIn("bufferin")],
        optargs=[OBool("obool"), OInt("oint"), OInt64("oint64"),
                 OString("ostring"), OStringList("ostringlist")],
        cancellable=True,
        brief="print every kind of argument",
        doc="""
        Prints its arguments, a line each, and a line C<EOF>, to standard
        output or to the file of C<guestfs_internal_test_set_output>. Strings
        are in quotes; bytes that are no printable ASCII are shown as C<\\xNN>;
        NULL is C<null>, an optional argument that was not given C<unset>.
        """,
    ),
    selftest(
        "_only_optargs", RErr,
        optargs=[OInt("test")],
        cancellable=True,
        brief="take an optional argument alone",
        doc="""
        Accepts it, whatever it is.
        """,
    ),
    selftest(
        "_63_optargs", RErr,
        optargs=[OInt(f"opt{i}") for i in range(1, 64)],
        cancellable=True,
        brief="take as many optional arguments as there may be",
        doc="""
        Accepts them, whatever they are.
        """,
    ),
    selftest(
        "_set_output", RErr,
        args=[String("filename")],
        brief="have arguments printed to a file",
        doc="""
        C<guestfs_internal_test> of this handle writes to C<filename>, which is
        made or emptied, until C<guestfs_internal_test_close_output>.
        """,
    ),
    selftest(
        "_close_output", RErr,
        brief="close the file of printed arguments",
        doc="""
        What was printed is in the file then.
        """,
    ),
    *(selftest(
        f"_{name}", ret,
        args=[String("val")],
        brief=f"result of the kind {ret.kind}",
        doc=f"""
        Returns {what}.
        """,
    ) for name, ret, what in RESULTS),
    *(selftest(
        f"_{name}err", ret,
        brief=f"error of a call with the result {ret.kind}",
        doc="""
        Always fails.
        """,
    ) for name, ret, _ in RESULTS),
]
