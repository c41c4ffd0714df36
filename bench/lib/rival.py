# SPDX-License-Identifier: GPL-2.0-or-later
"""Debian's guestmount: installed, and found to work with or without KVM."""

from __future__ import annotations

import glob
import os
from pathlib import Path

import proc
import tools

PROGRAM = Path("/usr/bin/guestmount")
LIBRARY = Path("/usr/lib/x86_64-linux-gnu/libguestfs.so.0")
NEEDED = {"/usr/bin/guestmount": "libguestfs-tools",
          "/usr/bin/fuse2fs": "fuse2fs",
          "/usr/bin/ntfs-3g": "ntfs-3g",
          "/usr/bin/rsync": "rsync",
          "/usr/bin/qemu-img": "qemu-utils",
          "/usr/sbin/mke2fs": "e2fsprogs"}


def kernel_installed() -> bool:
    """Its appliance takes a kernel of this machine, with its modules."""
    for path in glob.glob("/boot/vmlinuz-*"):
        version = path.partition("-")[2]
        if os.access(path, os.R_OK) and os.path.isdir(
                f"/lib/modules/{version}/kernel"):
            return True
    return False


def missing() -> list[str]:
    packages = {p for f, p in NEEDED.items() if not os.path.exists(f)}
    if not kernel_installed():
        packages.add("linux-image-amd64")
    return sorted(packages)


def install(say):
    """Install what is missing, with apt, as root or through sudo."""
    packages = missing()
    if not packages:
        return
    say("installing " + " ".join(packages))
    sudo = [] if os.getuid() == 0 else ["sudo"]
    apt = sudo + ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq",
                  "-y", "-o", "Dpkg::Use-Pty=0"]
    proc.run(apt + ["update"], 600, check=False)
    proc.run(apt + ["--no-install-recommends", "install"] + packages, 3600)
    for path in glob.glob("/boot/vmlinuz-*"):
        if not os.access(path, os.R_OK):
            proc.run(sudo + ["chmod", "a+r", path], 60)


def version() -> str:
    return proc.run(["dpkg-query", "-W", "-f", "${Version}", "guestmount"],
                    60, capture=True, check=False)[1]


def _variables(cache: Path, kvm: bool) -> dict[str, str]:
    found = {"LIBGUESTFS_BACKEND": "direct",
             "LIBGUESTFS_CACHEDIR": str(cache)}
    if not kvm:
        found["LIBGUESTFS_BACKEND_SETTINGS"] = "force_tcg"
    return found


def make(cache: Path, image: Path, scratch: Path, say) -> tools.Tool:
    """The rival, its appliance built and in CACHE. Whether KVM works is
    tried once a boot of this machine, by mounting IMAGE."""
    where = cache / "rival"
    where.mkdir(parents=True, exist_ok=True)
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    memo = cache / "rival-kvm"
    known = memo.read_text().split() if memo.exists() else []
    if known[:1] == [boot]:
        return tools.Guestmount("debian", PROGRAM, LIBRARY,
                                _variables(where, known[1] == "kvm"))
    can = os.access("/dev/kvm", os.R_OK | os.W_OK)
    for kvm in ([True, False] if can else [False]):
        say(f"trying Debian's guestmount {'with' if kvm else 'without'} KVM")
        tool = tools.Guestmount("debian", PROGRAM, LIBRARY,
                                _variables(where, kvm))
        try:
            with tools.Mount(tool, image, "raw", scratch,
                             timeout=90 if kvm else 400):
                pass
        except proc.BenchError as e:
            if not kvm:
                raise proc.BenchError(f"Debian's guestmount: {e}") from None
            continue
        memo.write_text(f"{boot} {'kvm' if kvm else 'tcg'}\n")
        return tool
    raise proc.BenchError("Debian's guestmount does not work here")
