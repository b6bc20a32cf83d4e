"""Customers are told by mail what was agreed and what will be late; nothing is sent twice (SAL-8, SAL-20, ALL-10)."""

from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

import asyncpg
import pytest

from chassis.handling import Step
from chassis.http.page import FIRST
from chassis.mail.outcome import Came, Outcome
from contracts.delays import DelayForecast, Option
from contracts.order import OrderContent
from contracts.sales import OrderConfirmed
from contracts.value import fields_of
from services.sales.feedback.rules import Feedback
from services.sales.letter import rules, store
from services.sales.letter.rules import TRIES_MAX, Letter
from services.sales.mailing import handlers
from services.sales.mailing.rules import acting, writing
from services.sales.mailing.rules.acting import NoMailAddress, NotWithAPerson, Settle
from services.sales.masters.rules import Contact, Customer
from services.sales.order.rules.document import Order
from services.sales.policy import Policy
from services.sales.tests.late import ordered
from services.sales.tests.story import DAY, NOON, POLICY, confirmed
from services.sales.tests.test_alternatives import LATER, chooses, offered
from services.sales.tests.test_handlers import MASTER, Statements, a_place, confirm_all, known, masters, places
from services.sales.tests.test_satisfaction import asked
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("SAL-8", "SAL-20")
OURS = "sales@gendan.example"
LATE = DelayForecast(
    order_id=uuid4(),
    order_version=1,
    delay=1,
    promised=DAY,
    forecast=DAY + timedelta(days=9),
    because="supply",
    item="P-1",
    supplier="S-SECRET",
    until=DAY + timedelta(days=5),
    words="our press broke",
    options=(Option(way="ship_in_part", on=DAY), Option(way="other_supplier"), Option(way="new_date", on=DAY)),
)


def customer(**says: Any) -> Customer:
    return Customer.having({**fields_of(MASTER), "customer": "ALFKI", "version": 1, **says})


def a_letter(policy: Policy = POLICY, who: Customer | None = None, order: Order | None = None) -> Letter:
    order = order or ordered()
    written = writing.confirmation(order)
    assert written
    return writing.letter(written, order, who or customer(), policy, NOON, NOON)


def taken_up(letter: Letter) -> Letter:
    return rules.taken_up(letter, "Maria", "maria@example.org", OURS, NOON)


def tried(came: Came, letter: Letter | None = None, words: str = "so") -> Letter:
    return rules.after(taken_up(letter or a_letter()), Outcome(came, words), NOON, NOON)


# What is written, pure.


def test_a_letter_goes_to_the_first_contact_whose_address_a_mail_server_takes() -> None:
    people = (Contact(name="A"), Contact(name="B", email="见面谈"), Contact(name="C", email="c@example.org"))
    assert writing.addressee(customer(contacts=people)) == people[2]


@pytest.mark.parametrize("email", ["", "a@b", "a b@example.org", "a@example.org\r\nBcc: b@example.org", "a,b@c.de"])
def test_no_mail_goes_to_what_is_no_address(email: str) -> None:
    assert writing.addressee(customer(contacts=(Contact(name="A", email=email),))) is None
    assert writing.addressee(None) is None


@needs("ALL-10")
def test_by_rule_a_letter_waits_for_its_turn_and_by_hand_for_a_person() -> None:
    by_hand = POLICY.model_copy(update={"mail_confirmation": "by_hand"})
    assert (a_letter().state, a_letter(by_hand).state) == ("waiting", "to_release")


def test_a_notice_tells_both_dates_the_reason_and_what_may_be_chosen_and_no_supplier() -> None:
    written = writing.delay_notice(ordered(), LATE)
    assert written
    text = "\n".join(map(str, written.text))
    for part in ("2026-03-02", "2026-03-11", "P-1 comes to us on 2026-03-07", "a part shipment", "a new date"):
        assert part in text
    assert not [secret for secret in ("S-SECRET", "our press broke", "supplier") if secret in text]


def test_of_an_order_that_is_not_confirmed_any_more_nothing_is_written() -> None:
    gone = ordered().but(status="cancelled")
    assert (writing.confirmation(gone), writing.delay_notice(gone, LATE)) == (None, None)


@needs("SAL-10")
def test_alternatives_are_written_of_as_long_as_nobody_answered_them() -> None:
    order = offered(confirmed(10), LATER)
    written = writing.alternatives(order)
    assert written
    assert order.alternatives
    assert str(order.alternatives.answer_by) in "\n".join(map(str, written.text))
    answered = chooses(order, 0)
    assert isinstance(answered, Step)
    assert [writing.alternatives(one) for one in (confirmed(10), answered.document)] == [None, None]


@needs("SAL-14")
@pytest.mark.parametrize("known", [None, asked(asked=False), asked(score=5)])
def test_who_is_not_asked_or_has_judged_gets_no_ask(known: Feedback | None) -> None:
    assert writing.feedback_request(ordered(), known) is None


# What becomes of it, pure.


def test_what_was_taken_is_sent_and_what_is_refused_says_the_servers_words() -> None:
    assert (tried("taken").state, tried("taken").sent_at) == ("sent", NOON)
    refused = tried("refused", words="550 nobody of that name")
    assert (refused.state, str(refused.reason)) == (
        "failed",
        "the mail server does not take it: 550 nobody of that name",
    )
    assert tried("unsure").state == "unsure"


