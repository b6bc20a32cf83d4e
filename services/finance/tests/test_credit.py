"""Whether the credit carries the order (SAL-5), and holds (FIN-4)."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer, NotReady, Step
from chassis.refusal import NotFound
from contracts.finance import CreditHeld, CreditJudged, CreditReleased, CreditReviewed
from contracts.order import as_draft
from contracts.reasons import by_hand
from contracts.sales import CustomerChanged, OrderReceived, TrialRequested
from services.finance.account.rules.account import Account
from services.finance.account.rules.exposure import Exposure
from services.finance.advances import handlers as advances
from services.finance.credit import handlers, rules, store
from services.finance.customer import rules as customers
from services.finance.customer.rules import Credit
from services.finance.invoices import handlers as invoices
from services.finance.policy import Policy
from services.finance.rates import store as rate_store
from services.finance.rates.rules.putting import Rate
from services.finance.tests.samples import TODAY, Order, customer
from tests.figures import put as put_figures
from tests.needs import needs

VALUES = {"USD": Decimal(1), "EUR": Decimal("1.1")}
GOOD = Credit("ALFKI", "USD", Decimal(1000), True, False, "", (), 0, None)


def account(**terms: Any) -> Account:
    order = Order(**terms)
    return rules.take_in(Account(order_id=order.id), order.received())


def codes(credit: Credit, carried: str = "0", currency: str = "USD", **terms: Any) -> list[str]:
    """``carried`` in ``currency``; one EUR is worth 1.1 USD, and nobody says what a THB is worth."""
    exposure = Exposure({currency: Decimal(carried)})
    return [reason.code for reason in rules.doubts(account(**terms), credit, exposure, VALUES)]


@needs("SAL-5")
def test_an_order_up_to_the_limit_is_carried() -> None:
    assert codes(GOOD, "900") == []
    assert codes(GOOD, "900.01") == ["above_limit"]


@needs("SAL-5")
def test_a_held_or_inactive_customer_is_carried_nothing() -> None:
    assert codes(replace(GOOD, held=True, active=False)) == ["credit_held", "customer_inactive"]


@needs("SAL-5")
def test_without_a_limit_only_a_full_advance_will_do() -> None:
    none = replace(GOOD, credit_limit=Decimal(0))
    assert codes(none, share="0.9") == ["no_credit"]
    assert codes(none, share="1") == []


@needs("SAL-5")
def test_only_what_the_advance_leaves_is_credit() -> None:
    assert codes(GOOD, "950", share="0.5") == []


@needs("SAL-5")
def test_an_order_in_another_currency_is_for_a_person() -> None:
    taken = account(currency="EUR")
    assert [reason.code for reason in rules.doubts(taken, GOOD, Exposure(), VALUES)] == ["other_currency"]


@needs("SAL-5")
def test_what_is_owed_in_another_currency_counts_at_what_it_is_worth() -> None:
    """SAL-5: 818.18 EUR at 1.1 are 900.00 USD."""
    assert codes(GOOD, "818.18", "EUR") == []
    assert codes(GOOD, "818.19", "EUR") == ["above_limit"]


@needs("SAL-5")
def test_what_is_owed_in_a_currency_that_nobody_valued_is_for_a_person_to_compare() -> None:
    """SAL-5: never silently yes."""
    assert codes(GOOD, "0.01", "THB") == ["other_currency"]
    assert codes(GOOD, "0", "THB") == []


@needs("FIN-4")
def test_a_hold_refuses_a_second_and_counts_versions() -> None:
    held = customers.hold(GOOD, "late")
    assert isinstance(held, Step)
    assert held.events == (CreditHeld(customer="ALFKI", version=1, reason="late", reasons=(by_hand("late"),)),)
    assert isinstance(customers.hold(held.document, "late"), customers.AlreadyHeld)
    free = customers.release(held.document, TODAY)
    assert isinstance(free, Step)
    assert free.events == (CreditReleased(customer="ALFKI", version=2),)
    assert isinstance(customers.release(free.document, TODAY), customers.NotHeld)


@needs("FIN-4")
def test_the_automatic_release_leaves_a_hold_by_hand() -> None:
    by_hand = replace(GOOD, held=True, hold_kind="by_hand")
    assert customers.by_overdue(by_hand, 30).events == ()
    (released,) = customers.by_overdue(replace(by_hand, hold_kind="overdue"), 30).events
    assert isinstance(released, CreditReleased)


async def reviews(db: asyncpg.Connection, *orders: Order, **terms: Any) -> list[Any]:
    outcomes = await handlers.review(db, [order.received(**terms) for order in orders])
    return [(o[0].verdict if o else ()) if isinstance(o, tuple) else o for o in outcomes]


def tried(credit: Credit, carried: str = "0", *, by_hand: bool = False, **terms: Any) -> CreditJudged:
    order = Order(**terms)
    trial = TrialRequested(trial_id=order.id, content=order.content())
    exposure = Exposure({"USD": Decimal(carried)})
    return rules.judge_trial(trial, credit, exposure, TODAY, None if by_hand else VALUES)


@needs("SAL-24")
def test_a_trial_is_judged_by_the_rule_that_reviews_an_order() -> None:
    assert (tried(GOOD, "900").verdict, tried(GOOD, "900.01").verdict) == ("yes", "no")
    assert [reason.code for reason in tried(GOOD, "900.01").reasons] == ["above_limit"]
    assert (tried(GOOD).orders, tried(GOOD).ready_on) == ((), TODAY)


@needs("SAL-24", "ALL-10")
def test_a_trial_says_that_a_person_will_review_the_order_where_one_does() -> None:
    said = tried(GOOD, by_hand=True)
    assert (said.verdict, [reason.code for reason in said.reasons]) == ("conditions", ["credit_by_hand"])


@needs("SAL-24")
async def test_a_trial_sets_no_credit_aside_and_waits_for_a_customer_who_is_not_known(db: asyncpg.Connection) -> None:
    order = Order()
    trial = TrialRequested(trial_id=order.id, content=order.content())
    assert await handlers.judge_trials(db, [trial]) == [NotReady(of=(CustomerChanged,), key="ALFKI")]
    await handlers.learn(db, [customer("100")])
    first, second = await handlers.judge_trials(db, [trial, trial])
    assert isinstance(first, CreditJudged)
    assert (first.verdict, second) == ("yes", first)
    assert await db.fetchval("SELECT count(*) FROM order_account") == 0


@needs("SAL-5")
async def test_an_order_of_an_unknown_customer_waits_for_him(db: asyncpg.Connection) -> None:
    (waits,) = await reviews(db, Order())
    assert waits == NotReady(of=(CustomerChanged,), key="ALFKI")
    assert await db.fetchval("SELECT count(*) FROM order_account") == 0


async def test_an_incomplete_order_is_taken_in_without_a_review(db: asyncpg.Connection) -> None:
    order = Order()
    content = as_draft(order.content()).but(lines=())
    event = OrderReceived(order_id=order.id, version=1, content=content, missing=("lines",))
    assert await handlers.review(db, [event]) == [()]
    assert await db.fetchval("SELECT review FROM order_account") == ""


@needs("SAL-5")
async def test_orders_of_one_customer_share_his_limit_within_a_batch_and_after_it(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer("250")])
    assert await reviews(db, Order(number="1"), Order(number="2"), Order(number="3")) == ["yes", "yes", "no"]
    assert await reviews(db, Order(number="4")) == ["no"]
    assert await reviews(db, Order({1: ("5", "10")}, number="5")) == ["yes"]


async def test_a_newer_version_of_an_order_does_not_count_twice(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer("150")])
    order = Order()
    assert await reviews(db, order) == ["yes"]
    ((review,),) = await handlers.review(db, [order.clarified(freight="20")])  # type: ignore[misc]
    assert isinstance(review, CreditReviewed)
    assert (review.verdict, review.order_version) == ("yes", 2)


async def test_a_version_older_than_the_known_is_not_reviewed(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer()])
    order = Order()
    received, confirmed = order.received(), order.confirmed()
    await advances.agree(db, [confirmed])
    assert await handlers.review(db, [received]) == [()]


async def test_invoiced_orders_count_as_receivables_and_cancelled_ones_not_at_all(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer("200")])
    shipped, dropped = Order(number="1"), Order(number="2")
    await reviews(db, shipped, dropped)
    await advances.agree(db, [shipped.confirmed()])
    await invoices.issue(db, [shipped.dispatched(line1="4")])
    assert await reviews(db, Order(number="3")) == ["no"]
    await advances.cancel(db, [dropped.cancelled()])
    assert await reviews(db, Order(number="4")) == ["yes"]


async def test_an_older_customer_version_changes_nothing(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer("200", version=2)])
    await handlers.learn(db, [customer("900", version=1)])
    assert await db.fetchval("SELECT credit_limit FROM customer_credit") == 200


@needs("FIN-7")
async def test_a_person_may_decide_over_the_limit_until_the_order_is_confirmed(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer("50")])
    order = Order()
    assert await reviews(db, order) == ["no"]
    asked = rules.Review(order.id, "yes", "insured", "li.na")
    (answer,) = await handlers.judge(db, [asked])
    assert isinstance(answer, Answer)
    assert isinstance(answer.events[0], CreditReviewed)
    await advances.agree(db, [order.confirmed()])
    (refused,) = await handlers.judge(db, [asked])
    assert isinstance(refused, rules.NotUnderReview)


@needs("FIN-7")
async def test_a_second_review_of_one_version_is_taken_or_told(db: asyncpg.Connection) -> None:
    """FIN-7: another reason is told what is recorded; another verdict counts, until sales has decided."""
    await handlers.learn(db, [customer("50")])
    order = Order()
    await reviews(db, order)
    asked = rules.Review(order.id, "no", "too much", "li.na")
    (first,) = await handlers.judge(db, [asked])
    (same,) = await handlers.judge(db, [asked])
    assert isinstance(first, Answer)
    assert isinstance(same, Answer)
    assert (same.body, same.events) == (first.body, ())
    (told,) = await handlers.judge(db, [replace(asked, reason="late payer")])
    assert isinstance(told, rules.CreditReviewedAlready)
    assert "no, too much (li.na)" in str(told)
    (turned,) = await handlers.judge(db, [replace(asked, verdict="yes", reason="insured", person="wu.gang")])
    assert isinstance(turned, Answer)
    assert isinstance(turned.events[0], CreditReviewed)
    await advances.agree(db, [order.confirmed()])
    (late,) = await handlers.judge(db, [asked])
    assert isinstance(late, rules.NotUnderReview)
    assert "yes, insured (wu.gang)" in str(late)


async def test_an_unknown_customer_cannot_be_held(db: asyncpg.Connection) -> None:
    (refused,) = await handlers.hold(db, [rules.Hold("NOBODY", "late")])
    assert isinstance(refused, NotFound)


@needs("FIN-4")
async def test_a_held_customer_gets_no_credit_until_released(db: asyncpg.Connection) -> None:
    await handlers.learn(db, [customer()])
    await handlers.hold(db, [rules.Hold("ALFKI", "late")])
    assert await reviews(db, Order(number="1")) == ["no"]
    await handlers.release(db, [rules.Release("ALFKI")])
    assert await reviews(db, Order(number="2")) == ["yes"]


@pytest.fixture
async def debtor(db: asyncpg.Connection) -> asyncpg.Connection:
    """ALFKI owes an invoice that is 31 days overdue."""
    await handlers.learn(db, [customer()])
    order = Order(days=0)
    await advances.agree(db, [order.confirmed()])
    await invoices.issue(db, [order.dispatched(line1="10")])
    await db.execute("UPDATE invoice SET due = due - 31")
    return db


@needs("FIN-4")
async def test_a_customer_long_overdue_is_held_and_released_when_he_has_paid(debtor: asyncpg.Connection) -> None:
    ((key, body),) = await handlers.find_by_overdue(debtor, clock.now())
    ((held,),) = await handlers.hold_by_overdue(debtor, [body])
    assert (key, held.version) == ("ALFKI", 1)
    assert await handlers.find_by_overdue(debtor, clock.now()) == []
    await debtor.execute("UPDATE invoice SET paid = total")
    await handlers.find_by_overdue(debtor, clock.now())
    assert await handlers.hold_by_overdue(debtor, ["ALFKI"]) == [(CreditReleased(customer="ALFKI", version=2),)]


@needs("FIN-4")
async def test_the_hold_names_what_is_unpaid(debtor: asyncpg.Connection) -> None:
    ((held,),) = await handlers.hold_by_overdue(debtor, ["ALFKI"])
    assert isinstance(held, CreditHeld)
    number = await debtor.fetchval("SELECT number FROM invoice")
    assert held.reason == f"an invoice is unpaid 30 days past its due date: {number}"


@needs("FIN-4")
@pytest.mark.parametrize(("above", "found"), [("709", ["ALFKI"]), ("710", []), ("5000", [])])
async def test_what_is_overdue_holds_above_an_amount_in_the_companys_currency(
    debtor: asyncpg.Connection, above: str, found: list[str]
) -> None:
    """100 USD are unpaid, at 7.1."""
    await put_figures(debtor, Policy, hold_above=Decimal(above))
    assert [name for name, _ in await handlers.find_by_overdue(debtor, clock.now())] == found
    assert len(sum(await handlers.hold_by_overdue(debtor, ["ALFKI"]), ())) == len(found)


@needs("FIN-4")
async def test_a_rate_that_finance_put_counts_and_a_currency_without_one_always_holds(
    debtor: asyncpg.Connection,
) -> None:
    await put_figures(debtor, Policy, hold_above=Decimal(5000))
    rate = Rate("USD", 1, clock.today(), Decimal(51), "chen.yu", clock.now())
    await rate_store.put(debtor, [rate])
    assert await handlers.find_by_overdue(debtor, clock.now())
    await debtor.execute("UPDATE invoice SET currency = 'CHF'")
    assert await handlers.find_by_overdue(debtor, clock.now())


@needs("FIN-4")
async def test_the_hold_ends_when_what_is_left_is_no_more_than_the_amount(debtor: asyncpg.Connection) -> None:
    await handlers.hold_by_overdue(debtor, ["ALFKI"])
    await put_figures(debtor, Policy, hold_above=Decimal(200))
    assert await handlers.find_by_overdue(debtor, clock.now()) == []
    await debtor.execute("UPDATE invoice SET paid = total - 20")
    assert await handlers.find_by_overdue(debtor, clock.now()) == [("ALFKI", "ALFKI")]


@needs("FIN-4")
async def test_released_by_hand_only_a_later_invoice_holds_him_again(debtor: asyncpg.Connection) -> None:
    await handlers.hold_by_overdue(debtor, ["ALFKI"])
    await handlers.release(debtor, [rules.Release("ALFKI")])
    assert await handlers.find_by_overdue(debtor, clock.now()) == []
    later = clock.now() + timedelta(days=40)
    await debtor.execute("UPDATE invoice SET due = due + 31")
    assert await handlers.find_by_overdue(debtor, later) == [("ALFKI", "ALFKI")]


async def test_500_orders_are_reviewed_in_four_statements_beside_the_figures(
    db: asyncpg.Connection, statements: Any
) -> None:
    await handlers.learn(db, [customer("1000000")])
    orders = [Order(number=f"SO-{n}").received() for n in range(500)]
    with statements(db) as seen:
        outcomes = await handlers.review(db, orders)
    assert len(seen) <= 5
    assert all(isinstance(outcome, tuple) and outcome[0].verdict == "yes" for outcome in outcomes)
    known = await store.customers(db, "ALFKI", None, "", 1)
    assert known[0].ordered == 50000


@needs("SAL-5", "ALL-10")
def test_by_hand_a_complete_order_waits_for_a_person() -> None:
    taken = account()
    owed = Exposure({"USD": Decimal(5)})
    turn, carried = rules.enter(Account(order_id=taken.order_id), taken, GOOD, owed, TODAY, None)
    assert not turn.events
    assert (turn.document.review, carried) == ("awaited", owed)


@pytest.fixture
async def owing_yen(db: asyncpg.Connection) -> asyncpg.Connection:
    """ALFKI owes an invoice over 100,000 JPY, and has 50,000 JPY on order; his limit is 1,000 USD."""
    await handlers.learn(db, [customer()])
    owed, ordered = (Order({1: ("10", price)}, currency="JPY", number=price) for price in ("10000", "5000"))
    await advances.agree(db, [owed.confirmed(), ordered.confirmed()])
    await invoices.issue(db, [owed.dispatched(line1="10")])
    return db


@needs("SAL-5")
async def test_what_a_customer_owes_in_every_currency_is_carried_by_his_limit(owing_yen: asyncpg.Connection) -> None:
    """SAL-5: 150,000 JPY are 1,014.08 USD by the default values."""
    assert await reviews(owing_yen, Order(number="3")) == ["no"]
    known = await store.customers(owing_yen, "ALFKI", None, "", 1)
    assert known[0].carried == {"JPY": "150000"}


@needs("SAL-5")
async def test_a_new_currency_of_the_master_forgets_no_debt(owing_yen: asyncpg.Connection) -> None:
    """SAL-5: his limit is now 100,000 JPY, which his yen are above; then 8,000 CNY, which they are not."""
    await handlers.learn(owing_yen, [customer("100000", version=2, currency="JPY")])
    assert await reviews(owing_yen, Order({1: ("1", "1")}, currency="JPY", number="4")) == ["no"]
    await handlers.learn(owing_yen, [customer("8000", version=3, currency="CNY")])
    assert await reviews(owing_yen, Order({1: ("1", "800")}, currency="CNY", number="5")) == ["yes"]
    assert await reviews(owing_yen, Order({1: ("1", "0.01")}, currency="CNY", number="6")) == ["no"]
