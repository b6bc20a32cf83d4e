"""CPU time of the company's processes, from /proc (Linux)."""

from __future__ import annotations

import os
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


def cpu_seconds(root: int) -> dict[str, float]:
    """User and system seconds so far of a process and its descendants, by what they are."""
    children: dict[int, list[int]] = {}
    seconds: dict[int, tuple[str, float]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            _note(entry, children, seconds)
    total: dict[str, float] = {}
    todo = [root]
    while todo:
        pid = todo.pop()
        todo += children.get(pid, [])
        name, spent = seconds.get(pid, ("", 0.0))
        total[name] = total.get(name, 0.0) + spent
    return total


def _note(entry: Path, children: dict[int, list[int]], seconds: dict[int, tuple[str, float]]) -> None:
    try:
        stat = (entry / "stat").read_text()
    except OSError:
        return
    name, _, rest = stat.partition("(")[2].rpartition(")")
    fields = rest.split()
    pid = int(entry.name)
    children.setdefault(int(fields[1]), []).append(pid)
    # A parent's waited-for children count too: PostgreSQL's backends come and go.
    seconds[pid] = (name, sum(int(ticks) for ticks in fields[11:15]) / TICKS_PER_S)
