"""A confirmed order that is changed to more is looked at again (FIN-4, SAL-9, SAL-17)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer, NotReady, Step
from chassis.http.page import FIRST
from chassis.language import catalogue
from contracts.finance import CreditHeld, CreditReleased, CreditReviewed
from contracts.reasons import by_hand
from contracts.sales import OrderChanged, ReviewRequested
from contracts.texts import saying
from services.finance.account import work
from services.finance.account.rules.account import Account
from services.finance.account.rules.exposure import Exposure
from services.finance.advances import handlers as advances
from services.finance.advances.rules import agree
from services.finance.credit import handlers as credit
from services.finance.credit import store
from services.finance.credit.rules import Hold, Release, Review, review_change
from services.finance.customer import rules
from services.finance.customer.rules import Credit
from services.finance.house import HOUSE
from services.finance.tests.samples import TODAY, Order, agreed, customer
from tests.needs import needs

pytestmark = needs("FIN-4")

GOOD = Credit("ALFKI", "USD", Decimal(1000), True, False, "", (), 0, None)
OVERDUE = replace(GOOD, held=True, hold_kind="overdue", hold_reasons=(by_hand("late"),), hold_version=1)
VALUES = {"USD": Decimal(1)}
MORE = {1: ("10", "100000")}
LESS = {1: ("5", "10")}


def raised(before: Account, changed: OrderChanged) -> Account:
    return agree(before, changed, TODAY, 7).document


def test_only_a_change_that_asks_more_of_the_credit_is_a_raise() -> None:
    """FIN-4: not a confirmation, not less, not the same, and not what the advance covers."""
    order, prepaid = Order(), Order(share="1")
    account, paid = agreed(order), agreed(prepaid)
    assert not account.raised
    assert raised(account, order.changed(MORE)).raised
    assert not raised(account, order.changed(LESS)).raised
    assert not raised(account, order.changed()).raised
    assert not raised(paid, prepaid.changed(MORE)).raised


@needs("FIN-4", "SAL-9")
def test_a_raise_above_the_limit_holds_the_customer_and_says_order_value_and_limit() -> None:
    """FIN-4."""
    order = Order()
    account = raised(agreed(order), order.changed(MORE))
    held = rules.hold_beyond(GOOD, account, Exposure({"USD": Decimal(1000000)}), VALUES)
    (said,) = held.events
    assert (held.document.hold_kind, said.version) == ("beyond", 1)
    assert "SO-2026-000001 was changed to 1000000" in said.reason
    assert "limit 1000 USD" in said.reason


def test_a_raise_within_the_limit_holds_nobody() -> None:
    order = Order()
    account = raised(agreed(order), order.changed({1: ("10", "100")}))
    assert rules.hold_beyond(GOOD, account, Exposure({"USD": Decimal(1000)}), VALUES) == Step(GOOD)


@needs("SAL-5")
def test_a_raise_beside_a_debt_that_cannot_be_compared_holds_the_customer() -> None:
    """SAL-5: never silently yes."""
    order = Order()
    account = raised(agreed(order), order.changed({1: ("11", "10")}))
    (held,) = rules.hold_beyond(GOOD, account, Exposure({"USD": Decimal(110), "THB": Decimal(1)}), VALUES).events
    assert "THB" in held.reason


def test_who_is_held_already_is_told_the_raise_too() -> None:
    """FIN-4: the end of one cause must not let go what another holds."""
    order, owed = Order(), Exposure({"USD": Decimal(1000000)})
    account = raised(agreed(order), order.changed(MORE))
    overdue = rules.hold_beyond(OVERDUE, account, owed, VALUES)
    by_hand = rules.hold_beyond(replace(OVERDUE, hold_kind="by_hand"), account, owed, VALUES)
    assert (overdue.document.hold_kind, by_hand.document.hold_kind) == ("beyond", "by_hand")
    assert overdue.events[0].version == by_hand.events[0].version == 2
    assert by_hand.events[0].reason.startswith("late; order SO-2026-000001")


def test_when_all_fits_again_he_is_released_unless_an_invoice_is_overdue() -> None:
    beyond = replace(OVERDUE, hold_kind="beyond")
    freed = rules.release_fitting(beyond, Exposure({"USD": Decimal(1000)}), VALUES, 30)
    assert freed.events == (CreditReleased(customer="ALFKI", version=2),)
    still = rules.release_fitting(replace(beyond, newly_overdue=True), Exposure(), VALUES, 30)
    assert (still.document.hold_kind, *map(type, still.events)) == ("overdue", CreditHeld)
    assert rules.release_fitting(beyond, Exposure({"USD": Decimal("1000.01")}), VALUES, 30).events == ()
    assert rules.release_fitting(replace(beyond, hold_kind="by_hand"), Exposure(), VALUES, 30).events == ()


async def hear(db: asyncpg.Connection, *changes: OrderChanged) -> list[Any]:
    """All that finance does on order.changed; what it says of credit."""
    outcomes: list[Any] = []
    for handler in HOUSE.handles[OrderChanged]:
        outcomes = list(await handler(db, changes))
    return outcomes


@pytest.fixture
async def confirmed(db: asyncpg.Connection) -> Order:
    """ALFKI's order over 100 USD, reviewed and confirmed; his limit is 1,000 USD."""
    await credit.learn(db, [customer()])
    order = Order()
    await credit.review(db, [order.received()])
    await advances.agree(db, [order.confirmed()])
    return order


