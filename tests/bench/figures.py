"""Arithmetic of the bench: percentiles, medians of rounds, amounts per order, ratios. Pure."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from typing import Any

Amounts = Mapping[str, float]


def percentile(values: Sequence[float], percent: float) -> float | None:
    """The smallest value that so many percent of them do not exceed (nearest rank); None of nothing."""
    ranked = sorted(values)
    return ranked[max(math.ceil(percent / 100 * len(ranked)), 1) - 1] if ranked else None


def latencies(seconds: Sequence[float]) -> dict[str, float | None]:
    """p50, p95 and p99 in milliseconds."""
    found = {f"p{percent}_ms": percentile(seconds, percent) for percent in (50, 95, 99)}
    return {name: None if value is None else round(1000 * value, 1) for name, value in found.items()}


def difference(before: Amounts, after: Amounts) -> dict[str, float]:
    """What was added by name; a name that was not there before counts from nothing."""
    return {name: value - before.get(name, 0) for name, value in after.items()}


def per_order(amounts: Amounts, orders: int, *, times: float = 1.0, digits: int = 2) -> dict[str, float]:
    """Each amount divided by the orders; those that round to nothing are left out."""
    each = {name: round(times * amount / orders, digits) for name, amount in amounts.items()}
    return {name: amount for name, amount in each.items() if amount}


def ratio(ours: float | None, theirs: float | None) -> float | None:
    """How many times theirs ours is; None where one of them is not known or theirs is nothing."""
    return None if ours is None or not theirs else round(ours / theirs, 3)


def share(total: int, parts: int, index: int) -> int:
    """How much of ``total`` falls to part ``index`` of ``parts``, as even as whole numbers can be."""
    return total * (index + 1) // parts - total * index // parts


def median_of(rounds: Sequence[Any]) -> Any:
    """One result of several of the same shape: numbers by their median, everything else as the first round has it.

    A round that lacks a value, or has None, has no vote on it.
    """
    known = [each for each in rounds if each is not None]
    if known and all(isinstance(each, Mapping) for each in known):
        names = dict.fromkeys(name for each in known for name in each)
        return {name: median_of([each[name] for each in known if name in each]) for name in names}
    if known and all(isinstance(each, int | float) and not isinstance(each, bool) for each in known):
        return round(statistics.median(known), 3)
    return known[0] if known else None
