"""All that a merchandiser answers for goes to another, who confirms it (NOT-10)."""

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.process.timers import look_at_timers
from chassis.telemetry.condition import Condition
from chassis.transaction.engine import Engine
from contracts.notify import PersonChanged
from contracts.sales import CustomerChanged, OrderHandedOver
from services.sales.changes.rules import Change, Wanted, change
from services.sales.handing_over import handlers, rules
from services.sales.handing_over.rules import Decline, Propose, Take
from services.sales.handover.rules import Handover, Holding
from services.sales.house import HOUSE
from services.sales.order.rules.document import Order
from services.sales.order.rules.stage import waiting_of
from services.sales.order.store import look
from services.sales.staff.handlers import learn
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, NOON, confirmed, received
from services.sales.tests.test_complaints import solve
from services.sales.tests.test_intake import ALFKI
from services.sales.tests.test_papers import confirmed_by
from services.sales.tests.test_satisfaction import arrive
from tests.needs import needs

pytestmark = needs("NOT-10")
SOME = Holding(customers=1, orders=3)
WISH = Propose("wang.fang", "li.na", "王芳调岗", "wang.fang", manages=False)
ZHAO: dict[str, Any] = {"who": "zhao.min", "role": "sales manager"}
LI_NA: dict[str, Any] = {"who": "li.na"}
HERS = {**CUSTOMER, "merchandiser": "wang.fang"}
LINE = {"line": 1, "quantity": "5", "item": "P-1"}


def proposed(**says: Any) -> Handover:
    return rules.proposed(WISH, uuid4(), "HO-2026-000001", SOME, DAY).but(**says)


def refused(asked: Propose = WISH, *, active: bool = True, **says: Any) -> Any:
    return rules.refusal_of(asked, active, says.get("under_way"), says.get("holds", SOME))


def declined(handover: Handover, by: str, *, manages: bool = False) -> Any:
    return rules.decline(handover, Decline(handover.handover_id, "没有余力", by, manages), DAY)


def test_somebody_hands_over_what_is_his_own_and_a_sales_manager_what_is_anybodys() -> None:
    anothers = Propose("chen.yu", "li.na", "离职", "wang.fang", manages=False)
    assert refused() is None
    assert isinstance(refused(anothers), rules.NotYoursToGive)
    assert refused(Propose("chen.yu", "li.na", "离职", "zhao.min", manages=True)) is None


@pytest.mark.parametrize(("to", "active"), [("wang.fang", True), ("nobody", False)])
def test_it_goes_to_another_active_person_of_the_staff(to: str, active: bool) -> None:
    no = refused(Propose("wang.fang", to, "调岗", "wang.fang", manages=False), active=active)
    assert [fault["field"] for fault in no.faults] == ["to_person"]


def test_of_one_person_one_handover_is_under_way_and_of_nothing_none() -> None:
    assert isinstance(refused(under_way=proposed()), rules.HandoverUnderWay)
    assert isinstance(refused(holds=Holding()), rules.NothingToHandOver)
    assert refused(holds=Holding(samples=1)) is None


def test_nobody_takes_it_but_whom_it_goes_to_and_he_once() -> None:
    handover = proposed()
    assert isinstance(rules.take(handover, Take(handover.handover_id, "li.na"), DAY), Handover)
    for other in ("wang.fang", "zhao.min"):
        assert isinstance(rules.take(handover, Take(handover.handover_id, other), DAY), rules.TakenByAnother)
    taken = handover.taken(DAY)
    assert isinstance(rules.take(taken, Take(handover.handover_id, "li.na"), DAY), rules.HandoverEnded)
    assert isinstance(declined(taken, "li.na"), rules.HandoverEnded)


@pytest.mark.parametrize(
    ("by", "manages", "may"),
    [("li.na", False, True), ("wang.fang", False, True), ("chen.yu", False, False), ("zhao.min", True, True)],
)
def test_who_is_to_take_it_declines_it_and_who_proposed_it_or_manages_sales_takes_it_back(
    by: str, manages: bool, may: bool
) -> None:
    done = declined(proposed(), by, manages=manages)
    assert isinstance(done, Handover) is may
    if may:
        assert (done.state, done.ended_by, done.declined_because) == ("declined", by, "没有余力")


