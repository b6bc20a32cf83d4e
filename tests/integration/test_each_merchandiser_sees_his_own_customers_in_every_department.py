"""A merchandiser sees of the departments what is about his own customers (ALL-3, SAL-15)."""

import json
import re
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4
from zipfile import ZipFile, is_zipfile

import pytest
from fastapi.routing import RouteContext, iter_route_contexts

from chassis import clock
from gendan.up import house
from tests.credits import mt700
from tests.integration.bodies import ADDRESS, CUSTOMER_MASTER, money
from tests.integration.company import Company
from tests.integration.order import SOON_S, Order
from tests.integration.trade import Trade
from tests.needs import needs
from tests.waiting import within
from world.client import Answer

pytestmark = needs("ALL-3", "SAL-15")
CONFINING = ("warehouse", "purchasing", "logistics", "finance")
CODE, NAME = "ELSTER", "Blumenhaus Elster"
OF_LI_NA = {**CUSTOMER_MASTER, "name": NAME, "merchandiser": "qin.ling"}
MERCHANDISER = ("merchandiser", "salesperson")
STAFF = {
    "warehouse": "storekeeper",
    "purchasing": "buyer",
    "logistics": "logistics clerk",
    "finance": "accountant",
}


UNPLANTED = (
    *("inspection_id", "gate_inspection_id", "attachment_id", "transfer_id", "stock_count_id"),
    *("rfq_id", "voucher_id", "bill_id", "run_id", "receipt_id"),
)  # fmt: skip
"""Documents about goods, suppliers and the company's own money; what came in, finance alone reads one by one."""


PACKED_WITH = "INSERT INTO serial VALUES ($1, $2, '', NULL, $3::uuid, ARRAY[$3::uuid], '')"
WAITS = {"choice": "wait", "reason": "等车"}


@dataclass(frozen=True)
class Planted:
    """What there is of a customer for whom Qin Ling answers: by what names paths ask for it, and how it is called."""

    names: dict[str, list[str]]
    words: tuple[str, ...]


def gets(department: str) -> Iterator[RouteContext]:
    routes = (one for router in house(department).routers for one in iter_route_contexts(router.routes))
    return (one for one in routes if "GET" in (one.methods or ()))


def asked_of(route: RouteContext, names: dict[str, list[str]]) -> Iterator[str]:
    """The route's paths, and what a query must or may tell of what is planted; a name that is new is planted first."""
    parts = re.findall(r"{(\w+)(?::\w+)?}", str(route.path))
    queries = [one.alias for one in route.dependant.query_params if one.field_info.is_required()]
    asked = {one.alias for one in route.dependant.query_params}
    narrowing = [name for name in ("customer", "order_id", "order", "number") if name in asked - set(queries)]
    for values in product(*(names[part] for part in (*parts, *queries))):
        path = str(route.path)
        for part, value in zip(parts, values, strict=False):
            path = re.sub(rf"{{{part}(:\w+)?}}", quote(value, safe=""), path)
        told = [f"{one}={quote(value)}" for one, value in zip(queries, values[len(parts) :], strict=True)]
        yield f"{path}?{'&'.join(told)}"
        yield from (f"{path}?{'&'.join([*told, f'{one}={quote(names[one][0])}'])}" for one in narrowing)