def test_what_is_refused_for_now_is_tried_again_after_growing_waits_and_at_last_a_persons() -> None:
    letter, waits = a_letter(), []
    while letter.state == "waiting":
        letter = tried("later", letter)
        waits.append((letter.due - NOON) // timedelta(minutes=1))
    assert waits[:6] == [1, 5, 15, 60, 240, 240]
    assert (letter.state, letter.tries) == ("failed", TRIES_MAX)


def test_a_person_sends_what_waits_for_him_and_settles_what_need_not_be_sent() -> None:
    unsure, to = tried("unsure"), Contact(name="B", email="b@example.org")
    again = acting.send(unsure, to, NOON)
    assert isinstance(again, Letter)
    assert (again.state, again.tries, again.reason) == ("waiting", 0, None)
    settled = acting.settle(unsure, Settle(unsure.letter_id, "他已收到", "wang.fang"))
    assert isinstance(settled, Letter)
    assert (settled.state, settled.settled, settled.settled_by) == ("settled", "他已收到", "wang.fang")


@pytest.mark.parametrize("letter", [a_letter(), taken_up(a_letter()), tried("taken")])
def test_what_waits_for_nobody_is_neither_sent_nor_settled_by_hand(letter: Letter) -> None:
    assert isinstance(acting.send(letter, Contact(name="B", email="b@example.org"), NOON), NotWithAPerson)
    assert isinstance(acting.settle(letter, Settle(letter.letter_id, "好", "wang.fang")), NotWithAPerson)


def test_without_an_address_nothing_is_sent_again() -> None:
    assert isinstance(acting.send(tried("refused"), None, NOON), NoMailAddress)


# Events make letters.


async def confirmed_orders(db: asyncpg.Connection, *pos: str) -> list[Order]:
    orders = await places(db, *map(a_place, pos))
    await confirm_all(db, orders)
    return [await known(db, one.order_id) for one in orders]


async def written(db: asyncpg.Connection, orders: list[Order]) -> list[Letter]:
    events = [
        OrderConfirmed(order_id=one.order_id, version=2, content=cast(OrderContent, one.content)) for one in orders
    ]
    assert await handlers.write_confirmation(db, events) == [() for _ in orders]
    return await store.of_orders(db, [one.order_id for one in orders])


async def test_each_confirmed_order_of_a_batch_has_its_letter_in_few_statements(
    db: asyncpg.Connection, statements: Statements
) -> None:
    await masters(db)
    orders = await confirmed_orders(db, "1", "2")
    with statements(db) as seen:
        letters = await written(db, orders)
    assert len(seen) <= 6, seen  # one to look at the letters, and one for the figures
    assert [(one.state, one.kind) for one in letters] == [("waiting", "confirmation")] * 2


async def test_a_later_notice_takes_the_place_of_one_that_has_not_left(db: asyncpg.Connection) -> None:
    await masters(db)
    (order,) = await confirmed_orders(db, "1")
    await written(db, [order])
    for forecast in (LATE.forecast, LATE.forecast + timedelta(days=1)):
        await handlers.write_delay_notice(db, [LATE.but(order_id=order.order_id, forecast=forecast)])
    letters = await store.of_orders(db, [order.order_id])
    assert [(one.kind, one.state) for one in letters] == [
        ("confirmation", "waiting"),
        ("delay_notice", "superseded"),
        ("delay_notice", "waiting"),
    ]


@needs("ALL-10")
async def test_with_the_switch_by_hand_a_letter_waits_for_a_person(db: asyncpg.Connection) -> None:
    await masters(db)
    await put_figures(db, Policy, mail_confirmation="by_hand")
    (letter,) = await written(db, await confirmed_orders(db, "1"))
    assert letter.state == "to_release"
    assert [one.number for one in await store.with_a_person(db, None, 10)] == [letter.number]


MANY = """
INSERT INTO letter (letter_id, number, customer, order_id, kind, state, due, document)
SELECT gen_random_uuid(), 'LT-' || n, 'ALFKI', gen_random_uuid(), 'confirmation',
    CASE WHEN n % 500 = 0 THEN 'waiting' WHEN n % 501 = 0 THEN 'failed' ELSE 'sent' END, now(), '{}'
FROM generate_series(1, 10000) n
"""


@pytest.mark.parametrize(
    ("query", "told", "index"),
    [
        (store.DUE, (NOON,), "letter_due"),
        (store.SENDING, (), "letter_in_state"),
        (store.IN_STATE, (FIRST, 100, "failed"), "letter_in_state"),
        (store.WITH_A_PERSON, (FIRST, 100), "letter_in_state"),
        (store.OF_ORDER, ([uuid4()],), "letter_of_order"),
    ],
)
async def test_each_list_of_letters_reads_by_its_index(
    db: asyncpg.Connection, query: str, told: tuple[Any, ...], index: str
) -> None:
    await db.execute(MANY)
    await db.execute("ANALYZE letter")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *told))
    assert index in plan, plan
