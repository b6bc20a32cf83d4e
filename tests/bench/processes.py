"""CPU time and memory of a process and its descendants, by what they are; from /proc (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

TICKS_PER_S = os.sysconf("SC_CLK_TCK")
PAGE_MB = os.sysconf("SC_PAGE_SIZE") / 2**20


@dataclass(frozen=True)
class Process:
    """One process as /proc tells of it; memory is its resident set, shared pages included."""

    pid: int
    parent: int
    name: str
    cpu_s: float
    memory_mb: float


def parsed(stat: str) -> Process:
    """A line of /proc/<pid>/stat. The name may hold spaces and brackets."""
    pid, _, rest = stat.partition(" (")
    name, _, rest = rest.rpartition(")")
    fields = rest.split()
    # A parent's waited-for children count too: PostgreSQL's backends come and go.
    ticks = sum(int(each) for each in fields[11:15])
    kind = "python" if name.startswith("python") else name
    return Process(int(pid), int(fields[1]), kind, ticks / TICKS_PER_S, int(fields[21]) * PAGE_MB)


def family(root: int) -> list[Process]:
    """A process and all its descendants."""
    return list(_descendants(root, list(_all())))


def _descendants(root: int, processes: Iterable[Process]) -> Iterator[Process]:
    by_pid = {process.pid: process for process in processes}
    children: dict[int, list[int]] = {}
    for process in by_pid.values():
        children.setdefault(process.parent, []).append(process.pid)
    todo = [root]
    while todo:
        pid = todo.pop()
        todo += children.get(pid, [])
        if pid in by_pid:
            yield by_pid[pid]


def _all() -> Iterator[Process]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                yield parsed((entry / "stat").read_text())
            except OSError:
                continue


def cpu_seconds(root: int) -> dict[str, float]:
    """User and system seconds so far, by name of the process."""
    total: dict[str, float] = {}
    for process in family(root):
        total[process.name] = total.get(process.name, 0.0) + process.cpu_s
    return total


def memory(root: int) -> dict[str, list[float]]:
    """Resident MB of each process by its name, the largest first. PostgreSQL's share pages, counted in each of them."""
    found: dict[str, list[float]] = {}
    for process in sorted(family(root), key=lambda process: -process.memory_mb):
        found.setdefault(process.name, []).append(round(process.memory_mb, 1))
    return found


def command_line(pid: int) -> str:
    """The command that a process was started with; empty when it has ended."""
    try:
        return (Path("/proc") / str(pid) / "cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""
