# SPDX-License-Identifier: GPL-2.0-or-later
"""Fills a directory with what the appliance's root file system holds."""
import glob
import os
import shutil
import struct
import subprocess

import lists
from errors import BuildError
from kernel import is_wanted

DRACUT_INSTALL = "/usr/lib/dracut/dracut-install"
SEARCH = "/usr/sbin:/usr/bin:/sbin:/bin"
EMPTY = ["dev", "proc", "sys", "run", "tmp", "root", "mnt", "sysroot",
         "var/lib", "var/log", "etc/guestfs"]
LINKS = {"etc/mtab": "/proc/self/mounts", "var/run": "/run",
         "var/lock": "/run/lock", "var/tmp": "/tmp", "var/lib/btrfs": "/run/btrfs",
         "usr/bin/awk": "mawk"}
SIGNATURE = b"~Module signature appended~\n"


def host_files(packages=None):
    """[(package, path)] of all programs and files that packages name."""
    found, missing = [], []
    for package, things in packages or lists.packages():
        for thing in things:
            path = thing if thing[0] == "/" else shutil.which(thing,
                                                              path=SEARCH)
            if path and os.path.exists(path):
                found.append((package, path))
            else:
                missing.append(f"{thing} is missing: "
                               f"install the package {package}")
    if not os.access(DRACUT_INSTALL, os.X_OK):
        missing.append(f"{DRACUT_INSTALL} is missing: "
                       "install the package dracut-core")
    if missing:
        raise BuildError("\n".join(missing))
    return found


def _dracut_install(root, args):
    done = subprocess.run([DRACUT_INSTALL, "-D", root, *args], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, env={**os.environ, "PATH": SEARCH})
    if done.returncode:
        raise BuildError("dracut-install failed:\n" + done.stdout.strip())


def skeleton(root):
    """Directories and links; merged /usr, whatever the host has."""
    for name in ("bin", "sbin", "lib", "lib64"):
        os.makedirs(os.path.join(root, "usr", name))
        os.symlink("usr/" + name, os.path.join(root, name))
    for name in EMPTY:
        os.makedirs(os.path.join(root, name))
    for name, target in LINKS.items():
        os.symlink(target, os.path.join(root, name))


def userland(root, daemon):
    """Programs, their libraries, data, our own files, the daemon."""
    paths = [path for _, path in host_files()]
    plain = [p for p in paths if not os.path.isdir(p)]
    _dracut_install(root, ["-l", "-a", *plain])
    for path in paths:
        if os.path.isdir(path):
            shutil.copytree(path, root + path, symlinks=True,
                            ignore=shutil.ignore_patterns("tests"))
    shutil.copytree(os.path.join(lists.HERE, "root"), root,
                    dirs_exist_ok=True, symlinks=True)
    _dracut_install(root, ["-l", daemon, "/usr/sbin/guestfsd"])
    os.chmod(os.path.join(root, "usr/sbin/guestfsd"), 0o755)
    _drop_development_links(root)


def _drop_development_links(root):
    """dracut-install adds libx.so beside libx.so.1; no program wants it."""
    for link in glob.glob(os.path.join(root, "usr/lib/*/*.so")):
        if os.path.islink(link):
            os.unlink(link)


def kernel_modules(root, kernel):
    """The modules of the list, with dependencies, and their index."""
    sections = lists.modules()
    words = [w for section in sections.values() for w in section]
    must = [w for w in words if w[0] != "?"]
    may = [w[1:] for w in words if w[0] == "?"]
    where = ["--kerneldir", kernel.modules]
    _dracut_install(root, [*where, "-m", *must])
    if may:
        _dracut_install(root, [*where, "-o", "--silent", "-m", *may])
    target = os.path.join(root, "lib/modules", kernel.version)
    for name in ("modules.builtin", "modules.builtin.modinfo",
                 "modules.order"):
        path = os.path.join(kernel.modules, name)
        if os.path.exists(path):
            shutil.copyfile(path, os.path.join(target, name))
    for path in glob.glob(target + "/**/*.ko*", recursive=True):
        # Said here with an installed kernel too, which has every module
        if not is_wanted(os.path.relpath(path, target)):
            raise BuildError(f"{path}: kernel.py's WANTED leaves it out of "
                             "a fetched kernel")
        _plain(path)
    _depmod(root, kernel)
    _drop_text_indexes(target)
    known = set()
    for section in sections:
        if section != "demand":
            known |= _write_order(root, kernel.version, section,
                                  sections[section], known)


