"""What a company does by itself: decisions, and nothing that is a fact of the world or somebody's word."""

import os
from importlib import import_module

import pytest

from chassis.figures import read_opening_again
from contracts.departments import DEPARTMENTS
from gendan import switches

pytestmark = pytest.mark.needs("ALL-10")

FACTS_AND_WORDS = {
    ("warehouse", "packing"), ("logistics", "dispatch"), ("sales", "accept"), ("purchasing", "asking"),
    ("purchasing", "price_word"),    ("purchasing", "cancelling"), ("finance", "price_change"),
}  # fmt: skip
DECISIONS = {
    ("sales", "confirm"), ("sales", "confirm_late"), ("sales", "release"), ("purchasing", "ordering"),
    ("finance", "credit_review"), ("finance", "overdue_hold"),
}  # fmt: skip


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("GENDAN_"):
            monkeypatch.delenv(name)


def way(department: str, switch: str) -> str:
    """As a company has it that sets nothing."""
    return str(getattr(import_module(f"services.{department}.policy").Policy(), switch))


@pytest.mark.usefixtures("nothing_set")
def test_no_company_packs_sends_accepts_or_signs_by_itself() -> None:
    assert {way(*switch) for switch in FACTS_AND_WORDS} == {"by_hand"}


@pytest.mark.usefixtures("nothing_set")
def test_what_a_rule_can_decide_is_decided_by_rule() -> None:
    assert {way(*switch) for switch in DECISIONS} == {"automatic"}


@pytest.mark.usefixtures("nothing_set")
def test_the_start_tells_what_happens_by_rule_and_what_by_hand() -> None:
    read_opening_again()
    by_rule, by_hand, how = map(str, switches.lines())
    kinds = (
        "confirmation",
        "delay_notice",
        "quotation",
        "alternatives",
        "feedback_request",
        "return_form",
        "solution",
        "delivery_reminder",
        "open_orders",
    )
    mails = ", ".join(f"mail_{kind}" for kind in kinds)
    before = "confirm, confirm_late, confirm_off_list, promise_anew, release, cancel"
    assert by_rule.startswith(f"by rule: sales {before}, {mails}; purchasing ordering")
    assert "warehouse packing; logistics dispatch" in by_hand
    assert not set(by_rule.split()) & {"packing", "dispatch", "accept", "asking", "cancelling"}
    assert "GENDAN_<DEPARTMENT>_<SWITCH>" in how


@pytest.mark.usefixtures("nothing_set")
def test_a_play_packs_and_sends_by_itself_and_only_as_long_as_it_lasts() -> None:
    with switches.in_a_play():
        assert {way("warehouse", "packing"), way("logistics", "dispatch")} == {"automatic"}
    assert {way("warehouse", "packing"), way("logistics", "dispatch")} == {"by_hand"}


def test_a_play_leaves_what_the_environment_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GENDAN_WAREHOUSE_PACKING", "by_hand")
    with switches.in_a_play():
        assert way("warehouse", "packing") == "by_hand"
    assert os.environ["GENDAN_WAREHOUSE_PACKING"] == "by_hand"


@pytest.fixture(autouse=True)
def read_again() -> None:
    read_opening_again()


def test_these_are_switches_that_a_department_has() -> None:
    known = {(department, switch) for department in DEPARTMENTS for switch in switches.ways(department)}
    assert known >= FACTS_AND_WORDS | DECISIONS
