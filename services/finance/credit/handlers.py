"""Orders reviewed, customers held and let go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import partial

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Handler, Nothing, NotReady, Reading, Timer
from chassis.refusal import Refusal
from contracts.event import Event
from contracts.finance import CreditHeld, CreditJudged, CreditReleased, CreditReviewed
from contracts.sales import (
    CustomerChanged,
    OrderChanged,
    OrderClarified,
    OrderReceived,
    ReviewRequested,
    TrialRequested,
)
from services.finance.account import store as accounts
from services.finance.account import work
from services.finance.account.rules.account import Account, Turn
from services.finance.credit import rules
from services.finance.credit.view import judged
from services.finance.customer import rules as customer_rules
from services.finance.customer import store as customers
from services.finance.customer import work as customer_work
from services.finance.policy import Policy
from services.finance.rates import store as rates

HeldOrReleased = tuple[CreditHeld | CreditReleased, ...]


async def learn(db: Db, changed: Sequence[CustomerChanged]) -> list[Nothing]:
    await customers.learn(db, changed)
    return [() for _ in changed]


async def review(db: Db, orders: Sequence[rules.Draft]) -> list[tuple[CreditReviewed, ...] | NotReady]:
    """Take in each order, and say of each complete version whether the customer's credit carries it."""
    names, policy = [order.content.customer for order in orders], await holding(db, Policy)
    locked = await customers.load(db, names, clock.today(), policy)
    found = await accounts.carried(db, [order.order_id for order in orders], names)
    carried = {name: amounts for name, (_, amounts) in zip(names, found, strict=True)}
    values = await rates.values(db, clock.today()) if policy.credit_review == "automatic" else None

    def fold(account: Account, order: rules.Draft, today: date) -> Turn[CreditReviewed] | NotReady:
        name, taken = order.content.customer, rules.take_in(account, order)
        if taken is not account and taken.review and name not in locked:
            return NotReady(of=(CustomerChanged,), key=name)
        turn, carried[name] = rules.enter(account, taken, locked.get(name), carried[name], today, values)
        return turn

    return await work.handle(db, orders, fold, accounts=[account for account, _ in found])


async def review_changes(db: Db, asked: Sequence[ReviewRequested]) -> list[tuple[CreditReviewed, ...] | NotReady]:
    """Say of each changed order whether the customer's credit carries it, once it was agreed to (SAL-9)."""
    names, policy = [one.content.customer for one in asked], await holding(db, Policy)
    known = await customers.look(db, names, clock.today(), policy)
    carried = dict(zip(names, await accounts.exposures(db, names), strict=True))
    values = await rates.values(db, clock.today()) if policy.credit_review == "automatic" else None

    def fold(account: Account, one: ReviewRequested, today: date) -> Turn[CreditReviewed] | NotReady:
        name = one.content.customer
        if not account.ended and account.version < one.order_version:
            return NotReady(of=(OrderChanged,), key=str(one.order_id))
        if account.ended or account.version > one.order_version or name not in known:
            return Turn(account)
        return rules.review_change(account, known[name], carried[name], today, values)

    return await work.handle(db, asked, fold)


async def judge_trials(db: Db, trials: Sequence[TrialRequested]) -> list[CreditJudged | NotReady]:
    """What a review would say now; nothing is taken in, and no customer's credit is locked."""
    names, policy = [trial.content.customer for trial in trials], await holding(db, Policy)
    known, carried = await customers.look(db, names, clock.today(), policy), await accounts.exposures(db, names)
    values = await rates.values(db, clock.today()) if policy.credit_review == "automatic" else None
    return [
        rules.judge_trial(trial, known[name], amounts, clock.today(), values)
        if name in known
        else NotReady(of=(CustomerChanged,), key=name)
        for trial, name, amounts in zip(trials, names, carried, strict=True)
    ]


async def judge(db: Db, reviews: Sequence[rules.Review]) -> list[Answer[CreditReviewed] | Refusal]:
    """A person's verdict takes the place of the limit's."""
    return await work.command(db, reviews, rules.judge, lambda account, _: judged(account))


async def hold(db: Db, holds: Sequence[rules.Hold]) -> list[Answer[CreditHeld] | Refusal]:
    return await customer_work.command(db, holds, lambda credit, asked, _: customer_rules.hold(credit, asked.reason))


async def release(db: Db, releases: Sequence[rules.Release]) -> list[Answer[CreditReleased] | Refusal]:
    return await customer_work.command(db, releases, lambda credit, _, today: customer_rules.release(credit, today))


async def find_by_overdue(db: Reading, now: datetime) -> list[tuple[str, str]]:
    """Customers whose automatic hold is to begin or to end; none when holds are by hand."""
    policy = await holding(db, Policy)
    if policy.overdue_hold == "by_hand":
        return []
    found = await customers.by_overdue(db, clock.local_date(now), policy)
    return [(customer, customer) for customer in found]


async def hold_by_overdue(db: Db, names: Sequence[str]) -> list[HeldOrReleased]:
    """Hold or release by what is overdue, looked at again under the lock."""
    policy = await holding(db, Policy)
    return await customer_work.handle(
        db, names, names, lambda credit, _: customer_rules.by_overdue(credit, policy.hold_after_days), policy
    )


async def find_fitting(db: Reading, _now: datetime) -> list[tuple[str, str]]:
    """Customers held for what was beyond their limit and is no longer."""
    held = await customers.beyond(db)
    if not held:
        return []
    carried = await accounts.exposures(db, [customer for customer, _, _ in held])
    values = await rates.values(db, clock.today())
    return [
        (customer, customer)
        for (customer, currency, limit), amounts in zip(held, carried, strict=True)
        if customer_rules.fits(amounts, limit, currency, values)
    ]


async def release_fitting(db: Db, names: Sequence[str]) -> list[HeldOrReleased]:
    """Release them, looked at again under the lock."""
    policy = await holding(db, Policy)
    days = policy.hold_after_days if policy.overdue_hold == "automatic" else None
    values = await rates.values(db, clock.today())
    return await customer_work.handle(
        db,
        names,
        partial(accounts.exposures, db, names),
        lambda credit, carried: customer_rules.release_fitting(credit, carried, values, days),
        policy,
    )


HANDLES: Mapping[type[Event], Handler] = {
    CustomerChanged: learn,
    OrderReceived: review,
    OrderClarified: review,
    ReviewRequested: review_changes,
    TrialRequested: judge_trials,
}
TIMERS = (
    Timer("credit", find_by_overdue, hold_by_overdue, pace="day"),
    Timer("limit", find_fitting, release_fitting, pace="work"),
)
