# SPDX-License-Identifier: GPL-2.0-or-later
"""Boots an appliance in qemu, without KVM, until it says that it is ready."""
import os
import shutil
import socket
import subprocess
import time

from errors import BuildError

QEMU = "qemu-system-x86_64"
LAUNCH_FLAG = bytes.fromhex("f5f55ff5")
SECONDS = 120
CMDLINE = ("console=ttyS0 panic=1 quiet acpi=off cryptomgr.notests "
           "clearcpuid=112 mitigations=off")


def _command(appliance, fd):
    root = os.path.join(appliance, "root").replace(",", ",,")
    return [
        QEMU, "-no-user-config", "-nodefaults", "-display", "none",
        "-no-reboot", "-machine", "q35,graphics=off", "-accel", "tcg",
        "-cpu", "max,la57=off,erms=off,fsrm=off", "-m", "512",
        "-nic", "none", "-serial", "stdio",
        "-device", "virtio-serial-pci,id=vser,addr=0x2",
        "-chardev", f"socket,id=ch0,fd={fd}",
        "-device", "virtserialport,bus=vser.0,nr=1,chardev=ch0,"
                   "name=org.libguestfs.channel.0",
        "-drive", f"if=none,id=root,format=raw,readonly=on,file={root}",
        "-device", "virtio-blk-pci,addr=0x1,drive=root,serial=gfsroot",
        "-kernel", os.path.join(appliance, "kernel"),
        "-initrd", os.path.join(appliance, "initrd"), "-append", CMDLINE]


def boot(appliance):
    """Seconds until the launch flag came; BuildError with the console's end."""
    if not shutil.which(QEMU):
        raise BuildError(f"{QEMU} is missing: "
                         "install the package qemu-system-x86")
    ours, theirs = socket.socketpair()
    ours.settimeout(SECONDS)
    start = time.monotonic()
    with subprocess.Popen(_command(appliance, theirs.fileno()),
                          pass_fds=[theirs.fileno()],
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT) as qemu:
        theirs.close()
        flag = b""
        try:
            while len(flag) < len(LAUNCH_FLAG):
                more = ours.recv(len(LAUNCH_FLAG) - len(flag))
                if not more:
                    break
                flag += more
        except OSError:
            pass
        took = time.monotonic() - start
        qemu.kill()
        console = qemu.stdout.read().decode(errors="replace")
    if flag != LAUNCH_FLAG:
        raise BuildError("the appliance does not boot; its last words:\n"
                         + "\n".join(console.splitlines()[-10:]))
    return took
