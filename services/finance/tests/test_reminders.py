"""The customer is reminded that an invoice falls due or has, level by level, in his language (FIN-4)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import asyncpg
import pytest
from pydantic import ValidationError

from chassis import clock
from chassis.handling import Answer
from chassis.http.page import FIRST
from chassis.refusal import NotFound
from contracts.finance import AdvanceReminded, PaymentReminded
from services.finance.account import store as accounts
from services.finance.account.rules.account import Account, Turn
from services.finance.customer import store as customers
from services.finance.payments.rules import settle
from services.finance.policy import Policy
from services.finance.reminders import handlers, rules, store
from services.finance.tests.samples import TODAY, Order, agreed, customer, shipped
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("FIN-4")
DUE = TODAY + timedelta(days=30)


def invoiced(order: Order) -> Account:
    return shipped(agreed(order), order, order.dispatched(line1="10")).document


def levels(account: Account, on: date, reached: rules.Levels | None = None) -> list[int]:
    return [draft.level for draft in rules.falls_due(account, reached or {}, Policy(), on)]


@pytest.mark.parametrize(
    ("days", "level"), [(-4, []), (-3, [1]), (0, [1]), (3, [2]), (9, [2]), (10, [3]), (20, [4]), (400, [4])]
)
def test_an_unpaid_invoice_comes_to_a_level_day_by_day(days: int, level: list[int]) -> None:
    assert levels(invoiced(Order()), DUE + timedelta(days=days)) == level


def test_nobody_is_reminded_twice_at_a_level_or_of_what_is_paid() -> None:
    order = Order()
    account = invoiced(order)
    (invoice,) = account.invoices
    assert levels(account, DUE + timedelta(days=3), {(invoice.invoice_id, DUE): 2}) == []
    paid = settle(account, order.payment("100"), "automatic").document
    assert levels(paid, DUE + timedelta(days=20)) == []


def test_the_words_grow_firmer() -> None:
    account = invoiced(Order())
    said = [str(rules.falls_due(account, {}, Policy(), DUE + timedelta(days=n))[0].text) for n in (-3, 3, 20)]
    assert ["falls due" in text for text in said] == [True, False, False]
    assert ["after all reminders" in text for text in said] == [False, False, True]


def test_the_days_of_the_levels_follow_each_other() -> None:
    with pytest.raises(ValidationError, match="one after the other"):
        Policy(reminder_days=(3, -3))


async def kept(db: asyncpg.Connection, ahead: int) -> Order:
    """An order whose invoice is due in so many days from today."""
    order = Order()
    account = invoiced(order)
    (invoice,) = account.invoices
    account = account.with_invoice(invoice.but(due=clock.today() + timedelta(days=ahead)))
    await accounts.save(db, [Account(order_id=order.id)], [Turn(account)], TODAY)
    return order


async def remind(db: asyncpg.Connection) -> Sequence[PaymentReminded | AdvanceReminded]:
    due = await handlers.find_due(db, clock.now())
    return [event for events in await handlers.remind(db, [order for _, order in due]) for event in events]


async def test_who_is_due_is_found_reminded_in_his_language_and_not_again(db: asyncpg.Connection) -> None:
    await customers.learn(db, [customer(language="zh")])
    order = await kept(db, -3)
    (event,) = await remind(db)
    assert (event.order_id, event.level, event.language) == (order.id, 2, "zh")
    assert "逾期" in event.text or "到期" in event.text
    assert await handlers.find_due(db, clock.now()) == []
    (reminder,) = await store.listed(db, order.id, None, FIRST, 10)
    assert (reminder.text, reminder.by_whom, reminder.reminded_on) == (event.text, "", clock.today())


async def test_who_is_not_due_or_reminded_by_hand_alone_is_not_found(db: asyncpg.Connection) -> None:
    await kept(db, 4)
    assert await handlers.find_due(db, clock.now()) == []
    await put_figures(db, Policy, reminders="by_hand")
    assert await handlers.find_due(db, clock.now() + timedelta(days=10)) == []


async def test_a_person_reminds_whatever_the_day_and_a_level_more_each_time(db: asyncpg.Connection) -> None:
    order = await kept(db, 20)
    sent = [await handlers.remind_by_hand(db, [rules.Remind(order.id, "chen.yu")]) for _ in range(2)]
    events = [event for (answer,) in sent if isinstance(answer, Answer) for event in answer.events]
    assert [event.level for event in events] == [1, 2]
    assert {one.by_whom for one in await store.listed(db, None, "ALFKI", FIRST, 10)} == {"chen.yu"}
    with pytest.raises(asyncpg.RaiseError, match="only reversed"):
        await db.execute("DELETE FROM reminder")


async def test_of_what_is_paid_or_unknown_nobody_is_reminded_by_hand(db: asyncpg.Connection) -> None:
    order = await kept(db, 20)
    (account,) = await accounts.load(db, [order.id])
    await accounts.save(db, [account], [settle(account, order.payment("100"), "automatic")], TODAY)
    answers = [await handlers.remind_by_hand(db, [rules.Remind(id_, "chen.yu")]) for id_ in (order.id, Order().id)]
    assert [type(answer) for (answer,) in answers] == [rules.NothingToRemind, NotFound]


async def asked(db: asyncpg.Connection, ahead: int) -> Order:
    """An order whose advance is due in so many days from today."""
    order = Order(share="0.3")
    account = agreed(order).with_advance(due=clock.today() + timedelta(days=ahead))
    await accounts.save(db, [Account(order_id=order.id)], [Turn(account)], TODAY)
    return order


async def test_of_an_advance_that_is_asked_and_not_paid_he_is_reminded_too(db: asyncpg.Connection) -> None:
    await customers.learn(db, [customer(language="zh")])
    order = await asked(db, -3)
    (event,) = await remind(db)
    assert isinstance(event, AdvanceReminded)
    assert (event.number, event.level, event.outstanding.amount) == ("SO-2026-000001", 2, Decimal(30))
    assert "预付款" in event.text
    assert await handlers.find_due(db, clock.now()) == []
    (reminder,) = await store.listed(db, order.id, None, FIRST, 10)
    assert (reminder.invoice_id, reminder.text) == (None, event.text)


def test_an_advance_that_is_asked_by_another_day_begins_again_and_one_of_an_order_that_is_over_is_not_asked() -> None:
    order = Order(share="0.3")
    account = agreed(order)
    due = account.advance.due
    assert due
    reached = {(order.id, due): 4}
    assert levels(account, due + timedelta(days=20), reached) == []
    anew = account.with_advance(due=due + timedelta(days=9))
    assert levels(anew, due + timedelta(days=9), reached) == [1]
    assert levels(account.but(stage="cancelled"), due + timedelta(days=20)) == []
    paid = settle(account, order.payment("30"), "automatic").document
    assert levels(paid, due + timedelta(days=20)) == []
