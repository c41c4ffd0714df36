# SPDX-License-Identifier: GPL-2.0-or-later
"""The results as a table for people and as an object for programs."""

from __future__ import annotations

import rows
import stats

OURS, RIVAL = "ours", "debian"


class Results:
    """Measured values: row, then tool, then a list with one a run."""

    def __init__(self):
        self.values: dict[str, dict[str, list[float]]] = {}
        self.sizes: dict[str, int] = {}
        self.failures: list[str] = []
        self.skipped: list[str] = []

    def add(self, row: str, tool: str, value: float, size: int = 0):
        """One more run of TOOL. SIZE: bytes or operations, for rates."""
        self.values.setdefault(row, {}).setdefault(tool, []).append(value)
        if size:
            self.sizes[row] = size

    def get(self, row: str, tool: str) -> list[float]:
        return self.values.get(row, {}).get(tool, [])

    def ratio(self, row: str) -> float | None:
        return stats.ratio(self.get(row, OURS), self.get(row, RIVAL))

    def tools(self) -> list[str]:
        """All tools seen, the two that are compared first."""
        seen = {t for by in self.values.values() for t in by}
        first = [t for t in (OURS, RIVAL) if t in seen]
        return first + sorted(seen - set(first))


def verdict(value: float | None, row: rows.Row) -> str:
    if value is None:
        return ""
    if value >= row.aim:
        return "aim"
    return "yes" if value >= row.least else "SHORT"


def cells(results: Results) -> list[list[str]]:
    """The table's lines, its head first."""
    others = [t for t in results.tools() if t not in (OURS, RIVAL)]
    lines = [["work", "ours", "Debian's", "ratio", "at least", "aim",
              "reached"] + others]
    for row in rows.ROWS:
        if row.name not in results.values:
            continue
        size = results.sizes.get(row.name, 0)

        def show(tool, row=row, size=size):
            value = stats.median(results.get(row.name, tool))
            return stats.amount(value, row.kind, size)

        r = results.ratio(row.name)
        lines.append([row.label, show(OURS), show(RIVAL),
                      stats.times(r) if r else "–", f"{row.least:g}×",
                      f"{row.aim:g}×", verdict(r, row)]
                     + [show(t) for t in others])
    return lines


def text(results: Results) -> str:
    """The table, columns aligned, numbers to the right."""
    lines = cells(results)
    widths = [max(len(line[i]) for line in lines)
              for i in range(len(lines[0]))]
    out = []
    for n, line in enumerate(lines):
        out.append("  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w)
            for i, (cell, w) in enumerate(zip(line, widths))).rstrip())
        if n == 0:
            out.append("  ".join("-" * w for w in widths))
    return "\n".join(out)


def as_json(results: Results, facts: dict) -> dict:
    """Everything: what the table shows and each single run."""
    work = []
    for row in rows.ROWS:
        if row.name not in results.values:
            continue
        by = results.values[row.name]
        work.append({
            "name": row.name, "label": row.label,
            "unit": "bytes" if row.kind == "memory" else "seconds",
            "size": results.sizes.get(row.name),
            "at_least": row.least, "aim": row.aim,
            "ratio": results.ratio(row.name),
            "median": {t: stats.median(v) for t, v in by.items()},
            "spread": {t: stats.spread(v) for t, v in by.items()},
            "runs": by,
        })
    return {"facts": facts, "rows": work, "failures": results.failures,
            "skipped": results.skipped}
