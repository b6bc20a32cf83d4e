"""An invoice or credit note in UBL 2.1, as EN 16931 binds it (CEN/TS 16931-3-2; FIN-1)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from xml.etree.ElementTree import Element

from contracts.order import Address
from contracts.texts import said
from contracts.units import common_code
from services.finance.papers.rules import en16931
from services.finance.papers.rules.charged import Charged, ChargedLine
from services.finance.papers.rules.commercial_invoice import CommercialInvoice, payment_terms
from services.finance.papers.rules.credit_note import CreditPaper
from services.finance.papers.rules.elements import Part, document, element
from services.finance.papers.rules.en16931 import Paper, Trader

OASIS = "urn:oasis:names:specification:ubl:schema:xsd"


def as_ubl(paper: Paper) -> bytes:
    """An Invoice of ours is an Invoice there, a credit note a CreditNote."""
    name = "Invoice" if isinstance(paper, CommercialInvoice) else "CreditNote"
    spaces = {
        "": f"{OASIS}:{name}-2",
        "cac": f"{OASIS}:CommonAggregateComponents-2",
        "cbc": f"{OASIS}:CommonBasicComponents-2",
    }
    return document(name, spaces, *_head(paper), *_parties(paper), *_money(paper), *_lines(paper))


def _head(paper: Paper) -> Iterator[Part]:
    yield element("cbc:CustomizationID", en16931.SPECIFICATION)
    yield element("cbc:ID", paper.number)
    yield element("cbc:IssueDate", paper.issued_on.isoformat())
    if isinstance(paper, CommercialInvoice):
        yield element("cbc:DueDate", paper.due.isoformat())
        yield element("cbc:InvoiceTypeCode", en16931.INVOICE)
    else:
        yield element("cbc:CreditNoteTypeCode", en16931.CREDIT_NOTE)
    yield element("cbc:Note", en16931.note(paper))
    yield element("cbc:DocumentCurrencyCode", paper.currency)
    yield _order(paper)
    if isinstance(paper, CreditPaper):
        yield element("cac:BillingReference", element(
            "cac:InvoiceDocumentReference",
            element("cbc:ID", paper.invoice), element("cbc:IssueDate", paper.invoiced_on.isoformat()),
        ))  # fmt: skip
    yield element("cac:DespatchDocumentReference", element("cbc:ID", paper.shipment))


def _order(paper: Charged) -> Part:
    """Our number stands beside the customer's, and cannot stand alone."""
    if not paper.customer_po:
        return None
    return element(
        "cac:OrderReference", element("cbc:ID", paper.customer_po), element("cbc:SalesOrderID", paper.order_number)
    )


def _parties(paper: Charged) -> Iterator[Part]:
    yield element("cac:AccountingSupplierParty", _party(en16931.seller(paper)))
    yield element("cac:AccountingCustomerParty", _party(en16931.buyer(paper)))
    to = paper.deliver_to
    place = element("cac:DeliveryLocation", _address("cac:Address", to, to.country)) if to else None
    left = paper.left_on.isoformat() if paper.left_on else ""
    yield element("cac:Delivery", element("cbc:ActualDeliveryDate", left), place)


def _party(trader: Trader) -> Part:
    return element(
        "cac:Party",
        element("cac:PartyIdentification", element("cbc:ID", trader.code)),
        _address("cac:PostalAddress", trader.address, trader.country),
        element("cac:PartyTaxScheme", element("cbc:CompanyID", trader.vat), _vat()) if trader.vat else None,
        element(
            "cac:PartyLegalEntity",
            element("cbc:RegistrationName", trader.name), element("cbc:CompanyID", trader.registration),
        ),
    )  # fmt: skip


def _address(name: str, address: Address | None, country: str) -> Part:
    return element(
        name,
        element("cbc:StreetName", address.street if address else ""),
        element("cbc:CityName", address.city if address else ""),
        element("cbc:PostalZone", address.postal_code if address else ""),
        element("cac:Country", element("cbc:IdentificationCode", country)),
    )


