"""What auditors from outside find at a supplier is mended one by one, and counts in his score (PUR-13)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import asyncpg
import pytest

from chassis import clock
from chassis.handling import Answer
from chassis.refusal import NotFound, Refusal
from services.purchasing.audits import handlers, store
from services.purchasing.audits.rules import Audit, AuditedThatDay, Close, ClosedAlready, Finding, close, entered
from services.purchasing.evaluation import handlers as evaluation
from services.purchasing.evaluation import store as evaluated
from services.purchasing.evaluation.rules import AskedReview, Measured, score_of
from services.purchasing.policy import Policy
from services.purchasing.suppliers.handlers import put_suppliers
from services.purchasing.suppliers.rules import PutSupplier
from services.purchasing.tests.made import TODAY
from tests.needs import needs

pytestmark = needs("PUR-13")
WEIGHTS = Policy().score_weights


def finding(number: int, grade: Any = "major", due_on: date = TODAY) -> Finding:
    words: dict[str, Any] = {
        "finding": "gauges are not calibrated",
        "action": "calibrate them",
        "owner": "Herr Schmidt",
    }
    return Finding(number=number, topic="inspection equipment", grade=grade, due_on=due_on, **words)


def audit(*findings: Finding, **changed: Any) -> Audit:
    fields: dict[str, Any] = {"supplier": "S-1", "audited_on": TODAY, "auditor": "TÜV Süd", "announced": False}
    return Audit(
        **fields | {"topics": ("inspection equipment",), "findings": findings, "entered_by": "li.na"} | changed
    )


def seen(number: int, evidence: str = "certificate 12", day: date = TODAY) -> Close:
    return Close("S-1", day, number, evidence, "wu.lei")


def done(outcome: Audit | Refusal) -> Audit:
    assert isinstance(outcome, Audit), outcome
    return outcome


def test_an_audit_is_entered_once_and_another_of_the_same_day_is_refused() -> None:
    first = audit(finding(1))
    assert entered(audit(finding(1), entered_by="wu.lei"), first) == first
    assert isinstance(entered(audit(finding(1), auditor="SGS"), first), AuditedThatDay)


def test_findings_are_closed_one_by_one_and_the_first_open_one_is_due() -> None:
    later = audit(finding(1), finding(2, due_on=TODAY + timedelta(9)))
    assert later.due_on == TODAY
    one = done(close(seen(1), later, TODAY + timedelta(3)))
    assert (one.findings[0].closed_on, one.findings[0].evidence) == (TODAY + timedelta(3), "certificate 12")
    assert one.due_on == TODAY + timedelta(9)
    assert done(close(seen(2), one, TODAY)).due_on is None


def test_what_is_closed_stays_as_it_was_closed() -> None:
    closed = done(close(seen(1), audit(finding(1)), TODAY))
    assert close(seen(1), closed, TODAY + timedelta(1)) == closed
    assert isinstance(close(seen(1, "a letter"), closed, TODAY), ClosedAlready)
    assert isinstance(close(seen(2), closed, TODAY), NotFound)


@pytest.mark.parametrize(
    ("told", "share"),
    [
        (Measured("S-1"), None),
        (Measured("S-1", audited=True), Decimal(1)),
        (Measured("S-1", audited=True, grave=4, mended=1), Decimal("0.25")),
    ],
)
def test_open_grave_findings_are_a_part_of_the_score(told: Measured, share: Decimal | None) -> None:
    assert score_of(told, WEIGHTS, 0).shares.get("audits") == share


def test_who_put_weights_before_there_were_audits_gives_them_none() -> None:
    before: dict[Any, int] = {name: weight for name, weight in WEIGHTS.items() if name != "audits"}
    assert Policy(score_weights=before).score_weights == before | {"audits": 0}


async def test_an_overdue_corrective_action_makes_its_supplier_wait_until_it_is_closed(db: asyncpg.Connection) -> None:
    today = clock.today()
    yesterday, later = today - timedelta(1), today + timedelta(400)
    assert isinstance((await handlers.enter(db, [audit(finding(1))]))[0], NotFound)
    await put_suppliers(db, [PutSupplier("S-1", {"name": "Schmidt", "country": "DE", "currency": "EUR"})])
    await evaluation.review(db, [AskedReview("S-1", "approved", "good", later, "li.na")])
    asked = audit(finding(1, due_on=yesterday), finding(2, "minor", due_on=today), audited_on=yesterday)
    assert isinstance((await handlers.enter(db, [asked]))[0], Answer)
    assert [one.action_on for one in await evaluated.due(db, today, today)] == [yesterday]
    assert (await evaluated.scores_of(db, ["S-1"]))["S-1"].shares == {"audits": Decimal(0)}
    assert isinstance((await handlers.close(db, [seen(1, day=yesterday)]))[0], Answer)
    assert await evaluated.due(db, today, today) == []
    assert (await evaluated.scores_of(db, ["S-1"]))["S-1"].shares == {"audits": Decimal(1)}
    (kept,) = await store.with_open_findings(db)
    assert (kept.due_on, kept.findings[0].closed_by) == (today, "wu.lei")
