"""SAL-2: a web shop that runs WooCommerce posts its orders, signed; each is one order of ours, whole or asked about."""

import json
from base64 import b64encode
from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from hmac import new
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import clock
from services.sales.intake import api
from services.sales.intake.rules.shop import Shop, ShopAddress, ShopLine, ShopOrder, ShopTax, place_of
from services.sales.order.store import look
from services.sales.policy import Policy
from services.sales.tests.calling import Caller
from tests.needs import needs

pytestmark = needs("SAL-2")
SECRET = "l7Q[!{9fT]2$eo%9V@sZ~x"
Send = Callable[..., Awaitable[httpx2.Response]]


def bought(id_: int = 4750, **told: Any) -> dict[str, Any]:
    """Ten of P-1 for 95.00 and shipping of 5.00, with 19 % of tax, as WooCommerce 9 says it."""
    line = {
        "id": 315, "name": "Chai", "product_id": 93, "variation_id": 0, "quantity": 10, "tax_class": "",
        "subtotal": "100.00", "subtotal_tax": "19.00", "total": "95.00", "total_tax": "18.05", "meta_data": [],
        "taxes": [{"id": 75, "total": "18.05", "subtotal": "19"}], "sku": "P-1", "price": 9.5,
    }  # fmt: skip
    address = {
        "first_name": "Maria", "last_name": "Anders", "company": "Alfreds Futterkiste", "address_1": "Obere Str. 57",
        "address_2": "", "city": "Berlin", "state": "", "postcode": "12209", "country": "DE",
    }  # fmt: skip
    return {
        "id": id_, "parent_id": 0, "number": str(id_), "order_key": "wc_order_Q6tuhq12KJOel", "created_via": "checkout",
        "version": "9.3.3", "status": "processing", "currency": "USD", "prices_include_tax": False,
        "date_created": f"{clock.today()}T09:54:40", "date_created_gmt": f"{clock.today()}T08:54:40",
        "discount_total": "5.00", "shipping_total": "5.00", "total": "119.00", "total_tax": "19.00",
        "customer_id": 1, "customer_note": "", "billing": {**address, "email": "maria@alfki.example", "phone": "1"},
        "shipping": address, "payment_method": "bacs", "line_items": [line], "fee_lines": [], "refunds": [],
        "tax_lines": [{"id": 318, "rate_code": "DE-19", "rate_id": 75, "label": "MwSt.", "rate_percent": 19}],
        **told,
    }  # fmt: skip


def with_line(**told: Any) -> list[dict[str, Any]]:
    return [bought()["line_items"][0] | told]