def initramfs(root, new, init):
    """Into new: init and what it needs to mount root as its root."""
    for name in ("dev", "sys", "etc/guestfs"):
        os.makedirs(os.path.join(new, name))
    shutil.copyfile(init, os.path.join(new, "init"))
    os.chmod(os.path.join(new, "init"), 0o755)
    name = "etc/guestfs/modules.initramfs"
    shutil.copyfile(os.path.join(root, name), os.path.join(new, name))
    with open(os.path.join(new, name), encoding="ascii") as f:
        for path in f.read().splitlines():
            os.makedirs(os.path.dirname(new + path), exist_ok=True)
            shutil.copyfile(root + path, new + path)


def _plain(path):
    """One module: uncompressed, without signature, without type information.

    Checking an RSA signature under emulation is most of what loading a module
    costs; whoever can change the appliance could change the kernel too. BTF
    is for BPF programs, of which there are none; the first module that has it
    makes the kernel parse its own five megabytes.
    """
    for suffix, tool in ((".xz", "xz"), (".zst", "zstd"), (".gz", "gzip")):
        if path.endswith(suffix):
            subprocess.run([tool, "-dq", "--rm", path] if tool == "zstd"
                           else [tool, "-dq", path], check=True)
            path = path.removesuffix(suffix)
    with open(path, "rb") as f:
        data = f.read()
    if data.endswith(SIGNATURE):
        # struct module_signature before the marker ends in a length
        end = len(data) - len(SIGNATURE) - 12
        data = data[:end - int.from_bytes(data[end + 8:end + 12], "big")]
    with open(path, "wb") as f:
        f.write(without_btf(data))


def without_btf(elf):
    """A module whose section .BTF the kernel will not find.

    The section stays in the file, under another name; taking it out would
    mean to move all that follows.
    """
    (shoff,) = struct.unpack_from("<Q", elf, 0x28)
    size, count, names = struct.unpack_from("<HHH", elf, 0x3a)
    (strings,) = struct.unpack_from("<Q", elf, shoff + names * size + 0x18)
    for section in range(count):
        (name,) = struct.unpack_from("<I", elf, shoff + section * size)
        name += strings
        if elf[name:name + 5] == b".BTF\0":
            return elf[:name] + b".btf" + elf[name + 4:]
    return elf


def _depmod(root, kernel):
    """Index the modules; one that needs a module left out is an error."""
    symbols = os.path.join(os.path.dirname(kernel.vmlinuz),
                           "System.map-" + kernel.version)
    check = []
    # Debian's installed packages have an empty one; ours is the package's own
    if os.access(symbols, os.R_OK) and os.path.getsize(symbols) > 1 << 20:
        check = ["-e", "-F", symbols]
    done = subprocess.run(["depmod", *check, "-b", root, kernel.version],
                          check=True, stderr=subprocess.PIPE, text=True)
    for line in done.stderr.splitlines():
        if "unknown symbol" in line:
            raise BuildError(f"{line}: the module that has it is missing")


def _drop_text_indexes(target):
    """modprobe reads the .bin files alone."""
    for name in ("modules.dep", "modules.alias", "modules.symbols",
                 "modules.builtin.modinfo", "modules.order",
                 "modules.builtin", "modules.devname"):
        path = os.path.join(target, name)
        if os.path.exists(path):
            os.unlink(path)


def _order(root, version, names):
    """Paths of modules in the order in which insmod would take them."""
    done = []
    for name in names:
        shown = subprocess.run(["modprobe", "-d", root, "-S", version, "-q",
                                "--show-depends", name.lstrip("?")],
                               check=name[0] != "?", stdout=subprocess.PIPE,
                               text=True)
        for line in shown.stdout.splitlines():
            kind, _, path = line.partition(" ")
            path = path.strip().removeprefix(root)
            if kind == "insmod" and path not in done:
                done.append(path)
    return done


def _write_order(root, version, section, names, known):
    paths = [p for p in _order(root, version, names) if p not in known]
    with open(os.path.join(root, f"etc/guestfs/modules.{section}"), "w",
              encoding="ascii") as f:
        f.writelines(f"{p}\n" for p in paths)
    return set(paths)
