# SPDX-License-Identifier: GPL-2.0-or-later
"""What is done with one mount: a session restarts the tool and measures the
rows that belong together, each first-time row on files of its own."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import files
import proc
import rows
import tools
from images import Images
from table import OURS, RIVAL, Results

HERE = Path(__file__).resolve().parent


class Scale(NamedTuple):
    """How much work a row is."""
    walk: str
    entries: str
    grep: str
    read_mib: int
    qcow2_mib: int
    ntfs_mib: int
    write_mib: int
    reads: int
    rounds: int
    limit: float    # seconds a single row may take


FULL = Scale(".", "everything", "small", 512, 256, 100, 64, 500, 9, 900)
QUICK = Scale("walk", "6,000 entries", "small/a", 256, 128, 32, 32, 100, 3,
              150)


class Bench:
    """Everything that the sessions share."""

    def __init__(self, images: Images, results: Results, scale: Scale,
                 names: set[str], work: Path, drop: bool):
        self.images, self.results, self.scale = images, results, scale
        self.names, self.work, self.drop = names, work, drop
        self.libraries: dict[str, set[str]] = {}

    def page_cache(self, image: Path):
        """The same state before each mount: see --drop-caches."""
        if self.drop:
            os.sync()
            Path("/proc/sys/vm/drop_caches").write_text("3\n")
        else:
            files.read_data(image)

    def mount(self, tool, image: Path, fmt="raw", ro=True, env=None):
        self.page_cache(image)
        return tools.Mount(tool, image, fmt, self.work / "mnt", ro, env)

    def row(self, name: str, tool, argv, size=0, m=None, printed=False):
        """Time ARGV; with PRINTED, its output is the time."""
        if name not in self.names:
            return
        try:
            took, out = proc.run(argv, self.scale.limit, env=tools.clean_env(),
                                 capture=True)
        except proc.BenchError as e:
            self.results.failures.append(f"{name}, {tool.name}: {e}")
            raise
        self.results.add(name, tool.name, float(out) if printed else took,
                         size)
        if m:
            m.sample()

    def proven(self, tool, libraries):
        """Refuse figures of a program that runs on another's library."""
        libraries = {os.path.realpath(p) for p in libraries}
        self.libraries.setdefault(tool.name, set()).update(libraries)
        if tool.library and libraries != {os.path.realpath(tool.library)}:
            raise proc.BenchError(
                f"{tool.name} runs on {sorted(libraries) or 'no library'}, "
                f"not on {tool.library}")

    def watch(self, m):
        m.watch()
        self.proven(m.tool, m.libraries)


def _started(b: Bench, m, row: str):
    """Mounted, and now the first file read."""
    took = proc.run(["cat", m.dir / "hello"], 60)[0]
    if row in b.names:
        b.results.add(row, m.tool.name, m.took + took)
    if row == "start" and m.tool.name == RIVAL and "start-cold" in b.names:
        b.results.add("start-cold", m.tool.name, m.took + took)
    b.watch(m)


def _dd(path: Path, mib: int) -> list:
    return ["dd", f"if={path}", "of=/dev/null", "bs=1M", f"count={mib}",
            "status=none"]


def raw(b: Bench, tool):
    if tool.name == "passthrough":
        return passthrough(b, tool)
    s, src = b.scale, b.images
    with b.mount(tool, src.raw) as m:
        _started(b, m, "start")
        b.row("random", tool, [sys.executable, "-B", HERE / "readers.py",
                               m.dir / "rand", "4", str(s.reads)],
              4 * s.reads, m, printed=True)
        b.row("read", tool, _dd(m.dir / "big", s.read_mib),
              s.read_mib << 20, m)
        find = ["find", m.dir / s.walk, "-printf", "%s\n"]
        # The walk over everything comes before what would warm it
        late = s.walk != "."
        if not late:
            b.row("find", tool, find, 0, m)
        b.row("grep", tool, ["sh", "-c", 'grep -r "$1" "$2" || [ $? = 1 ]',
                             "sh", "xyzzy-is-nowhere", m.dir / s.grep], 0, m)
        b.row("rsync", tool, ["rsync", "-a", f"{m.dir}/out/",
                              f"{src.copied_out}/"], 0, m)
        if late:
            b.row("find", tool, find, 0, m)
        b.row("find-again", tool, find, 0, m)
        m.sample()
    if "memory" in b.names and not tool.limit:
        b.results.add("memory", tool.name, m.peak)
    return None


def passthrough(b: Bench, tool):
    """The limit of FUSE itself, over a loop mount."""
    if "read" not in b.names:
        return
    with b.mount(tools.Loop(), b.images.raw) as loop:
        big = loop.dir / "big"
        proc.run(["cat", big], 600)
        pt = tools.Mount(tool, big, "raw", b.work / "pt")
        with pt as m:
            mib = b.scale.read_mib
            b.row("read", tool, _dd(m.dir / "file", mib), mib << 20)


def cold(b: Bench, tool):
    """Ours without a template and with a cache of nothing; Debian's has no
    such thing, so that its start is its start."""
    if tool.name == RIVAL and b.results.get("start-cold", RIVAL):
        return
    env = None
    if tool.name == OURS:
        env = {"LIBGUESTFS_BACKEND_SETTINGS": "cold",
               "LIBGUESTFS_CACHEDIR": tempfile.mkdtemp(dir=b.work)}
    with b.mount(tool, b.images.raw, env=env) as m:
        _started(b, m, "start-cold")


