"""People of a story, each in his own roles; and who has nothing but a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.integration.trade import Trade
from world.client import Body


@dataclass(frozen=True)
class Person:
    """Somebody at his desk, or a customer with his own account: what he does, is refused and reads."""

    trade: Trade
    code: str
    roles: tuple[str, ...]

    async def does(self, department: str, path: str, body: Body | None = None) -> Any:
        answer = await self.trade.ask("post", department, path, body or {}, self.roles, self.code)
        assert answer.ok, (self.code, path, answer)
        return answer.body

    async def puts(self, department: str, path: str, body: Body) -> Any:
        answer = await self.trade.ask("put", department, path, body, self.roles, self.code)
        assert answer.ok, (self.code, path, answer)
        return answer.body

    async def is_refused(self, department: str, path: str, body: Body | None = None) -> str:
        """The problem's code."""
        answer = await self.trade.ask("post", department, path, body or {}, self.roles, self.code)
        assert 400 <= answer.status < 500, (self.code, path, answer)
        return answer.problem

    async def reads(self, department: str, path: str, **query: str) -> Any:
        answer = await self.trade.company.api.acting_as(self.code, *self.roles).get(department, path, **query)
        assert answer.ok, (self.code, path, answer)
        return answer.body

    async def lists(self, department: str, path: str, **query: str) -> list[dict[str, Any]]:
        return await self.trade.company.api.acting_as(self.code, *self.roles).listed(department, path, **query)


@dataclass(frozen=True)
class People:
    """Who takes part in the story of a customer: he, and the people of the six departments."""

    customer: Person
    merchandiser: Person
    sales_manager: Person
    legal: Person
    buyer: Person
    storekeeper: Person
    quality_manager: Person
    front_desk: Person
    after_sales: Person
    bank: Person


def people_around(customer: str, trade: Trade) -> People:
    """Everybody has one role, so that nobody does another's work."""

    def person(code: str, role: str) -> Person:
        return Person(trade, code, (role,))

    return People(
        customer=person(customer, "customer"),
        merchandiser=person("wang.fang", "merchandiser"),
        sales_manager=person("zhao.min", "sales manager"),
        legal=person("lu.ping", "legal"),
        buyer=person("chen.jie", "buyer"),
        storekeeper=person("liu.yang", "storekeeper"),
        quality_manager=person("gao.feng", "quality manager"),
        front_desk=person("pan.yi", "customer service"),
        after_sales=person("sun.hao", "customer service"),
        bank=person("bank", "bank"),
    )


async def reply_by_link(trade: Trade, link: Mapping[str, Any], form: Mapping[str, str]) -> str:
    """He opens the page of his link, without an account, fills it in and sends it; the page as it was before that."""
    page = f"http://127.0.0.1:{trade.company.settings['sales'].port}{link['reply_path']}"
    shown = await trade.company.http.get(page)
    assert shown.status_code == 200, shown.text
    sent = await trade.company.http.post(page, data=form)
    assert sent.status_code == 303, sent.text
    return shown.text
