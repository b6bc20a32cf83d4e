"""A customer gives goods back, exchanges them or has them repaired, by his link or with his account (SAL-13, WHS-8)."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from chassis import clock
from chassis.refusal import InvalidInput
from contracts.logistics import ShipmentDelivered
from contracts.sales import ReturnRequested
from services.sales.giving_back import rules
from services.sales.giving_back.rules import AskBack, Given, NothingToGiveBack
from services.sales.letter import store as letters
from services.sales.mailing import handlers as mailing
from services.sales.mailing.rules.writing import return_form
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.tests.calling import CUSTOMER, Caller
from services.sales.tests.story import cancelled, confirmed, deliver
from services.sales.tests.test_complaints import arrive, had
from services.sales.tests.test_mailing import LI_NA
from services.sales.tests.test_papers import confirmed_by, words
from services.sales.tests.test_tickets import HEAD, after, faults, opened, queue, took
from services.sales.ticket.rules import Goods, Ticket
from services.sales.ticketing.rules.moving import AnotherHasIt
from tests.mail_server import Post
from tests.needs import needs

pytestmark = needs("SAL-13", "WHS-8")
ALFKI = {"who": "ALFKI", "role": "customer"}
REQUESTED = "SELECT count(*) FROM outbox WHERE topic = $1"


def wanted(order: Order, *lines: tuple[int, int], kind: Any = "return") -> AskBack:
    given = tuple(Given(line, Decimal(much)) for line, much in lines)
    return AskBack(order.order_id, kind, "两件坏了", given, "himself", "")


def repaired(order: Order, much: int) -> Ticket:
    return opened("repair").but(order_id=order.order_id, goods=Goods(line=1, item="P-1", quantity=Decimal(much)))


def test_a_customer_gives_back_at_most_what_he_got_and_each_line_once() -> None:
    order = had(10)
    assert rules.refusal_of(wanted(order, (1, 10)), order, ()) is None
    assert faults(rules.refusal_of(wanted(order, (1, 11), (7, 1)), order, ())) == ["lines.0.quantity", "lines.1.line"]
    assert faults(rules.refusal_of(wanted(order, (1, 1), (1, 1)), order, ())) == ["lines.1.line"]


def test_of_what_was_never_delivered_nothing_goes_back() -> None:
    order = confirmed(10)
    assert isinstance(rules.refusal_of(wanted(order, (1, 1)), order, ()), NothingToGiveBack)


def test_what_is_in_repair_is_not_given_back_as_well_until_that_is_closed() -> None:
    order = had(10)
    refused = rules.refusal_of(wanted(order, (1, 8)), order, [repaired(order, 3)])
    assert isinstance(refused, InvalidInput)
    (again,) = refused.faults
    assert again["field"] == "lines.0.quantity"
    assert "7" in str(again["expected"])
    closed = repaired(order, 3).but(state="closed")
    assert rules.refusal_of(wanted(order, (1, 8), kind="repair"), order, [closed]) is None
    assert isinstance(rules.refusal_of(wanted(order, (1, 1)), order, [repaired(order, 10)]), NothingToGiveBack)


def test_whoever_of_the_front_desk_takes_the_next_step_has_what_a_customer_opened_himself() -> None:
    free = opened("return").but(front_desk="", person="")
    taken = took(free, "report", "pan.yi")
    assert isinstance(taken, Ticket)
    assert (taken.person, taken.front_desk, free.free, taken.free) == ("pan.yi", "pan.yi", True, False)
    assert isinstance(took(taken, "report", "sun.hao"), AnotherHasIt)
    assert after(free.but(state="supervisor"), "hand_back").person == HEAD


def test_of_a_cancelled_order_no_letter_offers_to_take_goods_back() -> None:
    assert return_form(cancelled(confirmed(10))) is None


async def test_with_an_account_a_customer_gives_back_of_his_own_orders_and_customer_service_has_it(
    call: Caller,
) -> None:
    order_id = await confirmed_by(call)
    path, wish = f"/orders/{order_id}/give-back", {"kind": "return", "words": "坏了"}
    lines = {"lines": [{"line": 1, "quantity": "8"}]}
    early = await call("POST", path, wish | lines, **ALFKI)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/nothing-to-give-back")
    await arrive(call, order_id)
    assert (await call("POST", path, wish | lines, who="BONAP", role="customer")).status_code == 404
    assert (await call("POST", path, wish | lines, role="storekeeper")).status_code == 403
    (ticket,) = (await call("POST", path, wish | lines, **ALFKI)).json()["tickets"]
    assert (ticket["kind"], ticket["channel"], ticket["goods"]["quantity"]) == ("return", "himself", "8")
    assert not {"person", "done", "front_desk"} & set(ticket)
    assert await call.pool.fetchval(REQUESTED, ReturnRequested.topic) == 1
    again = (await call("POST", path, wish | lines, **ALFKI)).json()
    assert [fault["field"] for fault in again["faults"]] == ["lines.0.quantity"]
    assert await queue(call, "pan.yi", "customer service") == [ticket["number"]]
    (seen,) = (await call("GET", "/open-tickets")).json()["items"]
    assert (seen["state"], seen["person"], seen["done"][0]["by"]) == ("front_desk", "", "ALFKI")
    taken = await call("POST", f"/tickets/{ticket['number']}/step", {"step": "report", "words": "已联系"},
                       who="pan.yi", role="customer service")  # fmt: skip
    assert taken.json()["person"] == "pan.yi"


async def test_several_lines_are_given_back_all_or_none(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    lines = {"lines": [{"line": 1, "quantity": "2"}, {"line": 9, "quantity": "1"}]}
    asked = {"kind": "exchange", "words": "型号不对", "channel": "mail", **lines}
    refused = await call("POST", f"/orders/{order_id}/give-back", asked, who="pan.yi", role="customer service")
    assert [fault["field"] for fault in refused.json()["faults"]] == ["lines.1.line"]
    assert (await call("GET", "/open-tickets")).json()["items"] == []
    assert await call.pool.fetchval(REQUESTED, ReturnRequested.topic) == 0


async def test_who_got_goods_gives_them_back_by_the_link_of_his_letter_and_sees_how_it_stands(
    call: Caller, post: Post
) -> None:
    link, number = await offered(call, post)
    shown = (await call.client.get(link, headers={"accept-language": "zh"})).text
    assert 'name="line.1"' in shown
    assert "退换货" in shown
    bad = await call.client.post(link, data={"kind": "return", "words": "坏了", "line.1": "11"})
    assert (bad.status_code, [fault["field"] for fault in bad.json()["faults"]]) == (422, ["lines.0.quantity"])
    for told, field in (({"kind": "gift"}, "kind"), ({"words": " "}, "words"), ({"line.1": ""}, "lines")):
        odd = await call.client.post(link, data={"kind": "return", "words": "坏了", "line.1": "1", **told})
        assert [fault["field"] for fault in odd.json()["faults"]] == [field]
    wish = {"kind": "return", "words": "坏了", "line.1": "4"}
    for _ in range(2):
        assert (await call.client.post(link, data=wish)).status_code == 303
    (ticket,) = (await call("GET", "/open-tickets")).json()["items"]
    assert (ticket["order_number"], ticket["goods"]["quantity"], ticket["channel"]) == (number, "4", "himself")
    assert await call.pool.fetchval(REQUESTED, ReturnRequested.topic) == 1
    now = (await call.client.get(link, headers={"accept-language": "zh"})).text
    assert ticket["number"] in now
    assert "我们正在处理" in now
    step = {"step": "solve", "words": "已退款 <b>"}
    path = f"/tickets/{ticket['number']}/step"
    assert (await call("POST", path, step, who="pan.yi", role="customer service")).status_code == 200
    answered = (await call.client.get(link)).text
    assert "已退款 &lt;b&gt;" in answered
    assert "pan.yi" not in answered


async def test_after_its_end_a_link_takes_nothing_and_shows_nothing_and_that_is_logged(
    call: Caller, post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, number = await offered(call, post)
    late = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: late)
    with capture_logs() as lines:
        gone = await call.client.post(link, data={"kind": "return", "words": "坏了", "line.1": "1"})
        assert (gone.status_code, gone.json()["type"]) == (410, "/problems/link-ended")
        assert number not in (await call.client.get(link)).text
        assert (await call.client.get("/papers/shared/nobodys/reply")).status_code == 404
    assert [line["why"] for line in lines if line["event"] == "link refused"] == ["ended", "ended", "unknown"]


async def test_the_form_is_a_paper_too_once_goods_are_there(call: Caller) -> None:
    order_id = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    path = f"/papers/return_form/{number}.pdf?language=zh-Hans"
    assert (await call("GET", path, **ALFKI)).status_code == 409
    await arrive(call, order_id)
    drawn = await call("GET", path, **ALFKI)
    assert all(part in words(drawn.content) for part in ("退换货单", number, "Chai"))
    assert (await call("GET", path, who="BONAP", role="customer")).status_code == 404


async def test_without_an_address_for_customers_no_letter_offers_a_link(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await told(call, order_id)
    assert await letters.of_orders(call.pool, [UUID(order_id)]) == []


async def offered(call: Caller, post: Post) -> tuple[str, str]:
    """The path of the link that came with the goods, and the order's number."""
    await call("PUT", "/customers/ALFKI", {**CUSTOMER, "contacts": [LI_NA], "language": "zh"})
    order_id = await confirmed_by(call)
    await told(call, order_id)
    assert await mailing.send_next(call.pool)
    (mail,) = post.taken
    assert mail["subject"].startswith("贵方订单 4711")
    (link,) = re.findall(r"https://orders.example.com(/papers/shared/\S+/reply)", next(mail.iter_parts()).get_content())
    return link, (await call("GET", f"/orders/{order_id}")).json()["number"]


async def told(call: Caller, order_id: str) -> None:
    """All of it arrives, and is heard of."""
    await arrive(call, order_id)
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        heard: list[ShipmentDelivered] = [deliver(order, uuid4(), 10)]
        await mailing.write_return_form(db, heard)
