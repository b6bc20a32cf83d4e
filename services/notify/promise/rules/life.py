"""What follows by itself from what is heard (NOT-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.event import Event
from services.notify.promise.rules.answering import Answered, answered_by, newest_answers
from services.notify.promise.rules.limits import Clockwork
from services.notify.promise.rules.opening import Opened, newest_openings, opened_by
from services.notify.promise.rules.standing import (
    Credit,
    Serving,
    Watched,
    newest_of_customers,
    newest_of_orders,
    newest_of_purchases,
    told_of_customer,
    told_of_orders,
    told_of_purchase,
)


@dataclass(frozen=True)
class News:
    """Promises that are opened and kept, and what is told of that by which older ones become void or rest."""

    opened: list[Opened]
    answered: list[Answered]
    orders: list[Watched]
    purchases: list[Serving]
    customers: list[Credit]


def follow(events: Sequence[Event], clockwork: Clockwork) -> News:
    """Each event opens its promises and keeps those that wait for it, also those that are not open yet.

    A newer opening takes the place of an older one. A newer version of an order makes what is provisional void, and so
    does its end; a cancel asks for the undoing of what is reserved and bought; a credit hold puts to sleep what sales
    is to confirm or release. All that is worked out when somebody looks, from the newest that is told of each.
    """
    return News(
        opened=newest_openings([promise for event in events for promise in opened_by(event, clockwork)]),
        answered=newest_answers([promise for event in events for promise in answered_by(event, clockwork.now)]),
        orders=newest_of_orders(told for event in events for told in told_of_orders(event)),
        purchases=newest_of_purchases(map(told_of_purchase, events)),
        customers=newest_of_customers(map(told_of_customer, events)),
    )