def qcow2(b: Bench, tool):
    mib = b.scale.qcow2_mib
    with b.mount(tool, b.images.qcow2, "qcow2") as m:
        b.watch(m)
        b.row("read-qcow2", tool, _dd(m.dir / "big", mib), mib << 20)


# The kernel does not tell a FUSE file system of sync -f. One fsync(2) after all
# else makes each tool end what it has put off, in the row that it belongs to.
COPY_AND_SYNC = """cp -r "$1" "$2" &&
echo done | dd "of=$2/done" conv=fsync status=none"""


def write(b: Bench, tool):
    """On an image of its own, made anew, as it changes."""
    image, mib = b.work / "write.raw", b.scale.write_mib
    b.images.empty_ext4(image)
    proc.run(["cat", b.images.source], 60)
    with b.mount(tool, image, ro=False) as m:
        b.watch(m)
        b.row("write", tool,
              ["dd", f"if={b.images.source}", f"of={m.dir}/big", "bs=1M",
               f"count={mib}", "conv=fsync", "status=none"], mib << 20)
        b.row("copy-in", tool, ["sh", "-c", COPY_AND_SYNC,
                                "sh", b.images.copy_in, m.dir / "in"])
        b.row("remove", tool, ["rm", "-rf", m.dir / "in"])


def ntfs(b: Bench, tool):
    mib = b.scale.ntfs_mib
    with b.mount(tool, b.images.ntfs) as m:
        b.watch(m)
        b.row("ntfs-walk", tool, ["find", m.dir, "-printf", "%s\n"])
        b.row("ntfs-read", tool, _dd(m.dir / "big", mib), mib << 20)


def calls(b: Bench, *pair):
    """API calls through ctypes, in a process for each tool. They take turns at
    each round: small calls take milliseconds, and what else a machine's
    processors have to do changes every few seconds. Files do not: what one
    tool has written the host would write back in another's turn."""
    mib = b.scale.ntfs_mib if b.names & {"upload", "download"} else 0
    rounds = b.scale.rounds
    with contextlib.ExitStack() as stack:
        partners = []
        for tool in pair:
            where = stack.enter_context(
                tempfile.TemporaryDirectory(dir=b.work))
            argv = [sys.executable, "-B", HERE / "calls.py", tool.library,
                    str(mib), where]
            p = stack.enter_context(proc.Partner(argv, tool.env()))
            b.proven(tool, json.loads(p.ask("library", 200)))
            partners.append((tool, p))
        order = [(t, p, "calls") for _ in range(rounds) for t, p in partners]
        if mib:
            order += [(t, p, what) for t, p in partners
                      for what in ["prepare"] + ["files"] * rounds]
        for tool, p, what in order:
            for name, value in json.loads(p.ask(what, 200)).items():
                if name in b.names:
                    b.results.add(name, tool.name, value,
                                  mib << 20 if what == "files" else 0)
    proc.wait_gone(60)


RUN = {"raw": raw, "cold": cold, "qcow2": qcow2, "write": write,
       "ntfs": ntfs, "calls": calls}
# Of several tools at once, which take turns within the session
TOGETHER = {"calls"}


def fits(session: str, tool) -> bool:
    """Whether this tool can do this at all."""
    if session == "calls" or session == "cold":
        return tool.library is not None
    if session == "ntfs":
        return "ntfs" in tool.file_systems
    if session == "qcow2":
        return "qcow2" in tool.formats
    if session == "write" and tool.name == "passthrough":
        return False
    return "ext4" in tool.file_systems


def run(b: Bench, session: str, tools_in_it) -> bool:
    """One session; what fails is written down. Returns whether all of it
    worked."""
    known = len(b.results.failures)
    try:
        RUN[session](b, *tools_in_it)
    except (proc.BenchError, OSError) as e:
        if len(b.results.failures) == known:
            b.results.failures.append(f"{session}, {names(tools_in_it)}: {e}")
    finally:
        for d in list(tools.Mount.active):
            tools.force_unmount(d)
        tools.Mount.active.clear()
        proc.kill_tool()
        shutil.rmtree(b.work / "mnt", ignore_errors=True)
    return len(b.results.failures) == known


def names(tools_in_it) -> str:
    return " and ".join(t.name for t in tools_in_it)


def selected(chosen: set[str]) -> list[str]:
    return [s for s in rows.SESSIONS if chosen & set(rows.SESSIONS[s])]


def turns(chosen: set[str], pair, rest, runs: int, quick: bool):
    """(session, tools) in the order of measuring. Interleaved: in each session
    A B A B ..., then the others. A quick run first has A B of every session,
    then A once more, then the others, as far as there is time."""
    def both(s):
        return [(s, pair)] if s in TOGETHER else \
            [(s, [t]) for t in pair]

    def alone(s):
        return [(s, [t]) for t in rest if fits(s, t)]

    found = selected(chosen)
    if not quick:
        return [x for s in found for x in both(s) * runs + alone(s)]
    order = [x for s in found for x in both(s)]
    order += [(s, pair[:1]) for s in found] * (runs - 1)
    return order + [x for s in found for x in alone(s)]
