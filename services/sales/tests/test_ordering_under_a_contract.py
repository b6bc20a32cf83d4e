"""An order under a contract carries what is agreed there; what it says otherwise is asked back (SAL-18)."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from chassis import clock
from contracts.order import Terms
from services.sales.contract.rules.document import Clause, GivenUp, SalesContract, Terminated
from services.sales.intake.rules.asked import Asked, Known, Place, TermsAreAgreed
from services.sales.intake.rules.placing import may_place
from services.sales.masters.rules import Customer
from services.sales.order.rules.document import Order
from services.sales.tests.calling import Caller, an_order
from services.sales.tests.story import BERLIN, DAY, POLICY
from services.sales.tests.test_contracts import LAST, NUMBER, a_contract, recorded, signed
from services.sales.tests.test_intake import ALFKI, DESK, LINE, place
from tests.needs import needs

pytestmark = needs("SAL-18", "SAL-3")
UNKNOWN = f"There is no contract {NUMBER} with you: under which one do you order?"
IN_ADVANCE = Terms(days=60, advance_share=Decimal("0.3"))
AGREED: dict[str, Any] = {
    "price": {"currency": "EUR", "incoterm": "FOB Ningbo"},
    "payment_terms": {"terms": IN_ADVANCE},
}


def known(contract: SalesContract, today: date = DAY, customer: Customer = ALFKI) -> Known:
    return Known(customer, DESK.items, today, POLICY, contracts={contract.number: contract})


def order(contract: SalesContract, today: date = DAY, **asked: Any) -> Order:
    said = Asked(contract=NUMBER, lines=(LINE,), deliver_to=BERLIN, wanted=DAY + timedelta(days=900), **asked)
    return place(said, known(contract, today))


def in_force() -> SalesContract:
    return signed(recorded(**AGREED))


def test_an_order_under_a_contract_carries_its_currency_delivery_and_terms() -> None:
    content = order(in_force()).content
    assert (content.currency, content.incoterm, content.terms) == ("EUR", "FOB Ningbo", IN_ADVANCE)
    assert content.contract == NUMBER


def test_what_an_order_says_otherwise_than_its_contract_is_asked_back() -> None:
    asked = order(in_force(), currency="USD", incoterm="CIF Hamburg", terms=Terms(days=90))
    questions = dict(zip(asked.missing, map(str, asked.questions), strict=True))
    assert {name: questions[name] for name in ("currency", "incoterm", "terms")} == {
        "currency": f"The order is in USD, contract {NUMBER} in EUR: in which currency do you order?",
        "incoterm": f"The order says CIF Hamburg; contract {NUMBER} says FOB Ningbo: by which rule do we deliver?",
        "terms": f"The order says payment within 90 days; contract {NUMBER} says payment within 60 days, 30 % in"
        " advance: on which terms do you pay?",
    }


def terminated() -> SalesContract:
    """Eight days after its first one."""
    ended = Terminated(party="Alfreds", reason="停产", last_day=DAY + timedelta(days=8), on=DAY, by="zhou.ting")
    return in_force().but(terminated=ended)


def test_until_the_last_day_of_a_contract_that_was_ended_orders_go_by_it() -> None:
    assert order(terminated(), DAY + timedelta(days=8)).content.currency == "EUR"


@pytest.mark.parametrize(
    ("contract", "today", "question"),
    [
        (recorded(), DAY, f"Contract {NUMBER} is not signed by all parties yet: under which one do you order?"),
        (in_force(), DAY - timedelta(days=1), f"Contract {NUMBER} begins on {DAY}: under which one do you order?"),
        (in_force(), LAST + timedelta(days=1), f"Contract {NUMBER} ended on {LAST}: under which one do you order?"),
        (
            terminated(),
            DAY + timedelta(days=9),
            f"Contract {NUMBER} was ended early, on {DAY + timedelta(days=8)}: under which one do you order?",
        ),
        (
            recorded().with_newest(recorded().newest.but(given_up=GivenUp(reason="不要了", on=DAY, by="wang.fang"))),
            DAY,
            f"Contract {NUMBER} was given up and never signed: under which one do you order?",
        ),
        (
            in_force().but(customer="BONAP"),
            DAY,
            UNKNOWN,
        ),
        (in_force().but(number="SC-1"), DAY, UNKNOWN),
    ],
)
def test_a_contract_that_does_not_hold_is_asked_back_and_agrees_nothing(
    contract: SalesContract, today: date, question: str
) -> None:
    asked = order(contract, today)
    assert dict(zip(asked.missing, map(str, asked.questions), strict=True))["contract"] == question
    assert (asked.content.currency, asked.content.terms) == (ALFKI.currency, ALFKI.terms)


def test_while_a_supplement_is_not_signed_the_version_before_it_holds() -> None:
    contract = in_force()
    other = Clause(kind="price", text="另", currency="JPY")
    newer = contract.newest.but(version=2, clauses=(other,), signatures=())
    assert order(contract.amended(newer)).content.currency == "EUR"


def test_a_customer_may_say_the_terms_of_his_contract_and_no_others() -> None:
    ours = Place("ALFKI", "1", Asked(contract=NUMBER, terms=IN_ADVANCE), only_of="ALFKI")
    assert may_place(ours, known(in_force())) is None
    other = Place("ALFKI", "1", Asked(contract=NUMBER, terms=Terms(days=90)), only_of="ALFKI")
    assert isinstance(may_place(other, known(in_force())), TermsAreAgreed)


async def test_an_order_is_clarified_once_its_contract_is_signed(call: Caller) -> None:
    await call("PUT", "/figures/contract_clauses", {"value": []}, role="sales manager")
    clauses = [{"kind": "payment_terms", "text": "如约", "terms": {"days": 60}}]
    await call("POST", "/contracts", a_contract(clauses=clauses))
    placed = (await call("POST", "/orders", an_order("4711", contract=NUMBER))).json()
    assert placed["missing"] == ["contract"]
    for party, who in (("Alfreds", "wang.fang"), ("Gendan", "zhou.ting")):
        by = {"party": party, "signed_by": "阿尔弗雷德", "signed_on": clock.today().isoformat()}
        await call("POST", f"/contracts/{NUMBER}/sign", by, who=who)
    clarified = (await call("POST", f"/orders/{placed['number']}/clarify", {"contract": NUMBER})).json()
    assert (clarified["missing"], clarified["content"]["terms"]["days"]) == ([], 60)
