"""A customer complains of what he got; the grade says who takes it up, and until when (SAL-12)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Step
from chassis.refusal import InvalidInput, Refusal
from contracts.complaints import ComplaintClosed, ComplaintOpened, ComplaintTeamed
from contracts.value import fields_of
from services.sales.complaint.rules.document import Analysis, Complaint, Measure, Member
from services.sales.complaint.store import CASES_TOLD
from services.sales.complaint.view import for_customer, page_of
from services.sales.complaint_analysis.store import STATEMENTS
from services.sales.complaints import rules
from services.sales.complaints.rules import Analyse, AskedLine, Close, NameTeam, Open, Regrade, Reopen
from services.sales.delivery.handlers import record_delivery, record_dispatch
from services.sales.order import store as book
from services.sales.order.rules.document import Order
from services.sales.papers.rules.improvement_report import report_paper, report_sheet
from services.sales.tests.calling import CUSTOMER, Caller, an_order
from services.sales.tests.story import DAY, POLICY, after, confirmed, deliver, dispatch, received
from services.sales.tests.test_papers import CHAI, US, confirmed_by, words
from tests.needs import needs

pytestmark = needs("SAL-12")
SOON = DAY + timedelta(days=7)
TEAM = (Member(department="sales", person="wang.fang"), Member(department="warehouse", person="li.na"))
MEASURE = Measure(what="test each motor", owner="li.na", due=SOON)
FOUND = Analysis(whys=("the motor stops", "its winding is loose"), corrective=MEASURE, preventive=MEASURE)


def had(*quantities: int) -> Order:
    """An order of which the customer got so much of each line."""
    shipment, order = uuid4(), confirmed(*quantities)
    return after(order, dispatch(order, shipment, *quantities), deliver(order, shipment, *quantities)).document


def asked(order: Order, kind: Any = "quality", lines: tuple[tuple[int, int], ...] = ()) -> Open:
    return Open(order.order_id, kind, "坏了", tuple(AskedLine(line, Decimal(quantity)) for line, quantity in lines))


def opened(kind: Any = "quality", *lines: tuple[int, int]) -> Step[Complaint, ComplaintOpened]:
    order = had(100)
    assert rules.refusal_of(order, asked(order, kind, lines)) is None
    return rules.open_(order, asked(order, kind, lines), uuid4(), "CP-2026-000001", DAY, POLICY)


def done(step: Step[Complaint, Any] | Refusal) -> Complaint:
    assert isinstance(step, Step)
    return step.document


def teamed() -> Complaint:
    complaint = opened().document
    return done(rules.name_team(complaint, NameTeam(complaint.complaint_id, TEAM, SOON)))


def closed() -> Complaint:
    known = teamed()
    known = done(rules.analyse(known, Analyse(known.complaint_id, FOUND)))
    return done(rules.close(known, Close(known.complaint_id, "replaced", DAY, "wang.fang")))


def test_a_complaint_goes_to_the_department_whose_affair_its_kind_is_and_no_team_is_without_it() -> None:
    step = opened("quality")
    assert (step.events[0].department, step.document.routed_to) == ("warehouse", "warehouse")
    team = (Member(department="sales", person="wang.fang"), Member(department="purchasing", person="li.na"))
    refused = rules.name_team(step.document, NameTeam(step.document.complaint_id, team, SOON))
    assert isinstance(refused, InvalidInput)
    assert str(refused.faults[0]["expected"]) == "people of at least two departments, one of them of warehouse"
    older = step.document.but(routed_to=None)
    assert isinstance(rules.name_team(older, NameTeam(older.complaint_id, team, SOON)), Step)


@needs("SAL-12", "ALL-5")
async def test_an_answer_begins_with_the_words_of_its_kind_in_the_customers_language(call: Caller) -> None:
    for language, begins in (("zh-CN", "关于您对订单"), ("de", "Concerning your complaint")):
        await call("PUT", "/customers/ALFKI", CUSTOMER | {"language": language})
        placed = (await call("POST", "/orders", an_order(language))).json()
        told = {"kind": "late", "words": "还没有到"}
        known = (await call("POST", f"/orders/{placed['order_id']}/complaints", told)).json()
        about = (await call("GET", f"/actions?order={placed['order_id']}")).json()["subjects"]
        offered = [one for subject in about for one in subject["commands"] if one["command"] == "close_complaint"]
        (answer,) = [one["draft"]["answer"] for one in offered]
        assert answer.startswith(begins)
        assert known["number"] in answer
        assert placed["number"] in answer


async def test_complaints_of_a_period_are_counted_by_kind_item_customer_and_month(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    number = ""
    for kind, goods in (("quality", [{"line": 1, "quantity": "1"}]), ("late", []), ("late", [])):
        told = {"kind": kind, "words": "不好", "goods": goods}
        number = (await call("POST", f"/orders/{order_id}/complaints", told)).json()["number"]
    assert (await call("POST", f"/complaints/{number}/close", {"answer": "抱歉"})).status_code == 200
    path, month = "/complaint-analysis", f"{clock.today():%Y-%m}"

    async def counted(by: str, **asked: str) -> list[Any]:
        query = "&".join(f"{name}={value}" for name, value in {"by": by, **asked}.items())
        items = (await call("GET", f"{path}?{query}")).json()["items"]
        return [(one["name"], one["opened"], one["closed"], one["share"], one["days"]) for one in items]

    assert await counted("kind") == [("late", 2, 1, "0.6667", "0.0"), ("quality", 1, 0, "0.3333", None)]
    assert await counted("item") == [("P-1", 1, 0, "0.3333", None)]
    assert await counted("customer") == [("ALFKI", 3, 1, "1.0000", "0.0")]
    assert await counted("month") == [(month, 3, 1, "1.0000", "0.0")]
    assert await counted("kind", since="2020-01-01", until="2020-02-01") == []
    assert (await call("GET", f"{path}?since=2026-02-01&until=2026-01-01")).status_code == 422
    assert (await call("GET", path, who="ALFKI", role="customer")).status_code == 403


async def test_the_analysis_reads_its_period_alone(call: Caller) -> None:
    async with call.pool.acquire() as db, db.transaction():
        await db.execute("SET LOCAL enable_seqscan = off")
        for statement in STATEMENTS.values():
            plan = [row[0] for row in await db.fetch(f"EXPLAIN {statement}", clock.today(), clock.today())]
            assert any("complaint_of_period" in line for line in plan), plan


@pytest.mark.parametrize(
    ("kind", "lines", "grade", "hours"),
    [
        ("quality", ((1, 9),), "B", 8),
        ("quality", ((1, 10),), "A", 2),
        ("quantity", (), "B", 8),
        ("late", ((1, 100),), "C", 0),
        ("service", (), "C", 0),
    ],
)
def test_kind_and_share_of_the_goods_make_the_grade(kind: str, lines: Any, grade: str, hours: int) -> None:
    (event,) = opened(kind, *lines).events
    assert (event.grade, event.team_hours, event.alone) == (grade, hours, not hours)


def test_goods_that_were_never_delivered_cannot_be_complained_of() -> None:
    order = confirmed(10)
    assert isinstance(rules.refusal_of(order, asked(order)), rules.NothingDelivered)
    under_way = after(order, dispatch(order, uuid4(), 10)).document
    assert isinstance(rules.refusal_of(under_way, asked(order, "late", ((1, 1),))), rules.NothingDelivered)
    assert rules.refusal_of(order, asked(order, "late")) is None
    assert isinstance(rules.refusal_of(received(10), asked(order, "quantity")), rules.NothingDelivered)


def test_what_is_complained_of_was_delivered_stands_once_and_is_no_more_than_came() -> None:
    order = had(10, 5, 7)
    refused = rules.refusal_of(order, asked(order, lines=((1, 11), (9, 1), (2, 0), (3, 1), (3, 2))))
    assert isinstance(refused, InvalidInput)
    assert [(fault["field"], fault["came"]) for fault in refused.faults] == [
        ("goods.0.quantity", "11"),
        ("goods.1.line", "9"),
        ("goods.2.quantity", "0"),
        ("goods.3.line", "3"),
        ("goods.4.line", "3"),
    ]
    assert str(refused.faults[0]["expected"]) == "more than 0, at most the 10 that were delivered"


def test_a_team_is_of_several_departments_and_promises_a_day() -> None:
    complaint = opened().document
    alone = rules.name_team(complaint, NameTeam(complaint.complaint_id, TEAM[:1], SOON))
    assert isinstance(alone, InvalidInput)
    step = rules.name_team(complaint, NameTeam(complaint.complaint_id, TEAM, SOON))
    assert isinstance(step, Step)
    (event,) = step.events
    assert isinstance(event, ComplaintTeamed)
    assert (event.departments, event.answer_by, event.version) == (("sales", "warehouse"), SOON, 2)


def test_a_grave_complaint_is_closed_only_once_a_team_found_its_root_cause() -> None:
    new = opened().document
    close = Close(new.complaint_id, "replaced", DAY, "wang.fang")
    assert isinstance(rules.close(new, close), rules.NoTeam)
    assert isinstance(rules.analyse(new, Analyse(new.complaint_id, FOUND)), rules.NoTeam)
    known = teamed()
    assert isinstance(rules.close(known, close), rules.NotAnalysed)
    step = rules.close(done(rules.analyse(known, Analyse(known.complaint_id, FOUND))), close)
    assert isinstance(step, Step)
    (event,) = step.events
    assert isinstance(event, ComplaintClosed)
    assert (event.root_cause, step.document.status) == ("its winding is loose", "closed")


def test_the_merchandiser_answers_a_light_one_alone() -> None:
    light = opened("service").document
    assert isinstance(rules.name_team(light, NameTeam(light.complaint_id, TEAM, SOON)), rules.MerchandiserAnswers)
    assert done(rules.close(light, Close(light.complaint_id, "sorry", DAY, "wang.fang"))).status == "closed"


@needs("SAL-22", "NOT-3")
def test_what_an_answer_promises_until_a_day_is_watched_and_what_it_is_stays_in_sales() -> None:
    light = opened("service").document
    asked = Close(light.complaint_id, "抱歉", DAY, "wang.fang", "寄一台新电机", SOON)
    step = rules.promised(light, asked, uuid4(), "CV-2026-000001")
    assert (step.document.customer, step.document.promised) == (light.customer, "寄一台新电机")
    (event,) = step.events
    assert (event.order_id, event.promised_by) == (light.order_id, SOON)
    assert "寄一台新电机" not in map(str, fields_of(event).values())


def test_a_promise_without_its_day_or_its_words_closes_nothing() -> None:
    light = opened("service").document
    for promise, field in ((("a new motor", None), "promised_by"), (("", SOON), "promised")):
        refused = rules.close(light, Close(light.complaint_id, "sorry", DAY, "wang.fang", *promise))
        assert isinstance(refused, InvalidInput)
        assert [fault["field"] for fault in refused.faults] == [field]


def test_another_grade_has_another_limit_and_asks_a_team_of_its_own() -> None:
    raised = rules.regrade(teamed(), Regrade(uuid4(), "A", "a child was hurt"), POLICY)
    assert isinstance(raised, Step)
    (event,) = raised.events
    assert (event.grade, event.team_hours, event.version) == ("A", 2, 3)
    assert (raised.document.status, raised.document.regraded) == ("opened", "a child was hurt")
    assert isinstance(rules.regrade(raised.document, Regrade(uuid4(), "A", "again"), POLICY), rules.SameGrade)


def test_who_is_not_satisfied_has_it_opened_again_and_what_was_found_before_stays() -> None:
    known = closed()
    assert isinstance(rules.regrade(known, Regrade(uuid4(), "A", "x"), POLICY), rules.AnsweredAlready)
    again = rules.reopen(known, Reopen(known.complaint_id, "it broke again"), POLICY)
    assert isinstance(again, Step)
    complaint, (event,) = again.document, again.events
    assert (complaint.status, complaint.analysis, event.team_hours) == ("opened", None, 8)
    assert (complaint.replies[0].reopened, complaint.replies[0].analysis) == ("it broke again", FOUND)
    assert isinstance(rules.reopen(complaint, Reopen(known.complaint_id, "x"), POLICY), rules.NotAnswered)


@needs("ALL-3")
def test_the_customer_sees_his_answer_and_not_how_he_is_judged() -> None:
    seen = for_customer(closed())
    assert [answer.words for answer in seen.replies] == ["replaced"]
    assert not {"grade", "team", "analysis", "regraded"} & set(seen.__struct_fields__)


def test_a_case_of_the_library_tells_cause_measures_and_answer() -> None:
    (case,) = page_of(opened().document, [closed()]).similar
    assert (case.root_cause, case.corrective, case.answer) == ("its winding is loose", MEASURE, "replaced")


@needs("SAL-21")
def test_the_report_tells_the_customer_cause_measures_and_the_changed_procedure() -> None:
    order, complaint = had(100), closed()
    found = FOUND.but(procedure="each motor is tested")
    sheet = report_sheet(report_paper(complaint, found, order.content, CHAI, US))
    whys, measures = sheet.tables
    assert [row[1] for row in whys.rows] == list(FOUND.whys)
    assert [str(cell) for cell in measures.rows[0]] == [
        "Corrective action",
        "test each motor",
        "li.na",
        SOON.isoformat(),
    ]
    assert [str(note) for note in sheet.notes][1:3] == [
        "Root cause: its winding is loose",
        "Changed procedure: each motor is tested",
    ]


@needs("SAL-22")
async def test_the_promise_of_an_answer_waits_among_the_conversations_of_its_order(call: Caller) -> None:
    order_id = await confirmed_by(call)
    told = {"kind": "service", "words": "没人回电话"}
    complaint = (await call("POST", f"/orders/{order_id}/complaints", told)).json()
    by = (clock.today() + timedelta(days=3)).isoformat()
    answer = {"answer": "抱歉", "promised": "主管回电", "promised_by": by}
    closed = await call("POST", f"/complaints/{complaint['number']}/close", answer)
    assert closed.json()["state"] == "closed", closed.text
    (noted,) = (await call("GET", f"/orders/{order_id}/conversations")).json()["items"]
    assert (noted["state"], noted["promised"], noted["promised_by"]) == ("promised", "主管回电", by)
    kept = await call("POST", f"/conversations/{noted['number']}/keep", {"kept": "主管已回电"})
    assert kept.json()["state"] == "kept"


@needs("SAL-21", "ALL-3")
async def test_a_customer_complains_is_answered_and_reads_the_report_in_his_language(call: Caller) -> None:
    order_id = await confirmed_by(call)
    alfki, bonap = {"who": "ALFKI", "role": "customer"}, {"who": "BONAP", "role": "customer"}
    told = {"kind": "quality", "words": "三台坏了", "goods": [{"line": 1, "quantity": "3"}]}
    assert (await call("POST", f"/orders/{order_id}/complaints", told, **bonap)).status_code == 404
    early = await call("POST", f"/orders/{order_id}/complaints", told, **alfki)
    assert early.json()["type"] == "/problems/nothing-delivered"
    await arrive(call, order_id)
    heard = (await call("POST", f"/orders/{order_id}/complaints", told, **alfki)).json()
    assert heard["number"].startswith("CP-")
    assert "grade" not in heard
    path = f"/complaints/{heard['number']}"
    assert (await call("GET", path, **bonap)).status_code == 404
    assert (await call("GET", path)).json()["grade"] == "A"
    await solve(call, path)
    (report,) = [one for one in await papers(call, order_id) if one["kind"] == "improvement_report"]
    drawn = words((await call("GET", f"/papers/improvement_report/{report['document']}.pdf", **alfki)).content)
    assert all(part in drawn for part in ("Improvement report", "Corrective action", "loose winding", "三台坏了"))
    chinese = await call("GET", f"/papers/improvement_report/{report['document']}.pdf?language=zh-Hans")
    assert all(part in words(chinese.content) for part in ("改进报告", "纠正措施", "根本原因"))
    again = (await call("POST", f"/orders/{order_id}/complaints", told)).json()
    (case,) = (await call("GET", f"/complaints/{again['complaint_id']}")).json()["similar"]
    assert (case["number"], case["root_cause"]) == (heard["number"], "loose winding")
    assert len((await call("GET", "/complaints", **alfki)).json()["items"]) == 2


async def papers(call: Caller, order_id: str) -> list[Any]:
    return list((await call("GET", f"/papers?order={order_id}")).json()["items"])


async def arrive(call: Caller, order_id: str) -> None:
    """All ten."""
    async with call.pool.acquire() as db, db.transaction():
        order = await book.look(db, UUID(order_id))
        assert order
        shipment = uuid4()
        await record_dispatch(db, [dispatch(order, shipment, 10)])
        await record_delivery(db, [deliver(order, shipment, 10)])


async def solve(call: Caller, path: str) -> None:
    due = (clock.today() + timedelta(days=9)).isoformat()
    team = [{"department": "sales", "person": "wang.fang"}, {"department": "warehouse", "person": "chen.bo"}]
    measure = {"what": "test each", "owner": "chen.bo", "due": due}
    asked: list[tuple[str, Any]] = [
        ("team", {"team": team, "answer_by": due}),
        ("analyse", {"whys": ["it stops", "loose winding"], "corrective": measure, "preventive": measure}),
        ("close", {"answer": "replaced"}),
    ]
    for what, body in asked:
        done = await call("POST", f"{path}/{what}", body)
        assert done.status_code == 200, done.text


async def test_the_library_is_searched_by_what_is_told_in_it_or_by_item_the_newest_first(call: Caller) -> None:
    order_id = await confirmed_by(call)
    await arrive(call, order_id)
    told = {"kind": "quality", "words": "电机轴承异响", "goods": [{"line": 1, "quantity": "1"}]}
    for words_ in ("电机轴承异响", "包装破损 50% off"):
        one = (await call("POST", f"/orders/{order_id}/complaints", told | {"words": words_})).json()
        await solve(call, f"/complaints/{one['number']}")
    await call("POST", f"/orders/{order_id}/complaints", told | {"words": "轴承又响"})

    async def found(**asked: str) -> list[str]:
        answer = await call("GET", f"/cases?{urlencode(asked)}")
        assert answer.status_code == 200, answer.text
        return [case["words"] for case in answer.json()["items"]]

    both = ["包装破损 50% off", "电机轴承异响"]
    assert await found() == both
    assert await found(text="P-1") == both
    assert await found(text="Loose Wind") == both
    assert await found(text="轴承") == ["电机轴承异响"]
    assert await found(text="承轴") == []
    assert await found(text="50% OFF") == ["包装破损 50% off"]
    assert await found(text="'); DROP | & !") == []
    first = (await call("GET", "/cases?limit=1")).json()
    assert first["items"][0]["root_cause"] == "loose winding"
    assert await found(limit="1", after=first["next"]) == ["电机轴承异响"]
    for odd in ("x" * 201, "%00"):
        assert (await call("GET", f"/cases?text={odd}")).status_code == 422
    assert (await call("GET", "/cases", who="ALFKI", role="customer")).status_code == 403


async def test_a_search_in_the_library_reads_its_index(db: asyncpg.Connection) -> None:
    await db.execute(
        """
        INSERT INTO complaint (complaint_id, number, order_id, customer, kind, closed, items, document)
        SELECT gen_random_uuid(), 'CP-' || n, gen_random_uuid(), 'ALFKI', 'quality', true, ARRAY['P-' || n % 500],
            json_build_object('words', 'complaint ' || md5(n::text))
        FROM generate_series(1, 5000) n
        """
    )
    await db.execute("ANALYZE complaint")
    plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {CASES_TOLD}", None, 100, "c4ca4238a0b9"))
    assert "complaint_case_told" in plan, plan
    assert "Seq Scan" not in plan, plan
    (one,) = await db.fetch(CASES_TOLD.replace("SELECT document", "SELECT number"), None, 100, "c4ca4238a0b9")
    assert one["number"] == "CP-1"
