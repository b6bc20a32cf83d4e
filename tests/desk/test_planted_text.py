"""Whatever people and other companies write is shown as text, on every page and in every sheet (ALL-3, NOT-1)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest
from fastapi.routing import APIRoute
from openpyxl import load_workbook

from chassis.ids import new_id
from contracts.catalogue import EVENTS
from contracts.event import Event
from contracts.sales import OrderReceived
from services.notify.desk.pages import ROUTERS
from services.notify.desk.session import COOKIE
from services.notify.desk.tests.dead_letters import died
from services.notify.overdue.handlers import watch
from services.notify.resolving.handlers import raise_
from services.notify.story.handlers import tell
from services.notify.tests.samples import Order, never_ordered
from tests.desk.planted import FORMULAS, MADE_OF_IT, TEXT, TURNS_ROUND, planted
from tests.desk.sitting import ROLES, Sitting
from tests.integration.trade import Trade
from tests.needs import needs

pytestmark = [pytest.mark.browser, needs("ALL-3", "NOT-1")]

EXAMPLES = Path(__file__).parents[2] / "contracts" / "examples"
NO_PAGE = {
    *("/static/{name}", "/signed-in", "/orders.xlsx", "/tna.xlsx", "/currencies.xlsx", "/key-figures.xlsx", "/events"),
    "/papers/{department}/{kind}/{document}.pdf",
    "/bank-files/{sha256}",
    "/calendar/{token}.ics",
    "/attachments/{department}/{documents}/{document_id}/{attachment_id}",
    "/papers/{department}/{kind}/{document}/{form}",
}
ASKED = (
    "q",
    "customer",
    "merchandiser",
    "state",
    "stage",
    "owner",
    "next",
    "after",
    "month",
    "currency",
    "percent",
    "supplier",
    "order",
    "number",
    "kind",
    "since",
    "until",
    "line",
    "item",
    "weeks",
    "inquiry",
    "sort",
    "against_since",
    "before",
    "by",
    "account",
    "payments",
    "of",
)
"""What an address may say of a page."""
SPILLING = f"""
[...document.querySelectorAll("main *")].filter((part) => {{
  const says = [...part.childNodes].some((node) => node.nodeType === 3 && node.data.includes("{TURNS_ROUND}"));
  const how = getComputedStyle(part);
  return says && how.display === "inline" && how.unicodeBidi !== "isolate";
}}).map((part) => part.outerHTML.slice(0, 200))
"""
"""What turns the letters of others round."""


def told(order: UUID, *, to_the_end: bool) -> Iterator[Event]:
    """Every event that there is, as if all were about this order."""
    for topic, event in EVENTS.items():
        if to_the_end or not event.ends:
            body = json.loads((EXAMPLES / f"{topic}.json").read_text())
            about = {"order_id": str(order), "orders": [str(order)]}
            yield planted(event, body | {name: value for name, value in about.items() if name in body})


async def heard(trade: Trade, events: Iterable[Event]) -> None:
    async with trade.company.pool("notify").acquire() as db:
        for event in events:
            await tell(db, [event])
            await watch(db, [event])


@pytest.fixture
async def named(trade: Trade) -> dict[str, str]:
    """What paths of pages may name: an order of which everything was told so, and an exception of it."""
    order, ended = new_id(), new_id()
    await heard(trade, told(order, to_the_end=False))
    await heard(trade, told(ended, to_the_end=True))
    async with trade.company.pool("notify").acquire() as db:
        ((raised,),) = await raise_(db, [await never_ordered(db, order)])
    case = f"/exceptions/{raised.exception_id}"
    assert (await trade.ask("post", "notify", f"{case}/plan", {"plan": TEXT}, ("buyer",))).ok
    ids = {
        "name:path": str(order),
        "order_id:uuid": str(order),
        "order_id": str(order),
        "exception_id": str(raised.exception_id),
        "document_id": str(raised.exception_id),
        "documents": "exceptions",
    }
    dead = await died(trade.company.pool("notify"), _called(TEXT))
    paper = {"kind": "packing_list", "document": quote(TEXT, safe="")}
    return {**ids, **paper, "stage": "received", "department": "notify", "topic": "order.received", "fingerprint": dead}


def _called(name: str) -> OrderReceived:
    """An order that somebody calls so."""
    content = Order().received().content.but(customer_po=name, customer_name=name)
    return OrderReceived(order_id=new_id(), version=1, content=content)


def pages(named: dict[str, str]) -> Iterator[str]:
    for router in ROUTERS:
        for route in router.routes:
            if isinstance(route, APIRoute) and "GET" in (route.methods or ()) and route.path not in NO_PAGE:
                yield route.path.format_map(_ByWholeName(route.path, named))


class _ByWholeName(dict[str, str]):
    """A path's parameters with what they are called by here; a page that names something else belongs here too."""

    def __init__(self, path: str, named: dict[str, str]) -> None:
        parts = [part.partition("}")[0] for part in path.split("{")[1:]]
        unknown = [part for part in parts if part not in named]
        assert not unknown, f"what is {unknown} on the page {path}?"
        super().__init__({part.partition(":")[0]: _Any(named[part]) for part in parts})


class _Any(str):
    def __format__(self, spec: str) -> str:
        return str(self)


async def test_what_anybody_wrote_is_text_on_every_page(sitting: Sitting, trade: Trade, named: dict[str, str]) -> None:
    token = trade.company.tokens.token("root", ["administrator", "merchandiser", "sales manager"])
    await sitting.context.add_cookies([{"name": COOKIE, "value": token, "url": sitting.base}])
    asked = "&".join(f"{name}={quote(TEXT)}" for name in ASKED)
    for page in pages(named):
        for address in (page, f"{page}?{asked}", f"{page}?state=all"):
            await sitting.go(address)
            assert (address, await sitting.page.locator(MADE_OF_IT).count()) == (address, 0)
            assert (address, await sitting.page.evaluate(SPILLING)) == (address, [])
    await sitting.go(f"/orders/{named['name:path']}")
    assert TEXT in (await sitting.page.locator("#order-story").text_content() or "")


async def test_an_order_whose_number_is_markup_is_told_so(sitting: Sitting, named: dict[str, str]) -> None:
    await sitting.go(f"/find?q={quote(TEXT)}")
    assert TEXT in (await sitting.page.locator("main").text_content() or "")


async def test_what_somebody_called_an_order_is_no_formula_in_a_sheet(trade: Trade) -> None:
    for name in FORMULAS:
        await heard(trade, [_called(name)])
    url = f"http://127.0.0.1:{trade.company.settings['notify'].port}/desk/orders.xlsx?state=all"
    cookie = f"{COOKIE}={trade.company.tokens.token('li.na', ROLES)}"
    answer = await trade.company.http.get(url, headers={"cookie": cookie})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    said = [cell.value for cell in cells if isinstance(cell.value, str)]
    assert [value for value in said if value.startswith(("=", "+", "-", "@"))] == []
    assert {f"'{name}" for name in FORMULAS if name.isprintable()} <= set(said)
