"""The one road of a plan: it is reckoned when somebody looks; only what people planned anew or entered is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Never, Protocol, TypeVar
from uuid import UUID

from chassis import clock
from chassis.figures import holding
from chassis.handling import Answer, Db, Reading
from chassis.refusal import Refusal
from services.notify.plan import store
from services.notify.plan.rules.entered import Entered
from services.notify.plan.rules.known import Known
from services.notify.plan.rules.plan import Figures, Plan, plan_of
from services.notify.plan.rules.replanned import Replanned
from services.notify.plan.rules.workdays import workdays_of
from services.notify.plan.view import plans_shown
from services.notify.policy import Policy, calendar


class AboutOrder(Protocol):
    """A part of a command, about one order by its number or id."""

    @property
    def order(self) -> str: ...


class AboutPlans(Protocol):
    """A command about the plans of orders."""

    @property
    def parts(self) -> Sequence[AboutOrder]: ...


C = TypeVar("C", bound=AboutPlans)
Kept = Replanned | Entered
Do = Callable[[Mapping[str, Known], C, Figures], list[Kept] | Refusal]


async def plans_of(db: Reading, orders: Sequence[UUID]) -> dict[UUID, Plan]:
    """By order, as they stand today."""
    return reckoned(await store.load(db, orders), await figures_of(db))


def reckoned(orders: Mapping[UUID, Known], figures: Figures) -> dict[UUID, Plan]:
    return {order_id: plan_of(known, figures) for order_id, known in orders.items()}


async def figures_of(db: Reading) -> Figures:
    """The company's figures and calendar of today."""
    policy = await holding(db, Policy)
    return Figures(policy.plan_days, workdays_of(calendar(policy)), clock.today())


async def named(db: Reading, names: Sequence[str]) -> dict[str, Known]:
    """What is known of orders, by their numbers or ids."""
    ids = await store.ids_of(db, names)
    known = await store.load(db, list(ids.values()))
    return {name: known[order_id] for name, order_id in ids.items() if order_id in known}


async def command(db: Db, commands: Sequence[C], do: Do[C]) -> list[Answer[Never] | Refusal]:
    """What each command makes of the plans of its orders; a refusal changes nothing."""
    figures = await figures_of(db)
    orders = await named(db, [part.order for asked in commands for part in asked.parts])
    done = [do(orders, asked, figures) for asked in commands]
    await store.save(db, [one for kept in done if not isinstance(kept, Refusal) for one in kept])
    return [kept if isinstance(kept, Refusal) else _answer(orders, kept, figures) for kept in done]


def _answer(orders: Mapping[str, Known], kept: Sequence[Kept], figures: Figures) -> Answer[Never]:
    by_id = {known.order_id: known for known in orders.values()}
    for one in kept:
        by_id[one.order_id] = by_id[one.order_id].and_so(one)
    changed = dict.fromkeys(one.order_id for one in kept)
    return Answer(plans_shown([plan_of(by_id[order_id], figures) for order_id in changed]))
