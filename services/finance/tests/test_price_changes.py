"""A price above budget needs the finance manager's, then the general manager's signature (PUR-3, FIN-7)."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from pydantic import ValidationError

from chassis.handling import Answer, Step
from chassis.ids import new_id
from chassis.refusal import NotFound, Refusal
from contracts.finance import PriceChangeDecided
from contracts.purchasing import PriceChangeRequested, PurchaseCancelled
from services.finance.account.rules import chain
from services.finance.account.rules.chain import STEPS, steps
from services.finance.approvals import handlers, rules
from services.finance.approvals.rules import Sign
from services.finance.policy import Policy
from services.finance.price_change import store
from services.finance.price_change.rules import PriceChange
from services.finance.tests.samples import money
from tests.figures import put as put_figures
from tests.needs import needs

pytestmark = needs("PUR-3", "FIN-7")

AT = "2026-03-02T08:00:00+00:00"
FINANCE, GENERAL = ("finance manager",), ("general manager",)


def request(purchase_id: UUID | None = None, number: int = 1, version: int = 1) -> PriceChangeRequested:
    return PriceChangeRequested(
        purchase_id=purchase_id or new_id(),
        version=version,
        item="P-1",
        supplier="S-07",
        request=number,
        quantity=Decimal(10),
        unit_price=money("11"),
        budget_price=money("10"),
        requested_by="li.na",
        orders=(new_id(),),
    )


def cancelled(asked: PriceChangeRequested, version: int, *, was_ordered: bool = False) -> PurchaseCancelled:
    return PurchaseCancelled(
        purchase_id=asked.purchase_id,
        version=version,
        item="P-1",
        supplier="S-07",
        quantity=Decimal(10),
        was_ordered=was_ordered,
        outstanding=Decimal(0),
        reason="none needs it",
    )


def asked() -> PriceChange:
    return rules.ask(request(), 0, AT, handlers.NEVER, STEPS).document


def sign(change: PriceChange, person: str, roles: tuple[str, ...], *, approve: bool = True, request: int = 1) -> Any:
    signed = rules.sign(change, Sign(change.purchase_id, request, approve, person, roles), AT)
    return (signed.document, signed.events) if isinstance(signed, Step) else signed


def test_three_different_people_sign_in_order_and_each_is_dated() -> None:
    change, said = sign(asked(), "zhao.min", FINANCE)
    assert (said, change.chain.next_step) == ((), "general manager")
    change, (decided,) = sign(change, "wu.gang", GENERAL)
    assert decided.approved
    assert [(s.step, s.person, s.at) for s in decided.signatures] == [
        ("buyer", "li.na", AT),
        ("finance manager", "zhao.min", AT),
        ("general manager", "wu.gang", AT),
    ]
    assert (decided.unit_price, decided.quantity, decided.orders) == (money("11"), 10, change.orders)


def test_the_general_manager_does_not_sign_first() -> None:
    assert isinstance(sign(asked(), "wu.gang", GENERAL), chain.AnotherMustSign)


@needs("ALL-3")
def test_nobody_signs_twice() -> None:
    both = (*FINANCE, *GENERAL)
    change, _ = sign(asked(), "zhao.min", both)
    assert isinstance(sign(change, "zhao.min", both), chain.SignedAlready)
    assert isinstance(sign(asked(), "li.na", both), chain.SignedAlready)


@pytest.mark.parametrize("step", [0, 1])
def test_each_step_may_refuse(step: int) -> None:
    change = sign(asked(), "zhao.min", FINANCE)[0] if step else asked()
    change, (decided,) = sign(change, "wu.gang", GENERAL if step else FINANCE, approve=False)
    assert not decided.approved
    assert isinstance(sign(change, "chen.yu", GENERAL), chain.NotAwaited)


def test_another_request_is_not_signed_by_accident() -> None:
    assert isinstance(sign(asked(), "zhao.min", FINANCE, request=2), rules.RequestOutdated)


@needs("FIN-7")
def test_who_signs_twice_is_told_what_he_signed_and_that_the_new_word_is_not_taken() -> None:
    """FIN-7: before anything about whose turn it is, and after the decision too."""
    change, _ = sign(asked(), "zhao.min", FINANCE)
    for now in (change, sign(change, "wu.gang", GENERAL)[0]):
        again = sign(now, "zhao.min", FINANCE, approve=False)
        assert isinstance(again, chain.SignedAlready)
        assert f"signed request 1 of purchase {now.purchase_id} as finance manager" in str(again)
        assert now.state in str(again)


@needs("ALL-10")
def test_the_rule_approves_only_up_to_its_percentage() -> None:
    assert rules.ask(request(), 0, AT, Decimal(9), STEPS).events == ()
    asked = rules.ask(request(), 0, AT, Decimal(10), STEPS)
    (decided,) = asked.events
    assert (asked.document.state, decided.approved, decided.signatures[-1].step) == ("approved", True, "rule")


async def test_a_request_waits_and_its_decision_is_said(db: asyncpg.Connection) -> None:
    event = request()
    assert await handlers.ask(db, [event]) == [()]
    assert [c.purchase_id for c in await store.listed(db, "awaited", UUID(int=0), 10)] == [event.purchase_id]
    await handlers.sign(db, [Sign(event.purchase_id, 1, True, "zhao.min", FINANCE)])
    (answer,) = await handlers.sign(db, [Sign(event.purchase_id, 1, True, "wu.gang", GENERAL)])
    assert isinstance(answer, Answer)
    assert isinstance(answer.events[0], PriceChangeDecided)
    assert await store.listed(db, "awaited", UUID(int=0), 10) == []


async def test_a_newer_request_supersedes_the_one_that_waits(db: asyncpg.Connection) -> None:
    first = request()
    await handlers.ask(db, [first])
    await handlers.ask(db, [request(first.purchase_id, number=2, version=2)])
    states = await db.fetch("SELECT state FROM price_change ORDER BY request")
    assert [row["state"] for row in states] == ["superseded", "awaited"]
    (refused,) = await handlers.sign(db, [Sign(first.purchase_id, 1, True, "zhao.min", FINANCE)])
    assert isinstance(refused, rules.RequestOutdated)


@pytest.mark.parametrize("cancelled_first", [False, True])
async def test_a_purchase_that_ended_asks_nobody_whichever_is_heard_first(
    db: asyncpg.Connection, cancelled_first: bool
) -> None:
    event = request()
    steps = [lambda: handlers.ask(db, [event]), lambda: handlers.withdraw(db, [cancelled(event, 2)])]
    for step in reversed(steps) if cancelled_first else steps:
        assert await step() == [()]
    (refused,) = await handlers.sign(db, [Sign(event.purchase_id, 1, True, "zhao.min", FINANCE)])
    assert isinstance(refused, chain.NotAwaited)


async def test_a_part_given_up_after_the_order_withdraws_nothing(db: asyncpg.Connection) -> None:
    event = request()
    await handlers.ask(db, [event])
    await handlers.withdraw(db, [cancelled(event, 2, was_ordered=True)])
    assert len(await store.listed(db, "awaited", UUID(int=0), 10)) == 1


async def test_an_unknown_purchase_cannot_be_signed(db: asyncpg.Connection) -> None:
    (refused,) = await handlers.sign(db, [Sign(new_id(), 1, True, "zhao.min", FINANCE)])
    assert isinstance(refused, NotFound)
    assert isinstance(refused, Refusal)


@pytest.mark.parametrize(
    ("worth", "who"), [("50", ["finance manager"]), ("50.01", list(STEPS)), ("Infinity", list(STEPS))]
)
def test_who_signs_is_a_figure_by_amount(worth: str, who: list[str]) -> None:
    assert list(steps({"general manager": Decimal(50), "finance manager": Decimal(0)}, Decimal(worth))) == who


def test_somebody_signs_any_amount() -> None:
    with pytest.raises(ValidationError, match="somebody who signs any amount"):
        Policy(price_change_signers={"general manager": Decimal(5)})


@pytest.mark.parametrize(("above", "approved"), [("781", True), ("780", False)])
async def test_up_to_an_amount_one_signature_is_enough(db: asyncpg.Connection, above: str, approved: bool) -> None:
    """10 at 11 USD are 781 of the company's currency."""
    figures = {"finance manager": Decimal(0), "general manager": Decimal(above)}
    await put_figures(db, Policy, price_change_signers=figures)
    event = request()
    await handlers.ask(db, [event])
    await put_figures(db, Policy, price_change_signers={"general manager": Decimal(0)})
    (answer,) = await handlers.sign(db, [Sign(event.purchase_id, 1, True, "zhao.min", FINANCE)])
    assert isinstance(answer, Answer)
    assert bool(answer.events) is approved, "by the figures of the day on which it was asked"
