"""A service ticket goes from desk to desk until the customer says that it is solved (SAL-13)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from chassis import clock
from chassis.refusal import InvalidInput, Refusal
from contracts.sales import ReturnRequested
from contracts.value import fields_of
from services.sales.order.rules.document import Order
from services.sales.order.rules.life import ask_back
from services.sales.order.rules.working_days import calendar_of, working_days_after
from services.sales.returns.rules import GiveBack, give_back, returnable
from services.sales.tests.calling import Caller
from services.sales.tests.story import DAY, POLICY, cancelled, come_back, confirmed, deliver, dispatch
from services.sales.tests.story import after as with_
from services.sales.tests.test_complaints import arrive, had
from services.sales.tests.test_papers import confirmed_by
from services.sales.ticket.rules import MOVES, Ticket
from services.sales.ticket.view import for_customer
from services.sales.ticketing import handlers
from services.sales.ticketing.rules import moving, opening
from services.sales.ticketing.rules.moving import AnotherHasIt, AnswerSolved, Named, NotPossibleNow, NotSolved, TakeStep
from services.sales.ticketing.rules.opening import Open
from tests.needs import needs

pytestmark = needs("SAL-13")
NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
FRONT, REPAIRER, HEAD = "pan.yi", "sun.hao", "zhou.ting"


def asked(kind: Any = "consultation", order: str = "", line: int | None = None, quantity: Any = None) -> Open:
    goods = (order, line, None if quantity is None else Decimal(quantity))
    return Open(kind, "telephone", "ALFKI", "如何安装？", *goods, FRONT)


def opened(kind: Any = "consultation") -> Ticket:
    return opening.opened(asked(kind), None, uuid4(), "ST-2026-000001", NOW, DAY, POLICY)


def took(ticket: Ticket, step: Any, by: str = FRONT, to: str = "", on: date = DAY, **told: Any) -> Ticket | Refusal:
    named = (told.get("complaint", ""), told.get("sent_anew", ""))
    said = TakeStep(ticket.ticket_id, by, step, "说明", to, *named, by == HEAD)
    return moving.take_step(ticket, said, told.get("named", Named()), NOW, on, POLICY)


def after(ticket: Ticket, *steps: Any) -> Ticket:
    """Each step by who has the ticket, or the supervisor."""
    for step in steps:
        name, to = step if isinstance(step, tuple) else (step, "")
        moved = took(ticket, name, ticket.person or HEAD, to)
        assert isinstance(moved, Ticket), moved
        ticket = moved
    return ticket


def said(ticket: Ticket, solved: bool, words: str = "", **who: Any) -> Ticket | Refusal:
    told = {"by": FRONT, **who}
    return moving.answer(
        ticket, AnswerSolved(ticket.ticket_id, told.pop("by"), solved, words, **told), NOW, DAY, POLICY
    )


def faults(refused: object) -> list[str]:
    assert isinstance(refused, InvalidInput)
    return [fault["field"] for fault in refused.faults]


def in_days(working: int) -> date:
    return working_days_after(DAY, working, calendar_of("CN"))


def test_each_kind_is_to_be_solved_within_its_working_days() -> None:
    assert (opened().due, opened("repair").due) == (in_days(1), in_days(15))


@pytest.mark.parametrize(
    ("steps", "state", "person"),
    [
        ([], "front_desk", FRONT),
        (["report"], "front_desk", FRONT),
        ([("hand_over", REPAIRER)], "after_sales", REPAIRER),
        ([("hand_over", REPAIRER), "report"], "after_sales", REPAIRER),
        ([("hand_over", REPAIRER), "hand_back"], "front_desk", FRONT),
        ([("hand_over", REPAIRER), "solve"], "solved", FRONT),
        (["escalate"], "supervisor", ""),
        (["escalate", ("hand_over", REPAIRER)], "after_sales", REPAIRER),
        (["escalate", "hand_back"], "front_desk", FRONT),
        (["solve", "reopen"], "front_desk", FRONT),
    ],
)
def test_a_ticket_is_with_whom_its_steps_lead_to(steps: list[Any], state: str, person: str) -> None:
    ticket = after(opened(), *steps)
    assert (ticket.state, ticket.person, len(ticket.done)) == (state, person, 1 + len(steps))


@pytest.mark.parametrize(
    ("steps", "step"),
    [([], "reopen"), ([], "hand_back"), (["solve"], "report"), (["solve"], "escalate"), ([], "pass_on")],
)
def test_a_step_that_its_state_does_not_allow_is_refused_with_those_that_it_does(steps: list[Any], step: str) -> None:
    refused = took(after(opened(), *steps), step, to=REPAIRER)
    assert isinstance(refused, NotPossibleNow)
    assert refused.details["steps"]


def test_no_state_is_without_a_way_out() -> None:
    assert all(set(ways.values()) - {state} for state, ways in MOVES.items())
    assert {to for ways in MOVES.values() for to in ways.values()} == MOVES.keys()


def test_a_step_is_taken_by_who_has_the_ticket_and_what_is_escalated_by_a_supervisor() -> None:
    handed = after(opened(), ("hand_over", REPAIRER))
    assert isinstance(took(handed, "report", FRONT), AnotherHasIt)
    assert isinstance(took(handed, "report", HEAD), AnotherHasIt)
    assert isinstance(took(after(handed, "escalate"), "report", REPAIRER), moving.WithTheSupervisor)
    assert isinstance(said(after(opened(), "solve"), True, by=REPAIRER), AnotherHasIt)


def test_a_step_names_who_gets_it_only_where_somebody_does_and_a_complaint_of_this_customer() -> None:
    assert faults(took(opened(), "hand_over")) == ["to"]
    assert faults(took(opened(), "hand_over", to=FRONT)) == ["to"]
    assert faults(took(opened(), "solve", to=REPAIRER, complaint="CP-2026-000001")) == ["to", "complaint"]
    known = Named({"CP-2026-000001": "ALFKI"})
    carried = took(opened(), "solve", complaint="CP-2026-000001", named=known)
    assert isinstance(carried, Ticket)
    assert carried.complaint == "CP-2026-000001"


def test_an_exchange_names_the_order_by_which_its_goods_are_sent_anew() -> None:
    exchange = opened("exchange").but(order_number="SO-2026-000001")
    known = Named(orders={"SO-2026-000001": "ALFKI", "SO-2026-000002": "ALFKI", "SO-2026-000003": "BONAP"})
    for other in ("SO-2026-000001", "SO-2026-000003", "SO-2026-000009"):
        assert faults(took(exchange, "report", sent_anew=other, named=known)) == ["sent_anew"]
    assert faults(took(opened(), "report", sent_anew="SO-2026-000002", named=known)) == ["sent_anew"]
    sent = took(exchange, "report", sent_anew="SO-2026-000002", named=known)
    assert isinstance(sent, Ticket)
    assert for_customer(after(sent, "solve")).sent_anew == "SO-2026-000002"


def test_a_suggestion_is_passed_on_to_research_and_development() -> None:
    passed = after(opened("suggestion"), ("pass_on", "he.li"))
    assert (passed.passed_on, passed.person, passed.done[-1].to) == (True, FRONT, "he.li")


def test_the_customer_closes_it_or_has_it_taken_up_anew_within_the_same_time() -> None:
    asked_for = after(opened(), "solve")
    assert asked_for.due == in_days(5)
    closed = said(asked_for, True, by="ALFKI", only_of="ALFKI")
    assert isinstance(closed, Ticket)
    assert (closed.state, closed.person, closed.due) == ("closed", "", None)
    again = said(asked_for, False, "还是松的")
    assert isinstance(again, Ticket)
    assert (again.state, again.reopened, again.due) == ("front_desk", 1, in_days(1))
    assert faults(said(asked_for, False)) == ["words"]
    assert after(closed, "reopen").reopened == 1


def test_an_answer_to_what_is_not_solved_is_refused() -> None:
    assert isinstance(said(opened(), True, by="ALFKI", only_of="ALFKI"), NotSolved)


def test_time_brings_it_to_the_supervisor_or_to_its_end_after_the_day_only() -> None:
    def at(ticket: Ticket, on: date) -> str:
        return moving.fall_due(ticket, NOW, on, POLICY).state

    late, solved = in_days(1) + timedelta(days=1), after(opened(), "solve")
    assert (at(opened(), in_days(1)), at(opened(), late)) == ("front_desk", "supervisor")
    assert (at(solved, in_days(5)), at(solved, in_days(5) + timedelta(days=1))) == ("solved", "closed")
    assert at(after(opened(), "escalate"), late) == "supervisor"


def test_a_limit_runs_on_from_desk_to_desk_and_begins_anew_from_the_supervisor() -> None:
    ticket = after(opened("repair"), ("hand_over", REPAIRER), "escalate")
    assert ticket.due == in_days(15)
    handed = took(ticket, "hand_over", HEAD, REPAIRER, on=in_days(15))
    assert isinstance(handed, Ticket)
    assert handed.due == working_days_after(in_days(15), 15, calendar_of("CN"))


@pytest.mark.parametrize(
    ("wish", "fields"),
    [
        (asked("repair"), ["order", "line", "quantity"]),
        (asked("repair", "SO-2026-000009", 1, 1), ["order"]),
        (asked("exchange", "SO-2026-000001", 2, 1), ["line"]),
        (asked("return", "SO-2026-000001", 1, 11), ["quantity"]),
        (asked("return", "SO-2026-000001", 1), ["quantity"]),
        (asked("consultation", "", 1), ["line"]),
    ],
)
def test_what_is_wrong_with_a_ticket_is_said_field_by_field(wish: Open, fields: list[str]) -> None:
    order = had(10) if wish.order == "SO-2026-000001" else None
    assert faults(opening.refusal_of(wish, {"ALFKI"}, order, ())) == fields


def test_the_order_of_another_customer_is_refused() -> None:
    wish = asked("return", "SO-2026-000001", 1, 1)
    other = Open(wish.kind, wish.channel, "BONAP", wish.words, wish.order, 1, Decimal(1), FRONT)
    assert faults(opening.refusal_of(other, {"BONAP"}, had(10), ())) == ["order"]
    assert faults(opening.refusal_of(other, set(), had(10), ())) == ["customer", "order"]


def test_goods_of_one_shipment_are_told_by_its_sales_slip() -> None:
    order, a, b = confirmed(10), uuid4(), uuid4()
    lots = ((a, 6), (b, 4))
    facts = [fact(order, shipment, count) for fact in (dispatch, deliver) for shipment, count in lots]
    order = with_(order, *facts).document
    order = order.with_shipment(a, slip_number="SS-1").with_shipment(b, slip_number="SS-2")
    wish = asked("exchange", order.content.number, 1, 5)
    assert faults(opening.refusal_of(replace(wish, slip="SS-2"), {"ALFKI"}, order, ())) == ["quantity"]
    assert faults(opening.refusal_of(replace(wish, slip="SS-9"), {"ALFKI"}, order, ())) == ["slip"]
    (back,) = give_back(order, GiveBack(order.order_id, 1, Decimal(4), "SS-2")).events
    assert back.shipment_id == b


def left(order: Order) -> Any:
    return {line: kept.quantity for line, kept in returnable(order).items()}


def test_never_more_goes_back_than_came_and_is_not_back_or_asked_back_already() -> None:
    order, a, b = confirmed(10), uuid4(), uuid4()
    facts = (dispatch(order, a, 6), deliver(order, a, 6), dispatch(order, b, 4))
    order = with_(order, *facts).document
    assert left(order) == {1: 6}
    order = with_(order, deliver(order, b, 4), come_back(order, a, 1, whole=False)).document
    assert left(order) == {1: 9}
    step = give_back(order, GiveBack(order.order_id, 1, Decimal(7)))
    asked_back = [(int(event.lines[0].quantity), event.entire) for event in step.events]
    assert (asked_back, left(step.document)) == ([(5, True), (2, False)], {1: 2})
    assert [int(event.in_all[0].quantity) for event in step.events] == [6, 2]
    all_back = (come_back(order, a, 5), come_back(order, b, 2, whole=False))
    assert left(with_(step.document, *all_back).document) == {1: 2}
    assert left(ask_back(cancelled(order)).document) == {}


def test_the_customer_sees_the_solution_but_not_who_had_it() -> None:
    heard = for_customer(after(opened(), ("hand_over", REPAIRER), "solve"))
    assert (heard.solution, heard.asked) == ("说明", True)
    assert not {"person", "done", "front_desk"} & set(fields_of(heard))


async def test_an_exchange_asks_its_goods_back_and_a_repair_does_not(call: Caller) -> None:
    desk = {"who": FRONT, "role": "customer service"}
    order_id = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order_id}")).json()["number"]
    await arrive(call, order_id)
    wish = {"channel": "mail", "customer": "ALFKI", "words": "坏了", "order": number, "line": 1}
    asked_back = "SELECT count(*) FROM outbox WHERE topic = $1"
    await call("POST", "/tickets", {**wish, "kind": "repair", "quantity": "2"}, **desk)
    assert await call.pool.fetchval(asked_back, ReturnRequested.topic) == 0
    ticket = (await call("POST", "/tickets", {**wish, "kind": "exchange", "quantity": "2"}, **desk)).json()
    assert await call.pool.fetchval(asked_back, ReturnRequested.topic) == 1
    itself = {"step": "report", "words": "已补发", "sent_anew": number}
    refused = (await call("POST", f"/tickets/{ticket['number']}/step", itself, **desk)).json()
    assert [fault["field"] for fault in refused["faults"]] == ["sent_anew"]


@needs("ALL-3")
async def test_a_customer_gives_goods_back_and_says_whether_that_is_solved(call: Caller) -> None:
    desk, alfki = {"who": FRONT, "role": "customer service"}, {"who": "ALFKI", "role": "customer"}
    order_id = await confirmed_by(call)
    number = (await call("GET", f"/orders/{order_id}")).json()["content"]["number"]
    wish = {"kind": "return", "channel": "mail", "customer": "ALFKI", "words": "坏了", "order": number, "line": 1}
    assert (await call("POST", "/tickets", {**wish, "quantity": "3"}, **desk)).status_code == 422
    await arrive(call, order_id)
    ticket = (await call("POST", "/tickets", {**wish, "quantity": "8"}, **desk)).json()
    assert ticket["number"].startswith("ST-")
    too_many = (await call("POST", "/tickets", {**wish, "quantity": "3"}, **desk)).json()
    assert [fault["field"] for fault in too_many["faults"]] == ["quantity"]
    path = f"/tickets/{ticket['number']}"
    assert (await call("POST", f"{path}/answer", {"solved": True}, **alfki)).json()["type"] == "/problems/not-solved"
    await call("POST", f"{path}/step", {"step": "solve", "words": "已退款"}, **desk)
    assert (await call("GET", path, who="BONAP", role="customer")).status_code == 404
    answered = (await call("POST", f"{path}/answer", {"solved": True}, **alfki)).json()
    assert (answered["solution"], answered["closed"]) == ("已退款", True)
    assert (await call("GET", path)).json()["done"][-1]["by"] == "ALFKI"
    said = "SELECT count(*) FROM outbox WHERE topic = $1"
    assert await call.pool.fetchval(said, ReturnRequested.topic) == 1


async def test_a_ticket_whose_day_has_passed_waits_for_the_supervisor(call: Caller) -> None:
    desk = {"who": FRONT, "role": "customer service"}
    wish = {"kind": "consultation", "channel": "sms", "customer": "ALFKI", "words": "如何安装？"}
    ticket = (await call("POST", "/tickets", wish, **desk)).json()
    async with call.pool.acquire() as db, db.transaction():
        assert await handlers.find_due(db, clock.now()) == []
        await db.execute("UPDATE ticket SET due = due - 30, document = replace(document::text, $1, $2)::json",
                         ticket["due"], (clock.today() - timedelta(days=1)).isoformat())  # fmt: skip
        ((_, ticket_id),) = await handlers.find_due(db, clock.now())
        assert await handlers.fall_due(db, [ticket_id]) == [()]
        assert await handlers.find_due(db, clock.now()) == []
    (shown,) = (await call("GET", "/open-tickets")).json()["items"]
    assert (shown["state"], shown["done"][-1]["what"]) == ("supervisor", "overdue")
    assert await queue(call, FRONT, "customer service") == []
    assert await queue(call, HEAD, "service supervisor") == [ticket["number"]]


async def queue(call: Caller, who: str, role: str) -> list[str]:
    subjects = (await call("GET", "/actions", who=who, role=role)).json()["subjects"]
    return [one["name"] for one in subjects if one["kind"] == "ticket" and one["due"]]
