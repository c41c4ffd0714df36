#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The benchmark's arithmetic, table, chart and processes, without a mount.

usage: bench.py SOURCE
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import traceback
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(sys.argv[1]) / "bench/lib"))
import files  # noqa: E402
import proc  # noqa: E402
import rows  # noqa: E402
import sessions  # noqa: E402
import stats  # noqa: E402
import svg  # noqa: E402
import table  # noqa: E402
import tools  # noqa: E402

TESTS = []


def test(fn):
    TESTS.append(fn)
    return fn


def some() -> table.Results:
    """Reached, fell short, missing on one side, and others measured."""
    r = table.Results()
    for value in (0.5, 0.4, 9.0):
        r.add("start", "ours", value)
    r.add("start", "debian", 20.0)
    r.add("read", "ours", 1.0, 256 << 20)
    r.add("read", "debian", 10.0, 256 << 20)
    r.add("read", "loop mount", 0.1, 256 << 20)
    r.add("grep", "ours", 1.0)
    r.add("memory", "ours", 100 << 20)
    r.add("memory", "debian", 1000 << 20)
    return r


@test
def medians_and_ratios():
    assert stats.median([3.0, 1.0, 2.0]) == 2.0
    assert stats.median([1.0, 2.0]) == 1.5
    assert stats.median([]) is None
    assert stats.ratio([2.0], [10.0, 30.0]) == 10.0
    assert stats.ratio([], [1.0]) is None
    assert stats.ratio([1.0], []) is None
    assert stats.ratio([0.0], [1.0]) is None
    assert stats.spread([1.0, 2.0, 3.0]) == 1.0
    assert stats.spread([1.0]) is None


@test
def values_in_units_that_fit():
    assert stats.seconds(12.34) == "12.3 s"
    assert stats.seconds(0.0456) == "45.6 ms"
    assert stats.seconds(0.00081) == "810 µs"
    assert stats.times(112.4) == "112×"
    assert stats.times(7.26) == "7.3×"
    assert stats.times(0.421) == "0.42×"
    assert stats.amount(None, "time") == "–"
    assert stats.amount(2.0, "rate", 100_000_000) == "50 MB/s"
    assert stats.amount(0.5, "ops", 100) == "200 /s"
    assert stats.amount(3 << 20, "memory") == "3 MiB"


@test
def each_row_belongs_to_one_session():
    listed = [n for names in rows.SESSIONS.values() for n in names]
    assert sorted(listed) == sorted(rows.BY_NAME)
    assert set(rows.SESSIONS) == set(sessions.RUN)
    for row in rows.ROWS:
        assert 1 < row.least < row.aim, row.name


@test
def rows_are_chosen_by_name_or_session():
    assert rows.wanted([]) == set(rows.BY_NAME)
    assert rows.wanted(["grep", "ntfs"]) == {"grep", "ntfs-walk", "ntfs-read"}
    assert sessions.selected({"grep", "mkfs"}) == ["raw", "calls"]
    try:
        rows.wanted(["nothing"])
    except ValueError as e:
        assert str(e) == "nothing"
    else:
        raise AssertionError("an unknown row was taken")


@test
def the_table_says_what_is_reached():
    lines = {line[0]: line[1:] for line in table.cells(some())}
    head = lines.pop("work")
    assert head[:3] == ["ours", "Debian's", "ratio"]
    assert head[-1] == "loop mount"
    assert lines["start to mounted, first file read"][:6] == [
        "500 ms", "20.0 s", "40.0×", "30×", "60×", "yes"]
    read = lines["sequential read, first time, raw"]
    assert read[2:6] == ["10.0×", "25×", "40×", "SHORT"]
    assert read[6] == "2684 MB/s"
    memory = lines["peak memory of all processes (PSS)"]
    assert memory[:3] == ["100 MiB", "1000 MiB", "10.0×"]
    assert memory[5] == "aim"
    grep = lines["grep -r over small files, first time"]
    assert grep[1:3] == ["–", "–"] and grep[5] == ""


@test
def the_text_is_aligned():
    lines = table.text(some()).splitlines()
    assert len(lines) == 6
    assert len({len(line) for line in lines[1:3]}) == 1
    assert table.text(table.Results()).startswith("work")


@test
def json_holds_every_run():
    made = json.loads(json.dumps(table.as_json(some(), {"a": 1})))
    assert made["facts"] == {"a": 1}
    start = made["rows"][0]
    assert start["runs"]["ours"] == [0.5, 0.4, 9.0]
    assert start["median"] == {"ours": 0.5, "debian": 20.0}
    assert start["ratio"] == 40.0 and start["at_least"] == 30


@test
def the_chart_is_an_svg_with_a_bar_a_ratio():
    root = ElementTree.fromstring(svg.draw(some(), "a < b & c"))
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == space + "svg"
    bars = [e for e in root.iter(space + "rect") if e.get("class")]
    assert [b.get("class") for b in bars] == ["b", "l", "b"]
    widths = [float(b.get("width")) for b in bars]
    assert widths[0] > widths[1] == widths[2] > 0
    said = [e.text for e in root.iter(space + "text")]
    assert "a < b & c" in said and "40.0×" in said


