"""The last line of a run: one figure each for what one looks at first; null for what was not measured. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.bench.figures import ratio

FIGURES = {
    "orders_per_second": ("bulk", "orders_per_second"),
    "cpu_ms_per_order": ("bulk", "cpu_ms_per_order"),
    "p50_ms_20": ("paced20", "p50_ms"),
    "p99_ms_20": ("paced20", "p99_ms"),
    "refused_20": ("paced20", "refused"),
    "p50_ms_100": ("paced100", "p50_ms"),
    "p99_ms_100": ("paced100", "p99_ms"),
    "refused_100": ("paced100", "refused"),
    "growth": ("growth", "growth"),
    "idle_cores": ("idle", "cores"),
    "papers_s": ("papers", "papers_s"),
    "bank_s": ("bank", "bank_s"),
    "examination_ms": ("examination", "examination_ms"),
    "archive_ms": ("archive", "archive_ms"),
    "desk_ms": ("desk", "desk_ms"),
    "compare_s": ("month", "compare_s"),
    "planning_s": ("planning", "planning_s"),
    "replicas": ("replicas", "replicas"),
    "trial_p95_ms": ("trials", "trial_p95_ms"),
    "cal_ms": ("bulk", "cal_ms"),
}


def summary(ours: Mapping[str, Any], theirs: Mapping[str, Any] | None) -> dict[str, float | None]:
    """Of the medians of this build, and of the one it was compared with."""
    found = {name: figure(ours, *path) for name, path in FIGURES.items()}
    cpu = found["cpu_ms_per_order"]
    return found | {
        "cpu_ratio_to_ref": ratio(cpu, figure(theirs or {}, "bulk", "cpu_ms_per_order")),
        "ratio_to_limit": ratio(cpu, figure(ours, "limit", "cpu_ms_per_order")),
    }


def figure(medians: Mapping[str, Any], part: str, name: str) -> float | None:
    """One figure of a part; None where the part was not run."""
    found: float | None = medians.get(part, {}).get(name)
    return found
