"""Work in rounds: what has one key goes one after another, all else together."""

from __future__ import annotations

from collections.abc import Iterable


def rounds(keys: Iterable[str]) -> list[list[int]]:
    """Positions in rounds: at most one per key in each, in order."""
    seen: dict[str, int] = {}
    result: list[list[int]] = []
    for position, key in enumerate(keys):
        turn = seen.get(key, 0)
        seen[key] = turn + 1
        if turn == len(result):
            result.append([])
        result[turn].append(position)
    return result
