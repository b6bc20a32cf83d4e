"""Green tea by truck, CIP Almaty: deferred payment, a period of shipment (44D), and conditions (47A)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from chassis.ids import new_id
from services.logistics.documents.rules.document import GoodsLine, Party, TradeTerm
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.trade import (
    Certificate,
    CertificateOfOrigin,
    CommercialInvoice,
    InspectionReport,
    InsuranceDocument,
    PackedPackage,
    PackingList,
)
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.tests.sets.case import Presented, usd

CREDIT = "STB-2026/0093"
INVOICE = "INV-2026-000931"
SELLER = Party(name="HANGZHOU LONGWU TEA CO., LTD.", address="5 MEIJIAWU ROAD, HANGZHOU", country="CN")
BUYER = Party(name="ALATAU FOODS LLP", address="118 SATPAEV STREET, ALMATY 050013", country="KZ")
CHAMBER = Party(name="CHINA COUNCIL FOR THE PROMOTION OF INTERNATIONAL TRADE", country="CN")
INSPECTOR = Party(name="ZHEJIANG TEA INSPECTION CO., LTD.", country="CN")
HAULIER = Party(name="SILK STEPPE TRUCKING LLP", country="KZ")
GOODS = "CHINA GREEN TEA CHUNMEE 41022"
SENT = "TWO SAMPLES OF 200 GRAMS WERE SENT TO THE APPLICANT BY COURIER"

TERMS = CreditTerms(
    number=CREDIT,
    issued_on=date(2026, 8, 20),
    expires_on=date(2026, 11, 10),
    expiry_place="CHINA",
    expiry_country="CN",
    issuing_bank="STEPPE TRADE BANK JSC, ALMATY",
    applicant=BUYER,
    beneficiary=SELLER,
    amount=usd("60000.00"),
    available_with="ISSUING BANK",
    available_by="deferred payment",
    payment_terms="90 DAYS AFTER DATE OF SHIPMENT",
    partial="allowed",
    transhipment="not allowed",
    receipt="HANGZHOU, CHINA",
    delivery="ALMATY, KAZAKHSTAN",
    shipment_period="BETWEEN 15 SEPTEMBER 2026 AND 10 OCTOBER 2026",
    goods=f"10000 KGS {GOODS} AT USD 6.00 PER KG CIP ALMATY INCOTERMS 2020",
    documents=(
        "COMMERCIAL INVOICE IN 3 COPIES",
        "PACKING LIST IN DUPLICATE",
        "ROAD CONSIGNMENT NOTE (CMR) CONSIGNED TO APPLICANT, MARKED FREIGHT PREPAID, NOTIFY APPLICANT",
        "CERTIFICATE OF ORIGIN ISSUED BY CCPIT",
        (
            "INSURANCE POLICY OR CERTIFICATE IN DUPLICATE FOR 110 PCT OF INVOICE VALUE COVERING ICC (A) AND INSTITUTE"
            " STRIKES CLAUSES (CARGO), CLAIMS PAYABLE IN KAZAKHSTAN"
        ),
        f"PRE-SHIPMENT INSPECTION CERTIFICATE ISSUED BY {INSPECTOR.name}",
        f"BENEFICIARY'S CERTIFICATE STATING THAT {SENT}",
    ),
    conditions=(
        "ALL DOCUMENTS MUST BEAR THIS CREDIT NUMBER",
        "DOCUMENTS MUST BE ISSUED IN ENGLISH LANGUAGE",
        "THIRD PARTY DOCUMENTS ACCEPTABLE",
        "A DISCREPANCY FEE OF USD 80.00 WILL BE DEDUCTED FROM THE PROCEEDS FOR EACH SET OF DISCREPANT DOCUMENTS",
    ),
)

LINE = GoodsLine(line=1, item="GT-41022", description=GOODS, quantity=Decimal(10000), unit="KGS")
WEIGHED: dict[str, Any] = {
    "marks": "ALATAU / ALMATY / 1-10",
    "package_count": 10,
    "gross_kg": Decimal(10750),
    "net_kg": Decimal(10000),
}
ON_IT: dict[str, Any] = {"credit_number": CREDIT, "invoice_number": INVOICE}
PALLETS = tuple(
    PackedPackage(number=n, kind="PALLET", gross_kg=Decimal(1075), net_kg=Decimal(1000)) for n in range(1, 11)
)
DOCUMENTS = DocumentSet(
    shipment_id=new_id(),
    presented_on=date(2026, 10, 9),
    invoices=(
        CommercialInvoice(
            number=INVOICE,
            issuer=SELLER,
            issued_on=date(2026, 9, 8),
            copies=2,
            credit_number=CREDIT,
            goods=GOODS,
            lines=(LINE.but(unit_price=usd("6.00"), amount=usd("60000.00")),),
            buyer=BUYER,
            total=usd("60000.00"),
            term=TradeTerm(rule="CIP", place="ALMATY"),
            **WEIGHED,
        ),
    ),
    packing_lists=(
        PackingList(
            number="PL-0931",
            issuer=SELLER,
            issued_on=date(2026, 9, 8),
            copies=1,
            goods=GOODS,
            lines=(LINE,),
            packages=PALLETS,
            **ON_IT,
            **WEIGHED,
        ),
    ),
    transports=(
        TransportDocument(
            number="CMR 884213",
            issuer=HAULIER,
            issued_on=date(2026, 9, 24),
            signed=True,
            credit_number=CREDIT,
            kind="road",
            carrier=HAULIER.name,
            signed_as="carrier",
            shipper=SELLER,
            consignee=BUYER,
            notify=(BUYER,),
            receipt_place="HANGZHOU, CHINA",
            delivery_place="ALMATY, KAZAKHSTAN",
            conveyance="TRUCK 771 AKA 02",
            on_board_on=date(2026, 9, 24),
            freight="prepaid",
            goods="GREEN TEA",
            marks=WEIGHED["marks"],
            package_count=10,
            gross_kg=Decimal(10750),
        ),
    ),
    origins=(
        CertificateOfOrigin(
            number="26C3301",
            issuer=CHAMBER,
            issued_on=date(2026, 9, 11),
            signed=True,
            goods=GOODS,
            lines=(LINE.but(origin="CN", customs_code="090220"),),
            exporter=SELLER,
            consignee=BUYER,
            origin="CN",
            marks=WEIGHED["marks"],
            package_count=10,
            **ON_IT,
        ),
    ),
    insurances=(
        InsuranceDocument(
            number="EA-26-5512",
            issuer=Party(name="EAST ASIA CARGO INSURANCE CO., LTD."),
            issued_on=date(2026, 9, 10),
            signed=True,
            originals=2,
            originals_issued=2,
            insured=BUYER,
            amount=usd("66000.00"),
            covers=("ICC (A)", "INSTITUTE STRIKES CLAUSES (CARGO)"),
            start="HANGZHOU, CHINA",
            end="ALMATY, KAZAKHSTAN",
            claims_payable_at="ALMATY, KAZAKHSTAN",
            conveyance="TRUCK 771 AKA 02",
            goods=GOODS,
            package_count=10,
            **ON_IT,
        ),
    ),
    inspections=(
        InspectionReport(
            number="ZTI-7719",
            issuer=INSPECTOR,
            issued_on=date(2026, 9, 9),
            inspected_on=date(2026, 9, 9),
            signed=True,
            goods=GOODS,
            lines=(LINE,),
            net_kg=Decimal(10000),
            passed=True,
            result="QUALITY AS PER STANDARD 41022",
            **ON_IT,
        ),
    ),
    certificates=(
        Certificate(
            title="BENEFICIARY'S CERTIFICATE",
            issuer=SELLER,
            issued_on=date(2026, 9, 25),
            signed=True,
            credit_number=CREDIT,
            says=(SENT,),
        ),
    ),
)
ROAD = Presented(TERMS, DOCUMENTS)


QUANTITIES = tuple(f"{paper}.0.lines.0.quantity" for paper in ("invoices", "packing_lists", "origins", "inspections"))


def loaded(day: date, presented: date) -> dict[str, Any]:
    """The set of goods that left on another day."""
    return {**dict.fromkeys(("transports.0.on_board_on", "transports.0.issued_on"), day), "presented_on": presented}
