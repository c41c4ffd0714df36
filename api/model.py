# SPDX-License-Identifier: LGPL-2.1-or-later
"""The words in which calls are described: kinds of arguments and results.

A kind's text form, str(kind), is the one of api/abi/actions.tsv.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

# Argument kinds and their enumerators in common/kinds.h; the third says how
# the value travels.
ARG_KINDS = {
    "String": "string", "Pathname": "string", "Device": "string",
    "Dev_or_Path": "string", "Mountable": "string",
    "Mountable_or_Path": "string", "GUID": "string", "Key": "string",
    "Filename": "string", "OptString": "optstring", "StringList": "list",
    "Int": "int", "Int64": "int64", "Bool": "bool", "BufferIn": "buffer",
    "FileIn": "file", "FileOut": "file", "Pointer": "pointer",
    "OBool": "bool", "OInt": "int", "OInt64": "int64", "OString": "string",
    "OStringList": "list",
}
# C parameter types of the public functions
C_TYPES = {
    "string": "const char *", "optstring": "const char *",
    "list": "char *const *", "int": "int ", "int64": "int64_t ",
    "bool": "int ", "buffer": "const char *", "file": "const char *",
    "pointer": "void *",
}
# Members of union call_value (core/rpc/call.h) by wire form
VALUE_MEMBERS = {
    "string": "s", "optstring": "s", "file": "s", "list": "list",
    "int": "i", "bool": "i", "int64": "i64", "buffer": "s", "pointer": "p",
}


@dataclass(frozen=True)
class Arg:
    """One argument, required or optional."""

    kind: str
    name: str
    of: str = ""

    def __str__(self) -> str:
        item = f"[{self.of}]" if self.of else ""
        return f"{self.kind}{item}({self.name})"

    @property
    def wire(self) -> str:
        return ARG_KINDS[self.kind]

    @property
    def ctype(self) -> str:
        return C_TYPES[self.wire]

    @property
    def enum(self) -> str:
        return "ARG_" + self.kind.upper()

    @property
    def item(self) -> str:
        return item_enum(self.of)


@dataclass(frozen=True)
class Ret:
    """A result; @key and @of say what strings in it are."""

    kind: str
    name: str = ""
    of: str = ""
    key: str = ""
    struct: str = ""

    def __str__(self) -> str:
        text = self.kind
        if self.struct:
            text += f'("{self.struct}")'
        if self.key:
            text += f"[{self.key}]"
        if self.of:
            text += f"[{self.of}]"
        return text + (f"({self.name})" if self.name else "")

    @property
    def enum(self) -> str:
        return {
            "RErr": "RET_ERR", "RInt": "RET_INT", "RBool": "RET_BOOL",
            "RInt64": "RET_INT64", "RString": "RET_STRING",
            "RConstString": "RET_CONST_STRING",
            "RConstOptString": "RET_CONST_OPTSTRING",
            "RStringList": "RET_STRINGLIST", "RHashtable": "RET_HASHTABLE",
            "RBufferOut": "RET_BUFFEROUT", "RStruct": "RET_STRUCT",
            "RStructList": "RET_STRUCTLIST",
        }[self.kind]

    @property
    def ctype(self) -> str:
        """Type of the public function's result."""
        return {
            "RErr": "int ", "RInt": "int ", "RBool": "int ",
            "RInt64": "int64_t ", "RString": "char *",
            "RConstString": "const char *", "RConstOptString": "const char *",
            "RStringList": "char **", "RHashtable": "char **",
            "RBufferOut": "char *",
            "RStruct": f"struct guestfs_{self.struct} *",
            "RStructList": f"struct guestfs_{self.struct}_list *",
        }[self.kind]

    @property
    def failure(self) -> str:
        return "-1" if self.ctype in ("int ", "int64_t ") else "NULL"


def item_enum(of: str) -> str:
    return {"Device": "ITEM_DEVICE", "Mountable": "ITEM_MOUNTABLE",
            "Filename": "ITEM_FILENAME"}.get(of, "ITEM_PLAIN")


def _arg(kind):
    def make(name: str, of: str = "") -> Arg:
        return Arg(kind, name, of)
    make.__name__ = kind
    return make


String, Pathname, Device = _arg("String"), _arg("Pathname"), _arg("Device")
DevOrPath, Mountable = _arg("Dev_or_Path"), _arg("Mountable")
MountableOrPath, GUID = _arg("Mountable_or_Path"), _arg("GUID")
Key, Filename, OptString = _arg("Key"), _arg("Filename"), _arg("OptString")
Int, Int64, Bool = _arg("Int"), _arg("Int64"), _arg("Bool")
BufferIn, FileIn, FileOut = _arg("BufferIn"), _arg("FileIn"), _arg("FileOut")
OBool, OInt, OInt64 = _arg("OBool"), _arg("OInt"), _arg("OInt64")
OString, OStringList = _arg("OString"), _arg("OStringList")


