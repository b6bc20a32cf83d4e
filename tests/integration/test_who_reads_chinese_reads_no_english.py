"""Whatever a department answers to who asks in Chinese holds no English sentence: what is told, refused and shown."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from contracts.catalogue import DEPARTMENTS
from services.notify.desk.session import COOKIE
from tests.integration.bodies import CUSTOMER_MASTER, lines
from tests.integration.company import Company
from tests.integration.order import Order
from tests.integration.trade import STAFF, Trade
from tests.needs import needs

pytestmark = needs("ALL-5")

ROLES = (*STAFF, "general manager", "finance manager", "management", "administrator", "purchasing manager")
ENGLISH = re.compile(r"\b[A-Za-z]?[a-z']+[,;:]?( [a-z']{2,}[,;:]?){2,}")
"""Three words in a row; names and codes have fewer."""
FOR_PROGRAMS = frozenset(
    {
        "name",
        "person",
        "examples",
        "route",
        "topics",
        "hears",
        "condition",
        "blocked",
        "hold_kind",
        "what",
        "enum",
        "remedy",
        "note",
        "signed_for",
        "en",
        "state",
        "draft",
    }
)
"""What others call a thing or themselves, wrote down by hand, codes, what who reads English is asked, and letters
begun in their reader's language."""
OF_ANYBODY = ("/ops/parked", "/ops/stuck", "/api/v1/letters-of-credit", "/api/v1/orders")
"""What lies there quotes what others sent, or wrote."""
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)
PLACES = re.compile(r"\{(\w+)(:path)?\}")
ABOUT = ("/api/v1/orders/{}", "/api/v1/actions?order={}", "/ops/orders/{}")
PAGES = ("/", "/list?state=all", "/exceptions", "/me", *(f"/queue/{each}" for each in DEPARTMENTS))


class Reader:
    """Somebody with every role, who reads Chinese."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.token = company.tokens.token("li.na", ROLES)

    async def __call__(self, department: str, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        headers = {"authorization": f"Bearer {self.token}", "accept-language": "zh-CN", "idempotency-key": str(uuid4())}
        url = f"http://127.0.0.1:{self.company.settings[department].port}{path}"
        answer = await self.company.http.request(method, url, headers=headers, json=body)
        return answer.status_code, answer.json()

    async def page(self, path: str) -> str:
        """What stands on a page of the desk."""
        cookies = f"{COOKIE}={self.token}; gendan_language=zh"
        url = f"http://127.0.0.1:{self.company.settings['notify'].port}/desk{path}"
        answer = await self.company.http.get(url, headers={"cookie": cookies}, follow_redirects=True)
        assert answer.status_code == 200, path
        return html.unescape(TAGS.sub("\n", answer.text))

    async def routes(self, department: str) -> list[tuple[str, str]]:
        _, told = await self(department, "GET", "/openapi.json")
        paths = {path: methods for path, methods in told["paths"].items() if path.startswith(("/api/", "/ops/"))}
        return [(method.upper(), path) for path, methods in paths.items() for method in methods]


@pytest.fixture
def reader(company: Company) -> Reader:
    return Reader(company)


def english_in(told: Any, at: str = "") -> Iterator[str]:
    if isinstance(told, Mapping):
        for name, value in told.items():
            if name not in FOR_PROGRAMS:
                yield from english_in(value, f"{at}.{name}")
    elif isinstance(told, list):
        for value in told:
            yield from english_in(value, at)
    elif isinstance(told, str) and ENGLISH.search(told):
        yield f"{at}: {told}"


@pytest.fixture
async def held(trade: Trade) -> Order:
    """It was raised beyond what its customer's limit carries."""
    await trade.put("sales", "/customers/HELD", CUSTOMER_MASTER | {"credit_limit": "150"})
    item = await trade.keep(6)
    order = await trade.order({item: 10}, customer="HELD")
    await order.until("short")
    await order.do("change", {"lines": lines({item: 20}), "reason": "追加"})
    await order.until("short")
    return order


@pytest.fixture
async def late(trade: Trade) -> Order:
    """Its supplier is late."""
    order = await trade.order({await trade.keep(6): 10})
    await order.until("short")
    (purchase,) = await order.purchases("ordered")
    path = f"/purchases/{purchase['purchase_id']}"
    await trade.do("purchasing", f"{path}/confirm", {"promised_on": str(clock.today() + timedelta(days=7))})
    delayed = {"promised_on": str(clock.today() + timedelta(days=70)), "reason": "停电"}
    await trade.do("purchasing", f"{path}/delay", delayed)
    await order.rest()
    return order


@pytest.fixture
async def infeasible(trade: Trade) -> Order:
    order = await trade.order({await trade.keep(1, suppliers=()): 10})
    await order.until("infeasible")
    return order


@pytest.fixture
async def incomplete(trade: Trade) -> Order:
    """It waits for the customer's answers."""
    order = await trade.order({await trade.keep(10): 1}, wanted=None, deliver_to=None)
    await order.until("incomplete")
    return order


async def test_all_that_is_told_of_orders_is_told_in_chinese(
    reader: Reader, late: Order, held: Order, infeasible: Order, incomplete: Order
) -> None:
    _, customer = await reader("finance", "GET", "/api/v1/customers/HELD")
    assert customer["hold_reason"].startswith(f"订单 {held.number} 改为 ")
    paths = [path.format(order.id) for order in (late, held, infeasible, incomplete) for path in ABOUT]
    asked = [(each, path) for each in DEPARTMENTS for path in paths]
    found = [f"{each} {path} {one}" for each, path in asked for one in english_in((await reader(each, "GET", path))[1])]
    assert not found, "\n".join(sorted(set(found)))


@pytest.mark.usefixtures("late", "infeasible", "incomplete")
async def test_all_that_is_listed_is_told_in_chinese(reader: Reader) -> None:
    found = list[str]()
    for each in DEPARTMENTS:
        for method, path in await reader.routes(each):
            if method == "GET" and not PLACES.search(path) and path not in OF_ANYBODY:
                found += [f"{each} {path} {one}" for one in english_in((await reader(each, method, path))[1])]
    assert not found, "\n".join(sorted(set(found)))


async def test_whatever_is_refused_is_refused_in_chinese(reader: Reader) -> None:
    found = list[str]()
    for each in DEPARTMENTS:
        for method, path in await reader.routes(each):
            for stranger in (str(uuid4()), "NONE-1"):
                status, told = await reader(each, method, PLACES.sub(stranger, path), None if method == "GET" else {})
                if status >= 400:
                    found += [f"{each} {method} {path} {one}" for one in english_in(told)]
    assert not found, "\n".join(sorted(set(found)))


async def test_each_page_of_the_desk_is_in_chinese(reader: Reader, late: Order) -> None:
    cases = (await reader("notify", "GET", "/api/v1/exceptions"))[1]["items"]
    exceptions = [f"/exceptions/{case['exception_id']}" for case in cases[:3]]
    found = []
    for path in (*PAGES, f"/orders/{late.id}", *exceptions):
        told = (line.strip() for line in (await reader.page(path)).splitlines())
        found += [f"{path}: {line}" for line in told if ENGLISH.search(line)]
    assert not found, "\n".join(sorted(set(found)))