async def heard(company: Company, department: str, path: str, who: str, *roles: str) -> tuple[int, bytes]:
    url = f"http://127.0.0.1:{company.settings[department].port}{path}"
    token = company.tokens.token(who, list(roles))
    answer = await company.http.get(url, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.content


def text_of(content: bytes) -> str:
    """Of a bundle the names of all its parts and its table of them."""
    if not is_zipfile(BytesIO(content)):
        return content.decode("utf-8", "replace")
    with ZipFile(BytesIO(content)) as parts:
        return " ".join([*parts.namelist(), *(parts.read(one).decode("utf-8", "replace") for one in parts.namelist())])


async def traces(company: Company, department: str, planted: Planted, who: str, *roles: str) -> dict[str, set[str]]:
    """By route what it lets this person know of what is planted, beside the words that he named himself."""
    found: dict[str, set[str]] = {}
    for route in gets(department):
        for path in asked_of(route, planted.names):
            status, content = await heard(company, department, path, who, *roles)
            assert status < 500, (department, path, content)
            told = {word for word in planted.words if word in text_of(content) and quote(word, safe="") not in path}
            found.setdefault(str(route.path), set()).update({"PDF"} if content.startswith(b"%PDF") else told)
    return {path: words for path, words in found.items() if words}


async def elsters(trade: Trade, quantities: dict[str, int], **other: Any) -> Order:
    return await trade.order(quantities, customer=CODE, deliver_to=ADDRESS, **other)


async def paid_by_credit(trade: Trade) -> Order:
    item = await trade.keep(20)
    terms = {"days": 30, "advance_share": "0", "by_credit": True}
    order = await elsters(trade, {item: 10}, terms=terms)
    await order.until("reserved")
    text = mt700("LC-ELSTER-1", "USD100,", f39A="")
    await trade.do("logistics", f"/letters-of-credit/{order.number}/read", {"text": text})
    await order.rest()
    return order


async def bought_and_billed(trade: Trade) -> tuple[Order, str, str]:
    """An order short of four: bought, received, delivered and billed; it, its item and its purchase."""
    item = await trade.keep(2)
    order = await elsters(trade, {item: 6})
    await order.until("short")
    purchase = await order.confirm_purchase()
    await order.rest()
    await order.receive(purchase, 4)
    await order.until("dispatched")
    await order.deliver()
    await order.until("delivered")
    return order, item, purchase


async def closes(trade: Trade, to: bool) -> None:
    for department in CONFINING:
        body = {"value": to}
        roles = ("general manager", "finance manager", "logistics clerk", "sales manager")
        answer = await trade.ask("put", department, "/figures/own_customers_only", body, roles, "zhao.min")
        assert answer.ok, answer


@pytest.fixture(scope="module")
async def planted(trade: Trade) -> AsyncIterator[Planted]:
    await trade.put("sales", f"/customers/{CODE}", OF_LI_NA)
    order, item, purchase = await bought_and_billed(trade)
    credit = await paid_by_credit(trade)
    (bought,) = [one for one in await order.purchases() if one["purchase_id"] == purchase]
    (invoice,) = await order.invoices()
    paid = {"customer": CODE, "amount": money("7"), "reference": order.number, "bank_reference": "elster-1"}
    await trade.do("finance", "/payments", paid)
    shipments = [one for one in await trade.items("warehouse", "/shipments") if one["order_id"] == order.id]
    (sent,) = shipments
    piece = (item, "P-ELSTER", UUID(sent["shipment_id"]))
    await trade.company.pool("warehouse").execute(PACKED_WITH, *piece)
    papers = [
        one for department in CONFINING for of in (order, credit)
        for one in (await trade.get(department, "/papers", order=of.id))["items"]
    ]  # fmt: skip
    for department in CONFINING:
        for one in (await trade.get(department, "/papers", order=order.id))["items"]:
            await heard(trade.company, department, f"/api/v1/papers/{one['kind']}/{one['document']}.pdf",
                        "li.na", "management", "accountant", "logistics clerk", "storekeeper")  # fmt: skip
    today, month = clock.today(), f"{clock.today():%Y-%m}"
    nothing = "00000000-0000-4000-8000-000000000000"
    names = {
        "order_id": [order.id, credit.id], "order": [order.id, credit.id], "customer": [CODE], "party": [CODE],
        "item": [item], "code": [sent["slip_number"], item], "slip": [sent["slip_number"]], "lot": ["GR-1"],
        "purchase": [purchase], "purchase_id": [purchase, bought["number"]], "production_id": [purchase],
        "shipment_id": [sent["shipment_id"], sent["slip_number"]],
        "letter_of_credit_id": [credit.id, credit.number, "LC-ELSTER-1"],
        "invoice_id": [invoice["invoice_id"], invoice["number"]], "number": [bought["number"], invoice["number"]],
        "kind": sorted({one["kind"] for one in papers}), "document": sorted({one["document"] for one in papers}),
        "form": ["ubl"], "side": ["customer"], "month": [month], "day": [today.isoformat()], "country": ["DE"],
        "supplier": ["S-1"], "carrier": ["C-1", "C-2"], "line": ["L-1"], "instead": [item], "quantity": ["1"],
        "name": ["own_customers_only"],
        "token": ["no-such"], "serial": ["P-ELSTER"], "sha256": ["0" * 64], "failure_mode": ["FM-1"],
        **{name: [nothing] for name in UNPLANTED},
    }  # fmt: skip
    words = (
        *(CODE, NAME, order.id, order.number, credit.id, credit.number, "LC-ELSTER-1", purchase, bought["number"]),
        *(sent["shipment_id"], sent["slip_number"], sent["sales_slip"], invoice["invoice_id"], invoice["number"]),
    )
    await closes(trade, True)
    yield Planted(names, words)
    await closes(trade, False)


@pytest.mark.parametrize("department", CONFINING)
async def test_no_list_and_no_paper_lets_another_merchandiser_know_of_a_customers_orders(
    trade: Trade, planted: Planted, department: str
) -> None:
    """Each GET by each name; a route that is new is walked too. Who works there, and whose customer it is, see them."""
    assert await traces(trade.company, department, planted, "wang.fang", *MERCHANDISER) == {}
    his = await traces(trade.company, department, planted, "qin.ling", *MERCHANDISER)
    assert len(his) >= 3, his
    staff = await traces(trade.company, department, planted, "liu.yang", STAFF[department])
    assert len(staff) >= 3, staff
    everybodys = await traces(trade.company, department, planted, "zhao.min", *MERCHANDISER, "sales manager")
    assert set(everybodys) >= set(his)


@pytest.mark.parametrize("department", CONFINING)
async def test_by_a_number_nobody_else_hears_what_a_department_does_about_an_order(
    trade: Trade, planted: Planted, department: str
) -> None:
    async def orders_of(who: str) -> set[str]:
        names = (planted.names["order_id"][0], *planted.names["number"], planted.names["shipment_id"][1])
        told = [await heard(trade.company, department, f"/ops/orders/{one}", who, "merchandiser") for one in names]
        return {order for _, content in told for order in json.loads(content)["orders"]}

    assert await orders_of("wang.fang") == set()
    assert await orders_of("qin.ling") == {planted.names["order_id"][0]}


async def test_what_is_anothers_answers_as_what_there_is_not_whatever_is_asked_of_it(
    trade: Trade, planted: Planted
) -> None:
    id_of = {name: values[0] for name, values in planted.names.items()}
    number, nobodys = planted.words[3], str(uuid4())
    given_up = {"invoice": planted.names["number"][1], "amount": "1", "reason": "破产"}
    asked: list[tuple[str, str, str, str, dict[str, Any] | None]] = [
        ("purchasing", "/purchases/{}", id_of["purchase_id"], nobodys, None),
        ("logistics", "/shipments/{}/journey", id_of["shipment_id"], nobodys, None),
        ("logistics", "/shipments/{}/decide-disruption", id_of["shipment_id"], nobodys, WAITS),
        ("logistics", "/letters-of-credit/{}", id_of["letter_of_credit_id"], nobodys, None),
        ("finance", "/invoices/{}", id_of["invoice_id"], nobodys, None),
        ("finance", "/orders/{}/account", id_of["order_id"], nobodys, None),
        ("finance", "/orders/{}/remind", id_of["order_id"], nobodys, {}),
        ("finance", "/orders/{}/write-offs", number, f"SO-{clock.today().year}-987654", given_up),
    ]
    for department, path, his, none, body in asked:
        told = [await does(trade, department, path.format(one), body) for one in (his, none)]
        assert [one.status for one in told] == [404, 404], (path, told)
        assert str(told[0].body).replace(his, "") == str(told[1].body).replace(none, "")


async def does(trade: Trade, department: str, path: str, body: dict[str, Any] | None) -> Answer:
    if body is None:
        return await trade.company.api.acting_as("wang.fang", "merchandiser").get(department, path)
    return await trade.ask("post", department, path, body, ("merchandiser",), "wang.fang")


async def test_a_deputy_sees_them_in_each_department_while_who_answers_is_away(trade: Trade, planted: Planted) -> None:
    async def away(**days: str | None) -> None:
        person = {"name": "秦玲", "department": "sales", "roles": ["merchandiser"], "deputy": "wu.dan", **days}
        answer = await trade.ask("put", "notify", "/people/qin.ling", person, ("administrator",), "admin")
        assert answer.ok, answer

    async def sees(department: str, path: str) -> bool:
        status, _ = await heard(trade.company, department, f"/api/v1{path}", "wu.dan", "merchandiser")
        return status == 200

    async def all_of(asked: Sequence[tuple[str, str]], seen: bool) -> bool:
        answers = [await sees(*one) for one in asked]
        return answers == [seen] * len(asked)

    names = planted.names
    asked = (
        ("purchasing", f"/purchases/{names['purchase_id'][0]}"),
        ("logistics", f"/shipments/{names['shipment_id'][0]}/journey"),
        ("finance", f"/invoices/{names['invoice_id'][0]}"),
        ("warehouse", f"/papers/outbound_slip/{names['slip'][0]}"),
    )
    assert [await sees(*one) for one in asked] == [False] * 4
    await away(away_from=clock.today().isoformat(), away_until=clock.today().isoformat())
    await within(SOON_S, lambda: all_of(asked, True))
    await away(away_from=None, away_until=None)
    await within(SOON_S, lambda: all_of(asked, False))