@pytest.fixture
async def send(call: Caller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Send:
    """The webhooks of shop-de, whose orders are booked to ALFKI."""
    (tmp_path / "shop-de").write_text(f"{SECRET}\n")
    (tmp_path / "empty").write_text("\n")
    monkeypatch.setattr(api, "opening", lambda _: Policy(shop_secrets=tmp_path))
    named = await call("PUT", "/figures/shops", {"value": {"shop-de": "ALFKI"}}, role="sales manager", who="zhao.min")
    assert named.status_code == 200

    async def post(
        order: Any, topic: str = "order.created", shop: str = "shop-de", secret: str = SECRET, **headers: Any
    ) -> httpx2.Response:
        body = order if isinstance(order, bytes) else json.dumps(order).encode()
        mac = b64encode(new(secret.encode(), body, sha256).digest()).decode()
        signed = {"x-wc-webhook-topic": topic, "x-wc-webhook-signature": mac, "content-type": "application/json"}
        return await call.client.post(f"/api/v1/shops/{shop}/orders", content=body, headers={**signed, **headers})

    return post


async def test_an_order_of_a_shop_is_in_the_book_whole(call: Caller, send: Send) -> None:
    """At prices after discounts and before tax, with freight and tax, wanted by the figure, kept as it came."""
    taken = (await send(bought())).json()["order"]
    assert (taken["customer"], taken["customer_po"], taken["missing"]) == ("ALFKI", "shop-de 4750", [])
    order = await look(call.pool, UUID(taken["order_id"]))
    assert order
    content = order.content
    (line,) = content.lines
    assert line.unit_price
    assert (line.item, line.quantity, line.unit_price.amount) == ("P-1", Decimal(10), Decimal("9.5"))
    assert (content.freight.amount, content.tax_rate) == (Decimal("5.00"), Decimal("0.19"))
    assert content.wanted == clock.today() + timedelta(days=14)
    assert content.deliver_to
    assert content.deliver_to.street == "Alfreds Futterkiste, Maria Anders, Obere Str. 57"
    path = f"/orders/{taken['order_id']}/files"
    (kept,) = (await call("GET", path)).json()["items"]
    assert (kept["kind"], kept["sender"], kept["subject"], kept["brought_by"]) == ("shop", "shop-de", "4750", "shop-de")
    assert (await call("GET", f"{path}/{kept['sha256']}")).json() == bought()


async def test_however_often_a_shop_tells_of_an_order_it_is_one(call: Caller, send: Send) -> None:
    first, again = [(await send(bought())).json() for _ in range(2)]
    paid = (await send(bought(status="completed", date_modified="2026-11-30T11:00:00"), "order.updated")).json()
    assert first["order"]["order_id"] == again["order"]["order_id"] == paid["order"]["order_id"]
    assert len((await call("GET", "/orders?customer=ALFKI")).json()["items"]) == 1
    other = (await send(bought(4751))).json()
    assert other["order"]["order_id"] != first["order"]["order_id"]


async def test_what_a_shop_says_otherwise_later_is_told_to_the_merchandiser_and_not_taken(
    call: Caller, send: Send
) -> None:
    taken = (await send(bought())).json()["order"]
    changed = await send(bought(line_items=with_line(quantity=12, total="114.00")), "order.updated")
    assert (changed.status_code, changed.json()["order"]["order_id"]) == (200, taken["order_id"])
    order = (await call("GET", f"/orders/{taken['order_id']}")).json()
    assert [one["field"] for one in order["came_again"]["differs"]] == ["lines.0.quantity"]
    assert order["content"]["lines"][0]["quantity"] == "10"
    assert len((await call("GET", f"/orders/{taken['order_id']}/files")).json()["items"]) == 2


async def test_that_an_order_is_over_in_the_shop_is_told_to_the_merchandiser_who_cancels_it(
    call: Caller, send: Send
) -> None:
    taken = (await send(bought())).json()["order"]
    for over, topic in ((bought(status="cancelled"), "order.updated"), ({"id": 4750}, "order.deleted")):
        assert (await send(over, topic)).json()["order"]["order_id"] == taken["order_id"]
        order = (await call("GET", f"/orders/{taken['order_id']}")).json()
        assert (order["state"], [one["field"] for one in order["came_again"]["differs"]]) == ("open", ["state"])
    assert (await send({"id": 1}, "order.deleted")).json() == {"order": None}


@pytest.mark.parametrize("anew", ["refused", "ordered_anew"])
async def test_an_order_that_we_cancelled_stays_so_whatever_its_shop_says(call: Caller, send: Send, anew: str) -> None:
    await call("PUT", "/figures/po_of_a_dead_order", {"value": anew}, role="sales manager", who="zhao.min")
    taken = (await send(bought())).json()["order"]
    await call("POST", f"/orders/{taken['order_id']}/cancel", {"reason": "错误"})
    later = (await send(bought(status="completed"), "order.updated")).json()
    assert (later["order"]["order_id"], later["order"]["state"]) == (taken["order_id"], "cancelled")


@pytest.mark.parametrize("status", ["pending", "checkout-draft", "failed", "cancelled"])
async def test_what_nobody_ordered_is_no_order(call: Caller, send: Send, status: str) -> None:
    assert (await send(bought(status=status))).json() == {"order": None}
    assert (await call("GET", "/orders")).json()["items"] == []


async def test_a_code_that_we_do_not_know_and_a_fee_are_asked_about(send: Send) -> None:
    """As is what cannot be kept; the order is there, for a person."""
    lines = [*with_line(sku="TEE-XL"), *with_line(sku=None, name="礼品卡", quantity=0)]
    nowhere = bought()["shipping"] | {"country": "Germany"}
    fee = [{"id": 1, "name": "礼品包装", "total": "3.00"}]
    taken = (await send(bought(line_items=lines, fee_lines=fee, shipping=nowhere))).json()["order"]
    assert taken["missing"] == [
        "lines.0.item", "lines.1.item", "lines.1.quantity", "lines.2.item", "deliver_to"
    ]  # fmt: skip
    assert "TEE-XL" in taken["questions"][0]


async def test_a_code_may_be_the_number_of_gs1(call: Caller, send: Send) -> None:
    await call("PUT", "/items/P-1", {"name": "Chai", "gtin": "4011200296908"})
    taken = (await send(bought(line_items=with_line(sku="4011200296908")))).json()["order"]
    assert taken["missing"] == []


async def test_a_shop_that_no_figure_names_is_booked_to_its_own_code(call: Caller, send: Send) -> None:
    await call("PUT", "/figures/shops", {"value": {}}, role="sales manager", who="zhao.min")
    taken = (await send(bought())).json()["order"]
    assert (taken["customer"], taken["missing"]) == ("shop-de", ["customer", "terms"])


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another"},
        {"secret": ""},
        {"shop": "shop-fr"},
        {"shop": "empty", "secret": ""},
        {"shop": "..%2Fshop-de"},
        {"x-wc-webhook-signature": ""},
        {"x-wc-webhook-signature": "签名".encode()},
    ],
)
async def test_what_the_shop_did_not_sign_is_refused_and_told_nothing_more(
    call: Caller, send: Send, wrong: dict[str, Any]
) -> None:
    refused = await send(bought(), **wrong)
    assert refused.status_code in (401, 404)
    assert "ALFKI" not in refused.text
    assert (await call("GET", "/orders")).json()["items"] == []


