"""Who sells to whom on the documents (UCP 600 art. 14 j, 18 a) (LOG-7)."""

from __future__ import annotations

from services.logistics.documents.rules.document import Party
from services.logistics.examination.rules.case import Case, Found, found
from services.logistics.letter_of_credit.rules.countries import country_in
from services.logistics.letter_of_credit.rules.wording import same


def invoice_to_applicant(case: Case) -> Found:
    """Made out in the applicant's name (UCP 600 art. 18 a ii)."""
    for place, invoice, _ in case.each("invoices"):
        if not same(invoice.buyer.name, case.terms.applicant.name):
            yield found(f"{place}.buyer", case.terms.applicant.name, invoice.buyer.name, "UCP 600 art. 18 a ii")


def same_countries(case: Case) -> Found:
    """Addresses may differ from the credit's within the same country (UCP 600 art. 14 j)."""
    for place, invoice, _ in case.each("invoices"):
        for name, came, asked in (
            ("buyer", invoice.buyer, case.terms.applicant),
            ("issuer", invoice.issuer, case.terms.beneficiary),
        ):
            if same(came.name, asked.name) and _elsewhere(came, asked):
                yield found(f"{place}.{name}", asked.address, came.address, "UCP 600 art. 14 j")


def other_parties(case: Case) -> Found:
    """A buyer, exporter or consignee on another document is no other one than the credit's (UCP 600 art. 14 d)."""
    for place, one, _ in case.each("packing_lists"):
        if one.buyer and not same(one.buyer.name, case.terms.applicant.name):
            yield found(f"{place}.buyer", case.terms.applicant.name, one.buyer.name, "UCP 600 art. 14 d")


def consignee_of_origin(case: Case) -> Found:
    """The certificate's consignee does not conflict with the transport document's, if that names one (ISBP 745 L5)."""
    names = [case.terms.applicant.name, case.terms.issuing_bank]
    for _, one in case.transports:
        names += [one.consignee.name, *(party.name for party in one.notify)]
    for place, one, _ in case.each("origins"):
        told = one.consignee and "ORDER" not in one.consignee.name.upper()
        if told and not any(same(one.consignee.name, name) for name in names):
            yield found(f"{place}.consignee", names[0], one.consignee.name, "ISBP 745 L5")


def _elsewhere(came: Party, asked: Party) -> bool:
    countries = came.country or country_in(came.address), asked.country or country_in(asked.address)
    return None not in countries and countries[0] != countries[1]


RULES = (invoice_to_applicant, same_countries, other_parties, consignee_of_origin)
