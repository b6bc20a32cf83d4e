"""The promised date is watched: a delay is said as soon as it is foreseen, and when it has ended (SAL-20, NOT-3)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from chassis.handling import Step
from contracts.delays import DelayEnd, DelayEnded, DelayForecast, Option
from contracts.value import fields_of
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Delay, Forecast
from services.sales.order.rules.forecast import forecast, lacking, transit_of
from services.sales.order.rules.milestones import last_day_to_pack
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.policy import Policy

DelayNews = DelayForecast | DelayEnded


def watch(order: Order, today: date, policy: Policy) -> Step[Order, DelayNews]:
    """The order with its forecast; what is said of it only when it says something else than before, and
    not while the departments judge a change, after which another day may be promised."""
    seen = _seen(order, today, policy) if order.status == "confirmed" else None
    order = order if seen == order.forecast else order.but(forecast=seen)
    promised = order.content.promised
    if order.pending and not order.pending.complete:
        return Step(order)
    if seen and promised and seen.on > last_day(promised, policy):
        return _late(order, seen, promised, today, policy)
    return _in_time(order)


def last_day(promised: date, policy: Policy) -> date:
    """On which the order is not late yet."""
    return promised + timedelta(days=policy.delay_tolerance_days)


def look_on(order: Order, today: date, policy: Policy) -> date | None:
    """The next day on which the order may be late because nothing happened; None when that is said, or cannot be, and
    while somebody has it before him, for its customer wishes to cancel, or a change of his waits for its new day."""
    promised = order.content.promised
    decided = order.pending and order.pending.complete
    said = decided or order.being_rescued or (order.delay and not order.delay.ended)
    if order.status != "confirmed" or promised is None or said:
        return None
    last = last_day(promised, policy)
    if lacking(order):
        return _first_late_day(order, today, last, policy)
    days = (last_day_to_pack(order, last, policy) + timedelta(days=1), last + timedelta(days=1))
    return min((day for day in days if day > today), default=None)


def _options(order: Order, seen: Forecast, today: date, policy: Policy) -> Iterator[Option]:
    """What may be done about it, the least first; a new date can always be agreed (SAL-10)."""
    bought = seen.because in ("supply", "procurement")
    if bought and not order.binding.partial and _has_something(order):
        leaves = working_days_after(today, policy.handling_days, calendar_of(policy.country))
        yield Option(way="ship_in_part", on=leaves + transit_of(order))
    if bought:
        yield Option(way="other_supplier")
    route = order.reviews.get("logistics")
    if route and route.fastest_days is not None and not order.all_dispatched:
        saved = transit_of(order) - timedelta(days=route.fastest_days)
        if saved:
            yield Option(way="express_carriage", on=seen.on - saved)
    yield Option(way="new_date", on=seen.on)


def _seen(order: Order, today: date, policy: Policy) -> Forecast | None:
    """Until the warehouse has answered a new version, what was forecast for the one before stands, if it is later."""
    seen, before = forecast(order, today, policy), order.forecast
    answered = order.answered_version == order.version or order.all_dispatched
    return before if seen and before and not answered and before.on > seen.on else seen


def _late(order: Order, seen: Forecast, promised: date, today: date, policy: Policy) -> Step[Order, DelayForecast]:
    known = order.delay
    if known and not known.ended and (known.promised, known.forecast) == (promised, seen.on):
        return Step(order)
    number = known.number + known.ended if known else 1
    told: dict[str, Any] = {
        "promised": promised,
        "forecast": seen.on,
        "options": tuple(_options(order, seen, today, policy)),
    }
    about = {"order_id": order.order_id, "order_version": order.version, "delay": number}
    event = DelayForecast.having({**fields_of(seen), **told, **about})
    return Step(order.but(delay=Delay(number=number, **told)), (event,))


def _in_time(order: Order) -> Step[Order, DelayEnded]:
    known = order.delay
    if known is None or known.ended:
        return Step(order)
    event = DelayEnded(
        order_id=order.order_id,
        order_version=order.version,
        delay=known.number,
        promised=order.content.promised or known.promised,
        how=_how(order, known),
    )
    return Step(order.but(delay=known.but(ended=True)), (event,))


def _how(order: Order, known: Delay) -> DelayEnd:
    if order.status == "cancelled":
        return "cancelled"
    if order.arrived:
        return "arrived"
    return "recovered" if order.content.promised == known.promised else "agreed"


def _has_something(order: Order) -> bool:
    """Something of the order does not lack."""
    ordered = sum(line.quantity for line in order.binding.lines)
    return sum(lacking(order).values()) < ordered


def _first_late_day(order: Order, today: date, last: date, policy: Policy) -> date | None:
    """On which what lacks can no longer be bought, or come, in time; the later the day, the later the forecast."""

    def late(days: int) -> bool:
        seen = forecast(order, today + timedelta(days=days), policy)
        return seen is not None and seen.on > last

    ahead = range(1, (last - today).days + 2)
    place = bisect_left(ahead, True, key=late)
    return today + timedelta(days=ahead[place]) if place < len(ahead) else None
