"""Milestones that are gates bar what comes after them until their inspection passed or was conceded (WHS-4, PUR-9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from chassis import clock
from chassis.handling import Answer, Db
from chassis.refusal import Refusal
from contracts.gates import GateKind, InspectionDecided, InspectionPlanned, InspectionRequested
from contracts.purchasing import ProductionProgressed
from contracts.sales import ItemChanged
from services.purchasing.gates import handlers, store
from services.purchasing.gates.rules import NoLongerAsked, Verdict, take_verdict
from services.purchasing.making.rules import Release
from services.purchasing.production import store as plans
from services.purchasing.production.rules.forecast import forecast
from services.purchasing.production.rules.gates import asked_for, shut, with_gates
from services.purchasing.production.rules.production import Production
from services.purchasing.progress import handlers as progress
from services.purchasing.progress import rules
from services.purchasing.progress.rules import Tell
from services.purchasing.tests.made import ORDERING
from services.purchasing.tests.test_production import SHOP, day, makes, ordered, release, released, short_of_motors
from services.purchasing.tests.test_progress import every_day
from tests.needs import needs

pytestmark = needs("WHS-4", "PUR-9", "PUR-11")
BOTH: Mapping[str, tuple[GateKind, ...]] = {"motor": ("first_article", "final")}
Told = Literal["passed", "failed", "conceded"]


class Line:
    """A production order of motors with both gates, told of and judged on one day after the other."""

    def __init__(self) -> None:
        self.ledger, self.purchase = short_of_motors(promised=day(30))
        self.ledger, self.plan = released(Release(self.purchase.id), self.ledger, replace(SHOP, gates=BOTH))
        self.asked: list[InspectionRequested] = []

    def tell(self, milestone: str, share: str = "1", today: int = 0, pieces: int = 1) -> Any:
        told = Tell(self.plan.purchase_id, milestone, Decimal(share), pieces=pieces)
        return self._then(rules.tell(self.ledger, self.plan, told, self._on(today), every_day, 0))

    def hear(self, verdict: Told, inspection: str = "", today: int = 0) -> Any:
        newest = self.asked[-1]
        facts: dict[str, Any] = {"request": newest.request, "item": "motor", "gate": newest.gate, "quantity": 1}
        decided = InspectionDecided(
            purchase_id=self.purchase.id, verdict=verdict, inspection=inspection or newest.inspection, **facts
        )
        heard = Verdict(self.purchase.id, decided)
        return self._then(take_verdict(self.ledger, self.plan, heard, self._on(today), every_day, 0))

    def done(self) -> dict[str, Decimal]:
        return {step.name: step.done for step in self.plan.steps}

    def _on(self, today: int) -> Any:
        return replace(ORDERING, today=day(today))

    def _then(self, outcome: tuple[Any, Production] | Refusal) -> Any:
        if isinstance(outcome, Refusal):
            return outcome
        before = self.plan
        self.ledger, self.plan = outcome
        purchase = self.ledger.purchase(self.purchase.id)
        assert purchase
        self.asked += asked_for(purchase, before, self.plan)
        return None


@pytest.fixture
def line() -> Line:
    """The material is in, and all of the first article is made and presented."""
    begun = Line()
    begun.tell("material_in")
    begun.tell("first_article", pieces=3)
    return begun


def test_what_is_complete_at_a_gate_is_presented_for_its_inspection(line: Line) -> None:
    (asked,) = line.asked
    assert (asked.gate, asked.quantity, asked.request, asked.again) == ("first_article", Decimal(3), 1, False)
    assert asked.inspection == "FAI-" + line.purchase.number.removeprefix("MO-")


def test_nothing_after_a_gate_begins_before_it_is_open_and_the_refusal_names_the_inspection(line: Line) -> None:
    refused = line.tell("semi_finished", "0.1")
    assert isinstance(refused, rules.GateNotDecided)
    assert line.asked[0].inspection in str(refused)
    line.hear("failed")
    refused = line.tell("semi_finished", "0.1")
    assert isinstance(refused, rules.GateFailed)
    assert line.asked[0].inspection in str(refused)
    begun = Line()
    begun.tell("material_in")
    begun.tell("first_article", "0.5")
    assert isinstance(begun.tell("semi_finished", "0.1"), rules.GateNotReached)


@pytest.mark.parametrize("verdict", ["passed", "conceded"])
def test_a_gate_that_is_passed_or_conceded_lets_the_rest_begin_and_stays_complete(line: Line, verdict: Told) -> None:
    line.hear(verdict)
    assert line.tell("semi_finished", "0.1") is None
    assert isinstance(line.tell("first_article", "0.9"), rules.GateIsOpen)
    line.tell("first_article")
    assert len(line.asked) == 1, "what passed is not inspected anew"


def test_what_failed_is_not_complete_is_forecast_later_and_is_presented_anew_after_its_rework(line: Line) -> None:
    sooner = line.plan.steps[-1].forecast_on
    line.hear("failed", today=9)
    assert line.done()["first_article"] == 0
    assert line.plan.steps[-1].forecast_on > sooner
    purchase = line.ledger.purchase(line.purchase.id)
    assert purchase
    assert (purchase.promised_on, purchase.delay_reason) == (
        line.plan.steps[-1].forecast_on,
        f"L-1: {line.asked[0].inspection}",
    )
    line.tell("first_article", today=9)
    again = line.asked[-1]
    assert (again.again, again.request) == (True, 2)
    assert again.inspection == f"{line.asked[0].inspection}-1"
    line.hear("passed")
    assert shut(line.plan.steps[:3]) is None


def test_a_failed_gate_is_opened_by_a_concession_but_not_by_word_of_an_older_inspection(line: Line) -> None:
    line.hear("failed")
    assert line.hear("conceded") is None
    assert line.done()["first_article"] == 1
    other = Line()
    other.tell("material_in")
    other.tell("first_article")
    other.hear("failed")
    other.tell("first_article")
    assert isinstance(other.hear("conceded", other.asked[0].inspection), NoLongerAsked)
    assert isinstance(other.tell("semi_finished", "0.1"), rules.GateNotDecided)


def test_while_it_is_inspected_its_milestone_is_told_by_nobody(line: Line) -> None:
    assert isinstance(line.tell("first_article", "0.5"), rules.GateNotDecided)
    assert isinstance(line.tell("first_article"), rules.GateNotDecided)


def test_the_final_inspection_is_of_the_whole_run(line: Line) -> None:
    line.hear("passed")
    line.tell("semi_finished")
    line.tell("quality_passed", "0.5")
    assert isinstance(line.tell("packed", "0.5"), rules.GateNotReached)
    line.tell("quality_passed")
    final = line.asked[-1]
    assert (final.gate, final.quantity, final.request) == ("final", Decimal(10), 2)
    assert final.inspection.startswith("FQC-")


def test_more_pieces_than_the_run_has_are_not_presented() -> None:
    begun = Line()
    begun.tell("material_in")
    assert isinstance(begun.tell("first_article", pieces=11), rules.MoreThanTheRun)
    assert begun.tell("first_article", pieces=10) is None


def test_of_a_production_order_that_is_over_nothing_is_told_or_decided(line: Line) -> None:
    book = line.ledger.books["motor"]
    over = replace(line.purchase, state="closed")
    line.ledger = line.ledger.with_book(replace(book, purchases=(over,)))
    assert isinstance(line.tell("material_in"), rules.ProductionIsOver)
    assert isinstance(line.hear("passed"), NoLongerAsked)


def test_an_item_without_gates_and_a_milestone_of_another_name_bar_nothing() -> None:
    line = Line()
    line.plan = line.plan.but(steps=with_gates([step.but(gate=None) for step in line.plan.steps], ()))
    assert [line.tell(step.name) for step in line.plan.steps] == [None] * 5
    assert line.asked == []


SHARES = some.sampled_from(["0", "0.3", "0.7", "1"])
NAMES = some.sampled_from(["material_in", "first_article", "semi_finished", "quality_passed", "packed"])
ACTS = some.one_of(some.tuples(NAMES, SHARES), some.sampled_from(["passed", "failed", "conceded", "failed before"]))


@given(some.lists(ACTS, max_size=40))
def test_no_sequence_of_reports_and_verdicts_gets_past_a_closed_gate(acts: list[Any]) -> None:
    line = Line()
    for act in acts:
        if isinstance(act, tuple):
            line.tell(*act)
        elif line.asked:
            line.hear(act.split()[0], line.asked[0].inspection if "before" in act else "")
        opened, shares = True, []
        for step in forecast(line.plan, day(0), every_day).steps:
            assert opened or not step.done, (acts, step)
            opened = opened and (step.gate is None or step.gate.is_open)
            shares.append(step.done)
        assert shares == sorted(shares, reverse=True)
        assert (
            len({one.inspection for one in line.asked})
            == len(line.asked)
            == (line.asked[-1].request if line.asked else 0)
        )


def item(critical: bool, version: int = 1) -> ItemChanged:
    master: dict[str, Any] = {"name": "motor", "unit": "pcs", "weight_kg": 1, "volume_m3": 1}
    return ItemChanged(item="motor", version=version, critical=critical, **master)


def plan_of(version: int, *gates: Any) -> InspectionPlanned:
    return InspectionPlanned(item="motor", version=version, gates=gates)


async def test_the_newest_plan_holds_and_a_critical_item_has_every_gate(db: Db) -> None:
    await handlers.take_plans(db, [plan_of(2, "final"), plan_of(1, "first_article")])
    await handlers.take_plans(db, [plan_of(1)])
    await handlers.take_items(db, [item(critical=False)])
    assert await store.of(db, ["motor", "bolt"]) == {"motor": ("final",)}
    await handlers.take_items(db, [item(critical=True, version=2), item(critical=False)])
    assert await store.of(db, ["motor"]) == {"motor": ("first_article", "final")}


async def test_gates_count_from_the_release_on_and_verdicts_are_heard_in_the_order_they_come(db: Db) -> None:
    await makes(db)
    await handlers.take_plans(db, [plan_of(1, "first_article")])
    event = await ordered(db)
    begun = (await release(db, Release(event.purchase_id))).body
    await handlers.take_plans(db, [plan_of(2)])
    await progress.tell(db, [Tell(event.purchase_id, "material_in", Decimal(1))])
    (answer,) = await progress.tell(db, [Tell(event.purchase_id, "first_article", Decimal(1))])
    assert isinstance(answer, Answer), answer
    asked = next(one for one in answer.events if isinstance(one, InspectionRequested))
    assert asked.orders == event.orders
    assert asked.inspection == f"FAI-{clock.today().year}-000001"
    (answer,) = await progress.tell(db, [Tell(event.purchase_id, "semi_finished", Decimal("0.1"))])
    assert isinstance(answer, rules.GateNotDecided)

    about: dict[str, Any] = {"purchase_id": event.purchase_id, "item": "motor", "gate": asked.gate, "request": 1}
    decided = InspectionDecided(**about, inspection=asked.inspection, quantity=asked.quantity, verdict="failed")
    told = await handlers.take_verdicts(db, [decided, decided.but(verdict="conceded"), decided.but(verdict="failed")])
    heard = [one for said in told for one in said if isinstance(one, ProductionProgressed)]
    states = [step.gate.state for one in heard for step in one.steps if step.gate]
    assert states == ["failed", "conceded"], "what is conceded is decided"
    kept = (await plans.load(db, [begun.production_id]))[begun.production_id]
    assert [step.gate.kind for step in kept.steps if step.gate] == ["first_article"]
    (answer,) = await progress.tell(db, [Tell(event.purchase_id, "semi_finished", Decimal("0.1"))])
    assert isinstance(answer, Answer), answer