def _money(paper: Paper) -> Iterator[Part]:
    money = partial(_amount, currency=paper.currency)
    yield _account(paper)
    if isinstance(paper, CommercialInvoice):
        yield element("cac:PaymentTerms", element("cbc:Note", said(payment_terms(paper.days))))
    yield _on_the_whole(paper, paper.discount, "false", en16931.DISCOUNT, "Discount")
    yield _on_the_whole(paper, paper.freight, "true", en16931.FREIGHT, "Freight")
    yield element("cac:TaxTotal", money("cbc:TaxAmount", paper.tax), element(
        "cac:TaxSubtotal",
        money("cbc:TaxableAmount", paper.taxable), money("cbc:TaxAmount", paper.tax),
        _category("cac:TaxCategory", paper, *en16931.why_untaxed(paper)),
    ))  # fmt: skip
    yield element(
        "cac:LegalMonetaryTotal",
        money("cbc:LineExtensionAmount", paper.goods),
        money("cbc:TaxExclusiveAmount", paper.taxable),
        money("cbc:TaxInclusiveAmount", paper.total),
        money("cbc:AllowanceTotalAmount", paper.discount),
        money("cbc:ChargeTotalAmount", paper.freight),
        money("cbc:PrepaidAmount", en16931.prepaid(paper)),
        money("cbc:PayableAmount", paper.total - en16931.prepaid(paper)),
    )


def _account(paper: Paper) -> Part:
    """Where an invoice is paid; a credit note asks for nothing."""
    if isinstance(paper, CreditPaper) or not paper.seller.iban:
        return None
    bank = element("cac:FinancialInstitutionBranch", element("cbc:ID", paper.seller.bic))
    return element(
        "cac:PaymentMeans",
        element("cbc:PaymentMeansCode", en16931.CREDIT_TRANSFER),
        element("cbc:PaymentID", paper.number),
        element("cac:PayeeFinancialAccount", element("cbc:ID", paper.seller.iban), bank),
    )


def _on_the_whole(paper: Charged, value: Decimal, is_charge: str, code: str, reason: str) -> Part:
    if not value:
        return None
    return element(
        "cac:AllowanceCharge",
        element("cbc:ChargeIndicator", is_charge),
        element("cbc:AllowanceChargeReasonCode", code),
        element("cbc:AllowanceChargeReason", reason),
        _amount("cbc:Amount", value, paper.currency),
        _category("cac:TaxCategory", paper),
    )


def _category(name: str, paper: Charged, code: str = "", reason: str = "") -> Part:
    """``code`` and ``reason``: why there is no tax."""
    return element(
        name,
        element("cbc:ID", en16931.category(paper)),
        element("cbc:Percent", en16931.percent(paper)),
        element("cbc:TaxExemptionReasonCode", code),
        element("cbc:TaxExemptionReason", reason),
        _vat(),
    )


def _vat() -> Part:
    return element("cac:TaxScheme", element("cbc:ID", "VAT"))


def _lines(paper: Paper) -> Iterator[Part]:
    return (_line(paper, position, line) for position, line in enumerate(paper.lines, 1))


def _line(paper: Paper, position: int, line: ChargedLine) -> Part:
    name, counted = ("Invoice", "Invoiced") if isinstance(paper, CommercialInvoice) else ("CreditNote", "Credited")
    return element(
        f"cac:{name}Line",
        element("cbc:ID", str(position)),
        element(f"cbc:{counted}Quantity", en16931.plain(line.quantity), unitCode=common_code(line.unit)),
        _amount("cbc:LineExtensionAmount", line.amount, paper.currency),
        element("cac:OrderLineReference", element("cbc:LineID", str(line.line))),
        element(
            "cac:Item",
            element("cbc:Name", line.name),
            element("cac:SellersItemIdentification", element("cbc:ID", line.item)),
            _category("cac:ClassifiedTaxCategory", paper),
        ),
        element("cac:Price", element("cbc:PriceAmount", en16931.plain(line.unit_price), currencyID=paper.currency)),
    )


def _amount(name: str, value: Decimal, currency: str) -> Element | None:
    return element(name, en16931.amount(value, currency), currencyID=currency)
