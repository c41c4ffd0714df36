# SPDX-License-Identifier: GPL-2.0-or-later
"""The programs that are compared: how each mounts an image."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import proc

SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


def clean_env() -> dict[str, str]:
    """Our environment without anything that could change which library or
    appliance a program takes."""
    drop = ("LIBGUESTFS_", "GUESTFS_", "LD_", "PYTHON", "FEBOOTSTRAP_")
    env = {k: v for k, v in os.environ.items() if not k.startswith(drop)}
    env.update(PATH=SYSTEM_PATH, LC_ALL="C")
    return env


class Tool:
    """A way to mount. file_systems: what it can; formats: of images."""

    name = ""
    file_systems = ("ext4",)
    formats = ("raw",)
    library: Path | None = None
    limit = False

    def env(self) -> dict[str, str]:
        return clean_env()

    def argv(self, image: Path, fmt: str, directory: Path, ro: bool):
        raise NotImplementedError

    def unmount(self, directory: Path) -> list:
        return ["fusermount3", "-u", directory]


class Guestmount(Tool):
    """Ours or Debian's, which share the options used here."""

    file_systems = ("ext4", "ntfs")
    formats = ("raw", "qcow2")

    def __init__(self, name: str, program: Path, library: Path,
                 variables: dict[str, str]):
        self.name, self.program, self.library = name, program, library
        self.variables = variables

    def env(self):
        return clean_env() | self.variables

    def argv(self, image, fmt, directory, ro):
        return [self.program, f"--format={fmt}", "-a", image,
                "-m", "/dev/sda", "--ro" if ro else "--rw", directory]


class Ours(Guestmount):
    def unmount(self, directory):
        return [self.program.parent / "guestunmount", directory]


class Fuse2fs(Tool):
    name = "fuse2fs"

    def argv(self, image, fmt, directory, ro):
        return ["fuse2fs", image, directory, "-o", "ro" if ro else "rw"]


class Ntfs3g(Tool):
    name = "ntfs-3g"
    file_systems = ("ntfs",)

    def argv(self, image, fmt, directory, ro):
        return ["ntfs-3g", "-o", "ro" if ro else "rw", image, directory]

    def unmount(self, directory):
        return ["umount", directory]


class Loop(Tool):
    """The host's kernel: the limit."""

    name = "loop mount"
    limit = True

    def argv(self, image, fmt, directory, ro):
        return ["mount", "-t", "ext4", "-o", "ro,loop" if ro else "loop",
                image, directory]

    def unmount(self, directory):
        return ["umount", directory]


class Passthrough(Tool):
    """bench/lib/passthrough.c showing one file of a loop mount."""

    name = "passthrough"
    limit = True

    def __init__(self, program: Path):
        self.program = program

    def argv(self, image, fmt, directory, ro):
        return [self.program, image, directory]


class Mount:
    """A mounted image: with Mount(...) as m. Times, memory, libraries."""

    active: list[Path] = []

    def __init__(self, tool: Tool, image: Path, fmt: str, directory: Path,
                 ro: bool = True, env: dict | None = None,
                 timeout: float = 180):
        self.tool, self.dir, self.timeout = tool, directory, timeout
        self.argv = tool.argv(image, fmt, directory, ro)
        self.vars = tool.env() | (env or {})
        self.peak, self.took, self.libraries = 0, 0.0, set()
        self._stop = threading.Event()
        self._sampler = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self):
        self.dir.mkdir(parents=True, exist_ok=True)
        Mount.active.append(self.dir)
        try:
            self.took = proc.run(self.argv, self.timeout, env=self.vars)[0]
        except BaseException:
            self._lazily()
            raise
        return self

    def watch(self):
        """From here on, look at the memory and the libraries."""
        self.libraries = proc.mapped(proc.tool_processes(), "libguestfs.so")
        self._sampler.start()

    def _sample(self):
        while not self._stop.wait(1.0):
            self.sample()

    def sample(self):
        self.peak = max(self.peak, proc.pss(proc.tool_processes()))

    def __exit__(self, kind, value, trace):
        self._stop.set()
        if self._sampler.is_alive():
            self._sampler.join()
        try:
            self._unmount()
        except proc.BenchError:
            self._lazily()
            if kind is None:
                raise
        return False

    def _unmount(self):
        end = time.monotonic() + 60
        while True:
            try:
                proc.run(self.tool.unmount(self.dir), 60,
                         env=self.tool.env())
                break
            except proc.BenchError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)
        proc.wait_gone(60)
        Mount.active.remove(self.dir)

    def _lazily(self):
        force_unmount(self.dir)
        proc.kill_tool()
        if self.dir in Mount.active:
            Mount.active.remove(self.dir)


def force_unmount(directory: Path):
    for argv in (["fusermount3", "-uz", directory],
                 ["umount", "-l", directory]):
        try:
            proc.run(argv, 20)
            return
        except (proc.BenchError, OSError):
            continue


def have(program: str) -> bool:
    return shutil.which(program, path=SYSTEM_PATH) is not None
