"""Notify's commands at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import clock
from tests.desk.clerk import Clerk
from tests.desk.planted import TEXT
from tests.integration.order import Order
from tests.integration.trade import STAFF
from world.client import Body


async def plan_exception(clerk: Clerk) -> None:
    order, case = await _raised(clerk)
    after = await _about(clerk, order, case, {"plan": TEXT})
    assert (after["state"], after["plan"]) == ("planned", TEXT), "instead of the usual plan"


async def approve_exception(clerk: Clerk) -> None:
    order, case = await _raised(clerk)
    await _step(clerk, case, "plan", {"plan": "call the supplier"})
    assert (await _about(clerk, order, case, role=case["approval_role"]))["state"] == "approved"


async def resolve_exception(clerk: Clerk) -> None:
    order, case = await _raised(clerk)
    await _step(clerk, case, "plan", {"plan": "call the supplier"})
    await _step(clerk, case, "approve", {}, case["approval_role"])
    after = await _about(clerk, order, case)
    assert (after["state"], after["root_cause"]) == ("done", TEXT)


async def replan_order(clerk: Clerk) -> None:
    order, day = await _planned(clerk)
    await clerk.give_about(order, {"milestone": "closed", "planned": day})
    assert await _closed_on(clerk, order) == day


async def enter_milestone(clerk: Clerk) -> None:
    order, _ = await _planned(clerk)
    await clerk.give_about(order, {"milestone": "supplied", "came": clock.today().isoformat()})
    answer = await clerk.trade.company.api.acting_as("li.na", *STAFF).get("notify", f"/orders/{order.id}/plan")
    (entered,) = answer.body["entered"]
    assert (entered["milestone"], entered["reason"]) == ("supplied", TEXT)


async def replan_orders(clerk: Clerk) -> None:
    order, day = await _planned(clerk)
    came = {"came.0.order": order.number, "came.0.milestone": "supplied", "came.0.came": clock.today().isoformat()}
    planned = {"changes.0.order": order.number, "changes.0.milestone": "closed", "changes.0.planned": day}
    await clerk.open({**planned, **came})
    assert await _closed_on(clerk, order) == day


async def put_person(clerk: Clerk) -> None:
    about = {"person": "wang.wei", "department": "warehouse", "active": "true"}
    await clerk.open({**about, "roles.0": "storekeeper"})
    people = await clerk.trade.company.api.acting_as("admin", "administrator").listed("notify", "/people")
    assert (TEXT, ["storekeeper"]) in [(one["name"], one["roles"]) for one in people]


async def _planned(clerk: Clerk) -> tuple[Order, str]:
    """An order with a promised date, and a day for its end that nobody planned."""
    order = await clerk.trade.order({await clerk.trade.keep(9): 4})
    await order.until("dispatched")
    return order, (clock.today() + timedelta(days=300)).isoformat()


async def _closed_on(clerk: Clerk, order: Order) -> str:
    answer = await clerk.trade.company.api.acting_as("li.na", *STAFF).get("notify", f"/orders/{order.id}/plan")
    (last,) = [step for step in answer.body["milestones"] if step["milestone"] == "closed"]
    return str(last["planned"])


async def _raised(clerk: Clerk) -> tuple[Order, Any]:
    """A supplier tells that he is late by months, so that his order is forecast to be."""
    order = await clerk.trade.order({await clerk.trade.keep(0): 4})
    await order.until("short")
    purchase = await order.confirm_purchase()
    late = {"promised_on": (clock.today() + timedelta(days=200)).isoformat(), "reason": "no motors"}
    await clerk.trade.do("purchasing", f"/purchases/{purchase}/delay", late)
    return order, await order.case()


async def _case(clerk: Clerk, order: Order) -> Any:
    (case,) = await clerk.trade.items("notify", "/exceptions", order=order.id)
    return case


async def _about(clerk: Clerk, order: Order, case: Any, typed: dict[str, str] | None = None, role: str = "") -> Any:
    """The exception afterwards."""
    await clerk.give_about(order, typed, role=role, exception_id=case["exception_id"])
    return await _case(clerk, order)


async def _step(clerk: Clerk, case: Any, step: str, body: Body, role: str = "merchandiser") -> None:
    path = f"/exceptions/{case['exception_id']}/{step}"
    answer = await clerk.trade.ask("post", "notify", path, body, (role,), f"the {role}")
    assert answer.ok, answer
