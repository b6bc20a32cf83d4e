"""Customers: they inquire, order, answer questions, accept what comes, and now and then change their minds."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from world.arrival import Arrival
from world.chance import Chance
from world.client import BATCH_ROWS_MAX, Somebody
from world.clock import day_of
from world.habits import Habits
from world.inquiries import Inquiries
from world.minds import Minds

ANSWERS_NEVER = 0.05
ANSWER_DAYS = (0, 2)
ACCEPTS_LATE = 0.05
ACCEPT_DAYS, ACCEPT_LATE_DAYS = (0, 4), (10, 14)
log = logging.getLogger(__name__)


class Customers:
    """All customers; ``desk`` writes down for sales what they say."""

    def __init__(self, desk: Somebody, chance: Chance, schedule: Iterable[Arrival]) -> None:
        self._desk, self._chance = desk, chance
        self._coming = sorted(schedule, key=lambda arrival: arrival.on)
        self._habits = Habits.of(self._coming)
        self._minds, self._inquiries = Minds(desk, chance), Inquiries(desk, chance)

    async def act(self, today: date) -> None:
        await self._inquiries.act(self._coming[:BATCH_ROWS_MAX], today)
        await self._order(today)
        await self._answer(today)
        await self._accept(today)
        await self._minds.act(today)

    async def _order(self, today: date) -> None:
        due = {
            arrival.key: order
            for arrival in self._coming[:BATCH_ROWS_MAX]
            if arrival.on <= today and (order := self._inquiries.order(arrival, today))
        }
        answers = await self._desk.batch("sales", "/orders/batch", [(order.key, order.body) for order in due.values()])
        for order, answer in zip(list(due.values()), answers, strict=True):
            if answer.worth_another_try:
                del due[order.key]
            elif answer.ok:
                self._minds.consider(answer.body, order.on)
            else:
                log.warning("sales refused %s: %s", order.key, answer.body)
        self._coming = [arrival for arrival in self._coming if arrival.key not in due]

    async def _answer(self, today: date) -> None:
        for order in await self._desk.listed("sales", "/orders", state="incomplete"):
            po = order["customer_po"]
            on = day_of(order["received_on"]) + timedelta(days=self._chance.between(*ANSWER_DAYS, "answer", po))
            told = self._habits.answer(order, today)
            if told and today >= on and not self._chance.happens(ANSWERS_NEVER, "no answer", po):
                key = f"answer:{order['number']}:{order['version']}"
                await self._desk.post("sales", f"/orders/{order['order_id']}/clarify", told, key=key)

    async def _accept(self, today: date) -> None:
        waiting = await self._desk.listed("sales", "/shipments", state="delivered")
        items = [
            (f"accept:{one['shipment_id']}", {"order_id": one["order_id"], "shipment_id": one["shipment_id"]})
            for one in waiting
            if today >= self._acceptance(one)
        ]
        await self._desk.batch("sales", "/acceptances/batch", items)

    def _acceptance(self, shipment: dict[str, Any]) -> date:
        about = (shipment["number"], shipment["slip_number"])
        late = self._chance.happens(ACCEPTS_LATE, "accepts late", *about)
        days = self._chance.between(*(ACCEPT_LATE_DAYS if late else ACCEPT_DAYS), "accepts", *about)
        return day_of(shipment["delivered_at"]) + timedelta(days=days)
