"""Rates come as a file of the European Central Bank: through the euro, from today on, and never unlooked at (FIN-8)."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import Refusal
from services.finance.rates import handlers, store
from services.finance.rates.rules import ecb
from services.finance.rates.rules.putting import NewerRatesKnown, PutRate, RateJumps, TakeFile
from services.finance.rates.view import FileTaken
from services.finance.tests.test_http import Office, office, pool
from tests.needs import needs

__all__ = ["office", "pool"]
pytestmark = needs("FIN-8")

FRIDAY, SATURDAY = date(2026, 11, 27), date(2026, 11, 28)
UNITS = {"USD": "1.10", "JPY": "160.0", "CNY": "7.80"}


def xml(days: Mapping[date, Mapping[str, str]]) -> str:
    """In the form of eurofxref-hist.xml, with rates of our own making."""
    inner = {day: [f"<Cube currency='{c}' rate='{rate}'/>" for c, rate in rates.items()] for day, rates in days.items()}
    cubes = "".join(f"<Cube time='{day}'>{''.join(rates)}</Cube>" for day, rates in inner.items())
    return (
        "<?xml version='1.0' encoding='UTF-8'?><gesmes:Envelope xmlns:gesmes='http://www.gesmes.org/xml/2002-08-01' "
        "xmlns='http://www.ecb.int/vocabulary/2002-08-01/eurofxref'><gesmes:subject>Reference rates</gesmes:subject>"
        f"<Cube>{cubes}</Cube></gesmes:Envelope>"
    )


def test_a_currency_is_worth_what_it_is_through_the_euro() -> None:
    """A euro is 7.80 yuan or 1.10 dollars: a dollar is 7.0909 yuan."""
    quoted = ecb.read(xml({FRIDAY: UNITS}), FRIDAY)
    values = ecb.values_of(quoted.days[FRIDAY])
    assert {currency: round(value, 4) for currency, value in values.items()} == {
        "USD": Decimal("7.0909"),
        "JPY": Decimal("0.0488"),
        "EUR": Decimal("7.80"),
    }


@pytest.mark.parametrize(
    "table",
    [
        "Date,USD,JPY,CYP,CNY,\n2026-11-27,1.10,160.0,N/A,7.80,\n",
        "Date, USD, JPY, CNY, \n27 November 2026, 1.10, 160.0, 7.80, \n",
    ],
)
def test_a_table_says_the_same_as_the_xml(table: str) -> None:
    assert ecb.read(table, FRIDAY) == ecb.read(xml({FRIDAY: UNITS}), FRIDAY)


def test_all_that_is_wrong_with_a_file_is_told_at_once() -> None:
    told = ecb.read("Date,USD,CNY,\n2026-11-27,-1,7.8\nsoon,1.1,much\n", FRIDAY).faults
    assert [(str(one["field"]), one["came"]) for one in told] == [
        ("content: line 2, USD", "-1"),
        ("content: line 3, date", "soon"),
        ("content: line 3, date", "soon"),
        ("content: line 3, CNY", "much"),
    ]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("<Envelope><Cube", "content: file"),
        ("<Envelope/>", "content: file"),
        ("currency;rate", "content: line 1"),
        (f'Date,USD\n"{"x" * 140_000}', "content: file"),
        (xml({SATURDAY + timedelta(days=1): UNITS}), "content: file"),
        (xml({FRIDAY: {"USD": "1.1"}}), f"content: {FRIDAY}"),
    ],
)
def test_what_is_no_file_of_rates_is_refused(content: str, field: str) -> None:
    assert [str(one["field"]) for one in ecb.read(content, SATURDAY).faults] == [field]


async def take(
    db: asyncpg.Connection, surprising: bool = False, quoted_on: date = FRIDAY, **values: str
) -> FileTaken | Refusal:
    asked = TakeFile("ECB", quoted_on, {c: Decimal(v) for c, v in values.items()}, 0, surprising, "chen.wei")
    (answer,) = await handlers.take_files(db, [asked])
    if isinstance(answer, Refusal):
        return answer
    assert isinstance(answer, Answer)
    assert [event.currency for event in answer.events] == [rate.currency for rate in answer.body.rates]  # type: ignore[union-attr]
    return answer.body  # type: ignore[return-value]


async def test_on_a_weekend_the_last_rate_before_holds_and_says_so(db: asyncpg.Connection) -> None:
    await take(db, USD="7.2")
    (rate,) = await store.holding(db, clock.today())
    assert (rate.valid_from, rate.quoted_on, rate.source) == (clock.today(), FRIDAY, "ECB")
    again = await take(db, USD="7.2")
    assert isinstance(again, FileTaken)
    assert again.rates == ()


async def test_a_rate_that_jumps_is_told_before_it_is_taken(db: asyncpg.Connection) -> None:
    """A dollar was 7.1: 71 is a slip of the point, of which nothing is taken, the euro of the file neither."""
    refused = await take(db, USD="71", EUR="7.9")
    assert isinstance(refused, RateJumps)
    assert refused.details["currencies"] == "USD"
    assert await store.holding(db, clock.today()) == []
    taken = await take(db, surprising=True, USD="71", EUR="7.9")
    assert isinstance(taken, FileTaken)
    assert len(taken.rates) == 2


async def test_an_older_file_does_not_take_the_place_of_a_newer_one(db: asyncpg.Connection) -> None:
    await take(db, USD="7.2")
    refused = await take(db, quoted_on=FRIDAY - timedelta(days=1), USD="7.3")
    assert isinstance(refused, NewerRatesKnown)
    assert (await store.values(db, clock.today()))["USD"] == Decimal("7.2")


async def test_what_somebody_put_for_today_stays(db: asyncpg.Connection) -> None:
    await handlers.put_rates(db, [PutRate("USD", Decimal("7.15"), clock.today(), "zhou.min")])
    taken = await take(db, USD="7.2", EUR="7.9")
    assert isinstance(taken, FileTaken)
    assert (taken.by_hand, [rate.currency for rate in taken.rates]) == (("USD",), ["EUR"])
    assert (await store.values(db, clock.today()))["USD"] == Decimal("7.15")


async def test_a_file_of_many_days_gives_its_newest_and_says_how_many_it_left_out(office: Office) -> None:
    today = clock.today()
    content = xml({today - timedelta(days=n): UNITS for n in range(3)})
    status, taken = await office.ask("POST", "/rate-files", "accountant", {"content": content})
    assert (status, taken["quoted_on"], taken["left_out"]) == (200, f"{today}", 2)
    _, rates = await office.ask("GET", "/rates", "accountant")
    assert ("EUR", "7.80", "ECB") in [(one["currency"], one["value"], one["source"]) for one in rates["items"]]
    _, before = await office.ask("GET", f"/rates?on={today - timedelta(days=1)}", "accountant")
    assert {one["source"] for one in before["items"]} == {None}
    assert (await office.ask("POST", "/rate-files", "accountant", {"content": "rates"}))[0] == 422
    assert (await office.ask("POST", "/rate-files", "merchandiser", {"content": content}))[0] == 403
