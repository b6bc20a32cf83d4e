"""A sample is requested, sent and judged by its customer; who waits for it may be told not to (SAL-23)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Never
from uuid import UUID

from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.texts import Text
from contracts.units import fits_unit
from services.sales.inquiry.rules import Inquiry
from services.sales.masters.rules import Customer, Units
from services.sales.order.rules.asked import OnOrder
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import SamplesWaived
from services.sales.policy import Policy
from services.sales.sample.rules import Round, Sample, Verdict


class AnotherRequester(Refusal):
    """Customer {who} cannot request a sample for {customer}."""

    status = 403


class SentAlready(Refusal):
    """This round of sample {number} was sent on {day} already."""


class NotSent(Refusal):
    """Sample {number} is not sent yet: the customer can only withdraw it."""

    of_input = True


class JudgedAlready(Refusal):
    """Sample {number} is over: the customer said {verdict} on {day}."""


class NoSampleAwaited(Refusal):
    """Order {number} waits for no sample."""


@dataclass(frozen=True)
class Request:
    """A customer wants to judge so much of an item; ``only_of`` is the customer who asks himself."""

    customer: str
    item: str
    quantity: Decimal
    judge_by: date
    judged_for: str
    inquiry: str = ""
    taken_by: str | None = None
    only_of: str | None = None


@dataclass(frozen=True)
class OnSample:
    """What is asked of a sample; ``only_of`` is the customer who asks it himself, of his own only."""

    sample_id: UUID
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class Send(OnSample):
    on: date
    shipped_by: str


@dataclass(frozen=True)
class Judge(OnSample):
    """The customer's word; ``next_judge_by`` is the day by which he is to judge the next round of what he rejects."""

    verdict: Verdict
    on: date
    remarks: str
    next_judge_by: date | None
    by: str


@dataclass(frozen=True)
class Waive(OnOrder):
    """The order is not to wait for its samples."""

    reason: str
    on: date
    by: str


def refusal_of(asked: Request, items: Units, inquiry: Inquiry | None) -> Refusal | None:
    """``inquiry`` is the one that it names, where there is one."""
    if asked.only_of not in (None, asked.customer):
        return AnotherRequester(customer=asked.customer, who=asked.only_of)
    faults = list(_faults(asked, items, inquiry))
    return InvalidInput(faults) if faults else None


def requested(asked: Request, sample_id: UUID, number: str, customer: Customer, today: date, policy: Policy) -> Sample:
    """A new one, in the hands of the customer's merchandiser, else of who took it."""
    return Sample(
        sample_id=sample_id,
        number=number,
        customer=asked.customer,
        item=asked.item,
        quantity=asked.quantity,
        judged_for=asked.judged_for,
        requested_on=today,
        merchandiser=customer.merchandiser or asked.taken_by or policy.merchandiser,
        rounds=(Round(judge_by=asked.judge_by),),
        inquiry=asked.inquiry,
    )


def send(sample: Sample, asked: Send) -> Sample | Refusal:
    if sample.ended:
        return _over(sample)
    if sample.newest.sent_on:
        return SentAlready(number=sample.number, day=sample.newest.sent_on)
    return sample.told(sent_on=asked.on, shipped_by=asked.shipped_by)


def judge(sample: Sample, asked: Judge) -> Sample | Refusal:
    """A verdict is about what the customer got; he may withdraw the sample at any time before he approves it."""
    if sample.ended:
        return _over(sample)
    if not sample.newest.sent_on and asked.verdict != "withdrawn":
        return NotSent(number=sample.number)
    if faults := list(_faults_of_verdict(sample, asked)):
        return InvalidInput(faults)
    said = {"verdict": asked.verdict, "judged_on": asked.on, "remarks": asked.remarks, "recorded_by": asked.by}
    judged = sample.told(**said)
    return judged.again(asked.next_judge_by) if asked.verdict == "rejected" and asked.next_judge_by else judged


def waive(order: Order, asked: Waive) -> Step[Order, Never] | Refusal:
    """Its confirmation waits for its samples no more; what else stands against it still does."""
    if order.status != "open" or not order.awaits:
        return NoSampleAwaited(number=order.content.number)
    waived = SamplesWaived(reason=asked.reason, on=asked.on, by=asked.by)
    return Step(order.but(samples_waived=waived))


def approved(order: Order, number: str) -> Order:
    """One sample fewer to wait for."""
    if number not in order.samples_awaited:
        return order
    return order.but(samples_awaited=tuple(one for one in order.samples_awaited if one != number))


def _over(sample: Sample) -> JudgedAlready:
    return JudgedAlready(number=sample.number, verdict=sample.newest.verdict, day=sample.newest.judged_on)


def _faults(asked: Request, items: Units, inquiry: Inquiry | None) -> Iterator[dict[str, Any]]:
    unit = items.get(asked.item)
    if unit is None:
        yield {"field": "item", "expected": Text("an item of the list"), "came": asked.item}
    elif not fits_unit(asked.quantity, unit):
        yield {"field": "quantity", "expected": Text("whole {unit}", unit=unit), "came": f"{asked.quantity:f}"}
    if asked.inquiry and (inquiry is None or inquiry.customer != asked.customer):
        yield {"field": "inquiry", "expected": Text("an inquiry of this customer, or none"), "came": asked.inquiry}


def _faults_of_verdict(sample: Sample, asked: Judge) -> Iterator[dict[str, Any]]:
    sent = sample.newest.sent_on
    if sent and asked.on < sent:
        yield {"field": "judged_on", "expected": Text("{day}, when it was sent, or later", day=sent), "came": asked.on}
    if asked.verdict != "approved" and not asked.remarks:
        yield {"field": "remarks", "expected": Text("what the customer says of it"), "came": ""}
    if asked.verdict == "rejected" and asked.next_judge_by is None:
        expected = Text("the day by which the customer judges the next round")
        yield {"field": "next_judge_by", "expected": expected, "came": ""}
    if asked.verdict != "rejected" and asked.next_judge_by:
        expected = Text("nothing, for there is no next round")
        yield {"field": "next_judge_by", "expected": expected, "came": asked.next_judge_by}