@test
def a_slower_one_and_nothing_at_all_are_drawn_too():
    assert svg.decades([0.02, 300.0]) == (-2, 3)
    assert svg.decades([]) == (0, 1)
    r = table.Results()
    ElementTree.fromstring(svg.draw(r))
    r.add("grep", "ours", 10.0)
    r.add("grep", "debian", 1.0)
    drawn = svg.draw(r)
    ElementTree.fromstring(drawn)
    assert "0.10×" in drawn


@test
def the_rival_gets_nothing_of_our_environment():
    os.environ["LIBGUESTFS_PATH"] = "/ours"
    os.environ["LD_LIBRARY_PATH"] = "/ours"
    env = tools.clean_env()
    assert not [k for k in env if k.startswith(("LIBGUESTFS", "LD_"))]
    assert env["PATH"] == tools.SYSTEM_PATH
    tool = tools.Guestmount("debian", Path("/p"), Path("/l"), {"A": "b"})
    assert tool.env()["A"] == "b"


@test
def a_command_has_a_limit_of_time_and_its_words_are_shown():
    for argv, limit, words in (
            (["sleep", "60"], 0.2, "not done after"),
            (["sh", "-c", "echo no such luck >&2; exit 3"], 20,
             "status 3: no such luck")):
        try:
            proc.run(argv, limit)
        except proc.BenchError as e:
            assert words in str(e), e
        else:
            raise AssertionError("no complaint")
    took, out = proc.run(["echo", "hi"], 20, capture=True)
    assert out == "hi\n" and took > 0


@test
def a_partner_answers_line_by_line_within_a_limit():
    answer = ["sh", "-c", "while read x; do echo $x$x; done"]
    with proc.Partner(answer, None) as p:
        assert p.ask("a", 20) == "aa\n"
        assert p.ask("b", 20) == "bb\n"
        assert proc.tool_processes() == []
    for script, words in (("echo no luck >&2; exit 3", "ended: no luck"),
                          ("read x; sleep 60", "no answer in")):
        try:
            with proc.Partner(["sh", "-c", script], None) as p:
                p.ask("a", 0.2 if "sleep" in script else 20)
        except proc.BenchError as e:
            assert words in str(e), e
        else:
            raise AssertionError("no complaint")


@test
def small_calls_take_turns_within_a_session():
    pair = [tools.Guestmount(n, Path("/p"), Path("/l"), {})
            for n in ("ours", "debian")]
    order = [(s, sessions.names(t)) for s, t in sessions.turns(
        {"mkfs", "ntfs-walk"}, pair, [tools.Loop(), tools.Ntfs3g()], 2, False)]
    assert order == [("ntfs", "ours"), ("ntfs", "debian")] * 2 + [
        ("ntfs", "ntfs-3g")] + [("calls", "ours and debian")] * 2


@test
def daemons_left_behind_are_ours_to_find_and_end():
    proc.adopt_orphans()
    proc.run(["sh", "-c", "sleep 300 >/dev/null 2>&1 &"], 20)
    left = proc.tool_processes()
    assert len(left) == 1, left
    assert proc.pss(left) > 0
    assert proc.mapped(left, "libc.so")
    proc.kill_tool()
    assert proc.tool_processes() == []


@test
def files_are_copied_until_there_are_enough():
    source, dest = Path(WORK, "source"), Path(WORK, "dest")
    (source / "d").mkdir(parents=True)
    (source / "d/one").write_text("1" * 1000)
    (source / "two").write_text("2" * 1000)
    (source / "link").symlink_to("two")
    entries = files.listing(str(source))
    assert sorted(e.kind for e in entries) == ["d", "f", "f", "l"]
    made, size = files.place(entries, dest, 7, 1500)
    assert (made, size) == (7, 1000)
    again = dest / "copy1" / str(source)[1:]
    assert len(list(again.rglob("*"))) == 3
    files.set_times(dest)
    assert (dest / "copy1").stat().st_mtime == files.MOD_TIME


@test
def shares_are_even_while_they_last():
    few = [files.Entry(f"/a/{n}", "f", 1) for n in range(2)]
    many = [files.Entry(f"/b/{n}", "f", 1) for n in range(50)]
    taken = files.evenly([many, few], 10)
    assert len(taken) == 10
    assert [e.path for e in taken[-2:]] == ["/a/0", "/a/1"]


@test
def images_are_read_around_their_holes():
    path = Path(WORK, "sparse")
    with open(path, "wb") as f:
        f.write(b"x" * 5000)
        f.truncate(1 << 40)
    files.read_data(path)


def main() -> int:
    failed = 0
    for n, fn in enumerate(TESTS, 1):
        try:
            fn()
            print(f"ok {n} - {fn.__name__}")
        except Exception:  # a failed claim, whatever its kind
            failed += 1
            print("".join("# " + line + "\n" for line in
                          traceback.format_exc().splitlines()), end="")
            print(f"not ok {n} - {fn.__name__}")
    print(f"1..{len(TESTS)}")
    return 1 if failed else 0


if __name__ == "__main__":
    WORK = tempfile.mkdtemp()
    try:
        sys.exit(main())
    finally:
        shutil.rmtree(WORK)
