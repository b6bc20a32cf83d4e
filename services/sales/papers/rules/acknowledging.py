"""The customer acknowledges the confirmation of his order: the version that he has before him (SAL-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Never

from chassis.handling import Step
from chassis.refusal import Refusal
from services.sales.changes.rules import StaleVersion
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Acknowledged


class NothingConfirmed(Refusal):
    """Order {number} is {status}: there is no confirmation of it to acknowledge."""


class AcknowledgedAlready(Refusal):
    """The confirmation of version {version} of order {number} was acknowledged on {on}: {words}."""


@dataclass(frozen=True)
class Acknowledge(OnOrder):
    """``by`` records it, ``on`` is when the customer said so."""

    version: int
    on: date
    words: str
    by: str


def acknowledge(order: Order, asked: Acknowledge) -> Step[Order, Never] | Refusal:
    """Once for each version; the same again changes nothing."""
    if order.status != "confirmed":
        return NothingConfirmed(number=order.content.number, status=order.status)
    if asked.version != order.version:
        return StaleVersion(number=order.content.number, version=order.version, expected=asked.version)
    known, said = order.acknowledged, _said(asked)
    if known is None or known.version != order.version:
        return Step(order.but(acknowledged=said))
    if known == said:
        return Step(order)
    return AcknowledgedAlready(number=order.content.number, version=known.version, on=known.on, words=known.words)


def _said(asked: Acknowledge) -> Acknowledged:
    return Acknowledged(version=asked.version, on=asked.on, words=asked.words, recorded_by=asked.by)
