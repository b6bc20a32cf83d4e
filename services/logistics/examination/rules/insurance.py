"""The insurance document (UCP 600 art. 28; ISBP 745 section K) (LOG-7)."""

from __future__ import annotations

from decimal import Decimal

from contracts.texts import Text
from services.logistics.documents.rules.trade import CommercialInvoice, InsuranceDocument
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.letter_of_credit.rules.required import Required, risks_in
from services.logistics.letter_of_credit.rules.wording import facts, lacking, same, within

LEAST_PERCENT = Decimal(110)
"""Of the CIF or CIP value, where the credit tells none (UCP 600 art. 28 f ii)."""
BROADEST = {"ALL RISKS": {"ICC (A)", "ICC (AIR)"}, "ICC (A)": {"ALL RISKS", "ICC (AIR)"}}
"""What covers as much (UCP 600 art. 28 h; ISBP 745 K18)."""


def no_cover_note(case: Case) -> Found:
    """A cover note is no insurance document, nor what a broker signs (UCP 600 art. 28 a, c)."""
    for place, one, asked in case.each("insurances"):
        if one.kind == "cover note":
            yield found(f"{place}.kind", asked.words, one.kind, "UCP 600 art. 28 c")
        elif one.kind in ("certificate", "declaration") and _policy_alone(asked):
            yield found(f"{place}.kind", asked.words, one.kind, "UCP 600 art. 28 d")
        if one.issued_as == "broker":
            yield found(
                f"{place}.issued_as", Text("the insurer, an underwriter, or their agent"), "broker", "UCP 600 art. 28 a"
            )


def _policy_alone(asked: Required) -> bool:
    """A policy is accepted for a certificate, not the other way round (UCP 600 art. 28 d)."""
    words = facts(asked.words)
    return "POLICY" in words and not {"CERTIFICATE", "DECLARATION", "CERTIFICATES"}.intersection(words)


def enough_insured(case: Case) -> Found:
    """At least the credit's percentage of the gross value (UCP 600 art. 28 f ii; ISBP 745 K15)."""
    value = sum((_gross(one) for one in case.docs.invoices), Decimal(0))
    for place, one, asked in case.each("insurances"):
        least = value * (asked.percent or LEAST_PERCENT) / 100
        if one.amount.currency == case.terms.amount.currency and one.amount.amount < least:
            yield found(f"{place}.amount", f"{least:f}", one.amount.amount, "UCP 600 art. 28 f ii")


def _gross(invoice: CommercialInvoice) -> Decimal:
    """Before what was taken off it: a discount or an advance makes the goods worth no less."""
    return invoice.total.amount - sum((min(charge.amount, Decimal(0)) for charge in invoice.charges), Decimal(0))


def risks_covered(case: Case) -> Found:
    """Every risk that the credit names (UCP 600 art. 28 g, h)."""
    for place, one, asked in case.each("insurances"):
        covered = set(risks_in("; ".join(one.covers)))
        missing = [risk for risk in asked.risks if not {risk, *BROADEST.get(risk, ())} & covered]
        if missing:
            yield found(f"{place}.covers", ", ".join(missing), "; ".join(one.covers), "UCP 600 art. 28 g; 46A")


def route_covered(case: Case) -> Found:
    """From where the goods are taken in charge to where they are discharged, at least (UCP 600 art. 28 f iii)."""
    terms = case.terms
    for place, one, _ in case.each("insurances"):
        for name, places in (("start", (terms.receipt, terms.loading)), ("end", (terms.discharge, terms.delivery))):
            told = [words for words in places if words]
            came = getattr(one, name)
            if told and came and not any(_same_place(words, came) for words in _enough(one, name, told)):
                yield found(f"{place}.{name}", " / ".join(told), came, "UCP 600 art. 28 f iii")


def _enough(one: InsuranceDocument, name: str, told: list[str]) -> list[str]:
    """To a final destination beyond the port where the credit has one; from the first place where it has one."""
    return [told[0]] if name == "start" else [told[-1]] if len(told) > 1 else told


def _same_place(asked: str, came: str) -> bool:
    return asked.upper().startswith("ANY ") or within(asked.split(",")[0], came) or within(came.split(",")[0], asked)


def claims_payable(case: Case) -> Found:
    """Where the credit says (ISBP 745 K22)."""
    for place, one, asked in case.each("insurances"):
        if asked.claims_at and lacking(facts(asked.claims_at), frozenset(facts(one.claims_payable_at))):
            yield found(f"{place}.claims_payable_at", asked.claims_at, one.claims_payable_at, "ISBP 745 K22; 46A")


def insured(case: Case) -> Found:
    """To the beneficiary and endorsed, or to whom the credit names (ISBP 745 K19, K20)."""
    for place, one, _ in case.each("insurances"):
        names = (case.terms.beneficiary.name, case.terms.applicant.name, case.terms.issuing_bank)
        if not any(same(name, one.insured.name) for name in names) and "ORDER" not in facts(one.insured.name):
            yield found(f"{place}.insured", case.terms.beneficiary.name, one.insured.name, "ISBP 745 K19")


RULES = (no_cover_note, enough_insured, risks_covered, route_covered, claims_payable, insured)
