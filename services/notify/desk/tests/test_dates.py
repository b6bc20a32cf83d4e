"""Key dates ahead, on a page and in a person's own calendar, of his orders and customers alone (NOT-5, ALL-3)."""

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from icalendar import Calendar

from chassis import clock
from contracts.deadlines import DeadlineMet, DeadlineSet
from contracts.logistics import CreditReceived
from services.notify.desk.dates.view import KeyDate, said_of
from services.notify.desk.tests.conftest import Desk
from services.notify.desk.tests.test_own_orders import answers, closes
from services.notify.people.handlers import put_people
from services.notify.people.rules import PutPerson
from services.notify.tests.samples import Order
from tests.needs import needs

pytestmark = needs("NOT-5")
ABOUT = {"kind": "sample", "number": "SM-2026-000001", "customer": "ALFKI", "version": 1}


def in_days(count: int) -> date:
    return clock.today() + timedelta(days=count)


def sample_due(count: int) -> DeadlineSet:
    return DeadlineSet.having({**ABOUT, "document_id": uuid4(), "due_on": in_days(count)})


def promised(order: Order, count: int) -> object:
    """Confirmed for a day."""
    confirmed = order.confirmed()
    return confirmed.but(content=confirmed.content.but(promised=in_days(count)))


@pytest.fixture
async def told(desk: Desk) -> DeadlineSet:
    """An order of Wang Fang's that is promised in ten days, and a sample of her customer that is due in five."""
    order, sample = Order(), sample_due(5)
    await desk.hear(order.received(), *order.reviews(), promised(order, 10), sample)  # type: ignore[arg-type]
    await answers(desk, "wang.fang")
    return sample


async def a_link(desk: Desk) -> str:
    """The path of the calendar, as the page tells it once."""
    text = (await desk.post("/dates/link", {})).text
    found = re.search(r'<code id="link">(?:http://[^/<]+)?(/desk/calendar/[^<]+)</code>', text)
    assert found, text
    return found[1]


async def read(desk: Desk, path: str) -> dict[str, date]:
    """What a calendar shows that comes without any sign-in."""
    desk.client.cookies.clear()
    answer = await desk.client.get(path)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    return {str(event["summary"]): event.decoded("dtstart") for event in Calendar.from_ical(answer.text).walk("VEVENT")}


async def test_a_page_shows_what_falls_due_the_nearest_day_first(desk: Desk, told: DeadlineSet) -> None:
    text = (await desk.get("/dates")).text
    assert text.index("SM-2026-000001") < text.index("promised to the customer")
    assert "/desk/queue/sales?scan=SM-2026-000001" in text
    assert "promised to the customer" not in (await desk.get("/dates?days=7")).text
    desk.sits(language="zh")
    assert "样品" in (await desk.get("/dates")).text


async def test_another_merchandiser_has_other_dates(desk: Desk, told: DeadlineSet) -> None:
    desk.sits("li.na")
    assert "SM-2026-000001" not in (await desk.get("/dates")).text
    desk.sits("wang.fang")
    await desk.hear(DeadlineMet.having({**ABOUT, "document_id": told.document_id}))
    assert "SM-2026-000001" not in (await desk.get("/dates")).text


async def test_a_calendar_reads_the_dates_by_the_link_alone_in_the_language_of_who_made_it(
    desk: Desk, told: DeadlineSet
) -> None:
    desk.sits(language="zh")
    found = await read(desk, await a_link(desk))
    assert found["SM-2026-000001 限期办理: 样品"] == in_days(5)
    assert found["SO-2026-000001 承诺客户交货"] == in_days(10)


async def test_a_new_link_stops_the_old_one_and_an_ended_one_opens_nothing(desk: Desk, told: DeadlineSet) -> None:
    first, second = await a_link(desk), await a_link(desk)
    assert first != second
    assert (await desk.client.get(first)).status_code == 404
    assert (await desk.client.get(second)).status_code == 200
    assert (await desk.post("/dates/link/end", {})).status_code == 303
    assert (await desk.client.get(second)).status_code == 404
    assert (await desk.client.get("/desk/calendar/none.ics")).status_code == 404


async def test_of_the_link_nothing_is_kept_by_which_anybody_could_use_it(desk: Desk, told: DeadlineSet) -> None:
    token = (await a_link(desk)).rsplit("/", 1)[1].removesuffix(".ics")
    (row,) = await desk.pool.fetch("SELECT l::text AS whole FROM calendar_link l")
    assert token not in row["whole"]
    assert token not in (await desk.get("/dates")).text


async def test_what_a_letter_of_credit_and_an_invoice_say_is_in_it(desk: Desk) -> None:
    order = Order()
    credit = order.credit(CreditReceived, 1).but(latest_shipment=in_days(30), expires_on=in_days(51))
    paid = order.invoiced().but(due=in_days(40))
    await desk.hear(order.received(), *order.reviews(), promised(order, 60), credit, paid)  # type: ignore[arg-type]
    found = await read(desk, await a_link(desk))
    assert found == {
        "SO-2026-000001 latest shipment under the letter of credit": in_days(30),
        "SO-2026-000001 Payment received": in_days(40),
        "SO-2026-000001 letter of credit expires": in_days(51),
        "SO-2026-000001 promised to the customer": in_days(60),
    }


async def test_when_the_goods_are_to_leave_is_in_it_by_the_orders_plan(desk: Desk) -> None:
    order = Order()
    await desk.hear(order.received(), *order.reviews(), promised(order, 60))  # type: ignore[arg-type]
    leaves = (await read(desk, await a_link(desk)))["SO-2026-000001 goods are to leave"]
    assert in_days(0) < leaves < in_days(60)


def person(**told: object) -> PutPerson:
    facts = {"person": "wang.fang", "name": "王芳", "department": "sales", "roles": ("merchandiser",), "deputy": None}
    return PutPerson(**{**facts, "active": True, **told})  # type: ignore[arg-type]


@pytest.mark.parametrize("gone", [{"active": False}, {"roles": ("supplier",)}])
async def test_who_left_or_may_see_no_orders_any_more_has_no_calendar(
    desk: Desk, told: DeadlineSet, gone: dict[str, object]
) -> None:
    path = await a_link(desk)
    async with desk.pool.acquire() as db:
        await put_people(db, [person(**gone)])
    assert (await desk.client.get(path)).status_code == 404


@needs("ALL-3")
async def test_who_sees_only_his_own_has_nothing_in_his_calendar_of_a_customer_who_was_given_to_another(
    desk: Desk, told: DeadlineSet
) -> None:
    path = await a_link(desk)
    await closes(desk)
    assert len(await read(desk, path)) >= 2
    await answers(desk, "li.na", version=2)
    assert await read(desk, path) == {}


@needs("ALL-3")
async def test_a_calendar_tells_no_name_and_no_amount(desk: Desk, told: DeadlineSet) -> None:
    path = await a_link(desk)
    text = (await desk.client.get(path)).text
    assert "ALFKI" in text
    assert not [word for word in ("Alfreds", "Obere Str.", "USD", "wang.fang") if word in text]


@pytest.mark.parametrize(
    ("what", "reason", "said"),
    [
        ("promised", "", "promised to the customer"),
        ("deadline.met", "deadline.set: inquiry IN-2026-000001", "To be done by a day: inquiry"),
        ("payment.received", "invoice.issued", "Payment received"),
    ],
)
def test_each_date_says_what_is_due(what: str, reason: str, said: str) -> None:
    one = KeyDate(uuid4(), in_days(1), "IN-2026-000001", what, reason=reason)
    assert said_of(one, "en") == said