@pytest.mark.parametrize("status", ["open", "confirmed", "cancelled"])
def test_an_order_that_is_not_over_gets_its_new_merchandiser_and_no_new_version(status: Any) -> None:
    order = confirmed().but(status=status)
    given = rules.order_given(order, proposed())
    assert (given.content.merchandiser, given.version, given.handed) == ("li.na", order.version, 1)
    assert given.but(content=order.content, handed=0) == order


@pytest.mark.parametrize("status", ["closed", "rejected"])
def test_an_order_that_is_over_stays_with_who_had_it(status: Any) -> None:
    order = confirmed().but(status=status)
    assert rules.order_given(order, proposed()) is order


def test_an_order_that_got_another_merchandiser_meanwhile_stays_with_him() -> None:
    order = confirmed()
    order = order.but(content=order.content.but(merchandiser="chen.yu"))
    assert rules.order_given(order, proposed()) is order


def test_what_waited_for_the_old_merchandiser_waits_for_the_new_one_from_then_on() -> None:
    order = received().but(missing=("wanted",))
    order = order.but(waiting=waiting_of(order, None, NOON))
    given = rules.order_given(order, proposed())
    waiting = waiting_of(given, None, NOON.replace(hour=9))
    assert order.waiting
    assert waiting
    assert (order.waiting.owner, waiting.owner, waiting.since.hour) == ("wang.fang", "li.na", 9)


def test_a_later_change_of_the_order_does_not_bring_the_old_merchandiser_back() -> None:
    given = rules.order_given(confirmed(), proposed())
    asked = Change(given.order_id, Wanted(wanted=date(2026, 5, 1)), "客户要求")
    done: Any = change(given, asked, {}, lambda content: content)
    assert done.document.content.merchandiser == "li.na"
    assert done.events[0].content.merchandiser == "li.na"


def test_what_is_said_of_an_order_counts_its_handovers() -> None:
    back = proposed(from_person="li.na", to_person="wang.fang", number="HO-2026-000002")
    twice = rules.order_given(rules.order_given(confirmed(), proposed()), back)
    said = rules.told(twice, back)
    assert (said.handed, said.was, said.merchandiser, said.handover) == (2, "li.na", "wang.fang", "HO-2026-000002")
    assert said.order_version == 2


def test_a_customers_new_merchandiser_is_a_new_version_that_every_department_hears() -> None:
    step = rules.customer_given(ALFKI, proposed())
    (said,) = step.events
    assert isinstance(said, CustomerChanged)
    assert (said.merchandiser, said.version) == ("li.na", ALFKI.version + 1)
    assert step.document.but(merchandiser=ALFKI.merchandiser, version=ALFKI.version) == ALFKI


async def employ(call: Caller, *people: str, **about: Any) -> None:
    told: dict[str, Any] = {"name": "某人", "department": "sales", "roles": ("merchandiser",), "version": 1} | about
    async with call.pool.acquire() as db:
        await learn(db, [PersonChanged(person=person, **told) for person in people])


async def plant(call: Caller) -> str:
    """Of each kind something that is Wang Fang's, and another customer that is not; the id of her order."""
    await employ(call, "li.na")
    await call("PUT", "/customers/ALFKI", HERS)
    await call("PUT", "/customers/BONAP", {**CUSTOMER, "merchandiser": "chen.yu"})
    inquired = {"customer": "ALFKI", "reference": "RFQ-1", "lines": [LINE]}
    assert (await call("POST", "/inquiries", inquired)).status_code == 200
    day = an_order("1")["wanted"]
    sampled = {"customer": "ALFKI", "item": "P-1", "quantity": "2", "judge_by": day, "judged_for": "颜色"}
    assert (await call("POST", "/samples", sampled)).status_code == 200
    assert (await call("POST", "/orders", an_order("2", customer="BONAP"))).status_code == 200
    placed = (await call("POST", "/orders", an_order("1", wanted=None))).json()
    return str(placed["order_id"])


