"""An invoice or credit note in UN/CEFACT's Cross Industry Invoice, as EN 16931 binds it (CEN/TS 16931-3-3; FIN-1).

The same file stands in a PDF of Factur-X and ZUGFeRD, profile EN 16931.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from contracts.order import Address
from contracts.texts import said
from contracts.units import common_code
from services.finance.papers.rules import en16931
from services.finance.papers.rules.charged import Charged, ChargedLine
from services.finance.papers.rules.commercial_invoice import CommercialInvoice, payment_terms
from services.finance.papers.rules.credit_note import CreditPaper
from services.finance.papers.rules.elements import Part, document, element
from services.finance.papers.rules.en16931 import Paper, Trader

UNECE = "urn:un:unece:uncefact:data:standard"
SPACES = {
    "rsm": f"{UNECE}:CrossIndustryInvoice:100",
    "ram": f"{UNECE}:ReusableAggregateBusinessInformationEntity:100",
    "udt": f"{UNECE}:UnqualifiedDataType:100",
    "qdt": f"{UNECE}:QualifiedDataType:100",
}
DAY = "102"
"""UNCL 2379: CCYYMMDD."""


def as_cii(paper: Paper) -> bytes:
    return document("rsm:CrossIndustryInvoice", SPACES, *_head(paper), element(
        "rsm:SupplyChainTradeTransaction",
        *(_line(paper, position, line) for position, line in enumerate(paper.lines, 1)),
        _agreement(paper), _delivery(paper), element("ram:ApplicableHeaderTradeSettlement", *_settlement(paper)),
    ))  # fmt: skip


def _head(paper: Paper) -> Iterator[Part]:
    specification = element("ram:ID", en16931.SPECIFICATION)
    yield element(
        "rsm:ExchangedDocumentContext", element("ram:GuidelineSpecifiedDocumentContextParameter", specification)
    )
    yield element(
        "rsm:ExchangedDocument",
        element("ram:ID", paper.number),
        element("ram:TypeCode", en16931.INVOICE if isinstance(paper, CommercialInvoice) else en16931.CREDIT_NOTE),
        element("ram:IssueDateTime", _day(paper.issued_on)),
        element("ram:IncludedNote", element("ram:Content", en16931.note(paper))),
    )


def _line(paper: Charged, position: int, line: ChargedLine) -> Part:
    item = element("ram:SellerAssignedID", line.item)
    price = element("ram:ChargeAmount", en16931.plain(line.unit_price))
    quantity = element("ram:BilledQuantity", en16931.plain(line.quantity), unitCode=common_code(line.unit))
    amount = element("ram:LineTotalAmount", en16931.amount(line.amount, paper.currency))
    return element(
        "ram:IncludedSupplyChainTradeLineItem",
        element("ram:AssociatedDocumentLineDocument", element("ram:LineID", str(position))),
        element("ram:SpecifiedTradeProduct", item, element("ram:Name", line.name)),
        element(
            "ram:SpecifiedLineTradeAgreement",
            element("ram:BuyerOrderReferencedDocument", element("ram:LineID", str(line.line))),
            element("ram:NetPriceProductTradePrice", price),
        ),
        element("ram:SpecifiedLineTradeDelivery", quantity),
        element(
            "ram:SpecifiedLineTradeSettlement",
            _tax("ram:ApplicableTradeTax", paper),
            element("ram:SpecifiedTradeSettlementLineMonetarySummation", amount),
        ),
    )


def _agreement(paper: Charged) -> Part:
    ours, his = (element("ram:IssuerAssignedID", number) for number in (paper.order_number, paper.customer_po))
    return element(
        "ram:ApplicableHeaderTradeAgreement",
        _trader("ram:SellerTradeParty", en16931.seller(paper)),
        _trader("ram:BuyerTradeParty", en16931.buyer(paper)),
        element("ram:SellerOrderReferencedDocument", ours),
        element("ram:BuyerOrderReferencedDocument", his),
    )


def _trader(name: str, trader: Trader) -> Part:
    return element(
        name,
        element("ram:ID", trader.code),
        element("ram:Name", trader.name),
        element("ram:SpecifiedLegalOrganization", element("ram:ID", trader.registration)),
        _address(trader.address, trader.country),
        element("ram:SpecifiedTaxRegistration", element("ram:ID", trader.vat, schemeID="VA")),
    )


def _address(address: Address | None, country: str) -> Part:
    return element(
        "ram:PostalTradeAddress",
        element("ram:PostcodeCode", address.postal_code if address else ""),
        element("ram:LineOne", address.street if address else ""),
        element("ram:CityName", address.city if address else ""),
        element("ram:CountryID", country),
    )


def _delivery(paper: Charged) -> Part:
    """It must be there, whatever it tells."""
    to, left = paper.deliver_to, paper.left_on
    return element(
        "ram:ApplicableHeaderTradeDelivery",
        element("ram:ShipToTradeParty", _address(to, to.country)) if to else None,
        element("ram:ActualDeliverySupplyChainEvent", element("ram:OccurrenceDateTime", _day(left)) if left else None),
        element("ram:DespatchAdviceReferencedDocument", element("ram:IssuerAssignedID", paper.shipment)),
    )


def _settlement(paper: Paper) -> Iterator[Part]:
    asks = isinstance(paper, CommercialInvoice)
    yield element("ram:PaymentReference", paper.number if asks else "")
    yield element("ram:InvoiceCurrencyCode", paper.currency)
    yield _account(paper) if asks else None
    yield _taxed(paper)
    yield _on_the_whole(paper, paper.discount, "false", en16931.DISCOUNT, "Discount")
    yield _on_the_whole(paper, paper.freight, "true", en16931.FREIGHT, "Freight")
    if isinstance(paper, CommercialInvoice):
        terms, due = element("ram:Description", said(payment_terms(paper.days))), _day(paper.due)
        yield element("ram:SpecifiedTradePaymentTerms", terms, element("ram:DueDateDateTime", due))
    yield _sums(paper)
    if isinstance(paper, CreditPaper):
        on = element("qdt:DateTimeString", f"{paper.invoiced_on:%Y%m%d}", format=DAY)
        invoice = element("ram:IssuerAssignedID", paper.invoice)
        yield element("ram:InvoiceReferencedDocument", invoice, element("ram:FormattedIssueDateTime", on))


def _account(paper: Charged) -> Part:
    if not paper.seller.iban:
        return None
    bank = element("ram:BICID", paper.seller.bic)
    return element(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        element("ram:TypeCode", en16931.CREDIT_TRANSFER),
        element("ram:PayeePartyCreditorFinancialAccount", element("ram:IBANID", paper.seller.iban)),
        element("ram:PayeeSpecifiedCreditorFinancialInstitution", bank),
    )


def _taxed(paper: Charged) -> Part:
    code, reason = en16931.why_untaxed(paper)
    return element(
        "ram:ApplicableTradeTax",
        element("ram:CalculatedAmount", en16931.amount(paper.tax, paper.currency)),
        element("ram:TypeCode", "VAT"),
        element("ram:ExemptionReason", reason),
        element("ram:BasisAmount", en16931.amount(paper.taxable, paper.currency)),
        element("ram:CategoryCode", en16931.category(paper)),
        element("ram:ExemptionReasonCode", code),
        element("ram:RateApplicablePercent", en16931.percent(paper)),
    )


def _tax(name: str, paper: Charged) -> Part:
    return element(
        name,
        element("ram:TypeCode", "VAT"),
        element("ram:CategoryCode", en16931.category(paper)),
        element("ram:RateApplicablePercent", en16931.percent(paper)),
    )


def _on_the_whole(paper: Charged, value: Decimal, is_charge: str, code: str, reason: str) -> Part:
    if not value:
        return None
    return element(
        "ram:SpecifiedTradeAllowanceCharge",
        element("ram:ChargeIndicator", element("udt:Indicator", is_charge)),
        element("ram:ActualAmount", en16931.amount(value, paper.currency)),
        element("ram:ReasonCode", code),
        element("ram:Reason", reason),
        _tax("ram:CategoryTradeTax", paper),
    )


def _sums(paper: Paper) -> Part:
    """Only the tax says its currency (CII-DT-031)."""
    prepaid, currency = en16931.prepaid(paper), paper.currency
    sums = {
        "LineTotalAmount": paper.goods,
        "ChargeTotalAmount": paper.freight,
        "AllowanceTotalAmount": paper.discount,
        "TaxBasisTotalAmount": paper.taxable,
        "TaxTotalAmount": paper.tax,
        "GrandTotalAmount": paper.total,
        "TotalPrepaidAmount": prepaid,
        "DuePayableAmount": paper.total - prepaid,
    }
    told = {"TaxTotalAmount": {"currencyID": currency}}
    parts = (element(f"ram:{n}", en16931.amount(v, currency), **told.get(n, {})) for n, v in sums.items())
    return element("ram:SpecifiedTradeSettlementHeaderMonetarySummation", *parts)


def _day(day: date) -> Part:
    return element("udt:DateTimeString", f"{day:%Y%m%d}", format=DAY)
