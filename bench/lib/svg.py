# SPDX-License-Identifier: GPL-2.0-or-later
"""One chart: how many times faster, a bar a row, on a logarithmic scale."""

from __future__ import annotations

import math
from xml.sax.saxutils import escape

import rows
import stats
from table import Results

LEFT, WIDTH, RIGHT = 270, 420, 60
STEP, BAR, TOP = 24, 14, 56
STYLE = """text{font:13px sans-serif;fill:#222}.t{font-size:16px}
.s{font-size:11px;fill:#555}.g{stroke:#ddd}.b{fill:#2f6f9f}.l{fill:#b5532f}
.m{stroke:#222;stroke-width:2}"""


def decades(values: list[float]) -> tuple[int, int]:
    """The powers of ten that hold all values, 1 always among them."""
    low = min([math.floor(math.log10(v)) for v in values] + [0])
    high = max([math.ceil(math.log10(v)) for v in values] + [1])
    return low, high


def draw(results: Results, note: str = "") -> str:
    """The chart as SVG; a tick on each bar is the ratio asked for."""
    bars = [(row, results.ratio(row.name)) for row in rows.ROWS]
    bars = [(row, r) for row, r in bars if r and r > 0]
    low, high = decades([r for _, r in bars] + [row.least for row, _ in bars])
    height = TOP + STEP * len(bars) + 40

    def x(value: float) -> float:
        at = (math.log10(value) - low) / (high - low)
        return round(LEFT + at * WIDTH, 1)

    total = LEFT + WIDTH + RIGHT
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {total} '
           f'{height}" width="{total}" height="{height}">',
           f"<style>{STYLE}</style>",
           f'<rect width="{total}" height="{height}" fill="#fff"/>',
           '<text class="t" x="12" y="24">Times less time (or memory) than '
           "Debian's guestmount 1.48.6</text>",
           f'<text class="s" x="12" y="42">{escape(note)}</text>']
    for power in range(low, high + 1):
        at, end = x(10.0 ** power), height - 30
        out.append(f'<line class="g" x1="{at}" x2="{at}" y1="{TOP - 6}" '
                   f'y2="{end}"/>')
        out.append(f'<text class="s" x="{at}" y="{end + 16}" '
                   f'text-anchor="middle">{10.0 ** power:g}×</text>')
    for n, (row, r) in enumerate(bars):
        out += _bar(row, r, TOP + n * STEP, x)
    out.append("</svg>")
    return "\n".join(out) + "\n"


def _bar(row: rows.Row, r: float, y: int, x) -> list[str]:
    start, end = sorted((x(1), x(r)))
    tick = x(row.least)
    style = "b" if r >= row.least else "l"
    return [
        f'<text x="{LEFT - 8}" y="{y + 12}" text-anchor="end">'
        f"{escape(row.label)}</text>",
        f'<rect class="{style}" x="{start}" y="{y}" '
        f'width="{round(max(end - start, 1), 1)}" height="{BAR}"/>',
        f'<line class="m" x1="{tick}" x2="{tick}" y1="{y - 2}" '
        f'y2="{y + BAR + 2}"/>',
        f'<text x="{max(end, tick) + 6}" y="{y + 12}">{stats.times(r)}'
        "</text>"]
