"""A customer gets the list of his open orders again and again, and each time once (SAL-22, NOT-6)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from chassis import clock
from contracts.review import REVIEWERS
from contracts.supply import Lack
from contracts.texts import Text
from services.sales.mailing import handlers as mailing
from services.sales.masters.rules import Contact
from services.sales.order.rules.alternatives import Alternatives
from services.sales.order.rules.document import Order
from services.sales.order.rules.facts import Advance, Delay, Forecast, Impossible, LetterOfCredit, Rescue, Review
from services.sales.order.rules.told import progress_of
from services.sales.order.rules.working_days import calendar_of
from services.sales.papers.rules.open_orders import open_orders_paper, open_orders_sheet
from services.sales.policy import Policy
from services.sales.reporting import handlers, rules, store
from services.sales.reporting.rules import Reported
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, confirmed, received, reserve
from services.sales.tests.test_intake import ALFKI
from services.sales.tests.test_letters import customer
from services.sales.tests.test_papers import US, confirmed_by
from tests.figures import put as put_figures
from tests.mail_server import Post
from tests.needs import needs

pytestmark = needs("SAL-22", "NOT-6")
POLICY = Policy()
WORKS_ON = calendar_of("CN")
LI_NA = {"name": "李娜", "email": "li.na@example.org"}
TODAY = DAY + timedelta(days=7)


def it_is(day: date) -> None:
    """Noon in the company's zone, and it stays noon."""
    clock.set_clock(clock.Clock.of(anchor=datetime(day.year, day.month, day.day, 4, tzinfo=UTC), rate=0))


@pytest.fixture
def on_a_monday() -> Iterator[None]:
    it_is(DAY)
    yield
    clock.set_clock(clock.Clock.of())


def known(last: int | None = None, oldest: int = 0, **says: Any) -> Reported:
    """A customer of grade B; days are counted from the Monday."""
    who = customer(**{"grade": "B", **says})
    return Reported(who, DAY + timedelta(days=oldest), None if last is None else DAY + timedelta(days=last))


# Who gets one when, pure.


@pytest.mark.parametrize(
    ("who", "written"),
    [
        (known(), True),
        (known(oldest=1), False),
        (known(last=1), False),
        (known(last=-70, oldest=1), False),
        (known(last=0), True),
        (known(contacts=()), False),
        (known(contacts=(Contact(name="A", email="见面谈"),)), False),
        (known(active=False), False),
        (known(grade="C"), False),
    ],
)
def test_who_gets_the_list_seven_days_after_his_oldest_open_order_or_the_list_before(
    who: Reported, written: bool
) -> None:
    assert rules.is_due(who, TODAY, Policy(report_days={"A": 7, "B": 7, "C": 0})) is written


@given(days=st.integers(1, 60), came=st.integers(0, 30), start=st.integers(0, 365))
def test_between_two_lists_lie_as_many_days_as_the_grade_says_and_no_more_than_the_company_rests(
    days: int, came: int, start: int
) -> None:
    policy = Policy(report_days={"A": 7, "B": days, "C": 7})
    first = DAY + timedelta(days=start)
    last: date | None = None
    for day in (first + timedelta(days=each) for each in range(120)):
        if not WORKS_ON(day) or not rules.is_due(Reported(known().customer, first, last), day, policy):
            continue
        since = last or first
        assert day >= since + timedelta(days=days)
        rested = (since + timedelta(days=each) for each in range(days, (day - since).days))
        assert not any(WORKS_ON(one) for one in rested)
        last = day


LACK = Lack(item="P-1", quantity=Decimal(4))
OFFERED = Alternatives(offer=1, version=2, offered=(), offered_on=DAY, offered_by="wang.fang", answer_by=TODAY)
REVIEWS = dict.fromkeys(REVIEWERS, Review(verdict="yes"))
LATE = Delay(number=1, promised=DAY, forecast=TODAY, options=())


def late(because: Any, **says: Any) -> Order:
    return confirmed().but(delay=LATE, forecast=Forecast(on=TODAY, because=because, **says))


def in_stage_reserved(**says: Any) -> Order:
    order = confirmed().but(**says)
    shipment = uuid4()
    return order.with_shipment(shipment, lines=reserve(order, shipment, 10).lines, order_version=order.version)


def by_credit() -> Order:
    content = confirmed().binding
    return in_stage_reserved(content=content.but(terms=content.terms.but(by_credit=True)))


