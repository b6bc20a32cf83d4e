"""Staff: people who sign, decide what the rules leave open, and take goods back."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from world.cast import Cast
from world.chance import Chance
from world.client import Body
from world.clock import day_of

Order = dict[str, Any]
APPROVES, OVERRULES_CREDIT, WAIVES_RETURN = 0.92, 0.5, 0.25
TAKES_RISK = 0.9
DOES_WITHOUT = 0.3
"""Of what is discontinued: the other customers wait, should it be found after all."""
GIVES_UP_ASKING_DAYS = 10
RETURN_DAYS = (5, 15)


class Staff:
    """The company's people where it takes a person."""

    def __init__(self, cast: Cast, chance: Chance) -> None:
        self._cast, self._chance = cast, chance
        self._reader, self._keeper = cast.somebody("management"), cast.somebody("storekeeper")

    async def act(self, today: date) -> None:
        await self._sign_prices()
        await self._decide()
        await self._sign_risks()
        await self._let_go_on()
        await self._do_without()
        await self._stop_asking(today)
        await self._take_back(today)

    async def _sign_prices(self) -> None:
        """The finance manager, then the general manager (PUR-3)."""
        changes = await self._reader.listed("finance", "/price-changes", state="awaited")
        await asyncio.gather(*(self._sign(change) for change in changes))

    async def _sign(self, change: dict[str, Any]) -> None:
        request, step = change["request"], change["next_step"]
        approves = self._chance.happens(APPROVES, "approves", change["supplier"], change["item"], request, step)
        path, key = f"/price-changes/{change['purchase_id']}", f"sign:{change['purchase_id']}:{request}:{step}"
        body = {"request": request, "approve": approves}
        await self._cast.somebody(step).post("finance", f"{path}/sign", body, key=key)

    async def _decide(self) -> None:
        """An order that is not feasible: let go beyond the credit limit, reduced to what can be had, or rejected."""
        for order in await self._reader.listed("sales", "/orders", state="infeasible"):
            against = {name for name, review in order["reviews"].items() if review["verdict"] == "no"}
            left = without(order["content"]["lines"], _never(order))
            if _never(order) and not self._does_without(order):
                continue
            if against == {"finance"} and self._chance.happens(OVERRULES_CREDIT, "credit", order["customer_po"]):
                await self._overrule(order)
            elif against <= {"purchasing", "warehouse"} and left and _never(order):
                await self._say(order, "clarify", {"lines": left})
            else:
                reason = {"code": "not_feasible", "text": f"no from {', '.join(sorted(against))}"}
                await self._say(order, "reject", {"reasons": [reason]})

    async def _sign_risks(self) -> None:
        """A manager takes a high risk, or the order is rejected (SAL-6)."""
        for order in await self._reader.listed("sales", "/orders", state="reviewed"):
            risk = order["risk"]
            if not risk or not risk["signer"] or risk["signature"]:
                continue
            if self._chance.happens(TAKES_RISK, "takes risk", order["customer_po"]):
                levels = "".join(f"{one['likelihood']}{one['impact']}" for one in risk["factors"])
                path, key = f"/orders/{order['order_id']}/sign-risk", f"risk:{order['number']}:{levels}"
                await self._cast.somebody(risk["signer"]).post("sales", path, {}, key=key)
            else:
                reason = {"code": "too_risky", "text": f"{risk['grade']} risk"}
                await self._say(order, "reject", {"reasons": [reason]})

    async def _overrule(self, order: Order) -> None:
        """The finance manager lets the customer order beyond his limit; sales confirms by itself (FIN-7)."""
        path, key = f"/orders/{order['order_id']}/credit-review", f"overrule:{order['number']}:{order['version']}"
        body = {"verdict": "yes", "reason": "known customer"}
        await self._cast.somebody("finance manager").post("finance", path, body, key=key)

    async def _let_go_on(self) -> None:
        """A good customer who raised an order beyond his limit gets it all the same (FIN-4, FIN-7)."""
        manager = self._cast.somebody("finance manager")
        for customer in await self._reader.listed("finance", "/customers", held="true"):
            if customer["hold_kind"] == "beyond":
                name = customer["customer"]
                await manager.post(
                    "finance", f"/customers/{name}/release", {}, key=f"release:{name}:{customer['hold_version']}"
                )

    async def _do_without(self) -> None:
        """A confirmed order that lacks what nobody sells gets the rest, or is cancelled; or it waits (PUR-7)."""
        lacking: dict[str, dict[str, Decimal]] = defaultdict(dict)
        gone: set[str] = set()
        for need in await self._cast.somebody("buyer").listed("purchasing", "/needs"):
            lacking[need["order_id"]][need["item"]] = Decimal(need["quantity"])
            if need["reason"] == "discontinued":
                gone.add(need["order_id"])
        for order_id, items in lacking.items():
            answer = await self._reader.get("sales", f"/orders/{order_id}")
            if not answer.ok or answer.body["stage"] != "short":
                continue
            if order_id not in gone or self._does_without(answer.body):
                await self._reduce(answer.body, items)

    def _does_without(self, order: Order) -> bool:
        return self._chance.happens(DOES_WITHOUT, "does without", order["customer_po"])

    async def _reduce(self, order: Order, items: Mapping[str, Decimal]) -> None:
        left = without(order["content"]["lines"], items)
        about = {"reason": "nobody can deliver the rest", "expected_version": order["version"]}
        await (self._say(order, "change", about | {"lines": left}) if left else self._say(order, "cancel", about))

    async def _stop_asking(self, today: date) -> None:
        for order in await self._reader.listed("sales", "/orders", state="incomplete"):
            if today > day_of(order["received_on"]) + timedelta(days=GIVES_UP_ASKING_DAYS):
                reason = {"code": "no_answer", "text": "the customer did not answer"}
                await self._say(order, "reject", {"reasons": [reason]})

    async def _take_back(self, today: date) -> None:
        for order in await self._reader.listed("sales", "/orders", state="cancelled"):
            for shipment in order["shipments"]:
                if shipment["state"] == "asked_back" and shipment["delivered_at"]:
                    await self._return(order, shipment, today)

    async def _return(self, order: Order, shipment: dict[str, Any], today: date) -> None:
        about = (order["customer_po"], shipment["slip_number"])
        days = self._chance.between(*RETURN_DAYS, "return", *about)
        if today < day_of(shipment["delivered_at"]) + timedelta(days=days):
            return
        if self._chance.happens(WAIVES_RETURN, "waives", *about):
            await self._say(order, f"shipments/{shipment['shipment_id']}/waive-return", {})
            return
        body = {
            "order_id": order["order_id"],
            "shipment_id": shipment["shipment_id"],
            "lines": [{"line": line["line"], "quantity": line["quantity"]} for line in shipment["lines"]],
            "inspection": f"QC-{shipment['slip_number']}",
        }
        await self._keeper.post("warehouse", "/returns", body, key=f"return:{shipment['shipment_id']}")

    async def _say(self, order: Order, what: str, body: Body) -> None:
        """A merchandiser's word about his order; about one version of it he says a thing once."""
        merchandiser = self._cast.merchandiser(order["merchandiser"])
        key = f"{what}:{order['number']}:{order['version']}"
        await merchandiser.post("sales", f"/orders/{order['order_id']}/{what}", body, key=key)


def without(lines: list[dict[str, Any]], items: Mapping[str, Decimal]) -> list[dict[str, Any]]:
    """The lines less so much of each item, from the last line up; a line of nothing is left out."""
    rest, kept = dict(items), []
    for line in reversed(lines):
        quantity = Decimal(line["quantity"])
        off = min(quantity, rest.get(line["item"], Decimal(0)))
        rest[line["item"]] = rest.get(line["item"], Decimal(0)) - off
        kept += [line | {"quantity": str(quantity - off)}] if quantity > off else []
    return kept[::-1]


def _never(order: Order) -> dict[str, Decimal]:
    """What the order lacks of the items that nobody sells."""
    impossible = order["reviews"]["purchasing"]["impossible"]
    return {
        lack["item"]: Decimal(lack["quantity"])
        for lack in order["reviews"]["warehouse"]["lacks"]
        if lack["item"] in impossible
    }
