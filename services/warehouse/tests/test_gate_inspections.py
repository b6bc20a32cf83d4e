"""What a production order presents at a gate is inspected, passed, failed or conceded (WHS-4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

import asyncpg
from hypothesis import given
from hypothesis import strategies as some

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import NotFound
from contracts.gates import GateKind, InspectionDecided, InspectionPlanned, InspectionRequested
from services.warehouse.book.rules.inspection import Plan
from services.warehouse.book.rules.severity import Standing
from services.warehouse.gate_inspecting import handlers
from services.warehouse.gate_inspecting.rules import (
    Concede,
    Examine,
    InspectedAgain,
    NothingToConcede,
    ProductionEnded,
    concede,
    examine,
)
from services.warehouse.gate_inspection import paths, store
from services.warehouse.gate_inspection.rules import GateInspection, Ground, Known, decided, opened, standings_after
from services.warehouse.inspecting import handlers as inspecting
from services.warehouse.inspecting.rules import (
    DecidedAlready,
    MoreDefectsThanSample,
    MoreThanTheLot,
    SampleNotComplete,
)
from services.warehouse.inspecting.view import PlanState
from services.warehouse.receiving import handlers as receiving
from services.warehouse.receiving.rules import Receive, StandsAtGate
from services.warehouse.stock import handlers as stock
from services.warehouse.tests.conftest import Caller
from services.warehouse.tests.samples import given_up, item_changed, purchased
from tests.needs import needs

pytestmark = needs("WHS-4", "PUR-9")
PLAN = Plan("gear", "II", Decimal(0), Decimal("1.0"), Decimal("4.0"))
NOW = clock.now()


def presented(gate: GateKind = "final", quantity: int = 500, request: int = 1, **more: Any) -> InspectionRequested:
    series = "FAI" if gate == "first_article" else "FQC"
    facts: dict[str, Any] = {"purchase_id": new_id(), "production": "MO-2026-000001", "item": "gear"} | more
    number = f"{series}-2026-000001" + (f"-{request - 1}" if request > 1 else "")
    return InspectionRequested(gate=gate, quantity=Decimal(quantity), request=request, inspection=number, **facts)


def opening(asked: InspectionRequested | None = None, ground: Ground | None = None) -> GateInspection:
    return opened(asked or presented(), ground or Ground(PLAN), new_id(), NOW)


def seen(inspection: GateInspection, examined: int | None = None, **found: int) -> Examine:
    every = {"critical": 0, "major": 0, "minor": 0} | found
    how_many = inspection.sample if examined is None else examined
    return Examine(inspection.inspection_id, how_many, **every, note="", inspector="qian.rui")


def verdict(inspection: GateInspection, **found: int) -> GateInspection:
    done = examine(Known(inspection), seen(inspection, **found), NOW)
    assert isinstance(done, GateInspection), done
    return done


def test_every_piece_of_a_first_article_is_inspected_and_each_conforms() -> None:
    inspection = opening(presented("first_article", 3))
    assert [(check.size, check.accept) for check in inspection.checks] == [(3, 0)] * 3
    assert verdict(inspection).state == "passed"
    assert verdict(inspection, minor=1).state == "failed"


def test_of_a_run_a_sample_is_drawn_as_of_a_lot_that_comes() -> None:
    inspection = opening()
    assert [(check.size, check.accept) for check in inspection.checks] == [(50, 0), (50, 1), (50, 5)]
    assert verdict(inspection, major=1, minor=5).state == "passed"
    assert verdict(inspection, major=2).state == "failed"
    assert verdict(inspection, critical=1).state == "failed"


def test_a_critical_item_and_one_without_a_plan_are_inspected_whole() -> None:
    for ground in (Ground(PLAN, critical=True), Ground()):
        inspection = opening(ground=ground)
        assert {(check.size, check.accept) for check in inspection.checks} == {(500, 0)}
        assert not inspection.counts


def test_the_sample_is_complete_and_no_more_is_found_than_drawn() -> None:
    inspection = opening()
    known = Known(inspection)
    assert isinstance(examine(known, seen(inspection, 49), NOW), SampleNotComplete)
    assert isinstance(examine(known, seen(inspection, 501), NOW), MoreThanTheLot)
    assert isinstance(examine(known, seen(inspection, major=51), NOW), MoreDefectsThanSample)
    assert isinstance(examine(None, seen(inspection), NOW), NotFound)
    assert isinstance(examine(Known(verdict(inspection)), seen(inspection), NOW), DecidedAlready)


def test_nothing_is_decided_of_an_order_that_is_over_or_of_what_was_presented_anew() -> None:
    inspection = opening()
    failed = verdict(inspection, major=2)
    sign = Concede(inspection.inspection_id, "客户同意", "gao.feng")
    for known in (Known(inspection, ended=True), Known(inspection, newer="FQC-2026-000001-1")):
        wanted = ProductionEnded if known.ended else InspectedAgain
        assert isinstance(examine(known, seen(inspection), NOW), wanted)
    assert isinstance(concede(Known(failed, ended=True), sign), ProductionEnded)
    refused = concede(Known(failed, newer="FQC-2026-000001-1"), sign)
    assert str(refused) == "FQC-2026-000001 was presented anew: decide on inspection FQC-2026-000001-1."


def test_a_concession_is_signed_for_what_failed_and_told_with_its_reason() -> None:
    inspection = opening()
    sign = Concede(inspection.inspection_id, "客户同意", "gao.feng")
    assert isinstance(concede(Known(inspection), sign), NothingToConcede)
    assert isinstance(concede(Known(verdict(inspection)), sign), NothingToConcede)
    signed = concede(Known(verdict(inspection, major=2)), sign)
    assert isinstance(signed, GateInspection)
    said = decided(signed)
    assert (said.verdict, said.reason, said.inspection, said.request) == ("conceded", "客户同意", "FQC-2026-000001", 1)
    assert isinstance(concede(Known(signed), sign), NothingToConcede)


def after(ground: Ground, again: bool = False, **found: int) -> Ground:
    """The ground for the next run, after a run in which that was found."""
    inspection = verdict(opening(presented(again=again), ground), **found)
    return Ground(ground.plan, standings={**ground.standings, **standings_after(inspection, ground)})


def test_two_bad_runs_of_five_tighten_the_gate_and_what_was_reworked_counts_for_nothing() -> None:
    bad = after(Ground(PLAN), major=9)
    reworked = after(bad, again=True, major=9)
    assert reworked == bad
    tightened = after(reworked, major=9)
    assert tightened.standings["major"] == Standing("tightened", last_on=NOW.date())
    assert opening(ground=tightened).checks[1].severity == "tightened"


def test_a_run_of_an_item_that_was_good_for_long_is_inspected_less_where_its_plan_consents() -> None:
    ground = Ground(replace(PLAN, reduced=True))
    for _ in range(15):
        ground = after(ground)
    assert [check.severity for check in opening(ground=ground).checks] == ["normal", "reduced", "reduced"]
    assert [check.severity for check in opening(ground=replace(ground, plan=PLAN)).checks] == ["normal"] * 3


def test_after_five_more_bad_runs_each_is_inspected_whole_until_one_is_good_whole() -> None:
    ground = Ground(PLAN)
    for _ in range(7):
        ground = after(ground, major=9)
    assert ground.stopped
    assert opening(ground=ground).sample == 500
    assert after(ground, major=1) == ground
    resumed = after(ground)
    assert (resumed.stopped, resumed.standings["major"].severity) == (False, "tightened")


@given(some.sampled_from(get_args(GateKind)), some.integers(1, 3000), some.booleans(), some.data())
def test_a_gate_opens_only_for_what_its_sample_accepts(gate: GateKind, lot: int, critical: bool, data: Any) -> None:
    inspection = opening(presented(gate, lot), Ground(PLAN, critical))
    assert 1 <= inspection.sample <= lot
    found = {check.defects: data.draw(some.integers(0, check.size)) for check in inspection.checks}
    passes = all(found[check.defects] <= check.accept for check in inspection.checks)
    assert verdict(inspection, **found).state == ("passed" if passes else "failed")


async def planned(db: Any, **gates: bool) -> InspectionPlanned:
    await stock.learn(db, [item_changed("gear")])
    facts: dict[str, Any] = {"critical": PLAN.critical, "major": PLAN.major, "minor": PLAN.minor} | gates
    (answer,) = await inspecting.keep_plan(db, [PlanState(item="gear", level="II", kept_by="gao.feng", **facts)])
    (said,) = answer.events
    return said


async def asked_of(db: asyncpg.Connection, *asked: InspectionRequested) -> list[GateInspection]:
    await handlers.take_requests(db, asked)
    numbers = {one.inspection for one in asked}
    return [one for one in await store.listed(db, "gear", None, None, 99) if one.number in numbers]


async def judge(db: asyncpg.Connection, inspection: GateInspection, **found: int) -> InspectionDecided:
    (answer,) = await handlers.examine(db, [seen(inspection, **found)])
    assert isinstance(answer, Answer), answer
    (said,) = answer.events
    return said


async def test_a_plan_says_its_gates_each_time_in_a_newer_version(db: asyncpg.Connection) -> None:
    assert await planned(db) == InspectionPlanned(item="gear", version=1, gates=())
    assert await planned(db, first_article=True, final=True) == InspectionPlanned(
        item="gear", version=2, gates=("first_article", "final")
    )


async def test_an_item_that_is_inspected_while_it_is_made_need_not_be_when_it_comes(db: asyncpg.Connection) -> None:
    await planned(db, incoming=False, final=True)
    purchase = purchased("gear", 500)
    await receiving.expect(db, [purchase])
    (answer,) = await receiving.receive(db, [Receive(purchase.purchase_id, Decimal(100), Decimal(0), "")])
    assert isinstance(answer, Answer)
    assert "goods.received" in {said.topic for said in answer.events}


async def test_what_is_presented_waits_for_its_verdict_and_the_verdict_is_told(db: asyncpg.Connection) -> None:
    await planned(db, final=True)
    order = new_id()
    (inspection,) = await asked_of(db, presented(orders=(order,)))
    assert inspection.orders == (order,)
    (waits,) = await paths.SUBJECTS.waiting(db, None, 9)
    assert (waits.id, waits.says["examined"]) == (inspection.inspection_id, 50)
    assert [one.id for one in await paths.SUBJECTS.of_orders(db, [order])] == [inspection.inspection_id]
    said = await judge(db, inspection)
    assert (said.verdict, said.purchase_id, said.request) == ("passed", inspection.purchase_id, 1)
    assert await paths.SUBJECTS.waiting(db, None, 9) == []
    named = await db.fetch(store.ORDER_NAMED.replace("$1", "'FQC-2026-000001'"))
    assert [row["order_id"] for row in named] == [order]


async def test_what_failed_waits_for_a_signature_until_it_is_presented_anew(db: asyncpg.Connection) -> None:
    await planned(db, final=True)
    purchase: UUID = new_id()
    (inspection,) = await asked_of(db, presented(purchase_id=purchase))
    assert (await judge(db, inspection, major=2)).verdict == "failed"
    assert [one.number for one in await store.waiting(db, None, 9)] == ["FQC-2026-000001"]
    (again,) = await asked_of(db, presented(purchase_id=purchase, request=2, again=True))
    assert [one.number for one in await store.waiting(db, None, 9)] == ["FQC-2026-000001-1"]
    (refused,) = await handlers.concede(db, [Concede(inspection.inspection_id, "客户同意", "gao.feng")])
    assert isinstance(refused, InspectedAgain)
    assert (await judge(db, again, major=2)).verdict == "failed"
    (answer,) = await handlers.concede(db, [Concede(again.inspection_id, "客户同意", "gao.feng")])
    assert isinstance(answer, Answer)
    assert [said.verdict for said in answer.events] == ["conceded"]
    assert [one.state for one in await store.listed(db, None, purchase, None, 9)] == ["failed", "conceded"]


async def test_the_running_history_of_an_item_is_kept(db: asyncpg.Connection) -> None:
    await planned(db, final=True)
    for count in (1, 2):
        (inspection,) = await asked_of(db, presented().but(inspection=f"FQC-{count}"))
        await judge(db, inspection, major=9)
    (third,) = await asked_of(db, presented().but(inspection="FQC-3"))
    assert [check.severity for check in third.checks] == ["normal", "tightened", "normal"]


async def test_the_inspection_of_a_production_order_that_is_given_up_ends(db: asyncpg.Connection) -> None:
    await planned(db, final=True)
    purchase = purchased("gear", 10)
    await receiving.expect(db, [purchase])
    (inspection,) = await asked_of(db, presented(quantity=10, purchase_id=purchase.purchase_id))
    await receiving.give_up(db, [given_up(purchase, 10)])
    assert await store.waiting(db, None, 9) == []
    (refused,) = await handlers.examine(db, [seen(inspection)])
    assert isinstance(refused, ProductionEnded)


async def test_the_dock_takes_in_nothing_that_stands_at_a_gate(db: asyncpg.Connection) -> None:
    await planned(db, incoming=False, final=True)
    purchase = purchased("gear", 10)
    await receiving.expect(db, [purchase])
    (inspection,) = await asked_of(db, presented(quantity=10, purchase_id=purchase.purchase_id))

    async def brought(accepted: int, rejected: int = 0) -> Any:
        asked = Receive(purchase.purchase_id, Decimal(accepted), Decimal(rejected), "")
        (answer,) = await receiving.receive(db, [asked])
        return answer

    refused = await brought(10)
    assert isinstance(refused, StandsAtGate)
    assert inspection.number in str(refused)
    assert isinstance(await brought(0, 1), Answer)
    await judge(db, inspection, major=9)
    assert isinstance(await brought(10), StandsAtGate)
    await handlers.concede(db, [Concede(inspection.inspection_id, "客户同意", "gao.feng")])
    assert isinstance(await brought(10), Answer)


async def test_an_inspector_examines_a_quality_manager_signs_and_others_may_not(call: Caller) -> None:
    async with call.engine.pool.acquire() as db:
        await planned(db, final=True)
    await call.hear(handlers.take_requests, presented())
    path, found = "/gate-inspections/FQC-2026-000001", {"examined": 50, "critical": 0, "major": 2, "minor": 0}
    assert (await call("GET", path, role="planner")).json()["to_examine"] == 50
    assert (await call("POST", f"{path}/examine", found, role="planner")).status_code == 403
    unsaid = await call("POST", f"{path}/examine", {"examined": 50, "major": 2}, role="inspector")
    assert unsaid.status_code == 422, "each class is told, also where nothing was found"
    short = await call("POST", f"{path}/examine", found | {"examined": 20}, role="inspector", reads="zh")
    assert short.json()["detail"] == "已检 20 件；FQC-2026-000001 的样本量为 50 件。"
    assert (await call("POST", f"{path}/examine", found, role="inspector")).json()["state"] == "failed"
    assert (await call("POST", f"{path}/concede", {"reason": "客户同意"}, role="inspector")).status_code == 403
    signed = await call("POST", f"{path}/concede", {"reason": "客户同意"}, role="quality manager")
    assert (signed.json()["state"], signed.json()["signed_by"]) == ("conceded", "li.na")
    assert [one["verdict"] for one in await call.said("inspection.decided")] == ["failed", "conceded"]
    listed = (await call("GET", "/gate-inspections?item=gear", role="inspector")).json()
    assert [one["number"] for one in listed["items"]] == ["FQC-2026-000001"]


async def test_lists_of_inspections_are_read_by_their_indexes(db: asyncpg.Connection) -> None:
    await planned(db, final=True)
    await asked_of(db, presented())
    await db.execute(
        """INSERT INTO gate_inspection SELECT gen_random_uuid(), 'X' || n, gen_random_uuid(), 1, 'item' || n, 'passed',
        ARRAY[gen_random_uuid()], document FROM gate_inspection, generate_series(1, 5000) n"""
    )
    await db.execute("ANALYZE gate_inspection")
    for query, asked, index in (
        (store.WAITING, (None, 9), "gate_inspection_waiting"),
        (store.OF_ITEM, (None, 9, "item7"), "gate_inspection_item"),
        (store.OF_PRODUCTION, (None, 9, new_id()), "gate_inspection_purchase"),
        (store.OF_ORDERS, ([new_id()],), "gate_inspection_orders"),
    ):
        plan = "\n".join(row[0] for row in await db.fetch(f"EXPLAIN {query}", *asked))
        assert index in plan, plan