@pytest.mark.parametrize(
    ("order", "done", "held_up", "following"),
    [
        (received(), "not confirmed yet", None, "our confirmation with the promised day"),
        (received().but(missing=("deliver_to",)), "not confirmed yet", "your answer on: deliver_to", None),
        (confirmed(), "confirmed", None, "its goods are set aside and packed"),
        (confirmed().but(lacks=(LACK,)), "confirmed", "P-1 must come to us first", None),
        (late("supply", item="P-1", supplier="S-1", words="fire"), "confirmed", "P-1 comes to us", None),
        (in_stage_reserved(), "confirmed, its goods are set aside", None, "its goods are packed"),
        (
            confirmed(advance="0.3").but(advance=Advance(version=1, order_version=2, outstanding=Decimal(30), due=DAY)),
            "confirmed", "your advance, due on 2026-03-02", None,
        ),
        (
            confirmed().but(lacks=(LACK,), impossible=Impossible(items=("P-1",), reason=Text("no supplier"))),
            "confirmed", "P-1 cannot be had", None,
        ),
        (confirmed().but(alternatives=OFFERED), "confirmed", "your choice of the alternatives, until 2026-03-09", None),
        (confirmed().but(alternatives=OFFERED.but(answer_by=DAY - timedelta(days=1))), "confirmed", None, None),
        (received().but(reviews=REVIEWS, samples_awaited=("SM-1",)), "not confirmed yet",
         "your approval of the samples SM-1", None),
        (by_credit(), "confirmed, its goods are set aside", "your letter of credit is not here", None),
        (
            by_credit().but(letter_of_credit=LetterOfCredit(version=1, order_version=2, number="LC1", in_order=False)),
            "confirmed, its goods are set aside", "your letter of credit LC1 does not fit the order", None,
        ),
        (
            confirmed().but(rescue=Rescue(reason="太贵", wished_on=DAY, recorded_by="wang.fang")),
            "confirmed", "you wish to cancel it", None,
        ),
    ],
)  # fmt: skip
def test_an_order_is_told_in_what_is_done_what_holds_it_up_and_what_is_next(
    order: Order, done: str, held_up: str | None, following: str | None
) -> None:
    told = progress_of(order, DAY)
    assert (str(told.done), str(told.held_up) if told.held_up else None) == (done, held_up)
    assert (told.measure is None) is (held_up is None)
    assert following in (None, str(told.next))


def test_the_list_names_no_supplier_and_none_of_his_words_and_no_day_that_is_over() -> None:
    order = late("supply", item="P-1", supplier="S-SECRET", words="our press broke")
    sheet = open_orders_sheet(open_orders_paper(ALFKI, [order], US, TODAY + timedelta(days=1)))
    shown = str(sheet)
    assert not [one for one in ("S-SECRET", "press") if one in shown]
    assert sheet.tables[0].rows[0][-1] == "2026-03-10"


# Written by the day, sent once.


async def of_a_day(call: Caller, day: date) -> list[str]:
    """To whom the timer writes on that day, as often as it looks."""
    it_is(day)
    async with call.pool.acquire() as db:
        before = {row["letter_id"] for row in await db.fetch("SELECT letter_id FROM letter")}
        for _ in range(9):
            for _key, body in await handlers.find_day(db, clock.now()):
                async with db.transaction():
                    assert await handlers.write(db, [body]) == [()]
        assert await handlers.find_day(db, clock.now()) == []
        rows = await db.fetch("SELECT letter_id, customer FROM letter ORDER BY customer")
    return [row["customer"] for row in rows if row["letter_id"] not in before]


async def customers(call: Caller, *codes: str, **says: Any) -> None:
    for code in codes:
        put = await call("PUT", f"/customers/{code}", {**CUSTOMER, "contacts": [LI_NA], **says})
        assert put.status_code == 200, put.text


async def orders(call: Caller, *codes: str) -> None:
    for code in codes:
        placed = await call("POST", "/orders", an_order(f"PO-{code}", customer=code))
        assert placed.status_code == 200, placed.text


@pytest.mark.usefixtures("on_a_monday")
async def test_each_customer_with_open_orders_gets_one_letter_an_interval_and_who_has_none_gets_none(
    call: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "CUSTOMERS_AT_ONCE", 2)
    await customers(call, "ALFKI", "BONAP", "CHOPS", "DRACD")
    await customers(call, "ERNSH", contacts=[])
    await orders(call, "ALFKI", "CHOPS", "DRACD", "ERNSH")
    assert await of_a_day(call, TODAY - timedelta(days=1)) == []
    assert await of_a_day(call, TODAY) == ["ALFKI", "CHOPS", "DRACD"]
    assert await of_a_day(call, TODAY) == []
    assert await of_a_day(call, TODAY + timedelta(days=6)) == []
    assert await of_a_day(call, TODAY + timedelta(days=7)) == ["ALFKI", "CHOPS", "DRACD"]
    assert [one["state"] for one in (await call("GET", "/letters")).json()["items"]] == ["superseded"] * 3 + [
        "waiting"
    ] * 3


@pytest.mark.usefixtures("on_a_monday")
async def test_on_a_day_off_nobody_gets_one_and_the_next_working_day_makes_up_for_it(call: Caller) -> None:
    await customers(call, "ALFKI")
    await orders(call, "ALFKI")
    async with call.pool.acquire() as db:
        await put_figures(db, Policy, report_days={"A": 5, "B": 7, "C": 7})
    saturday = DAY + timedelta(days=5)
    assert await of_a_day(call, saturday) == []
    assert await of_a_day(call, saturday + timedelta(days=1)) == []
    assert await of_a_day(call, saturday + timedelta(days=2)) == ["ALFKI"]


