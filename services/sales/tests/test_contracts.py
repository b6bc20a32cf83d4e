"""A sales contract is reviewed clause by clause, signed by all parties and amended (SAL-4, SAL-18)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args
from uuid import uuid4

import pytest

from chassis import clock
from chassis.refusal import InvalidInput
from contracts.order import Terms
from services.sales.contract.rules.document import Clause, Party, SalesContract, Supplement
from services.sales.contract.rules.review import proposals, review
from services.sales.contracting.rules import asked, ending, signing, wording
from services.sales.contracting.rules.asked import Accept, Amend, GiveUp, RecordContract, Sign, Terminate
from services.sales.policy import ClauseKind
from services.sales.tests.calling import Caller
from services.sales.tests.story import DAY, POLICY
from tests.needs import needs

pytestmark = needs("SAL-4", "SAL-18")
NUMBER = f"SC-{clock.today().year}-000001"
PARTIES = (Party(name="Gendan", side="seller"), Party(name="Alfreds", side="buyer"))
FACTS: dict[str, dict[str, Any]] = {
    "price": {"currency": "CNY"},
    "payment_terms": {"terms": Terms(days=90)},
    "liability_for_breach": {"penalty_share": Decimal("0.1")},
    "dispute_resolution": {"law": "CN"},
}
SOUND = {kind: Clause(kind=kind, text="如约", **FACTS.get(kind, {})) for kind in get_args(ClauseKind)}
LAST = DAY + timedelta(days=300)


def found(*without: ClauseKind, **changed: Any) -> list[tuple[str, str]]:
    """In a sound contract without some clauses, and with facts of others changed."""
    clauses = [SOUND[kind].but(**changed.get(kind, {})) for kind in SOUND if kind not in without]
    return [(one.clause, str(one.why)) for one in review(clauses, POLICY)]


def recorded(*without: ClauseKind, **changed: Any) -> SalesContract:
    clauses = tuple(SOUND[kind].but(**changed.get(kind, {})) for kind in SOUND if kind not in without)
    told = RecordContract("ALFKI", "LT-7", PARTIES, clauses, DAY, LAST, "wang.fang")
    return wording.recorded(told, uuid4(), NUMBER, DAY, POLICY)


def signed(contract: SalesContract) -> SalesContract:
    for party in contract.to_sign:
        done = signing.sign(contract, sign(contract, party.name))
        assert isinstance(done, SalesContract)
        contract = done
    return contract


def sign(contract: SalesContract, party: str, by: str = "zhou.ting") -> Sign:
    return Sign(contract.contract_id, party, "Herr Alfred", DAY, None, by)


def accept(contract: SalesContract, clause: ClauseKind, by: str = "zhou.ting", *, legal: bool = False) -> Any:
    return signing.accept(contract, Accept(contract.contract_id, clause, "小客户", None, by, legal), DAY)


def amended(contract: SalesContract, *clauses: Clause, supplement: str = "", until: date | None = None) -> Any:
    supplementary = Supplement(reference=supplement, agreed_on=DAY) if supplement else None
    told = Amend(contract.contract_id, clauses, until, supplementary, None, "wang.fang")
    return wording.amend(contract, told, DAY, POLICY)


def test_a_contract_with_all_that_the_policy_wants_has_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize("kind", [kind for kind in SOUND if kind != "currency_clause"])
def test_each_clause_that_is_missing_is_a_finding_with_a_wording(kind: ClauseKind) -> None:
    (one,) = review([clause for clause in SOUND.values() if clause.kind != kind], POLICY)
    assert one.clause == kind
    assert str(one.why).startswith("Nothing is agreed on ")
    assert one.proposal == proposals(POLICY)[kind]
    assert one.legal == (kind in ("liability_for_breach", "dispute_resolution", "legal_compliance"))


@pytest.mark.parametrize(
    ("kind", "facts", "why"),
    [
        ("price", {"currency": None}, "It names no currency of the prices."),
        ("payment_terms", {"terms": Terms(days=91)}, "Payment after 91 days is later than 90 days."),
        ("payment_terms", {"terms": None}, "It names no days of payment."),
        ("liability_for_breach", {"penalty_share": Decimal("0.105")}, "A penalty of up to 10.5 % is above 10 %."),
        ("liability_for_breach", {"penalty_share": None}, "It names no limit of the penalty."),
        ("dispute_resolution", {"law": "DE"}, "It goes by the law of DE, not by that of CN."),
        ("dispute_resolution", {"law": None}, "It names no law."),
    ],
)
def test_a_clause_is_risky_where_its_facts_are_beyond_the_figures(kind: str, facts: dict[str, Any], why: str) -> None:
    assert found(**{kind: facts}) == [(kind, why)]


def test_foreign_prices_need_a_clause_on_the_rate_of_exchange_and_own_ones_none() -> None:
    why = "Prices are in EUR and not in CNY, and nothing is agreed on who bears the rate of exchange."
    assert found("currency_clause", price={"currency": "EUR"}) == [("currency_clause", why)]
    assert found("currency_clause") == []
    assert found(price={"currency": "EUR"}) == []


def test_it_is_in_force_from_the_last_signature_on_within_its_term() -> None:
    contract = recorded()
    assert contract.standing(DAY) == "to_sign"
    contract = signed(contract)
    days = (DAY - timedelta(days=1), DAY, LAST, LAST + timedelta(days=1))
    assert [contract.standing(day) for day in days] == ["not_begun", "in_force", "in_force", "expired"]
    assert isinstance(signing.sign(contract, sign(contract, "Alfreds")), asked.SignedByAll)


def test_nobody_signs_while_a_finding_is_open_and_a_clause_mended_closes_it() -> None:
    contract = recorded("force_majeure")
    assert contract.standing(DAY) == "in_review"
    assert isinstance(signing.sign(contract, sign(contract, "Alfreds")), asked.FindingsOpen)
    mended = amended(contract, SOUND["force_majeure"])
    assert (mended.newest.version, mended.newest.changed, mended.standing(DAY)) == (2, ("force_majeure",), "to_sign")


def test_a_finding_is_accepted_with_a_reason_by_somebody_else_than_who_entered_it() -> None:
    contract = recorded("force_majeure")
    assert isinstance(accept(contract, "force_majeure", by="wang.fang"), asked.AcceptedByTheSame)
    assert [fault["field"] for fault in accept(contract, "price").faults] == ["clause"]
    done = accept(contract, "force_majeure")
    (finding,) = done.newest.findings
    assert (finding.accepted_by, finding.reason, done.standing(DAY)) == ("zhou.ting", "小客户", "to_sign")
    assert isinstance(accept(done, "force_majeure"), asked.NothingFound)


def test_what_the_policy_wants_legal_for_only_legal_accepts() -> None:
    contract = recorded(dispute_resolution={"law": "DE"})
    assert isinstance(accept(contract, "dispute_resolution"), asked.LegalAccepts)
    assert signed(accept(contract, "dispute_resolution", legal=True)).standing(DAY) == "in_force"


def test_who_enters_a_contract_does_not_sign_it_for_us_even_after_another_one_amended_it() -> None:
    contract = recorded()
    by_another = replace_author(amended(contract, SOUND["subject"].but(text="另")), "li.na")
    for person in ("wang.fang", "li.na"):
        assert isinstance(signing.sign(by_another, sign(by_another, "Gendan", by=person)), asked.SignedByTheSame)
    assert isinstance(signing.sign(by_another, sign(by_another, "Alfreds", by="wang.fang")), SalesContract)


def replace_author(contract: SalesContract, person: str) -> SalesContract:
    return contract.with_newest(contract.newest.but(entered_by=person))


def test_only_a_party_that_has_not_signed_signs() -> None:
    contract = recorded()
    once = signing.sign(contract, sign(contract, "Alfreds"))
    assert isinstance(once, SalesContract)
    for who in ("Alfreds", "Bonaparte"):
        refused = signing.sign(once, sign(once, who))
        assert isinstance(refused, InvalidInput)
        assert [(one["field"], str(one["expected"])) for one in refused.faults] == [("party", "one of Gendan")]


def test_what_is_in_force_is_amended_by_a_supplementary_agreement_and_holds_until_that_is_signed() -> None:
    contract = signed(recorded())
    longer = SOUND["payment_terms"].but(terms=Terms(days=120))
    assert [one["field"] for one in amended(contract, longer).faults] == ["supplement"]
    second = amended(contract, longer, supplement="SUP-1", until=LAST + timedelta(days=365))
    assert second.holding.version == 1
    assert second.newest.changed == ("payment_terms",)
    third = signed(accept(second, "payment_terms"))
    assert third.holding
    assert (third.holding.version, third.standing(LAST + timedelta(days=1))) == (2, "in_force")
    again = amended(third, SOUND["price"].but(text="另"), supplement="SUP-1")
    assert [one["field"] for one in again.faults] == ["supplement.reference"]


def test_what_was_accepted_stays_accepted_while_its_clause_says_the_same() -> None:
    contract = accept(recorded("force_majeure", payment_terms={"terms": Terms(days=120)}), "payment_terms")
    mended = amended(contract, SOUND["force_majeure"])
    assert [one.accepted_by for one in mended.newest.findings] == ["zhou.ting"]
    other = amended(contract, SOUND["payment_terms"].but(terms=Terms(days=120), text="另"))
    assert [one.accepted_by for one in other.newest.findings] == ["", ""]


def test_nothing_amended_is_refused_and_of_two_at_once_the_second_is_told() -> None:
    contract = recorded()
    assert isinstance(amended(contract, *SOUND.values()), asked.NothingAmended)
    stale = replace(sign(contract, "Alfreds"), expected_version=0)
    assert isinstance(signing.sign(contract, stale), asked.AmendedMeanwhile)


def given_up(contract: SalesContract, reason: str = "另找了供应商") -> Any:
    return ending.give_up(contract, GiveUp(contract.contract_id, reason, None, "wang.fang"), DAY)


def ended(contract: SalesContract, last_day: date, party: str = "Alfreds") -> Any:
    told = Terminate(contract.contract_id, party, "停产", last_day, None, "zhou.ting")
    return ending.terminate(contract, told, DAY)


def test_a_contract_that_is_not_signed_is_given_up_and_nothing_more_is_done_with_it() -> None:
    over = given_up(recorded())
    assert (over.standing(DAY), over.holding, over.to_sign) == ("given_up", None, ())
    assert (over.newest.given_up.reason, over.newest.given_up.by) == ("另找了供应商", "wang.fang")
    for done in (
        signing.sign(over, sign(over, "Alfreds")),
        amended(over, SOUND["price"].but(text="另")),
        given_up(over),
        ended(over, DAY),
    ):
        assert isinstance(done, asked.WasGivenUp)


def test_a_supplement_is_given_up_and_what_is_in_force_goes_on_and_is_amended_anew() -> None:
    contract = signed(recorded())
    waiting_for = amended(contract, SOUND["price"].but(text="另"), supplement="SUP-1")
    back = given_up(waiting_for)
    assert (back.standing(DAY), back.newest.version, back.to_sign) == ("in_force", 1, ())
    assert isinstance(given_up(back), asked.NothingToGiveUp)
    again = signed(amended(back, SOUND["price"].but(text="又"), supplement="SUP-2"))
    assert [one.version for one in again.versions] == [1, 2, 3]
    assert again.holding
    assert (again.holding.version, again.holding.clause("price").text) == (3, "又")  # type: ignore[union-attr]


def test_what_is_in_force_is_ended_before_its_day_and_holds_until_the_last_one() -> None:
    last = DAY + timedelta(days=30)
    over = ended(signed(recorded()), last)
    assert [over.standing(day) for day in (DAY, last, last + timedelta(days=1))] == [
        "in_force",
        "in_force",
        "terminated",
    ]
    assert (over.last_day, over.terminated.party, over.terminated.by) == (last, "Alfreds", "zhou.ting")
    assert isinstance(ended(over, last), asked.WasTerminated)


def test_what_waits_for_signatures_is_given_up_with_the_contract_that_it_would_amend() -> None:
    over = ended(amended(signed(recorded()), SOUND["price"].but(text="另"), supplement="SUP-1"), DAY)
    assert (over.to_sign, over.versions[-1].given_up.reason) == ((), "停产")


def test_only_a_party_ends_what_is_in_force_on_a_day_of_its_term_that_is_ahead() -> None:
    contract = signed(recorded())
    faults = ended(contract, LAST, party="Bonaparte").faults
    assert [one["field"] for one in faults] == ["party", "last_day"]
    assert [one["field"] for one in ended(contract, DAY - timedelta(days=1)).faults] == ["last_day"]
    assert isinstance(ended(recorded(), DAY), asked.NothingToEnd)
    told = Terminate(contract.contract_id, "Alfreds", "停产", LAST, None, "zhou.ting")
    assert isinstance(ending.terminate(contract, told, LAST), asked.EndedAlready)


async def test_over_http_a_contract_is_found_by_its_number_however_it_stands_and_is_ended(call: Caller) -> None:
    await call("PUT", "/figures/contract_clauses", {"value": []}, role="sales manager")
    await call("POST", "/contracts", a_contract(clauses=[]))
    for party, who in (("Alfreds", "wang.fang"), ("Gendan", "zhou.ting")):
        by = {"party": party, "signed_by": "阿尔弗雷德", "signed_on": clock.today().isoformat()}
        await call("POST", f"/contracts/{NUMBER}/sign", by, who=who)
    assert await waiting(call) == {}
    (found,) = (await call("GET", f"/actions?name={NUMBER}")).json()["subjects"]
    possible = [one["command"] for one in found["commands"] if not one["barred"]]
    assert possible == ["amend_contract", "attach_to_contract"]
    last = clock.today() + timedelta(days=10)
    told = {"party": "Alfreds", "reason": "停产", "last_day": last.isoformat()}
    assert (await call("POST", f"/contracts/{NUMBER}/terminate", told)).status_code == 403
    done = (await call("POST", f"/contracts/{NUMBER}/terminate", told, role="sales manager")).json()
    assert (done["state"], done["last_day"], done["terminated"]["reason"]) == ("in_force", last.isoformat(), "停产")
    again = await call("POST", f"/contracts/{NUMBER}/give-up", {"reason": "不要了"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/was-terminated")


async def test_over_http_a_contract_is_recorded_once_reviewed_accepted_and_signed(call: Caller) -> None:
    first = (await call("POST", "/contracts", a_contract())).json()
    assert (first["number"], first["state"]) == (NUMBER, "in_review")
    assert (await call("POST", "/contracts", a_contract())).json() == first
    other = await call("POST", "/contracts", a_contract(clauses=[]))
    assert (other.status_code, other.json()["type"]) == (409, "/problems/contract-says-otherwise")
    read = (await call("GET", f"/contracts/{NUMBER}", reads="zh-CN")).json()
    assert [(one["clause"], one["why"]) for one in read["versions"][0]["findings"]][-1:] == [
        ("liability_for_breach", "违约金上限 30%，高于 10%。")
    ]
    assert await waiting(call) == {NUMBER: ["amend_contract", "give_contract_up", "attach_to_contract"]}
    listed = (await call("GET", "/actions")).json()["subjects"]
    (draft,) = [one["commands"][0]["draft"] for one in listed if one["kind"] == "contract"]
    assert (draft["clauses"][0]["penalty_share"], draft["expected_version"]) == ("0.3", 1)
    for clause in dict.fromkeys(one["clause"] for one in first["versions"][0]["findings"]):
        answer = await call("POST", f"/contracts/{first['contract_id']}/accept", said(clause), who="lu", role="legal")
        assert answer.status_code == 200, answer.json()
    by = {"party": "Alfreds", "signed_by": "阿尔弗雷德", "signed_on": clock.today().isoformat()}
    await call("POST", f"/contracts/{NUMBER}/sign", by)
    done = await call("POST", f"/contracts/{NUMBER}/sign", {**by, "party": "Gendan"}, who="zhou.ting")
    assert (done.json()["state"], done.json()["in_force"]) == ("in_force", 1)
    assert await waiting(call) == {}


async def test_a_contract_that_ends_soon_waits_to_be_prolonged(call: Caller) -> None:
    term = {"valid_until": (clock.today() + timedelta(days=59)).isoformat()}
    await call("POST", "/contracts", a_contract(**term))
    await call("PUT", "/figures/contract_clauses", {"value": []}, role="sales manager")
    clauses = [{"kind": "liability_for_breach", "text": "如约", "penalty_share": "0.05"}]
    await call("POST", f"/contracts/{NUMBER}/amend", {"clauses": clauses})
    for party, who in (("Alfreds", "wang.fang"), ("Gendan", "zhou.ting")):
        by = {"party": party, "signed_by": "阿尔弗雷德", "signed_on": clock.today().isoformat()}
        await call("POST", f"/contracts/{NUMBER}/sign", by, who=who)
    assert await waiting(call) == {NUMBER: ["amend_contract", "attach_to_contract"]}


async def test_all_that_is_wrong_with_a_contract_is_said_at_once(call: Caller) -> None:
    clauses = [{"kind": "price", "text": "如约", "law": "DE"}, {"kind": "subject", "text": ""}]
    refused = await call("POST", "/contracts", a_contract(clauses=clauses))
    assert [(one["field"], one["expected"]) for one in refused.json()["faults"]][:1] == [
        ("clauses.0", "law in a clause of the kind dispute_resolution alone"),
    ]
    twice = [{"kind": "subject", "text": "如约"}] * 2
    refused = await call("POST", "/contracts", a_contract(clauses=twice))
    assert [one["expected"] for one in refused.json()["faults"]] == ["one clause of each kind"]
    wrong = a_contract(buyer="Gendan", guarantors=["Bank", "Bank"], valid_until="2026-01-01")
    refused = await call("POST", "/contracts", wrong)
    assert [one["field"] for one in refused.json()["faults"]] == ["buyer", "guarantors.1", "valid_until", "valid_from"]
    assert (await call("POST", "/contracts", a_contract(customer="NOBODY"))).status_code == 404


async def waiting(call: Caller) -> dict[str, list[str]]:
    listed = (await call("GET", "/actions")).json()["subjects"]
    return {
        one["name"]: [action["command"] for action in one["commands"] if not action["barred"]]
        for one in listed
        if one["kind"] == "contract"
    }


def said(clause: str) -> dict[str, str]:
    return {"clause": clause, "reason": "小客户"}


def a_contract(**asked: Any) -> dict[str, Any]:
    clauses = [{"kind": "liability_for_breach", "text": "如约", "penalty_share": "0.3"}]
    term = {"valid_from": clock.today().isoformat(), "valid_until": (clock.today() + timedelta(days=365)).isoformat()}
    parties = {"seller": "Gendan", "buyer": "Alfreds"}
    return {"customer": "ALFKI", "reference": "LT-7", **parties, "clauses": clauses, **term, **asked}
