"""The lines of orders for reports: what each comes to, without persons and costs (ALL-7)."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contracts.money import Money
from contracts.order import DraftLine, OrderLine, as_draft, value_of
from services.sales.reading.view import lines_of
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import received
from tests.needs import needs

pytestmark = needs("ALL-7", "FIN-1")
SHARES = st.decimals(0, 1, places=4)
GOODS = st.lists(st.tuples(st.decimals(0, 10_000, places=3), st.decimals(0, 10_000, places=4)), max_size=5)


@given(GOODS, SHARES, SHARES, st.decimals(0, 10_000, places=2), st.sampled_from(["USD", "JPY", "KWD"]))
def test_the_lines_of_an_order_come_to_its_value(
    goods: list[tuple[Decimal, Decimal]], discount: Decimal, tax: Decimal, freight: Decimal, currency: str
) -> None:
    lines = tuple(
        OrderLine(line=place, item="P-1", quantity=quantity, unit_price=Money(amount=price, currency=currency))
        for place, (quantity, price) in enumerate(goods, start=1)
    )
    head: dict[str, Any] = {"currency": currency, "discount": discount, "tax_rate": tax, "lines": lines}
    order = received()
    content = order.binding.but(freight=Money(amount=freight, currency=currency), **head)
    parts = list(lines_of(order.but(content=content)))
    assert sum(part.amount for part in parts) == value_of(content)
    assert [part.line for part in parts if part.kind == "goods"] == [one.line for one in lines]
    assert all(part.amount for part in parts if part.kind != "goods")


def test_what_a_customer_did_not_tell_yet_counts_nothing() -> None:
    order = received()
    draft = as_draft(order.content).but(lines=(DraftLine(line=1, item="P-1"),))
    (goods,) = [part for part in lines_of(order.but(content=draft)) if part.kind == "goods"]
    assert (goods.item, goods.quantity, goods.unit_price, goods.amount) == ("P-1", None, None, Decimal(0))


async def test_they_are_read_by_pages_of_whole_orders_without_persons(call: Caller) -> None:
    price = {"amount": "10.00", "currency": "USD"}
    two = [{"line": line, "item": "P-1", "quantity": "2", "unit_price": price} for line in (1, 2)]
    orders = [(await call("POST", "/orders", an_order(po, lines=two))).json() for po in ("1", "2")]
    first = (await call("GET", "/order-lines?limit=1", role="analyst")).json()
    rest = (await call("GET", f"/order-lines?after={first['next']}", role="analyst")).json()
    assert first["next"] == orders[0]["order_id"]
    assert [(one["number"], one["line"], Decimal(one["amount"])) for one in rest["items"]] == [
        (orders[1]["number"], 1, Decimal(20)),
        (orders[1]["number"], 2, Decimal(20)),
    ]
    for word in (str(CUSTOMER["name"]), "wang.fang", "Obere Str."):
        assert word not in str((first, rest))


async def test_a_customer_reads_them_in_his_own_orders_alone(call: Caller) -> None:
    assert (await call("GET", "/order-lines", who="ALFKI", role="customer")).status_code == 403
