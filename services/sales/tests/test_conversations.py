"""What is said to customers is noted, what is promised waits until it is kept, and nobody is forgotten (SAL-22)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from chassis.handling import Step
from chassis.refusal import InvalidInput
from contracts.value import fields_of
from services.sales.communication import rules
from services.sales.communication.rules import Keep, Note
from services.sales.conversation.rules import Conversation, Standing
from services.sales.masters.rules import Customer
from services.sales.papers.rules.open_orders import open_orders_paper, open_orders_sheet
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, confirmed, received
from services.sales.tests.test_intake import ALFKI
from services.sales.tests.test_papers import US, words
from tests.needs import needs

pytestmark = needs("SAL-22")
SOON = DAY + timedelta(days=3)
CALL = Note("ALFKI", "call", DAY, "催货", "wang.fang")


def noted(**says: Any) -> Conversation:
    return rules.noted(CALL, None, uuid4(), "CV-2026-000001").document.but(**says)


def kept(conversation: Conversation) -> Conversation:
    done = rules.keep(conversation, Keep(uuid4(), "已回复交期", DAY, "wang.fang"))
    assert isinstance(done, Step)
    return done.document


PROMISED = noted(promised="回复交期", promised_by=SOON)


@pytest.mark.parametrize(
    ("conversation", "day", "standing", "waits"),
    [
        (noted(), DAY, "noted", False),
        (PROMISED, SOON, "promised", True),
        (PROMISED, SOON + timedelta(days=1), "overdue", True),
        (kept(PROMISED), SOON + timedelta(days=1), "kept", False),
    ],
)
def test_what_was_promised_waits_until_it_is_kept_and_is_overdue_after_its_day(
    conversation: Conversation, day: date, standing: Standing, waits: bool
) -> None:
    assert (conversation.standing(day), conversation.promise_open) == (standing, waits)


def test_a_promise_is_kept_once_and_only_where_there_is_one() -> None:
    again = Keep(uuid4(), "又回复一次", DAY, "wang.fang")
    assert isinstance(rules.keep(noted(), again), rules.NothingPromised)
    assert isinstance(rules.keep(kept(PROMISED), again), rules.KeptAlready)


@needs("NOT-3")
def test_a_promise_about_an_order_is_watched_until_it_is_kept_and_what_it_is_stays_in_sales() -> None:
    order = received()
    asked = Note(**{**CALL.__dict__, "order": order.content.number, "promised": "回复交期", "promised_by": SOON})
    step = rules.noted(asked, order, uuid4(), "CV-2026-000001")
    (promise,) = step.events
    assert (promise.order_id, promise.promised_by) == (order.order_id, SOON)
    assert "回复交期" not in map(str, fields_of(promise).values())
    done = rules.keep(step.document, Keep(uuid4(), "已回复交期", DAY, "wang.fang"))
    assert isinstance(done, Step)
    (kept_,) = done.events
    assert (kept_.conversation_id, kept_.version > promise.version) == (promise.conversation_id, True)
    assert rules.noted(Note(**{**asked.__dict__, "order": ""}), None, uuid4(), "CV-2026-000002").events == ()


@pytest.mark.parametrize(
    ("says", "fields"),
    [
        ({"promised": "回复交期"}, ["promised_by"]),
        ({"promised_by": SOON}, ["promised"]),
        ({"order": "SO-2026-000009", "promised": "回复交期"}, ["order", "promised_by"]),
    ],
)
def test_a_promise_has_words_and_a_day_and_an_order_is_this_customers(says: dict[str, Any], fields: list[str]) -> None:
    asked = Note(**{**CALL.__dict__, **says})
    refused = rules.refusal_of(asked, received().but(content=received().content.but(customer="BONAP")))
    assert isinstance(refused, InvalidInput)
    assert [fault["field"] for fault in refused.faults] == fields
    assert rules.refusal_of(CALL, None) is None


def test_the_list_of_open_orders_tells_each_with_its_promised_day_and_nothing_of_what_goes_on_inside() -> None:
    customer: Customer = ALFKI
    days, progress = open_orders_sheet(open_orders_paper(customer, [received(), confirmed()], US, DAY)).tables
    assert [str(row[1]) for row in progress.rows] == ["not confirmed yet", "confirmed"]
    assert days.rows[0][:3] == ("SO-2026-000001", "4711", DAY.isoformat())


async def test_who_was_not_spoken_to_for_as_long_as_his_grade_allows_is_listed(call: Caller) -> None:
    today = clock.today()
    await call("PUT", "/customers/BONAP", {**CUSTOMER, "grade": "C"})
    await call("PUT", "/customers/GONE", {**CUSTOMER, "active": False})

    async def speak(customer: str, days: int, **says: Any) -> Any:
        told = {"customer": customer, "way": "call", "happened_on": str(today - timedelta(days=days)), "said": "问候"}
        return (await call("POST", "/conversations", {**told, **says})).json()

    async def listed() -> list[tuple[str, bool, bool]]:
        items = (await call("GET", "/silences")).json()["items"]
        return [(one["customer"], one["to_speak"], one["to_list"]) for one in items]

    assert await listed() == [("ALFKI", True, False), ("BONAP", True, False)]
    await speak("ALFKI", 15)
    await speak("BONAP", 15)
    assert await listed() == [("ALFKI", True, False)]
    await speak("ALFKI", 14)
    placed = (await call("POST", "/orders", an_order("4711"))).json()
    assert await listed() == [("ALFKI", False, True)]
    path = "/papers/open_orders/ALFKI.pdf?language=zh-Hans"
    drawn = words((await call("GET", path, who="ALFKI", role="customer")).content)
    assert all(part in drawn for part in ("未结订单清单", placed["number"], "4711", "尚未确认"))
    assert (await call("GET", path, who="BONAP", role="customer")).status_code == 404
    assert (await call("GET", "/papers/open_orders/BONAP")).json()["type"] == "/problems/paper-waits"
    sent = await speak("ALFKI", 0, open_orders_sent=True, promised="回复交期", promised_by=str(today))
    assert await listed() == []
    done = await call("POST", f"/conversations/{sent['number']}/keep", {"kept": "已回复"})
    assert (done.json()["state"], done.json()["kept_by"]) == ("kept", "wang.fang")
    unknown = {"customer": "NOBODY", "way": "call", "happened_on": str(today), "said": "问候"}
    assert (await call("POST", "/conversations", unknown)).status_code == 404
