#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The appliance's builder, on inputs made here.

usage: appliance.py SOURCE
"""

from __future__ import annotations

import io
import lzma
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import traceback
import zlib
from pathlib import Path

sys.path.insert(0, str(Path(sys.argv[1]) / "appliance/build"))
import collect  # noqa: E402
import cpio  # noqa: E402
import kernel  # noqa: E402
import lists  # noqa: E402
import stamp  # noqa: E402
from errors import BuildError  # noqa: E402

TESTS = []
ELF = b"\x7fELF" + bytes(range(256)) * 64


def test(fn):
    TESTS.append(fn)
    return fn


class Skip(Exception):
    """This host lacks something."""


def complaint(fn, *args) -> str:
    """What fn complains of."""
    try:
        fn(*args)
    except BuildError as e:
        return str(e)
    raise AssertionError("no complaint")


def bzimage(payload: bytes, sectors: int = 3) -> bytes:
    """A kernel with this payload, some code before and after it."""
    setup = bytearray((sectors + 1) * 512)
    setup[0x1f1] = sectors
    setup[0x202:0x206] = b"HdrS"
    struct.pack_into("<H", setup, 0x206, 0x20f)
    struct.pack_into("<II", setup, 0x248, 100, len(payload))
    return bytes(setup) + b"c" * 100 + payload + b"t" * 1000


def sized(data: bytes) -> bytes:
    return data + struct.pack("<I", len(ELF))


def by_tool(*command: str) -> bytes:
    if not shutil.which(command[0]):
        raise Skip(f"no {command[0]} here")
    return subprocess.run(command, input=ELF, stdout=subprocess.PIPE,
                          check=True).stdout


@test
def a_kernel_of_each_compression_is_unpacked():
    gzip = zlib.compressobj(wbits=31)
    for payload in (gzip.compress(ELF) + gzip.flush(),
                    sized(lzma.compress(ELF)), ELF):
        assert kernel.vmlinux(bzimage(payload)) == ELF
    assert kernel.vmlinux(ELF) == ELF


@test
def a_kernel_compressed_with_lz4_is_unpacked():
    assert kernel.vmlinux(bzimage(sized(by_tool("lz4", "-lc9")))) == ELF


@test
def a_kernel_compressed_with_zstd_is_unpacked():
    assert kernel.vmlinux(bzimage(sized(by_tool("zstd", "-c")))) == ELF


@test
def a_wrong_kernel_is_refused():
    good = bzimage(sized(lzma.compress(ELF)))
    assert "not an x86 Linux" in complaint(kernel.vmlinux, b"x" * 4096)
    assert "truncated" in complaint(kernel.vmlinux, good[:2200])
    assert "not known here" in complaint(kernel.vmlinux, bzimage(b"?" * 64))
    assert "no ELF" in complaint(kernel.vmlinux,
                                 bzimage(sized(lzma.compress(b"x" * 99))))
    short = lzma.compress(ELF) + struct.pack("<I", 5)
    assert "not 5" in complaint(kernel.vmlinux, bzimage(short))


@test
def a_fetched_kernel_has_the_modules_that_are_collected():
    for path in ("kernel/net/9p/9pnet_virtio.ko", "kernel/fs/ext4/ext4.ko",
                 "kernel/drivers/net/virtio_net.ko"):
        assert kernel.is_wanted(path), path
    assert not kernel.is_wanted("kernel/sound/core/snd.ko")


@test
def newer_kernels_are_told_from_older_ones():
    versions = ["6.1.0-9-amd64", "6.1.0-10-amd64", "5.19.0-99-amd64"]
    assert max(versions, key=kernel._version_key) == "6.1.0-10-amd64"
    assert kernel._suits("6.1.0-10-amd64")
    assert not kernel._suits("6.1.0-10-cloud-amd64")
    assert not kernel._suits("6.1.0-10-arm64")


@test
def a_missing_program_or_file_is_named_with_its_package():
    said = complaint(collect.host_files, [
        ("coreutils", ["cp"]), ("one-package", ["no-such-program"]),
        ("another", ["/no/such/file"])])
    assert said.splitlines()[:2] == [
        "no-such-program is missing: install the package one-package",
        "/no/such/file is missing: install the package another"], said


@test
def the_lists_can_be_read():
    packages = dict(lists.packages())
    assert "cp" in packages["coreutils"] and "wc" in packages["coreutils"]
    assert packages["dracut-core"] == []
    sections = lists.modules()
    assert sections["initramfs"][0] == "virtio_pci"
    assert "ext4" in sections["demand"]


def module(*names: str) -> bytes:
    """An ELF image with nothing but empty sections of these names."""
    strings = b"\0" + b"".join(n.encode() + b"\0" for n in names)
    at = [strings.index(b"\0" + n.encode() + b"\0") + 1 for n in names]
    head = bytearray(b"\x7fELF" + bytes(60))
    struct.pack_into("<Q", head, 0x28, len(head) + len(strings))
    struct.pack_into("<HHH", head, 0x3a, 64, len(names), 0)
    return bytes(head) + strings + b"".join(
        struct.pack("<IIQQQQ", n, 3, 0, 0, len(head), len(strings))
        + bytes(24) for n in at)


@test
def a_module_loses_its_signature_and_nothing_else():
    body, name = module(".shstrtab", ".text"), os.path.join(WORK, "m.ko")
    signature = b"s" * 300
    info = struct.pack(">BBBBBxxxI", 0, 0, 2, 0, 0, len(signature))
    Path(name).write_bytes(body + signature + info + collect.SIGNATURE)
    for _ in range(2):
        collect._plain(name)
        assert Path(name).read_bytes() == body


@test
def a_module_loses_its_type_information():
    names = [".shstrtab", ".BTF_ids", ".BTF", ".text"]
    hidden = [n.replace(".BTF", ".btf") if n == ".BTF" else n for n in names]
    assert collect.without_btf(module(*names)) == module(*hidden)


@test
def the_archive_is_what_cpio_reads():
    if not shutil.which("cpio"):
        raise Skip("no cpio here")
    top = Path(WORK, "tree")
    (top / "a/b").mkdir(parents=True)
    (top / "a/b/file").write_text("content")
    (top / "a/b/file").chmod(0o755)
    (top / "a/link").symlink_to("b/file")
    out = io.BytesIO()
    archive = cpio.Archive(out)
    archive.tree(str(top))
    archive.finish()
    listed = subprocess.run(["cpio", "-tv", "--quiet", "-n"],
                            input=out.getvalue(), stdout=subprocess.PIPE,
                            check=True).stdout.decode().splitlines()
    names = [line.split(None, 8)[-1] for line in listed]
    assert names == ["a", "a/link -> b/file", "a/b", "a/b/file"], names
    assert listed[3].startswith("-rwxr-xr-x"), listed[3]
    assert listed[3].split()[2:5] == ["0", "0", "7"], listed[3]


@test
def what_is_no_file_is_not_archived():
    top = Path(WORK, "odd")
    top.mkdir()
    os.mkfifo(top / "fifo")
    archive = cpio.Archive(io.BytesIO())
    assert "fifo" in complaint(archive.tree, str(top))


def built(name: str):
    """An output directory as a build leaves it, and two of its inputs."""
    out, host = Path(WORK, name), Path(WORK, name + "-host")
    out.mkdir()
    host.mkdir()
    for image in stamp.IMAGES:
        (out / image).write_text(image)
    inputs = {}
    for part in ("daemon", "init", "library"):
        (host / part).write_text(part)
    library = str(host / "library")
    inputs[library] = stamp._facts(library)
    of = kernel.Kernel("1-amd64", "v", "m", source_here())
    stamp.write(str(out), of, inputs, str(host / "daemon"),
                str(host / "init"))
    return out, host


def source_here() -> str:
    here = kernel.installed()
    return here.source if here else "linux-image 1"


def reason(out: Path, host: Path):
    return stamp.changed(str(out), str(host / "daemon"), str(host / "init"))


@test
def nothing_is_built_when_nothing_changed():
    if not os.path.exists(stamp.DRACUT_INSTALL):
        raise Skip("no dracut-install here")
    out, host = built("same")
    assert reason(out, host) is None, reason(out, host)
    os.utime(host / "library", (1, 1))
    assert reason(out, host) is None, "touched, but the same inside"


@test
def a_changed_input_or_a_damaged_image_is_seen():
    if not os.path.exists(stamp.DRACUT_INSTALL):
        raise Skip("no dracut-install here")
    out, host = built("changed")
    (host / "library").write_text("LIBRARY")
    os.utime(host / "library", (1, 1))
    assert reason(out, host) == f"{host}/library changed"
    out, host = built("other-daemon")
    (host / "daemon").rename(host / "elsewhere")
    assert "daemon changed" in reason(out, host)
    out, host = built("damaged")
    (out / "root").write_text("")
    assert "root is damaged" in reason(out, host)
    (out / "appliance.json").write_text("{")
    assert reason(out, host) == "there is no appliance yet"


@test
def a_new_appliance_takes_the_place_of_the_old():
    old, new = Path(WORK, "place"), Path(WORK, "place-new")
    new.mkdir()
    (new / "1").touch()
    stamp.replace(str(new), str(old))
    assert os.listdir(old) == ["1"] and not new.exists()
    new.mkdir()
    (new / "2").touch()
    (new / "1").touch()
    stamp.replace(str(new), str(old))
    assert sorted(os.listdir(old)) == ["1", "2"]


@test
def what_else_is_in_its_directory_stays():
    old, new = Path(WORK, "shared"), Path(WORK, "shared-new")
    for where, names in (old, ["guestfsd", "root"]), (new, ["root"]):
        where.mkdir()
        for name in names:
            (where / name).write_text(str(where))
    stamp.replace(str(new), str(old))
    assert sorted(os.listdir(old)) == ["guestfsd", "root"]
    assert (old / "root").read_text() == str(new)


def main() -> int:
    failed = 0
    for n, fn in enumerate(TESTS, 1):
        claim = fn.__name__
        try:
            fn()
            print(f"ok {n} - {claim}")
        except Skip as e:
            print(f"ok {n} - {claim} # SKIP {e}")
        except Exception:  # a failed claim, whatever its kind
            failed += 1
            print("".join("# " + line + "\n" for line in
                          traceback.format_exc().splitlines()), end="")
            print(f"not ok {n} - {claim}")
    print(f"1..{len(TESTS)}")
    return 1 if failed else 0


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as WORK:
        sys.exit(main())