async def ends(db: asyncpg.Connection) -> list[Any]:
    """What the timer says, if it finds something to do."""
    found = await credit.find_fitting(db, clock.now())
    return list(await credit.release_fitting(db, [body for _, body in found])) if found else []


@needs("FIN-4", "SAL-17")
async def test_a_raise_is_held_until_it_is_taken_back(db: asyncpg.Connection, confirmed: Order) -> None:
    """FIN-4, SAL-17: before goods leave; and released by itself when it fits again."""
    ((held,),) = await hear(db, confirmed.changed(MORE))
    assert isinstance(held, CreditHeld)
    assert await ends(db) == []
    assert await hear(db, confirmed.changed(LESS)) == [()]
    assert await ends(db) == [(CreditReleased(customer="ALFKI", version=2),)]
    assert await ends(db) == []


async def test_a_raise_is_held_until_the_limit_carries_it(db: asyncpg.Connection, confirmed: Order) -> None:
    await hear(db, confirmed.changed(MORE))
    await credit.learn(db, [customer("1000000", version=2)])
    assert await ends(db) == [(CreditReleased(customer="ALFKI", version=2),)]


@needs("FIN-7")
async def test_a_raise_that_a_finance_manager_let_go_is_not_held_again(
    db: asyncpg.Connection, confirmed: Order
) -> None:
    """FIN-7: his release stands for that value; a further raise is a new question."""
    await hear(db, confirmed.changed(MORE))
    await credit.release(db, [Release("ALFKI")])
    assert await ends(db) == []
    assert await credit.find_by_overdue(db, clock.now()) == []
    assert await hear(db, confirmed.changed(MORE, freight="0")) == [()]
    ((again,),) = await hear(db, confirmed.changed(MORE, freight="1"))
    assert isinstance(again, CreditHeld)


async def test_an_older_change_holds_nobody(db: asyncpg.Connection, confirmed: Order) -> None:
    raise_, back = confirmed.changed(MORE), confirmed.changed(LESS)
    assert await hear(db, back) == [()]
    assert await hear(db, raise_) == [()]


async def test_of_an_unknown_customer_nothing_can_be_held(db: asyncpg.Connection) -> None:
    order = Order()
    await advances.agree(db, [order.confirmed()])
    assert await hear(db, order.changed(MORE)) == [()]


