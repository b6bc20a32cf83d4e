"""Promises and limits in words."""

from __future__ import annotations

from datetime import timedelta

from contracts.event import Clock, Limit, Promise

UNITS = (("day", timedelta(days=1)), ("h", timedelta(hours=1)), ("min", timedelta(minutes=1)))


def promise_text(promise: Promise) -> str:
    """``stock.reserved or stock.short, by warehouse, within 10 min (order_id)``, and what it suspends meanwhile."""
    answer = " or ".join(promise.of) + (f" with {promise.provided}" if promise.provided else "")
    condition = f" when {promise.when}" if promise.when else ""
    meanwhile = f", suspends {', '.join(promise.suspends)}" if promise.suspends else ""
    return f"{answer}, by {promise.by}, {limit_text(promise.within)}{condition} ({', '.join(promise.match)}){meanwhile}"


def limit_text(limit: Limit) -> str:
    """``within 4 working h``, or the field that names the date."""
    if limit.hours_told:
        return f"within its `{limit.hours_told}` in working h"
    if limit.span is None:
        return f"until its `{limit.until}`"
    since = f" of its `{limit.since}`" if limit.since else ""
    not_before = f", not before its `{limit.not_before}`" if limit.not_before else ""
    return f"within {span_text(limit.span, limit.clock)}{since}{not_before}"


def span_text(span: timedelta, clock: Clock = "business") -> str:
    """A span in its largest whole unit; 24 working hours are no day."""
    units = UNITS[1:] if clock == "working" else UNITS
    name, unit = next((name, unit) for name, unit in units if span % unit == timedelta())
    count = span // unit
    plural = "s" if name == "day" and count > 1 else ""
    return f"{count} {'working ' if clock in ('working', 'working_days') else ''}{name}{plural}"
