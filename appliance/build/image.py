# SPDX-License-Identifier: GPL-2.0-or-later
"""Puts together the two images and appliance.json."""
import os
import stat

import collect
import cpio
import kernel as kernels
import stamp


def _write_initrd(root, path):
    """Uncompressed: under emulation the guest copies faster than it unpacks."""
    with open(path, "wb") as out:
        archive = cpio.Archive(out)
        archive.tree(root)
        # the kernel opens it for /init before devtmpfs is mounted
        archive.entry("dev/console", stat.S_IFCHR | 0o600, rdev=(5, 1))
        archive.finish()


def build(new, root, kernel, daemon, init):
    """kernel, initrd and appliance.json into the directory new.

    root is a scratch directory, made here.
    """
    os.mkdir(root)
    collect.skeleton(root)
    collect.userland(root, daemon, init)
    inputs = stamp.inputs_under(root)
    collect.kernel_modules(root, kernel)
    with open(kernel.vmlinuz, "rb") as f:
        elf = kernels.vmlinux(f.read())
    with open(os.path.join(new, "kernel"), "wb") as f:
        f.write(elf)
    _write_initrd(root, os.path.join(new, "initrd"))
    stamp.write(new, kernel, inputs, daemon, init)