async def test_two_raises_of_one_customer_in_a_batch_are_both_told(db: asyncpg.Connection) -> None:
    await credit.learn(db, [customer()])
    orders = [Order(number="SO-1"), Order(number="SO-2")]
    await advances.agree(db, [order.confirmed() for order in orders])
    ((one,), (two,)) = await hear(db, *(order.changed(MORE) for order in orders))
    assert (one.version, two.version) == (1, 2)
    assert [reason.told["number"] for reason in two.reasons] == ["SO-1", "SO-2"]
    assert "SO-1" in two.reason
    assert "SO-2" in two.reason


@needs("ALL-5")
async def test_why_a_customer_is_held_is_said_in_chinese_too(db: asyncpg.Connection, confirmed: Order) -> None:
    await hear(db, confirmed.changed(MORE))
    (carrying,) = await store.customers(db, "ALFKI", None, "", 1)
    with saying(catalogue("zh", HOUSE.locale)):
        told = carrying.model_dump()["hold_reason"]
    assert told.startswith("订单 SO-")
    assert str(carrying.hold_reason).startswith("order SO-")


async def test_500_raises_take_four_statements_more(db: asyncpg.Connection, statements: Any) -> None:
    await credit.learn(db, [customer()])
    orders = [Order(number=f"SO-{n}") for n in range(500)]
    await advances.agree(db, [order.confirmed() for order in orders])
    changes = [order.changed({1: ("11", "10")}) for order in orders]
    with statements(db) as seen:
        await advances.agree(db, changes)
    agreeing = len(seen)
    with statements(db) as seen:
        await advances.change(db, changes)
    assert len(seen) - agreeing <= 4


async def test_a_hold_by_hand_is_not_ended_by_what_fits(db: asyncpg.Connection, confirmed: Order) -> None:
    await credit.hold(db, [Hold("ALFKI", "asked")])
    await hear(db, confirmed.changed(MORE))
    await hear(db, confirmed.changed(LESS))
    assert await ends(db) == []


async def judges(db: asyncpg.Connection, changed: OrderChanged) -> Any:
    """Finance's verdict on a changed order, or for what it waits."""
    asked = ReviewRequested(order_id=changed.order_id, order_version=changed.version, content=changed.content)
    (outcome,) = await credit.review_changes(db, [asked])
    return outcome


@needs("SAL-9", "FIN-4")
async def test_a_changed_order_is_judged_once_it_was_agreed_to(db: asyncpg.Connection, confirmed: Order) -> None:
    changed = confirmed.changed({1: ("20", "10")})
    assert await judges(db, changed) == NotReady((OrderChanged,), str(confirmed.id))
    await hear(db, changed)
    (review,) = await judges(db, changed)
    assert isinstance(review, CreditReviewed)
    assert (review.order_version, review.verdict, review.reasons) == (changed.version, "yes", ())


@needs("SAL-9", "FIN-4")
async def test_a_raise_above_the_limit_has_conditions_for_its_customer_is_held_until_it_fits(
    db: asyncpg.Connection, confirmed: Order
) -> None:
    changed = confirmed.changed(MORE)
    await hear(db, changed)
    (review,) = await judges(db, changed)
    assert (review.verdict, [reason.code for reason in review.reasons]) == ("conditions", ["raised_above_limit"])
    assert await judges(db, confirmed.changed(LESS)) != (), "it waits for the newer version"
    await hear(db, smaller := confirmed.changed(LESS))
    assert await judges(db, changed) == (), "an older version is judged no more"
    assert (await judges(db, smaller))[0].order_version == smaller.version


@needs("SAL-9", "ALL-10")
async def test_where_a_person_reviews_credit_he_reviews_a_changed_order_too(
    db: asyncpg.Connection, confirmed: Order
) -> None:
    await hear(db, changed := confirmed.changed())
    await work.handle(db, [changed], lambda account, _, today: review_change(account, GOOD, Exposure(), today, None))
    assert [one.order_id for one in await store.awaited(db, FIRST, 10)] == [confirmed.id]
    (answer,) = await credit.judge(db, [Review(confirmed.id, "yes", "he pays", "li.na")])
    assert isinstance(answer, Answer)
    assert (answer.events[0].verdict, answer.events[0].order_version) == ("yes", changed.version)