@pytest.mark.usefixtures("on_a_monday")
async def test_a_list_that_a_person_sent_counts_and_one_that_left_ends_the_silence(call: Caller, post: Post) -> None:
    await customers(call, "ALFKI")
    await orders(call, "ALFKI")
    sent = {"customer": "ALFKI", "way": "mail", "happened_on": str(DAY), "said": "清单", "open_orders_sent": True}
    it_is(DAY + timedelta(days=2))
    assert (await call("POST", "/conversations", {**sent, "happened_on": str(clock.today())})).status_code == 200
    assert await of_a_day(call, TODAY) == []
    later = DAY + timedelta(days=36)
    assert await of_a_day(call, later) == ["ALFKI"]
    (before,) = (await call("GET", "/silences")).json()["items"]
    assert (before["list_sent_on"], before["to_list"]) == ("2026-03-04", True)
    assert await mailing.send_next(call.pool)
    (after,) = (await call("GET", "/silences")).json()["items"]
    assert (after["list_sent_on"], after["to_list"], len(post.taken)) == (str(later), False, 1)


@pytest.mark.usefixtures("on_a_monday")
async def test_the_letter_comes_with_the_list_in_his_language_and_asks_for_what_is_missing(
    call: Caller, post: Post
) -> None:
    await customers(call, "ALFKI", language="zh-Hans")
    await confirmed_by(call)
    assert await of_a_day(call, TODAY) == ["ALFKI"]
    assert [await mailing.send_next(call.pool) for _ in range(2)] == [True, False]
    (mail,) = post.taken
    (body, file) = mail.iter_parts()
    assert mail["subject"] == "贵方在我方的未结订单"
    assert "如有贵方订单未列入清单" in body.get_content()
    told = "".join(PdfReader(BytesIO(file.get_content())).pages[0].extract_text().split())
    for part in ("未结订单清单", "4711", "当前瓶颈", "解决措施", "下一步", "已确认", "备货并包装"):
        assert part in told
    (letter,) = (await call("GET", "/letters?state=sent")).json()["items"]
    assert (letter["kind"], letter["customer"], letter["order_id"]) == ("open_orders", "ALFKI", None)


@pytest.mark.usefixtures("on_a_monday")
async def test_of_orders_that_are_over_before_it_leaves_no_list_is_sent(call: Caller, post: Post) -> None:
    await customers(call, "ALFKI")
    order_id = await confirmed_by(call)
    assert await of_a_day(call, TODAY) == ["ALFKI"]
    assert (await call("POST", f"/orders/{order_id}/cancel", {"reason": "不要了"})).status_code == 200
    await mailing.send_next(call.pool)
    (letter,) = (await call("GET", "/letters")).json()["items"]
    assert (letter["state"], letter["reason"]) == ("superseded", "the customer has no open order")
    assert post.taken == []


@needs("ALL-3", "ALL-10")
@pytest.mark.usefixtures("on_a_monday")
async def test_one_that_waits_for_a_person_is_before_his_merchandiser_and_not_before_anothers(call: Caller) -> None:
    await customers(call, "ALFKI", merchandiser="li.na")
    await orders(call, "ALFKI")
    async with call.pool.acquire() as db:
        await put_figures(db, Policy, mail_open_orders="by_hand", own_customers_only=True)
    assert await of_a_day(call, TODAY) == ["ALFKI"]
    his = (await call("GET", "/actions", who="li.na")).json()["subjects"]
    (one,) = [each for each in his if each["kind"] == "letter"]
    assert [each["command"] for each in one["commands"]] == ["send_letter", "settle_letter"]
    assert (await call("GET", f"/letters/{one['name']}", who="li.na")).json()["state"] == "to_release"
    assert (await call("GET", f"/letters/{one['name']}")).status_code == 404
    assert (await call("GET", "/letters")).json()["items"] == []
    sent = await call("POST", f"/letters/{one['name']}/send", who="li.na")
    assert sent.json()["state"] == "waiting"


MANY = """
INSERT INTO customer (customer, state) SELECT 'C-' || n, '{}' FROM generate_series(0, 4999) n;
INSERT INTO letter (letter_id, number, customer, order_id, kind, state, due, document)
SELECT gen_random_uuid(), 'LT-' || n, 'C-' || n % 5000, CASE WHEN n % 2 = 0 THEN gen_random_uuid() END,
    'open_orders', 'sent', now(), '{}' FROM generate_series(1, 20000) n;
INSERT INTO sales_order (id, number, customer, customer_po, stage, document)
SELECT gen_random_uuid(), 'SO-' || n, 'C-' || n % 5000, n::text,
    CASE WHEN n % 20 > 0 THEN 'closed' ELSE 'confirmed' END, '{}'
FROM generate_series(0, 19999) n;
ANALYZE customer; ANALYZE letter; ANALYZE sales_order;
"""


async def test_a_page_of_customers_is_found_with_his_last_list_and_oldest_order_by_their_indexes(
    db: asyncpg.Connection,
) -> None:
    await db.execute(MANY)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {store.NEXT}", "", 500, "Asia/Shanghai"))
    assert "Seq Scan" not in plan, plan
    assert all(index in plan for index in ("letter_of_customer", "sales_order_living")), plan
