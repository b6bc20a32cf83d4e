"""Drills by air, CPT Chicago: at sight without a draft, an inspection before shipment, no tolerance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from chassis.ids import new_id
from services.logistics.documents.rules.document import GoodsLine, Party, TradeTerm
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.trade import CommercialInvoice, InspectionReport, PackedPackage, PackingList
from services.logistics.documents.rules.transport import Leg, TransportDocument
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.tests.sets.case import Presented, usd

CREDIT = "ILC0818826"
INVOICE = "INV-2026-000618"
SELLER = Party(name="SUZHOU GREENLAKE POWER TOOLS CO., LTD.", address="9 XINGHU STREET, SUZHOU", country="CN")
BUYER = Party(name="LAKESHORE HARDWARE INC.", address="410 W KINZIE ST, CHICAGO, IL 60654", country="US")
INSPECTOR = Party(name="EAST QUALITY INSPECTION LTD", country="CN")
GOODS = "CORDLESS DRILL DRIVER MODEL D-18"

TERMS = CreditTerms(
    number=CREDIT,
    issued_on=date(2026, 8, 10),
    expires_on=date(2026, 10, 21),
    expiry_place="AT OUR COUNTERS, CHICAGO, USA",
    expiry_country="US",
    issuing_bank="PRAIRIE STATE BANK, CHICAGO",
    applicant=BUYER,
    beneficiary=SELLER,
    amount=usd("18600.00"),
    available_with="ISSUING BANK",
    available_by="sight payment",
    partial="not allowed",
    transhipment="not allowed",
    loading="SHANGHAI PUDONG AIRPORT, CHINA",
    discharge="CHICAGO OHARE AIRPORT, USA",
    latest_shipment=date(2026, 9, 30),
    goods="310 SETS CORDLESS DRILL DRIVER MODEL D-18 AT USD 60.00 PER SET CPT CHICAGO OHARE AIRPORT INCOTERMS 2020",
    documents=(
        "COMMERCIAL INVOICE IN 2 ORIGINALS",
        "PACKING LIST IN DUPLICATE",
        "AIR WAYBILL CONSIGNED TO APPLICANT, MARKED FREIGHT PREPAID AND NOTIFY APPLICANT",
        f"PRE-SHIPMENT INSPECTION CERTIFICATE ISSUED AND SIGNED BY {INSPECTOR.name} STATING THAT THE GOODS PASSED",
    ),
)

LINE = GoodsLine(line=1, item="D-18", description=GOODS, quantity=Decimal(310), unit="SETS")
WEIGHED: dict[str, Any] = {
    "marks": "LSH / CHICAGO / 1-31",
    "package_count": 31,
    "gross_kg": Decimal(1178),
    "net_kg": Decimal(1054),
    "volume_m3": Decimal("5.58"),
}
ON_IT: dict[str, Any] = {"credit_number": CREDIT, "invoice_number": INVOICE}
DOCUMENTS = DocumentSet(
    shipment_id=new_id(),
    presented_on=date(2026, 10, 6),
    invoices=(
        CommercialInvoice(
            number=INVOICE,
            issuer=SELLER,
            issued_on=date(2026, 9, 18),
            originals=2,
            credit_number=CREDIT,
            goods=GOODS,
            lines=(LINE.but(unit_price=usd("60.00"), amount=usd("18600.00")),),
            buyer=BUYER,
            total=usd("18600.00"),
            term=TradeTerm(rule="CPT", place="CHICAGO OHARE AIRPORT"),
            **WEIGHED,
        ),
    ),
    packing_lists=(
        PackingList(
            number="PL-0618",
            issuer=SELLER,
            issued_on=date(2026, 9, 18),
            originals=2,
            goods=GOODS,
            lines=(LINE,),
            packages=tuple(
                PackedPackage(
                    number=number,
                    marks=f"LSH / CHICAGO / {number}",
                    contents=(LINE.but(quantity=Decimal(10)),),
                    gross_kg=Decimal(38),
                    net_kg=Decimal(34),
                    volume_m3=Decimal("0.18"),
                )
                for number in range(1, 32)
            ),
            **ON_IT,
            **WEIGHED,
        ),
    ),
    transports=(
        TransportDocument(
            number="160-24681352",
            issuer=Party(name="PEARL RIVER AIR CARGO"),
            issued_on=date(2026, 9, 22),
            signed=True,
            credit_number=CREDIT,
            kind="air waybill",
            carrier="PEARL RIVER AIR CARGO",
            signed_as="agent of the carrier",
            shipper=SELLER,
            consignee=BUYER,
            notify=(BUYER,),
            loading="SHANGHAI PUDONG AIRPORT, CHINA",
            discharge="CHICAGO OHARE AIRPORT, USA",
            conveyance="PR 812",
            on_board_on=date(2026, 9, 23),
            freight="prepaid",
            goods="CORDLESS DRILLS",
            legs=(Leg(mode="air", start="PVG", end="ORD", conveyance="PR 812", leaves_on=date(2026, 9, 23)),),
            marks=WEIGHED["marks"],
            package_count=31,
            gross_kg=Decimal(1178),
        ),
    ),
    inspections=(
        InspectionReport(
            number="EQI-26-5567",
            issuer=INSPECTOR,
            issued_on=date(2026, 9, 17),
            signed=True,
            goods=GOODS,
            lines=(LINE,),
            inspected_on=date(2026, 9, 16),
            place="SUZHOU",
            passed=True,
            result="THE GOODS PASSED",
            says=("PRE-SHIPMENT INSPECTION CERTIFICATE", "THE GOODS PASSED"),
            **ON_IT,
        ),
    ),
)
AIR = Presented(TERMS, DOCUMENTS)
