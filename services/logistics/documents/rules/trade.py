"""The commercial documents of a shipment: invoice, packing list, certificates, insurance, bill of exchange (LOG-6)."""

from __future__ import annotations

from typing import Literal

from contracts.money import Money
from contracts.scalars import Count, Country, Day, Quantity
from contracts.value import Value
from services.logistics.documents.rules.document import Charge, Document, GoodsLine, OfGoods, Party, TradeTerm


class CommercialInvoice(OfGoods):
    """The seller's invoice that travels with the goods (UCP 600 art. 18)."""

    buyer: Party
    total: Money
    """What is to be paid by it."""
    term: TradeTerm | None = None
    charges: tuple[Charge, ...] = ()
    """In the currency of ``total``."""
    order_reference: str = ""
    """The customer's purchase order."""


class PackedPackage(Value):
    """One package of a packing list, and what is in it."""

    number: Count
    kind: str = "CARTON"
    marks: str = ""
    contents: tuple[GoodsLine, ...] = ()
    gross_kg: Quantity
    net_kg: Quantity | None = None
    volume_m3: Quantity | None = None


class PackingList(OfGoods):
    """What is in which package (LOG-6)."""

    buyer: Party | None = None
    packages: tuple[PackedPackage, ...] = ()


class CertificateOfOrigin(OfGoods):
    """Where the goods were made, as its issuer certifies (ISBP 745 section L)."""

    exporter: Party | None = None
    consignee: Party | None = None
    origin: Country | None = None
    transport: str = ""
    """Route and means of transport as they stand there."""


class InspectionReport(OfGoods):
    """What an inspection of the goods found (ISBP 745 section Q)."""

    inspected_on: Day | None = None
    place: str = ""
    passed: bool | None = None
    result: str = ""


class InsuranceDocument(OfGoods):
    """The cover of the goods on their way (UCP 600 art. 28)."""

    kind: Literal["policy", "certificate", "declaration", "cover note"] = "policy"
    issued_as: Literal["insurer", "underwriter", "agent", "proxy", "broker"] = "insurer"
    """In which capacity ``issuer`` signs."""
    insured: Party
    amount: Money
    covers: tuple[str, ...] = ()
    """The risks in its words: ICC (A), WAR."""
    effective_on: Day | None = None
    """From when the cover holds, where that is another day than it was issued on."""
    start: str = ""
    """The place from which the risks are covered."""
    end: str = ""
    """The place to which they are covered at least."""
    claims_payable_at: str = ""
    conveyance: str = ""
    endorsed: str = ""
    """To whom it was endorsed: ``blank``, or a name."""
    originals_issued: Count | None = None


class Certificate(OfGoods):
    """Any other document, known by its title: a beneficiary's certificate, a certificate of fumigation."""

    title: str


class BillOfExchange(Document):
    """The draft; its drawer is its issuer (ISBP 745 section B)."""

    drawee: Party
    payee: Party | None = None
    amount: Money
    amount_in_words: str = ""
    tenor: str
    """As it stands there: AT SIGHT, 60 DAYS AFTER BILL OF LADING DATE."""
    maturity: Day | None = None
    drawn_under: str = ""
    """The clause that names the credit and its issuing bank."""
    endorsed: str = ""
    """To whom it was endorsed: ``blank``, or a name."""
