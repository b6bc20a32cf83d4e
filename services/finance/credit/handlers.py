"""Orders reviewed, customers held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from chassis import clock
from chassis.handling import Answer, Db, Handler, NotReady, Timer
from chassis.refusal import NotFound, Refusal
from contracts.event import Event
from contracts.finance import CreditHeld, CreditReleased, CreditReviewed
from contracts.sales import CustomerChanged, OrderClarified, OrderReceived
from services.finance.accounts import store as accounts
from services.finance.accounts.rules import Account, Turn
from services.finance.credit import rules, store
from services.finance.exposure import store as exposure
from services.finance.exposure.rules import Values
from services.finance.policy import policy

Reviewed = tuple[CreditReviewed, ...] | NotReady


async def learn(db: Db, customers: Sequence[CustomerChanged]) -> list[tuple[()]]:
    await store.learn(db, customers)
    return [() for _ in customers]


async def review(db: Db, orders: Sequence[OrderReceived | OrderClarified]) -> list[Reviewed]:
    """Take in each order, and say of each complete version whether the customer's credit carries it."""
    today, names = clock.today(), [order.content.customer for order in orders]
    standings = await store.lock(db, names, today, policy().hold_after_days)
    loaded = await exposure.carried(db, [order.order_id for order in orders], names)
    carried = {name: amounts for name, (_, amounts) in zip(names, loaded, strict=True)}
    outcomes, before, turns = list[Reviewed](), list[Account](), list[Turn[CreditReviewed]]()
    for order, (account, _) in zip(orders, loaded, strict=True):
        name = order.content.customer
        taken = rules.take_in(account, order)
        if taken is not account and taken.review and name not in standings:
            outcomes.append(NotReady(of=(CustomerChanged,), key=name))
            continue
        turn, carried[name] = rules.enter(account, taken, standings.get(name), carried[name], today, _values())
        outcomes.append(turn.events)
        before.append(account)
        turns.append(turn)
    await accounts.save(db, before, turns, today)
    return outcomes


def _values() -> Values | None:
    return policy().currency_values if policy().credit_review == "automatic" else None


async def judge(db: Db, reviews: Sequence[rules.Review]) -> list[Answer | Refusal]:
    """A person's verdict takes the place of the limit's."""
    today = clock.today()
    before = await accounts.load(db, [review.order_id for review in reviews])
    judged = [rules.judge(account, review, today) for account, review in zip(before, reviews, strict=True)]
    done = [(old, turn) for old, turn in zip(before, judged, strict=True) if isinstance(turn, Turn)]
    await accounts.save(db, [old for old, _ in done], [turn for _, turn in done], today)
    return [turn if isinstance(turn, Refusal) else Answer(rules.judged(turn.account), turn.events) for turn in judged]


async def hold(db: Db, holds: Sequence[rules.Hold]) -> list[Answer | Refusal]:
    standings = await _locked(db, [asked.customer for asked in holds])
    return await _standings(
        db, [(asked.customer, _held(standings.get(asked.customer), asked.reason)) for asked in holds]
    )


async def release(db: Db, releases: Sequence[rules.Release]) -> list[Answer | Refusal]:
    standings, today = await _locked(db, [asked.customer for asked in releases]), clock.today()
    return await _standings(
        db, [(asked.customer, _released(standings.get(asked.customer), today)) for asked in releases]
    )


Changed = tuple[rules.Credit, CreditHeld | CreditReleased] | Refusal | None


def _held(credit: rules.Credit | None, reason: str) -> Changed:
    return rules.hold(credit, "by_hand", reason) if credit else None


def _released(credit: rules.Credit | None, today: date) -> Changed:
    return rules.release(credit, today) if credit else None


async def _locked(db: Db, customers: Sequence[str]) -> Mapping[str, rules.Credit]:
    return await store.lock(db, customers, clock.today(), policy().hold_after_days)


async def _standings(db: Db, outcomes: Sequence[tuple[str, Changed]]) -> list[Answer | Refusal]:
    await store.save(db, [changed[0] for _, changed in outcomes if isinstance(changed, tuple)])
    answers: list[Answer | Refusal] = []
    for customer, changed in outcomes:
        match changed:
            case None:
                answers.append(NotFound(what="customer", id=customer))
            case Refusal():
                answers.append(changed)
            case (credit, event):
                answers.append(Answer(rules.standing(credit), (event,)))
    return answers


async def find_restless(db: Db, now: datetime) -> list[tuple[str, str]]:
    """Customers whose automatic hold is to begin or to end; none when holds are by hand."""
    if policy().overdue_hold == "by_hand":
        return []
    found = await store.restless(db, clock.local_date(now), policy().hold_after_days)
    return [(customer, customer) for customer in found]


async def hold_by_overdue(db: Db, customers: Sequence[str]) -> list[CreditHeld | CreditReleased | tuple[()]]:
    """Hold or release by what is overdue, looked at again under the lock."""
    standings = await _locked(db, customers)
    changed = {
        customer: change
        for customer in customers
        if customer in standings and (change := rules.by_overdue(standings[customer], policy().hold_after_days))
    }
    await store.save(db, [credit for credit, _ in changed.values()])
    return [changed[customer][1] if customer in changed else () for customer in customers]


HANDLES: Mapping[type[Event], Handler] = {CustomerChanged: learn, OrderReceived: review, OrderClarified: review}
TIMERS = (Timer("credit", find_restless, hold_by_overdue),)