async def test_a_ping_is_answered_and_another_topic_is_none_of_ours(send: Send) -> None:
    for answer in (await send(b"webhook_id=3", secret="none"), await send({"id": 7}, "product.updated")):
        assert (answer.status_code, answer.json()) == (200, {"order": None})


async def test_what_cannot_be_read_is_told_by_its_field_all_at_once(send: Send) -> None:
    broken = bought(line_items=[*with_line(total="much", quantity=-1)], shipping_total="NaN")
    refused = (await send(broken)).json()
    assert [one["field"] for one in refused["faults"]] == [
        "line_items.0.quantity", "line_items.0.total", "shipping_total"
    ]  # fmt: skip
    chinese = await send(b"{", **{"accept-language": "zh-CN"})
    assert (chinese.status_code, chinese.json()["faults"][0]["field"]) == (422, "body")


TEXTS = st.text(max_size=600)
AMOUNTS = st.decimals(-(10**12) + 1, 10**12 - 1, places=8)
LINES = st.builds(
    ShopLine.model_construct, name=TEXTS, sku=TEXTS, total=AMOUNTS, quantity=st.decimals(0, 10**9 - 1, places=6)
)
ADDRESSES = st.builds(ShopAddress, **dict.fromkeys(ShopAddress.model_fields, TEXTS))
ORDERS = st.builds(
    ShopOrder.model_construct,
    id=st.integers(1),
    number=TEXTS,
    currency=TEXTS,
    shipping=ADDRESSES,
    billing=ADDRESSES,
    date_created=st.datetimes(),
    line_items=st.lists(LINES, max_size=3).map(tuple),
    tax_lines=st.lists(st.builds(ShopTax.model_construct, rate_percent=st.none() | AMOUNTS), max_size=2).map(tuple),
    **dict.fromkeys(("total", "total_tax", "shipping_total"), AMOUNTS),
)


@given(ORDERS)
def test_whatever_a_shop_says_becomes_an_order_with_all_its_lines(order: ShopOrder) -> None:
    """What cannot be kept of it is left out, never the order."""
    place = place_of(Shop("shop-de", "ALFKI", 14), order, b"{}")
    assert [line.line for line in place.asked.lines or ()] == [*range(1, len(order.line_items) + 1)]
