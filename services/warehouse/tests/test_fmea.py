"""How items fail is rated and improved; rejected lots and quality complaints are counted as cases (WHS-9)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.ids import new_id
from chassis.refusal import NotFound, Refusal
from contracts.complaints import ComplaintOpened
from contracts.warehouse import GoodsRejected
from services.warehouse.failure_mode import paths
from services.warehouse.failure_mode.rules import FailureMode
from services.warehouse.failure_mode.view import state_of
from services.warehouse.fmea import api, handlers, store
from services.warehouse.fmea.rules.library import (
    Improve,
    ImprovementIsOpen,
    Keep,
    NoImprovement,
    NotRated,
    OfAnotherItem,
    Rate,
    improve,
    keep,
    rate,
)
from services.warehouse.fmea.rules.proposals import Confirm, Dismiss, Proposal, ProposalDecided, confirm, dismiss
from services.warehouse.tests.conftest import Caller
from tests.needs import needs

pytestmark = needs("WHS-9")
DAY = date(2026, 3, 2)
THREAD = Keep("GEAR-1", "gear", "车削", "螺纹不合格", "无法装配", "刀具磨损", "通止规抽检", "qian.rui")
IMPROVE = Improve("GEAR-1", "每班更换刀具", "gao.feng", DAY)


def done(outcome: FailureMode | Refusal) -> FailureMode:
    assert isinstance(outcome, FailureMode), outcome
    return outcome


def rated(known: FailureMode, severity: int, occurrence: int, detection: int, result: str = "") -> FailureMode:
    return done(rate(known, Rate("GEAR-1", severity, occurrence, detection, result, "qian.rui"), DAY))


NEW = done(keep(None, THREAD))
GRAVE = rated(NEW, 8, 4, 7)


def a_proposal(item: str = "gear") -> Proposal:
    return Proposal(proposal_id=new_id(), source="rejected lot", number="INS-2026-000001", item=item, heard_on=DAY)


def confirmed(proposal: Proposal, known: FailureMode | None = NEW) -> Any:
    return confirm(proposal, known, Confirm(proposal.proposal_id, "GEAR-1", "gao.feng"), DAY)


def test_the_risk_priority_number_is_severity_by_occurrence_by_detection() -> None:
    assert state_of(NEW).risk_priority_number is None
    assert state_of(GRAVE).risk_priority_number == 8 * 4 * 7


def test_what_is_entered_anew_keeps_its_ratings_and_its_item() -> None:
    anew = done(keep(GRAVE, replace(THREAD, cause="刀具选错")))
    assert (anew.cause, anew.ratings) == ("刀具选错", GRAVE.ratings)
    assert isinstance(keep(GRAVE, replace(THREAD, item="bolt")), OfAnotherItem)


def test_an_improvement_is_closed_by_its_result_and_the_rating_after_it() -> None:
    open_ = done(improve(GRAVE, IMPROVE))
    assert open_.due_on == DAY
    worse = rated(open_, 8, 5, 7)
    assert worse.due_on == DAY, "rated anew without a result, it stays open"
    after = rated(worse, 8, 2, 3, result="三个月无废品")
    assert (after.due_on, after.risk, [one.risk for one in after.ratings]) == (None, 48, [224, 280, 48])
    assert (after.improvements[0].result, after.improvements[0].done_on) == ("三个月无废品", DAY)


def test_one_improvement_at_a_time_is_open_and_only_of_what_is_rated() -> None:
    assert isinstance(improve(NEW, IMPROVE), NotRated)
    assert isinstance(improve(done(improve(GRAVE, IMPROVE)), IMPROVE), ImprovementIsOpen)
    assert isinstance(rate(GRAVE, Rate("GEAR-1", 8, 2, 3, "三个月无废品", "qian.rui"), DAY), NoImprovement)
    assert isinstance(improve(None, IMPROVE), NotFound)


def test_a_rejected_lot_is_counted_once_as_a_case_of_a_failure_mode_of_its_item() -> None:
    decided, counted = confirmed(a_proposal())
    assert (decided.decision, decided.failure_mode, decided.decided_by) == ("confirmed", "GEAR-1", "gao.feng")
    assert state_of(counted).occurrences == 1
    assert (counted.cases[0].source, counted.cases[0].number) == ("rejected lot", "INS-2026-000001")
    assert isinstance(confirmed(decided), ProposalDecided)
    assert isinstance(confirmed(a_proposal("bolt")), OfAnotherItem)
    assert isinstance(confirmed(a_proposal(), None), NotFound)
    assert state_of(confirmed(a_proposal(item=""))[1]).occurrences == 1, "of an order as a whole it may be any item's"


def test_what_is_no_failure_is_dismissed_for_a_reason_and_counts_nowhere() -> None:
    proposal = a_proposal()
    no = dismiss(proposal, Dismiss(proposal.proposal_id, "运输损坏", "qian.rui"))
    assert isinstance(no, Proposal)
    assert (no.decision, no.reason) == ("dismissed", "运输损坏")
    assert isinstance(confirmed(no), ProposalDecided)
    assert isinstance(dismiss(no, Dismiss(no.proposal_id, "运输损坏", "qian.rui")), ProposalDecided)


def rejected(item: str = "gear") -> GoodsRejected:
    lot: dict[str, Any] = {"purchase_id": new_id(), "item": item, "quantity": 4, "inspection": "INS-2026-000001"}
    return GoodsRejected(**lot)


def complained(*items: str, kind: Any = "quality", version: int = 1) -> ComplaintOpened:
    about: dict[str, Any] = {"order_id": new_id(), "complaint_id": new_id(), "number": "CP-2026-000001"}
    return ComplaintOpened(**about, version=version, kind=kind, grade="A", items=items)


async def proposed(db: asyncpg.Connection) -> list[tuple[str, str, str]]:
    return [(one.number, one.item, one.grade) for one, _ in await store.waiting(db, None, 9)]


async def test_each_rejected_lot_and_each_item_of_a_quality_complaint_waits_for_who_confirms_it(
    db: asyncpg.Connection,
) -> None:
    await handlers.propose_of_lots(db, [rejected(), rejected()])
    await handlers.propose_of_complaints(db, [complained("bolt", "gear"), complained(), complained(kind="late")])
    await handlers.propose_of_complaints(db, [complained("bolt", version=2)])
    lot, complaint = ("INS-2026-000001", "gear", ""), "CP-2026-000001"
    assert await proposed(db) == [lot, lot, (complaint, "bolt", "A"), (complaint, "gear", "A"), (complaint, "", "A")]


async def test_a_confirmation_begins_with_the_failure_mode_of_the_item_that_came_most_often(
    db: asyncpg.Connection,
) -> None:
    await handlers.keep(db, [THREAD, replace(THREAD, failure_mode="GEAR-2")])
    await handlers.propose_of_lots(db, [rejected(), rejected(), rejected("bolt")])
    first, second, other = [one.proposal_id for one, _ in await store.waiting(db, None, 9)]
    twice = await handlers.confirm(db, [Confirm(first, "GEAR-2", "gao.feng"), Confirm(first, "GEAR-1", "gao.feng")])
    assert [type(one) for one in twice] == [Answer, ProposalDecided]
    waiting = await api.SUBJECTS.waiting(db, None, 9)
    assert {one.id: one.says for one in waiting} == {second: {"failure_mode": "GEAR-2"}, other: {}}
    await handlers.dismiss(db, [Dismiss(other, "运输损坏", "qian.rui")])
    assert [one.id for one in await api.SUBJECTS.waiting(db, None, 9)] == [second]


async def waiting_modes(db: asyncpg.Connection, after: UUID | None = None) -> dict[str, UUID]:
    return {one.name: one.id for one in await paths.SUBJECTS.waiting(db, after, 9)}


@pytest.mark.parametrize(("figures", "waits"), [((10, 10, 1), False), ((10, 10, 2), True)])
async def test_what_is_above_the_companys_limit_waits_for_an_improvement(
    db: asyncpg.Connection, figures: tuple[int, int, int], waits: bool
) -> None:
    await handlers.keep(db, [THREAD])
    assert await waiting_modes(db), "nobody rated it"
    await handlers.rate(db, [Rate("GEAR-1", *figures, "", "qian.rui")])
    assert bool(await waiting_modes(db)) == waits


async def test_an_improvement_waits_from_its_day_on_until_it_is_done_and_rated_anew(db: asyncpg.Connection) -> None:
    today = clock.today()
    codes = [f"GEAR-{number}" for number in (1, 2, 3)]
    await handlers.keep(db, [replace(THREAD, failure_mode=code) for code in codes])
    await handlers.rate(db, [Rate(code, 8, 4, 7, "", "qian.rui") for code in codes])
    days = (today - timedelta(1), today, today + timedelta(1))
    await handlers.improve(
        db, [replace(IMPROVE, failure_mode=code, due_on=day) for code, day in zip(codes, days, strict=True)]
    )
    due = await waiting_modes(db)
    assert set(due) == {"GEAR-1 gear", "GEAR-2 gear"}
    assert len(await waiting_modes(db, min(due.values()))) == 1
    await handlers.rate(db, [Rate(code, 8, 2, 3, "三个月无废品", "qian.rui") for code in codes[:2]])
    assert await waiting_modes(db) == {}


async def test_a_figure_beyond_its_scale_and_an_improvement_of_nobodys_are_refused(call: Caller) -> None:
    words = {name: getattr(THREAD, name) for name in ("item", "process", "mode", "effect", "cause", "control")}
    assert (await call("PUT", "/failure-modes/GEAR-1", words, role="inspector")).status_code == 200
    beyond = {"severity": 0, "occurrence": 11, "detection": 10}
    refused = await call("POST", "/failure-modes/GEAR-1/rate", beyond, role="inspector")
    assert [fault["field"] for fault in refused.json()["faults"]] == ["severity", "occurrence"]
    alone = await call("POST", "/failure-modes/GEAR-1/rate", {"result": "三个月无废品"}, role="inspector")
    assert {fault["field"] for fault in alone.json()["faults"]} == {"severity", "occurrence", "detection"}
    nobodys = {"what": "每班更换刀具", "due_on": clock.today().isoformat()}
    refused = await call("POST", "/failure-modes/GEAR-1/improve", nobodys, role="inspector")
    assert [fault["field"] for fault in refused.json()["faults"]] == ["owner"]
    listed = (await call("GET", "/failure-modes?item=gear", role="buyer")).json()["items"]
    assert [(one["code"], one["ratings"], one["improvements"]) for one in listed] == [("GEAR-1", [], [])]
