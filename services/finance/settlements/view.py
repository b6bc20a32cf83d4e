"""What people see of a payment from or to abroad (FIN-8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from chassis.papers.company import Issuer
from chassis.papers.kinds import Draft, Found, NotYet
from contracts.markings import Personal
from contracts.money import Money
from contracts.texts import Text
from contracts.value import Value
from services.finance.papers.rules.settlement import SettlementPaper
from services.finance.policy import Policy
from services.finance.settlements.rules.asked import Declared, Way
from services.finance.settlements.rules.payment import Moved, Ours, Rate, Settlement, lacks_of, settlement


class SettlementState(Value):
    """A payment from or to abroad with the papers that are asked for; ``worth`` is in the company's currency."""

    entry_id: UUID
    """Paths of its paper name it so."""
    way: Way
    number: str
    paid_on: date
    order_id: UUID | None
    party: str
    name: Personal[str]
    country: str
    amount: Money
    rate: Rate | None
    worth: Decimal | None
    papers: tuple[Declared, ...]
    taken_back: str
    lacks: tuple[Text, ...]
    """What must be known before it can be drawn."""


def ours_of(policy: Policy, company: Issuer) -> Ours:
    """Accounts as the company told them for its bank and its invoices."""
    received_on = " ".join(filter(None, (company.iban, company.bic))) or company.bank
    paid_from = " ".join(filter(None, (policy.company_account, policy.company_bic)))
    return Ours(policy.settlement_papers, received_on, paid_from)


def drafted(moved: Moved, policy: Policy, company: Issuer) -> Found[SettlementPaper] | None:
    """None where nobody asks for a paper. What is asked, and that the money went back, makes the next version."""
    one, document = settlement(moved, ours_of(policy, company)), str(moved.entry_id)
    if not one.papers:
        return None
    if lacks := lacks_of(one, company.tax_number):
        return NotYet(Text("it lacks {what}", what=lacks), document)
    asked = ", ".join(f"{paper.paper} {paper.code} {paper.transaction}" for paper in one.papers)
    return Draft(
        document=document,
        number=one.number,
        order_id=one.order_id,
        customer="" if one.way == "paid" else one.party,
        supplier=one.party if one.way == "paid" else "",
        drawn_from=f"{asked} {one.taken_back}".strip(),
        data=SettlementPaper(issuer=company, settlement=one),
    )


def state_of(one: Settlement, tax_number: str) -> SettlementState:
    return SettlementState.having(
        {name: getattr(one, name) for name in SettlementState.__struct_fields__ if name != "lacks"}
        | {"lacks": lacks_of(one, tax_number)}
    )
