"""What waits for somebody until a day is said, and that it is over; whatever ended it (NOT-3)."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Step
from contracts.deadlines import DeadlineMet, DeadlineSet
from services.sales.complaint.rules.document import Complaint
from services.sales.complaints.rules import Analyse, MeasureTaken, NothingToTake, TakeMeasure, analyse, take_measure
from services.sales.deadlines import handlers
from services.sales.deadlines.rules import Said, Waiting, look
from services.sales.deadlines.store import TO_LOOK_AT
from services.sales.tests.calling import CUSTOMER, Caller
from services.sales.tests.story import DAY
from services.sales.tests.test_complaints import FOUND, teamed
from services.sales.tests.test_papers import confirmed_by
from services.sales.tests.test_satisfaction import arrive
from tests.needs import needs

pytestmark = needs("SAL-1", "SAL-12", "SAL-14", "SAL-18", "SAL-22", "SAL-23", "NOT-3")
LATER = DAY + timedelta(days=9)


def waiting(until: date | None, told: date | None = None, version: int = 0) -> Waiting:
    return Waiting(uuid4(), "sample", "SM-2026-000001", "ALFKI", None, until, told, version)


def test_a_day_is_said_once_and_another_one_again() -> None:
    said = look(waiting(DAY))
    assert isinstance(said, DeadlineSet)
    assert (said.due_on, said.version, said.orders) == (DAY, 1, ())
    assert look(waiting(DAY, told=DAY, version=1)) is None
    again = look(waiting(LATER, told=DAY, version=1))
    assert isinstance(again, DeadlineSet)
    assert (again.due_on, again.version) == (LATER, 2)


def test_what_nobody_waits_for_any_more_is_over_and_that_answers_the_day_that_was_said_last() -> None:
    over = look(waiting(None, told=DAY, version=2))
    assert isinstance(over, DeadlineMet)
    assert over.version == 2
    assert look(waiting(None, version=2)) is None


async def looked(call: Caller) -> list[Said]:
    """What is said now, after which nothing more is to be said."""
    async with call.pool.acquire() as db, db.transaction():
        found = [document for _, document in await handlers.find_news(db, clock.now())]
        said = await handlers.look(db, found)
        assert await handlers.find_news(db, clock.now()) == []
    return [event for events in said for event in events]


async def days(call: Caller) -> list[tuple[Any, ...]]:
    return [(one.kind, one.number[:2], getattr(one, "due_on", None)) for one in await looked(call)]


def on(count: int) -> date:
    return clock.today() + timedelta(days=count)


def in_days(count: int) -> str:
    return on(count).isoformat()


async def ask(call: Caller, path: str, body: Any) -> dict[str, Any]:
    answer = await call("POST", path, body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_an_inquiry_is_to_be_answered_by_its_customers_grade_and_is_over_once_it_is_declined(
    call: Caller,
) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER)
    asked = {"customer": "ALFKI", "reference": "RFQ-7", "lines": [{"line": 1, "quantity": "5", "item": "P-1"}]}
    inquiry = await ask(call, "/inquiries", asked)
    assert inquiry["answer_by"] > in_days(0)
    assert await days(call) == [("inquiry", "IN", date.fromisoformat(inquiry["answer_by"]))]
    await ask(call, f"/inquiries/{inquiry['inquiry_id']}/decline", {"reason": "停产"})
    assert await days(call) == [("inquiry", "IN", None)]


async def test_each_round_of_a_sample_has_its_day_and_a_verdict_ends_it(call: Caller) -> None:
    await confirmed_by(call)
    wish = {"customer": "ALFKI", "item": "P-1", "quantity": "2", "judge_by": in_days(5), "judged_for": "颜色"}
    sample = f"/samples/{(await ask(call, '/samples', wish))['sample_id']}"
    assert await days(call) == [("sample", "SM", on(5))]
    await ask(call, f"{sample}/send", {"sent_on": in_days(0), "shipped_by": "DHL"})
    no = {"verdict": "rejected", "judged_on": in_days(0), "remarks": "偏红", "next_judge_by": in_days(9)}
    await ask(call, f"{sample}/judge", no)
    assert await days(call) == [("sample", "SM", on(9))]
    await ask(call, f"{sample}/judge", {"verdict": "withdrawn", "judged_on": in_days(0), "remarks": "不要了"})
    assert await days(call) == [("sample", "SM", None)]


async def test_a_promise_about_no_order_waits_until_it_is_kept(call: Caller) -> None:
    await call("PUT", "/customers/ALFKI", CUSTOMER)
    told = {"customer": "ALFKI", "way": "call", "happened_on": in_days(0), "said": "催样本"}
    spoken = await ask(call, "/conversations", {**told, "promised": "寄样本", "promised_by": in_days(3)})
    assert await days(call) == [("conversation", "CV", on(3))]
    await ask(call, f"/conversations/{spoken['conversation_id']}/keep", {"kept": "已寄"})
    assert await days(call) == [("conversation", "CV", None)]


async def follow_up(call: Caller, order_id: str) -> None:
    """Nobody need ask for the money of what arrived any more (SAL-11)."""
    await ask(call, f"/orders/{order_id}/chases", {"asked_on": in_days(0), "how": "telephone", "said": "月底付款"})


async def test_a_low_score_waits_for_what_is_done_about_it(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    await follow_up(call, order_id)
    await ask(call, f"/feedback/{order_id}/answer", {"score": 1, "comment": "晚到", "said_on": in_days(0)})
    ((kind, number, until),) = await days(call)
    assert (kind, number) == ("feedback", "SO")
    assert until > on(0)
    await ask(call, f"/feedback/{order_id}/follow-up", {"done": "道歉"})
    assert await days(call) == [("feedback", "SO", None)]


async def test_each_measure_of_a_complaint_has_its_day_also_after_the_answer(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    await follow_up(call, order_id)
    complaint = await ask(call, f"/orders/{order_id}/complaints", {"kind": "service", "words": "没人回电"})
    path = f"/complaints/{complaint['complaint_id']}"
    soon, late = ({"what": "测试", "owner": "chen.bo", "due": in_days(count)} for count in (3, 9))
    await ask(call, f"{path}/analyse", {"whys": ["松动"], "corrective": soon, "preventive": late})
    await ask(call, f"{path}/close", {"answer": "抱歉"})
    assert sorted(await days(call)) == [("measure", "CP", on(3)), ("measure", "CP", on(9))]
    await ask(call, f"{path}/take-measure", {"measure": "corrective", "done": "已测"})
    (over,) = await looked(call)
    assert isinstance(over, DeadlineMet)
    assert (str(over.order_id), over.orders) == (str(order_id), (over.order_id,))


def analysed() -> Complaint:
    known = teamed()
    step = analyse(known, Analyse(known.complaint_id, FOUND))
    assert isinstance(step, Step)
    return step.document


def test_a_measure_is_taken_once_and_only_what_was_told_is_taken() -> None:
    asked = TakeMeasure(uuid4(), "corrective", "已测", DAY, "chen.bo")
    assert isinstance(take_measure(teamed(), asked), NothingToTake)
    step = take_measure(analysed(), asked)
    assert isinstance(step, Step)
    assert step.document.measures_open
    assert isinstance(take_measure(step.document, asked), MeasureTaken)


def test_who_analyses_anew_takes_nothing_back_of_a_measure_that_stays_as_it_was() -> None:
    taken = take_measure(analysed(), TakeMeasure(uuid4(), "corrective", "已测", DAY, "chen.bo"))
    assert isinstance(taken, Step)
    for found, done in ((FOUND, "已测"), (FOUND.but(corrective=FOUND.corrective.but(what="换供应商")), "")):
        step = analyse(taken.document, Analyse(uuid4(), found))
        assert isinstance(step, Step)
        assert step.document.measures["corrective"].done == done


CONTRACTS = """
INSERT INTO sales_contract (contract_id, number, customer, reference, pending, valid_until, document)
SELECT gen_random_uuid(), 'SC-' || n, 'ALFKI', n::text, false, day, '{}'
FROM unnest($1::date[]) WITH ORDINALITY AS given(day, n)
"""


async def test_a_contract_that_ended_before_anybody_watched_is_left_alone_and_one_that_is_prolonged_is_said_anew(
    call: Caller,
) -> None:
    today = clock.today()
    ends, longer = today + timedelta(days=30), today + timedelta(days=395)
    await call.pool.execute(CONTRACTS, [today - timedelta(days=1), ends])
    assert await days(call) == [("contract", "SC", ends)]
    await call.pool.execute("UPDATE sales_contract SET valid_until = $1 WHERE valid_until = $2", longer, ends)
    assert await days(call) == [("contract", "SC", longer)]


MANY = """
INSERT INTO sample (sample_id, number, customer, ended, orders, document)
SELECT gen_random_uuid(), 'SM-' || n, 'ALFKI', n % 100 <> 0, '{}', '{"rounds": [{"judge_by": "2026-05-01"}]}'
FROM generate_series(1, 20000) n;
INSERT INTO inquiry (inquiry_id, number, customer, reference, status, quotations, orders, document)
SELECT gen_random_uuid(), 'IN-' || n, 'ALFKI', n::text, CASE WHEN n % 100 = 0 THEN 'open' ELSE 'quoted' END,
    CASE WHEN n % 100 = 0 THEN '{}'::text[] ELSE ARRAY['QU-' || n] END, '{}', '{"answer_by": "2026-05-01"}'
FROM generate_series(1, 20000) n;
ANALYZE sample, inquiry
"""


@pytest.mark.parametrize("table", ["sample", "inquiry"])
async def test_only_what_waits_is_read(db: asyncpg.Connection, table: str) -> None:
    await db.execute(MANY)
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {TO_LOOK_AT}", clock.today()))
    assert f"Seq Scan on {table} " not in plan, plan
