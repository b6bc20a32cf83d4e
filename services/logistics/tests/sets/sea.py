"""Saucepans by sea, CIF Hamburg: a draft after the bill's date, insurance, no partial shipment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from chassis.ids import new_id
from services.logistics.documents.rules.document import GoodsLine, Party, TradeTerm
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.trade import (
    BillOfExchange,
    CertificateOfOrigin,
    CommercialInvoice,
    InsuranceDocument,
    PackingList,
)
from services.logistics.documents.rules.transport import Container, TransportDocument
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.tests.sets.case import Presented, usd

BANK = "HANSEATISCHE HANDELSBANK AG, HAMBURG"
CREDIT = "LC-SEA-26-0417"
INVOICE = "INV-2026-000417"
SELLER = Party(name="NINGBO HAITONG KITCHENWARE CO., LTD.", address="88 JIANGDONG ROAD, NINGBO", country="CN")
BUYER = Party(name="NORDLICHT HAUSWAREN GMBH", address="SPEICHERSTRASSE 12, 20457 HAMBURG", country="DE")
CHAMBER = Party(name="CHINA COUNCIL FOR THE PROMOTION OF INTERNATIONAL TRADE", country="CN")
GOODS = "STAINLESS STEEL SAUCEPANS, MODEL K-101"
SHIPPED = date(2026, 10, 20)

TERMS = CreditTerms(
    number=CREDIT,
    issued_on=date(2026, 8, 3),
    expires_on=date(2026, 11, 20),
    expiry_place="CHINA",
    expiry_country="CN",
    issuing_bank=BANK,
    applicant=BUYER,
    beneficiary=SELLER,
    amount=usd("48000.00"),
    above=5,
    below=5,
    available_with="ANY BANK",
    available_by="negotiation",
    drafts_at="60 DAYS AFTER BILL OF LADING DATE",
    drawee=BANK,
    partial="not allowed",
    transhipment="allowed",
    loading="NINGBO, CHINA",
    discharge="HAMBURG, GERMANY",
    latest_shipment=date(2026, 10, 31),
    goods="12000 PCS (5 PERCENT MORE OR LESS ALLOWED) STAINLESS STEEL SAUCEPANS, MODEL K-101, AT USD 4.00 PER PC,"
    " CIF HAMBURG, INCOTERMS 2020",
    documents=(
        "SIGNED COMMERCIAL INVOICE IN 3 ORIGINALS",
        "PACKING LIST IN 1 ORIGINAL AND 2 COPIES",
        (
            f"FULL SET OF CLEAN ON BOARD OCEAN BILLS OF LADING MADE OUT TO ORDER OF {BANK}, MARKED FREIGHT PREPAID AND"
            " NOTIFY APPLICANT"
        ),
        f"CERTIFICATE OF ORIGIN ISSUED BY {CHAMBER.name}",
        (
            "INSURANCE POLICY OR CERTIFICATE IN DUPLICATE FOR 110 PERCENT OF INVOICE VALUE, BLANK ENDORSED, COVERING"
            " INSTITUTE CARGO CLAUSES (A) AND INSTITUTE WAR CLAUSES (CARGO), CLAIMS PAYABLE IN GERMANY"
        ),
    ),
    presentation_days=15,
)

LINE = GoodsLine(line=1, item="K-101", description=GOODS, quantity=Decimal(12000), unit="PCS")
WEIGHED: dict[str, Any] = {
    "marks": "NLH / HAMBURG / 1-600",
    "package_count": 600,
    "gross_kg": Decimal(25200),
    "net_kg": Decimal(23400),
    "volume_m3": Decimal("62.4"),
}
ON_IT: dict[str, Any] = {"credit_number": CREDIT, "invoice_number": INVOICE}
BILL = TransportDocument(
    number="ESL26102088",
    issuer=Party(name="EASTERN STAR LINE"),
    issued_on=SHIPPED,
    signed=True,
    originals=3,
    originals_issued=3,
    credit_number=CREDIT,
    kind="bill of lading",
    carrier="EASTERN STAR LINE",
    signed_as="agent of the carrier",
    shipper=SELLER,
    consignee=Party(name=f"TO ORDER OF {BANK}"),
    notify=(BUYER,),
    loading="NINGBO, CHINA",
    discharge="HAMBURG, GERMANY",
    conveyance="EASTERN PEARL V.042W",
    on_board_on=SHIPPED,
    freight="prepaid",
    goods="STAINLESS STEEL SAUCEPANS",
    containers=(Container(number="CSQU3054383", seal="ES778120"),),
    marks=WEIGHED["marks"],
    package_count=600,
    gross_kg=Decimal(25200),
    volume_m3=Decimal("62.4"),
)
DOCUMENTS = DocumentSet(
    shipment_id=new_id(),
    presented_on=date(2026, 11, 2),
    drafts=(
        BillOfExchange(
            number="D-0417",
            issuer=SELLER,
            issued_on=date(2026, 11, 2),
            signed=True,
            drawee=Party(name=BANK),
            payee=Party(name="YONGJIANG TRADE BANK"),
            amount=usd("48000.00"),
            amount_in_words="US DOLLARS FORTY-EIGHT THOUSAND ONLY",
            tenor="60 DAYS AFTER BILL OF LADING DATE",
            maturity=date(2026, 12, 19),
            drawn_under=f"DRAWN UNDER L/C NO. {CREDIT} OF {BANK}",
            **ON_IT,
        ),
    ),
    invoices=(
        CommercialInvoice(
            number=INVOICE,
            issuer=SELLER,
            issued_on=date(2026, 10, 16),
            signed=True,
            originals=3,
            credit_number=CREDIT,
            goods=GOODS,
            lines=(LINE.but(unit_price=usd("4.00"), amount=usd("48000.00")),),
            buyer=BUYER,
            total=usd("48000.00"),
            term=TradeTerm(rule="CIF", place="HAMBURG"),
            order_reference="NLH-PO-5512",
            **WEIGHED,
        ),
    ),
    packing_lists=(
        PackingList(
            number="PL-0417",
            issuer=SELLER,
            issued_on=date(2026, 10, 16),
            signed=True,
            copies=2,
            goods=GOODS,
            lines=(LINE,),
            buyer=BUYER,
            **ON_IT,
            **WEIGHED,
        ),
    ),
    transports=(BILL,),
    origins=(
        CertificateOfOrigin(
            number="CCPIT-26-30918",
            issuer=CHAMBER,
            issued_on=date(2026, 10, 17),
            signed=True,
            goods=GOODS,
            lines=(LINE.but(origin="CN", customs_code="732393"),),
            exporter=SELLER,
            consignee=BUYER,
            origin="CN",
            transport="FROM NINGBO TO HAMBURG BY SEA",
            marks=WEIGHED["marks"],
            package_count=600,
            **ON_IT,
        ),
    ),
    insurances=(
        InsuranceDocument(
            number="PMI-7700417",
            issuer=Party(name="PACIFIC MARINE INSURANCE COMPANY LIMITED"),
            issued_on=date(2026, 10, 19),
            signed=True,
            originals=2,
            originals_issued=2,
            insured=SELLER,
            amount=usd("52800.00"),
            covers=("INSTITUTE CARGO CLAUSES (A)", "INSTITUTE WAR CLAUSES (CARGO)"),
            start="NINGBO, CHINA",
            end="HAMBURG, GERMANY",
            claims_payable_at="HAMBURG, GERMANY",
            conveyance="EASTERN PEARL V.042W",
            endorsed="blank",
            goods=GOODS,
            marks=WEIGHED["marks"],
            package_count=600,
            **ON_IT,
        ),
    ),
)
SEA = Presented(TERMS, DOCUMENTS)


def on_board(day: date, maturity: date) -> dict[str, Any]:
    """The bill and the draft of goods that left on another day."""
    days = ("transports.0.on_board_on", "transports.0.issued_on")
    return {**dict.fromkeys(days, day), "drafts.0.maturity": maturity}


def of_pieces(pieces: int, amount: str, insured: str) -> dict[str, Any]:
    """The set of another quantity, on every paper that names one."""
    quantity = dict.fromkeys(
        ("invoices.0.lines.0.quantity", "packing_lists.0.lines.0.quantity", "origins.0.lines.0.quantity"),
        Decimal(pieces),
    )
    money = dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total", "drafts.0.amount"), usd(amount))
    return {**quantity, **money, "drafts.0.amount_in_words": "", "insurances.0.amount": usd(insured)}