async def propose(call: Caller, **asked: Any) -> Any:
    answer = await call("POST", "/handovers", {"to_person": "li.na", "reason": "王芳调岗", **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def take(call: Caller, number: str, who: str = "li.na") -> Any:
    """And what it holds follows."""
    answer = await call("POST", f"/handovers/{number}/take", who=who)
    assert answer.status_code == 200, answer.text
    assert answer.json()["to_move"]
    await look_at_timers(Engine(replace(HOUSE, timers=handlers.TIMERS), call.pool), Condition(), "work")
    return (await call("GET", f"/handovers/{number}", who=who)).json()


async def said(call: Caller, topic: str) -> list[Any]:
    """What was published of a topic, the oldest first."""
    rows = await call.pool.fetch("SELECT body FROM outbox WHERE topic = $1 ORDER BY id", topic)
    return [json.loads(row["body"]) for row in rows]


async def owners(call: Caller) -> set[str]:
    """Whom anything that is not over names."""
    found = {one["merchandiser"] for one in (await call("GET", "/orders", **ZHAO)).json()["items"]}
    found |= {one["waiting_for"]["owner"] for one in (await call("GET", "/orders", **ZHAO)).json()["items"]}
    for kind in ("inquiries", "samples"):
        found |= {one["merchandiser"] for one in (await call("GET", f"/{kind}", **ZHAO)).json()["items"]}
    for customer in ("ALFKI", "BONAP"):
        found.add((await call("GET", f"/customers/{customer}", **ZHAO)).json()["merchandiser"])
    return found


async def test_once_it_is_taken_nothing_that_is_not_over_names_who_gave_it(call: Caller) -> None:
    order_id = await plant(call)
    handover = await propose(call)
    holds = {"customers": 1, "orders": 1, "inquiries": 1, "samples": 1, "complaints": 0, "feedback": 0}
    assert (handover["state"], handover["holds"]) == ("proposed", holds)
    assert "wang.fang" in await owners(call), "nothing has moved yet"
    taken = await take(call, handover["number"])
    assert (taken["state"], taken["holds"], taken["ended_by"]) == ("taken", holds, "li.na")
    assert "wang.fang" not in await owners(call)
    order = (await call("GET", f"/orders/{order_id}")).json()
    assert (order["merchandiser"], order["waiting_for"]["owner"], order["version"]) == ("li.na", "li.na", 1)


async def test_a_handover_is_taken_once(call: Caller) -> None:
    await plant(call)
    handover = await propose(call)
    path = f"/handovers/{handover['handover_id']}/take"
    assert (await call("POST", path)).status_code == 403
    assert (await call("POST", path, **LI_NA)).status_code == 200
    again = await call("POST", path, **LI_NA)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/handover-ended")


async def test_of_what_is_declined_nothing_moves_and_it_may_be_proposed_anew(call: Caller) -> None:
    await plant(call)
    handover = await propose(call)
    before = await owners(call)
    another = await call("POST", "/handovers", {"to_person": "li.na", "reason": "调岗"})
    assert another.json()["type"] == "/problems/handover-under-way"
    path = f"/handovers/{handover['number']}/decline"
    assert (await call("POST", path, {"reason": "没有余力"}, **LI_NA)).json()["state"] == "declined"
    assert await owners(call) == before
    assert (await propose(call))["number"] != handover["number"]


async def test_an_order_that_ended_while_the_handover_waited_stays_with_who_had_it(call: Caller) -> None:
    order_id = await plant(call)
    handover = await propose(call)
    no = {"reasons": [{"code": "price", "text": "价格谈不拢"}]}
    assert (await call("POST", f"/orders/{order_id}/reject", no)).status_code == 200
    taken = await take(call, handover["number"])
    assert taken["holds"]["orders"] == 0
    async with call.pool.acquire() as db:
        order = await look(db, UUID(order_id))
    assert isinstance(order, Order)
    assert (order.content.merchandiser, order.handed) == ("wang.fang", 0)


async def test_complaints_that_are_not_answered_and_feedback_to_come_go_over_too_and_no_closed_one(
    call: Caller,
) -> None:
    await employ(call, "li.na")
    await call("PUT", "/customers/ALFKI", HERS)
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    complained = {"kind": "quality", "words": "三台坏了", "goods": [{"line": 1, "quantity": "3"}]}
    path = f"/orders/{order_id}/complaints"
    solved, left = [(await call("POST", path, complained)).json()["number"] for _ in range(2)]
    await solve(call, f"/complaints/{solved}")
    handover = await propose(call)
    taken = await take(call, handover["number"])
    assert (taken["holds"]["complaints"], taken["holds"]["feedback"]) == (1, 2)
    whose = [(await call("GET", f"/complaints/{one}", **ZHAO)).json()["merchandiser"] for one in (solved, left)]
    assert whose == ["wang.fang", "li.na"]


async def test_a_manager_hands_over_what_somebody_left_who_is_gone(call: Caller) -> None:
    await plant(call)
    asked = {"from_person": "wang.fang", "to_person": "li.na", "reason": "离职"}
    assert (await call("POST", "/handovers", asked, who="chen.yu")).status_code == 403
    await employ(call, "wang.fang", active=False)
    assert (await call("POST", "/handovers", asked, **ZHAO)).status_code == 200


async def test_it_goes_to_nobody_who_left_and_what_is_wrong_is_said_by_its_field(call: Caller) -> None:
    await plant(call)
    await employ(call, "sun.li", active=False)
    for to in ("sun.li", "nobody", "wang.fang"):
        no = (await call("POST", "/handovers", {"to_person": to, "reason": "调岗"})).json()
        assert [fault["field"] for fault in no["faults"]] == ["to_person"]


async def test_what_one_takes_he_may_give_on_by_another_handover(call: Caller) -> None:
    order_id = await plant(call)
    await employ(call, "chen.yu")
    first = await propose(call)
    await take(call, first["number"])
    asked = {"to_person": "chen.yu", "reason": "休假"}
    second = (await call("POST", "/handovers", asked, **LI_NA)).json()
    await take(call, second["number"], "chen.yu")
    assert not {"wang.fang", "li.na"} & await owners(call)
    told = [one for one in await said(call, OrderHandedOver.topic) if one["order_id"] == order_id]
    assert [(one["handed"], one["was"], one["merchandiser"]) for one in told] == [
        (1, "wang.fang", "li.na"),
        (2, "li.na", "chen.yu"),
    ]


async def test_it_stands_in_the_queue_of_who_is_to_take_it_and_of_nobody_else(call: Caller) -> None:
    await plant(call)
    handover = await propose(call)

    async def offered(**by: str) -> list[str]:
        subjects = (await call("GET", "/actions", **by)).json()["subjects"]
        return [c["command"] for one in subjects if one["id"] == handover["handover_id"] for c in one["commands"]
                if not c["barred"]]  # fmt: skip

    assert await offered(**LI_NA) == ["take_handover", "decline_handover"]
    assert await offered() == ["decline_handover"]
    assert await offered(who="chen.yu") == []


async def test_of_others_handovers_nobody_but_managers_hears(call: Caller) -> None:
    await plant(call)
    handover = await propose(call)
    for by, sees in (({}, True), (LI_NA, True), (ZHAO, True), ({"who": "chen.yu"}, False)):
        listed = (await call("GET", "/handovers", **by)).json()["items"]
        assert [one["number"] for one in listed] == ([handover["number"]] if sees else [])
        one = await call("GET", f"/handovers/{handover['number']}", **by)
        assert one.status_code == (200 if sees else 404)


async def test_where_each_sees_his_own_alone_the_customers_go_over_with_their_sight(call: Caller) -> None:
    order_id = await plant(call)
    assert (await call("PUT", "/figures/own_customers_only", {"value": True}, **ZHAO)).status_code == 200
    handover = await propose(call)
    assert (await call("GET", f"/orders/{order_id}", **LI_NA)).status_code == 404
    await take(call, handover["number"])
    assert (await call("GET", f"/orders/{order_id}", **LI_NA)).status_code == 200
    assert (await call("GET", f"/orders/{order_id}")).status_code == 404
