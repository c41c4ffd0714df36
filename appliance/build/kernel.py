# SPDX-License-Identifier: GPL-2.0-or-later
"""The appliance's kernel: found or fetched, unpacked, uncompressed."""
import fnmatch
import glob
import hashlib
import lzma
import os
import re
import shutil
import struct
import subprocess
import zlib
from dataclasses import dataclass

from errors import BuildError

# What the appliance could want from a kernel package; the rest (sound, gpu,
# radio...) is most of its size and is not unpacked.
WANTED = [
    "./boot",
    *(f"./lib/modules/*/{part}" for part in (
        "modules.builtin", "modules.builtin.modinfo", "modules.order",
        "kernel/arch", "kernel/block", "kernel/crypto", "kernel/fs",
        "kernel/lib", "kernel/mm", "kernel/net/core", "kernel/net/9p",
        "kernel/drivers/block", "kernel/drivers/cdrom",
        "kernel/drivers/char", "kernel/drivers/md",
        "kernel/drivers/scsi", "kernel/drivers/virtio",
        "kernel/drivers/net/virtio_net.ko*",
        "kernel/drivers/net/net_failover.ko*")),
]



def is_wanted(module):
    """Whether a module (kernel/fs/...) is unpacked from a fetched package."""
    path = f"./lib/modules/any/{module}"
    return any(fnmatch.fnmatch(path, p) or fnmatch.fnmatch(path, p + "/*")
               for p in WANTED)


# A tree unpacked with another list is not complete
COMPLETE = ".complete-" + hashlib.sha256("".join(WANTED).encode()
                                         ).hexdigest()[:12]

