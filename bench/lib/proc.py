# SPDX-License-Identifier: GPL-2.0-or-later
"""Processes: each with a limit of time, all found again and ended."""

from __future__ import annotations

import ctypes
import os
import select
import signal
import subprocess
import time
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36


class BenchError(Exception):
    """Something did not work; the text says what, for the user."""


# Processes that do the work, as opposed to those of the tool under test
_workers: set[int] = set()


def adopt_orphans():
    """Have the daemons that a tool leaves behind become our children."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(argv, timeout: float, env=None, check=True, capture=False, cwd=None):
    """Run ARGV and return (seconds, stdout). Standard error is shown only
    when it fails. BenchError when it does, or when TIMEOUT is over."""
    argv = [str(a) for a in argv]
    err = os.memfd_create("stderr")
    began = time.monotonic()
    p = subprocess.Popen(argv, env=env, cwd=cwd, stdin=subprocess.DEVNULL,
                         stdout=subprocess.PIPE if capture else
                         subprocess.DEVNULL, stderr=err,
                         start_new_session=True)
    _workers.add(p.pid)
    try:
        out, _ = p.communicate(timeout=timeout)
        took = time.monotonic() - began
    except subprocess.TimeoutExpired:
        _kill_group(p)
        raise BenchError(f"{argv[0]}: not done after {timeout:.0f} s") \
            from None
    except BaseException:
        _kill_group(p)
        raise
    finally:
        _workers.discard(p.pid)
        said = os.pread(err, 4000, 0).decode(errors="replace").strip()
        os.close(err)
    if check and p.returncode != 0:
        raise BenchError(f"{' '.join(argv[:8])}: status {p.returncode}: "
                         f"{said[-600:]}")
    return took, (out or b"").decode(errors="replace")


class Partner:
    """A process that answers each line with one line."""

    def __init__(self, argv, env):
        self.argv = [str(a) for a in argv]
        self.err = os.memfd_create("stderr")
        self.p = subprocess.Popen(self.argv, env=env, bufsize=0,
                                  stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, stderr=self.err,
                                  start_new_session=True)
        _workers.add(self.p.pid)

    def __enter__(self):
        return self

    def ask(self, line: str, timeout: float) -> str:
        """BenchError when there is no answer in TIMEOUT seconds."""
        answer, end = b"", time.monotonic() + timeout
        try:
            self.p.stdin.write(f"{line}\n".encode())
        except BrokenPipeError:
            end = 0.0
        while not answer.endswith(b"\n"):
            left = max(0.0, end - time.monotonic())
            if not select.select([self.p.stdout], [], [], left)[0]:
                raise BenchError(self._why(f"no answer in {timeout:.0f} s"))
            piece = os.read(self.p.stdout.fileno(), 65536)
            if not piece:
                raise BenchError(self._why("ended"))
            answer += piece
        return answer.decode(errors="replace")

    def _why(self, what: str) -> str:
        said = os.pread(self.err, 4000, 0).decode(errors="replace").strip()
        return f"{' '.join(self.argv[:8])}: {what}: {said[-600:]}"

    def __exit__(self, kind, _value, _trace):
        """Without an exception, its input ends and it may end by itself."""
        try:
            self.p.stdin.close()
            if kind is None and self.p.wait(60) != 0:
                raise BenchError(self._why(f"status {self.p.returncode}"))
        except subprocess.TimeoutExpired:
            raise BenchError(self._why("does not end")) from None
        finally:
            _kill_group(self.p)
            _workers.discard(self.p.pid)
            os.close(self.err)


def _kill_group(p: subprocess.Popen):
    try:
        os.killpg(p.pid, signal.SIGKILL)
    except ProcessLookupError:
        pass
    if p.stdout:
        p.stdout.close()
    try:
        p.wait(5)
    except subprocess.TimeoutExpired:
        pass    # stuck in a dead mount; unmounting frees it


def _children() -> dict[int, list[int]]:
    by_parent: dict[int, list[int]] = {}
    for d in os.listdir("/proc"):
        if not d.isdigit():
            continue
        try:
            stat = Path("/proc", d, "stat").read_text()
        except OSError:
            continue
        fields = stat.rpartition(")")[2].split()
        if fields[0] != "Z":
            by_parent.setdefault(int(fields[1]), []).append(int(d))
    return by_parent


def tool_processes() -> list[int]:
    """All our descendants but the workers and theirs."""
    by_parent = _children()
    found, todo = [], [os.getpid()]
    while todo:
        for pid in by_parent.get(todo.pop(), []):
            if pid not in _workers:
                found.append(pid)
                todo.append(pid)
    return found


def reap():
    """Collect the tool's daemons that have ended."""
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return


def wait_gone(timeout: float):
    """Wait until the tool has no process left; then none is waited for by
    subprocess, so that reaping any child is safe."""
    end = time.monotonic() + timeout
    while True:
        reap()
        if not tool_processes():
            return
        if time.monotonic() > end:
            kill_tool()
            raise BenchError(f"still running {timeout:.0f} s after unmounting")
        time.sleep(0.02)


def kill_tool():
    """End what is left of the tool, hard."""
    for _ in range(50):
        pids = tool_processes()
        if not pids:
            break
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        time.sleep(0.05)
        reap()


def pss(pids) -> int:
    """Bytes of memory of these processes, shared pages divided."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        for line in text.splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1]) * 1024
                break
    return total


def mapped(pids, name: str) -> set[str]:
    """Which files called NAME... these processes have mapped."""
    found = set()
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/maps").read_text()
        except OSError:
            continue
        for line in text.splitlines():
            path = line.split(maxsplit=5)[5:]
            if path and os.path.basename(path[0]).startswith(name):
                found.add(os.path.realpath(path[0]))
    return found
