# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts together the images and appliance.json."""
import os
import stat
import subprocess

import collect
import cpio
import kernel as kernels
import stamp
from errors import BuildError


def _write_initrd(tree, path):
    with open(path, "wb") as out:
        archive = cpio.Archive(out)
        archive.tree(tree)
        # the kernel opens it for /init before devtmpfs is mounted
        archive.entry("dev/console", stat.S_IFCHR | 0o600, rdev=(5, 1))
        archive.finish()


def _write_root(tree, path):
    """Not compressed: emulated code copies faster than it unpacks."""
    done = subprocess.run(["mkfs.erofs", "--quiet", "-T0", "--all-root",
                           "-x-1", "-U", "00000000-0000-0000-0000-"
                           "000000000000", path, tree], check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True)
    if done.returncode:
        raise BuildError(f"mkfs.erofs failed:\n{done.stdout.strip()}")


def build(new, work, kernel, daemon, init):
    """kernel, initrd, root and appliance.json into the directory new.

    work is a scratch directory.
    """
    root = os.path.join(work, "root")
    first = os.path.join(work, "initramfs")
    os.mkdir(root)
    os.mkdir(first)
    collect.skeleton(root)
    collect.userland(root, daemon)
    inputs = stamp.inputs_under(root)
    collect.kernel_modules(root, kernel)
    collect.initramfs(root, first, init)
    with open(kernel.vmlinuz, "rb") as f:
        elf = kernels.vmlinux(f.read())
    with open(os.path.join(new, "kernel"), "wb") as f:
        f.write(elf)
    _write_initrd(first, os.path.join(new, "initrd"))
    _write_root(root, os.path.join(new, "root"))
    stamp.write(new, kernel, inputs, daemon, init)