def StringList(name: str, of: str = "String") -> Arg:
    return Arg("StringList", name, of)


def _ret(kind):
    def make(name: str, of: str = "") -> Ret:
        return Ret(kind, name, of)
    make.__name__ = kind
    return make


RErr = Ret("RErr")
RInt, RBool, RInt64 = _ret("RInt"), _ret("RBool"), _ret("RInt64")
RString, RStringList = _ret("RString"), _ret("RStringList")
RConstString = _ret("RConstString")
RConstOptString = _ret("RConstOptString")
RBufferOut = _ret("RBufferOut")


def RHashtable(name: str, key: str = "Plain", of: str = "Plain") -> Ret:
    return Ret("RHashtable", name, of, key)


def RStruct(name: str, struct: str) -> Ret:
    return Ret("RStruct", name, struct=struct)


def RStructList(name: str, struct: str) -> Ret:
    return Ret("RStructList", name, struct=struct)


@dataclass(frozen=True)
class Call:
    """One call. See HACKING.md and api/check.py for the rules."""

    name: str
    ret: Ret
    brief: str
    doc: str
    since: str
    side: str = "daemon"            # or "library"
    proc: int | None = None         # wire ABI; never renumber or reuse
    args: list[Arg] = field(default_factory=list)
    optargs: list[Arg] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    group: str = ""
    deprecated_by: str = ""
    aliases: list[str] = field(default_factory=list)
    visibility: str = "public"      # see check.py; hidden ones are below
    config_only: bool = False       # only before launch
    progress: bool = False
    cancellable: bool = False
    opts_name: bool = False         # optional arguments came later: NAME_opts
    needs_root: bool | None = None  # None: where it takes paths of the guest
    read_only: bool = False         # leaves the guest's tree as it is
    lock: bool = True               # False: callable while another call runs
    helper: str = ""                # process that serves it: frame/helper.h
    untested: str = ""              # why no test names the call
    topic: str = ""                 # set by generate.py: the file's name

    @property
    def cname(self) -> str:
        """Name of the C functions that take optional arguments."""
        return self.name + ("_opts" if self.opts_name else "")

    @property
    def prefix(self) -> str:
        """Of the macros of the optional arguments."""
        return "GUESTFS_" + self.cname.upper()

    @property
    def hidden(self) -> bool:
        """For the library itself and for tests: not in the manual."""
        return self.visibility in ("internal", "bindtest")

    @property
    def in_daemon(self) -> bool:
        return self.side == "daemon"

    @property
    def filein(self) -> list[Arg]:
        return [a for a in self.args if a.kind == "FileIn"]

    @property
    def fileout(self) -> list[Arg]:
        return [a for a in self.args if a.kind == "FileOut"]

    @property
    def wire_args(self) -> list[Arg]:
        return [a for a in self.args if a.wire != "file"] + self.optargs

    @property
    def root(self) -> bool:
        if self.needs_root is not None:
            return self.needs_root
        kinds = {"Pathname", "Dev_or_Path", "Mountable_or_Path"}
        return any(a.kind in kinds for a in self.args)

    def with_topic(self, topic: str) -> Call:
        return dataclasses.replace(self, topic=topic)


@dataclass(frozen=True)
class Field:
    """One field of a structure."""

    name: str
    kind: str

    @property
    def ctype(self) -> str:
        return {
            "FString": "char *", "FBuffer": "char *", "FUUID": "char ",
            "FChar": "char ", "FBytes": "uint64_t ", "FUInt64": "uint64_t ",
            "FInt64": "int64_t ", "FUInt32": "uint32_t ",
            "FInt32": "int32_t ", "FOptPercent": "float ",
        }[self.kind]

    @property
    def xdr(self) -> str:
        """Its line in the protocol."""
        form = {
            "FString": "string {}<GUESTFS_STRING_MAX>",
            "FBuffer": "opaque {}<GUESTFS_STRING_MAX>",
            "FUUID": "opaque {}[32]", "FChar": "char {}",
            "FBytes": "unsigned hyper {}", "FUInt64": "unsigned hyper {}",
            "FInt64": "hyper {}", "FUInt32": "unsigned int {}",
            "FInt32": "int {}", "FOptPercent": "float {}",
        }[self.kind]
        return form.format(self.name)

    @property
    def wire_size(self) -> int:
        """Bytes that it takes on the wire at least."""
        return {"FUUID": 32, "FBytes": 8, "FUInt64": 8,
                "FInt64": 8}.get(self.kind, 4)


@dataclass(frozen=True)
class Struct:
    name: str
    fields: list[Field]
    internal: bool = False

    @property
    def wire_size(self) -> int:
        return sum(f.wire_size for f in self.fields)
