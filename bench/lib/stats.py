# SPDX-License-Identifier: GPL-2.0-or-later
"""Medians, ratios, and how to print them."""

from __future__ import annotations

import statistics


def median(values: list[float]) -> float | None:
    """The median, None of nothing."""
    return statistics.median(values) if values else None


def ratio(ours: list[float], theirs: list[float]) -> float | None:
    """How many times less ours needs; None where either is missing."""
    a, b = median(ours), median(theirs)
    if not a or b is None:
        return None
    return b / a


def spread(values: list[float]) -> float | None:
    """(largest - smallest) / median: how noisy the machine was."""
    m = median(values)
    if not m or len(values) < 2:
        return None
    return (max(values) - min(values)) / m


def seconds(value: float) -> str:
    """1.23 s, 45 ms, 810 µs: three digits, the unit that fits."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= scale:
            break
    n = value / scale
    digits = 0 if n >= 100 else 1 if n >= 10 else 2
    return f"{n:.{digits}f} {unit}"


def times(value: float) -> str:
    """A ratio: 0.42×, 7.3×, 112×."""
    digits = 0 if value >= 100 else 1 if value >= 3 else 2
    return f"{value:.{digits}f}×"


def amount(value: float | None, kind: str, size: int = 0) -> str:
    """A measured value of a row of this kind: time, rate (of SIZE bytes),
    calls (SIZE of them) or memory (bytes)."""
    if value is None:
        return "–"
    if kind == "memory":
        return f"{value / 2**20:.0f} MiB"
    if kind == "rate" and value > 0:
        return f"{size / value / 1e6:.0f} MB/s"
    if kind == "ops" and value > 0:
        return f"{size / value:.0f} /s"
    return seconds(value)
