"""No event is said into the void."""

import pytest

from contracts.catalogue import DEPARTMENTS, EVENTS
from gendan.generated.houses import hearers, house_of, houses
from tests.needs import needs

WANTED_OUTSIDE = {
    "refund.returned": "the customer is asked where his money shall go (FIN-2)",
    "payment.refunded": "the bank carries it out and the customer expects it",
    "delay.ended": "who told the customer of a delay knows that it is over (SAL-20)",
    "payment.promised": "who collects holds the customer to his word (SAL-16, FIN-4)",
    "payment.reminded": "the customer reads it, in his language (FIN-4)",
    "advance.reminded": "the customer reads it, in his language (FIN-4)",
    "month.closed": "the company's own accounts and auditors close the month, too (FIN-6)",
    "complaint.teamed": "the people of the team find it in the company's own task system (SAL-12)",
    "conversation.promised": "the company's calendar reminds who promised something to a customer (SAL-22)",
    "conversation.kept": "the company's calendar strikes it out (SAL-22)",
    "order.handed_over": "telephone and mail lead the order's customer to who answers for it now (NOT-10)",
    "transport.disrupted": "the customer's or the forwarder's system is told what holds the goods up (LOG-3)",
    "transport.settled": "who was told of goods that are held up knows what becomes of them (LOG-3)",
    "claim.raised": "the supplier is told what he owes for goods that came late (PUR-8)",
    "production.progressed": "the shop's own boards show each order's milestones, and what its line is to make (PUR-9)",
    "shortage.foreseen": "who plans with suppliers asks them sooner for what will run out (WHS-7)",
    "shortage.averted": "who was told of a shortage to come knows that it is over (WHS-7)",
    "lot.expiring": "who sells goods whose last day comes near offers them to customers (WHS-1)",
    "lot.gone": "who was told of a lot that expires knows that it is over (WHS-1)",
    "lot.recalled": "who got goods of it, and the authority, are told in time (WHS-1)",
    "recall.lifted": "who was told of a recall knows that it is over (WHS-1)",
    "documents.examined": "who presents documents to the bank mends them by it, or asks for a waiver (LOG-7)",
    "documents.presented": "who plans the company's money counts on the bank's answer by its day (LOG-7)",
    "documents.refused": "the customer is asked to waive what his bank refuses (LOG-7)",
    "deadline.met": "the company's task system strikes it out (NOT-3)",
    "deadline.missed": "notify raises its exceptions from it, and the company's monitoring counts it (NOT-3)",
    "exception.raised": "the company's chat and ticket systems bring it to who must act (NOT-4)",
    "exception.resolved": "the company's chat and ticket systems close it (NOT-4)",
}
"""Topics that no department but notify hears, and who wants them."""


def heard_by_notify_alone() -> set[str]:
    return {topic for topic, departments in hearers(houses()).items() if not set(departments) - {"notify"}}


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_every_department_has_a_house(department: str) -> None:
    assert house_of(department).name == department


@needs("ALL-2")
def test_every_event_is_heard_by_a_department_or_wanted_outside() -> None:
    assert not heard_by_notify_alone() - set(WANTED_OUTSIDE)


def test_what_only_the_outside_wants_is_heard_by_no_department() -> None:
    assert not set(WANTED_OUTSIDE) - heard_by_notify_alone()


def test_notify_hears_every_event() -> None:
    assert {event.topic for event in house_of("notify").handles} == set(EVENTS)
