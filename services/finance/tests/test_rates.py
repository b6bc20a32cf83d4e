"""Rates are put by finance, and amounts are compared by them (FIN-8)."""

from datetime import date, timedelta
from decimal import Decimal

import asyncpg

from chassis import clock
from chassis.handling import Answer, Step
from contracts.finance import RatesChanged
from services.finance.account.rules.exposure import Exposure
from services.finance.advances import handlers as advances
from services.finance.credit import handlers as credit
from services.finance.rates import handlers
from services.finance.rates.rules import putting as rules
from services.finance.rates.rules.putting import PutRate, RateOfThePast
from services.finance.tests.samples import Order, customer
from services.finance.tests.test_credit import reviews
from tests.needs import needs

pytestmark = needs("FIN-8")

TODAY = date(2026, 3, 2)
AT = clock.now()


def asked(value: str, valid_from: date = TODAY) -> PutRate:
    return PutRate("USD", Decimal(value), valid_from, "chen.wei")


def put(known: rules.Known, one: PutRate) -> Step[rules.Known, RatesChanged]:
    step = rules.put(known, one, AT, TODAY)
    assert isinstance(step, Step)
    return step


def test_a_rate_is_told_with_those_to_come_and_without_those_that_are_over() -> None:
    first = put((), asked("7.1", TODAY))
    second = put(first.document, asked("6.9", TODAY + timedelta(days=30)))
    (told,) = second.events
    assert [(rate.valid_from, rate.value) for rate in told.rates] == [
        (TODAY, Decimal("7.1")),
        (TODAY + timedelta(days=30), Decimal("6.9")),
    ]
    assert told.version == 2
    later = rules.still_told(second.document, TODAY + timedelta(days=31))
    assert [rate.value for rate in later] == [Decimal("6.9")]


def test_the_same_rate_again_changes_nothing_and_a_corrected_one_takes_its_place() -> None:
    first = put((), asked("7.1"))
    assert put(first.document, asked("7.1")).events == ()
    corrected = put(first.document, asked("7.2"))
    assert [rate.value for rate in corrected.events[0].rates] == [Decimal("7.2")]
    assert [rate.set_by for rate in corrected.document] == ["chen.wei", "chen.wei"]


def test_what_was_compared_is_not_compared_anew() -> None:
    assert isinstance(rules.put((), asked("7.1", TODAY - timedelta(days=1)), AT, TODAY), RateOfThePast)


@needs("SAL-5")
async def test_a_limit_is_compared_at_the_rate_that_finance_put(db: asyncpg.Connection) -> None:
    """SAL-5: 800 euros and 100 dollars are within 1,000 dollars, until a euro is worth more."""
    await credit.learn(db, [customer()])
    await advances.agree(db, [Order({1: ("10", "80")}, currency="EUR", number="1").confirmed()])
    assert await reviews(db, Order(number="2")) == ["yes"]
    dear = PutRate("EUR", Decimal(9), clock.today(), "chen.wei")
    assert isinstance((await handlers.put_rates(db, [dear]))[0], Answer)
    assert await reviews(db, Order(number="2")) == ["no"]


def test_an_amount_beyond_all_reason_is_for_a_person_and_stops_nobody_else() -> None:
    """A rate of a thousand millionths against one of a million: no ledger rounds what comes of it."""
    values = {"USD": Decimal(10**6), "VND": Decimal(10) ** -6}
    assert Exposure({"USD": Decimal(10**20)}).worth_in("VND", values) is None
    assert Exposure({"USD": Decimal(100)}).worth_in("VND", values) == Decimal(10**14)