MAGICS = [
    (b"\x1f\x8b\x08", "gzip"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x02\x21\x4c\x18", "lz4"),
    (b"\x7fELF", "none"),
]


@dataclass
class Kernel:
    """A kernel on disk: version, vmlinuz, and its /lib/modules/VERSION."""
    version: str
    vmlinuz: str
    modules: str
    source: str


def _filter(data, tool):
    """Uncompress with a tool that may complain of what follows the stream.

    The kernel's build appends the uncompressed size to the stream, which
    lz4 and zstd take for a damaged second one: judge by the result.
    """
    if not shutil.which(tool):
        raise BuildError(f"{tool} is not installed: "
                         f"install the package {tool}")
    done = subprocess.run([tool, "-dc"], input=data, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=False)
    return done.stdout


def _uncompress(data):
    kind = next((k for magic, k in MAGICS if data.startswith(magic)), None)
    if kind is None:
        raise BuildError("kernel: payload of a compression not known here "
                         f"({data[:4].hex()})")
    if kind == "gzip":
        return zlib.decompressobj(31).decompress(data)
    if kind == "xz":
        return lzma.LZMADecompressor().decompress(data)
    if kind == "none":
        return data
    return _filter(data, kind)


def vmlinux(image):
    """The uncompressed ELF image within a bzImage, as bytes.

    Linux's boot protocol (Documentation/arch/x86/boot.rst): "HdrS" at 0x202,
    since 2.08 payload_offset and payload_length at 0x248, counted from the
    protected mode code, which follows the setup sectors counted at 0x1f1.
    """
    if image.startswith(b"\x7fELF"):
        return image
    if len(image) < 0x250 or image[0x202:0x206] != b"HdrS":
        raise BuildError("kernel: not an x86 Linux kernel")
    if struct.unpack_from("<H", image, 0x206)[0] < 0x208:
        raise BuildError("kernel: too old, its boot protocol names no payload")
    offset, length = struct.unpack_from("<II", image, 0x248)
    start = ((image[0x1f1] or 4) + 1) * 512 + offset
    payload = image[start:start + length]
    if len(payload) != length:
        raise BuildError("kernel: truncated")
    elf = _uncompress(payload)
    if not elf.startswith(b"\x7fELF"):
        raise BuildError("kernel: what it unpacks to is no ELF image")
    if payload[:2] != b"\x1f\x8b" and payload is not elf:
        want = struct.unpack("<I", payload[-4:])[0]
        if len(elf) & 0xffffffff != want:
            raise BuildError(f"kernel: unpacks to {len(elf)} bytes, "
                             f"not {want}")
    return elf


def _version_key(version):
    return [int(p) if p.isdigit() else -1
            for p in re.split(r"[^0-9]+", version) if p]


def _suits(version):
    """Debian's cloud and rt flavours lack file systems or gain nothing."""
    return (version.endswith("-amd64") and "-cloud-" not in version
            and "-rt-" not in version)


def installed(root="/"):
    """The newest suitable kernel installed here and readable, or None."""
    found = []
    for vmlinuz in glob.glob(os.path.join(root, "boot/vmlinuz-*")):
        version = os.path.basename(vmlinuz).removeprefix("vmlinuz-")
        modules = os.path.join(root, "lib/modules", version)
        if (_suits(version) and os.access(vmlinuz, os.R_OK)
                and os.path.exists(os.path.join(modules, "modules.dep"))
                and os.path.exists(os.path.join(
                    modules, "kernel/fs/ext4"))):
            found.append(Kernel(version, vmlinuz, modules, vmlinuz))
    return max(found, key=lambda k: _version_key(k.version), default=None)


def _apt_cache(*args):
    done = subprocess.run(["apt-cache", *args], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True, check=False)
    return done.stdout


def candidate():
    """Name and version of the package that linux-image-amd64 stands for."""
    shown = _apt_cache("show", "--no-all-versions", "linux-image-amd64")
    name = re.search(r"^Depends:.*?\b(linux-image-[0-9][^ ,]*)", shown, re.M)
    if not name:
        raise BuildError("apt knows no linux-image-amd64: run 'apt-get "
                         "update' as root, or install a kernel package")
    shown = _apt_cache("show", "--no-all-versions", name[1])
    version = re.search(r"^Version: (.*)$", shown, re.M)
    digest = re.search(r"^SHA256: (.*)$", shown, re.M)
    if not version or not digest:
        raise BuildError(f"apt cannot show {name[1]}: run 'apt-get update'")
    return name[1], version[1], digest[1]


def _sha256(path):
    with open(path, "rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()


def _download(name, version, digest, where, say):
    path = os.path.join(where, f"{name}_{version.replace(':', '%3a')}"
                               "_amd64.deb")
    if not os.path.exists(path) or _sha256(path) != digest:
        say(f"downloading {name} {version}")
        done = subprocess.run(["apt-get", "download", "-q",
                               f"{name}={version}"], cwd=where, check=False,
                              stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True)
        if done.returncode or not os.path.exists(path):
            raise BuildError(f"apt-get download {name}: "
                             f"{done.stdout.strip()}")
    if _sha256(path) != digest:
        raise BuildError(f"{path}: its checksum is not the one apt gives")
    return path


def _unpack(deb, tree):
    """dpkg-deb into tree, only WANTED; the module list is then indexed."""
    partial = tree + ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(tree, ignore_errors=True)
    os.makedirs(partial)
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", deb],
                          stdout=subprocess.PIPE) as dpkg:
        tar = subprocess.run(["tar", "-x", "-C", partial, "--no-same-owner",
                              "--wildcards", *WANTED], stdin=dpkg.stdout,
                             stderr=subprocess.PIPE, text=True, check=False)
    # tar names each pattern that matched nothing and returns 2; what is
    # needed is checked by name when it is collected.
    if dpkg.returncode or not os.path.isdir(os.path.join(partial, "boot")):
        raise BuildError(f"cannot unpack {deb}: {tar.stderr.strip()}")
    version = os.listdir(os.path.join(partial, "lib/modules"))[0]
    subprocess.run(["depmod", "-b", partial, version], check=True)
    with open(os.path.join(partial, COMPLETE), "w", encoding="ascii"):
        pass
    os.rename(partial, tree)


def fetched(cache, say):
    """The kernel of linux-image-amd64, fetched into cache where needed."""
    name, version, digest = candidate()
    tree = os.path.join(cache, f"{name}_{version}".replace(":", "%3a"))
    if not os.path.exists(os.path.join(tree, COMPLETE)):
        try:
            deb = _download(name, version, digest, cache, say)
        except BuildError as e:
            older = _newest_tree(cache)
            if not older:
                raise
            say(f"{e}; taking the kernel fetched earlier")
            return _in_tree(older)
        say(f"unpacking {os.path.basename(deb)}")
        _unpack(deb, tree)
        os.unlink(deb)
    return _in_tree(tree)


def _newest_tree(cache):
    trees = [os.path.dirname(p)
             for p in glob.glob(os.path.join(cache, "linux-image-*",
                                             COMPLETE))]
    return max(trees, key=_version_key, default=None)


def _in_tree(tree):
    release = os.listdir(os.path.join(tree, "lib/modules"))[0]
    source = os.path.basename(tree).replace("%3a", ":").replace("_", " ")
    return Kernel(release, os.path.join(tree, "boot", f"vmlinuz-{release}"),
                  os.path.join(tree, "lib/modules", release), source)


def find(cache, say):
    """A kernel to build with: the installed one if suitable, else fetched."""
    return installed() or fetched(cache, say)
