"""Aluminium foil from an inland place by rail, ship and truck, FOB Qingdao: about so much, in parts, acceptance."""

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
    PackingList,
)
from services.logistics.documents.rules.transport import Container, Leg, TransportDocument
from services.logistics.letter_of_credit.rules.terms import CreditTerms
from services.logistics.tests.sets.case import Presented, usd

BANK = "CREEKSIDE COMMERCIAL BANK PJSC, DUBAI"
CREDIT = "CCB/DC/26/00710"
INVOICE = "INV-2026-000710"
SELLER = Party(name="ZHENGZHOU LONGYE ALUMINIUM CO., LTD.", address="21 RUIDA ROAD, ZHENGZHOU", country="CN")
BUYER = Party(name="PALM PACKAGING INDUSTRIES LLC", address="P.O. BOX 61187, DUBAI", country="AE")
GOODS = "ALUMINIUM FOIL IN ROLLS, ALLOY 8011"

TERMS = CreditTerms(
    number=CREDIT,
    issued_on=date(2026, 6, 15),
    expires_on=date(2026, 9, 15),
    expiry_place="DUBAI, U.A.E.",
    expiry_country="AE",
    issuing_bank=BANK,
    applicant=BUYER,
    beneficiary=SELLER,
    amount=usd("500000.00"),
    above=10,
    below=10,
    available_with="ISSUING BANK",
    available_by="acceptance",
    drafts_at="30 DAYS AFTER SIGHT",
    drawee=BANK,
    partial="allowed",
    transhipment="not allowed",
    receipt="ZHENGZHOU, CHINA",
    loading="QINGDAO, CHINA",
    discharge="JEBEL ALI, U.A.E.",
    delivery="DUBAI LOGISTICS CITY, U.A.E.",
    latest_shipment=date(2026, 8, 31),
    goods="ABOUT 200 MT ALUMINIUM FOIL IN ROLLS, ALLOY 8011, AT USD 2500.00 PER MT FOB QINGDAO INCOTERMS 2020",
    documents=(
        "SIGNED COMMERCIAL INVOICE IN 1 ORIGINAL AND 3 COPIES",
        "WEIGHT AND PACKING LIST IN 3 COPIES",
        (
            "FULL SET OF MULTIMODAL TRANSPORT DOCUMENTS MADE OUT TO ORDER OF SHIPPER AND BLANK ENDORSED, MARKED FREIGHT"
            " COLLECT AND NOTIFY APPLICANT"
        ),
        "CERTIFICATE OF ORIGIN SHOWING THAT THE GOODS ARE OF CHINESE ORIGIN",
    ),
)

LINE = GoodsLine(line=1, item="AF-8011", description=GOODS, quantity=Decimal(200), unit="MT")
WEIGHED: dict[str, Any] = {
    "marks": "PPI / DUBAI / ROLLS 1-250",
    "package_count": 250,
    "gross_kg": Decimal(204500),
    "net_kg": Decimal(200000),
}
ON_IT: dict[str, Any] = {"credit_number": CREDIT, "invoice_number": INVOICE}
ROUTE = (
    Leg(mode="rail", start="ZHENGZHOU, CHINA", end="QINGDAO, CHINA", leaves_on=date(2026, 8, 20)),
    Leg(
        mode="sea",
        start="QINGDAO, CHINA",
        end="JEBEL ALI, U.A.E.",
        conveyance="GULF LANTERN V.311S",
        leaves_on=date(2026, 8, 24),
    ),
    Leg(mode="road", start="JEBEL ALI, U.A.E.", end="DUBAI LOGISTICS CITY, U.A.E."),
)
DOCUMENTS = DocumentSet(
    shipment_id=new_id(),
    presented_on=date(2026, 9, 7),
    drafts=(
        BillOfExchange(
            number="D-0710",
            issuer=SELLER,
            issued_on=date(2026, 9, 4),
            signed=True,
            drawee=Party(name=BANK),
            amount=usd("500000.00"),
            amount_in_words="US DOLLARS FIVE HUNDRED THOUSAND ONLY",
            tenor="30 DAYS AFTER SIGHT",
            drawn_under=f"DRAWN UNDER L/C NO. {CREDIT} OF {BANK}",
            **ON_IT,
        ),
    ),
    invoices=(
        CommercialInvoice(
            number=INVOICE,
            issuer=SELLER,
            issued_on=date(2026, 8, 18),
            signed=True,
            copies=3,
            credit_number=CREDIT,
            goods=GOODS,
            lines=(LINE.but(unit_price=usd("2500.00"), amount=usd("500000.00")),),
            buyer=BUYER,
            total=usd("500000.00"),
            term=TradeTerm(rule="FOB", place="QINGDAO"),
            **WEIGHED,
        ),
    ),
    packing_lists=(
        PackingList(
            number="PL-0710",
            issuer=SELLER,
            issued_on=date(2026, 8, 18),
            originals=1,
            copies=2,
            goods=GOODS,
            lines=(LINE,),
            **ON_IT,
            **WEIGHED,
        ),
    ),
    transports=(
        TransportDocument(
            number="GLM-260820-7",
            issuer=Party(name="GULF LANTERN MULTIMODAL LIMITED"),
            issued_on=date(2026, 8, 20),
            signed=True,
            originals=3,
            originals_issued=3,
            credit_number=CREDIT,
            kind="multimodal",
            carrier="GULF LANTERN MULTIMODAL LIMITED",
            signed_as="carrier",
            shipper=SELLER,
            consignee=Party(name="TO ORDER OF SHIPPER"),
            notify=(BUYER,),
            endorsed="blank",
            receipt_place="ZHENGZHOU, CHINA",
            loading="QINGDAO, CHINA",
            discharge="JEBEL ALI, U.A.E.",
            delivery_place="DUBAI LOGISTICS CITY, U.A.E.",
            conveyance="GULF LANTERN V.311S",
            on_board_on=date(2026, 8, 20),
            freight="collect",
            goods="ALUMINIUM FOIL",
            transhipments=("QINGDAO", "JEBEL ALI"),
            legs=ROUTE,
            containers=(Container(number="CSQU3054383", seal="GL55210"),),
            marks=WEIGHED["marks"],
            package_count=250,
            gross_kg=Decimal(204500),
        ),
    ),
    origins=(
        CertificateOfOrigin(
            number="CO-410188",
            issuer=Party(name="HENAN CHAMBER OF COMMERCE", country="CN"),
            issued_on=date(2026, 8, 19),
            signed=True,
            goods=GOODS,
            lines=(LINE.but(origin="CN", customs_code="760711"),),
            exporter=SELLER,
            consignee=BUYER,
            origin="CN",
            package_count=250,
            says=("THE GOODS ARE OF CHINESE ORIGIN",),
            **ON_IT,
        ),
    ),
)
MULTIMODAL = Presented(TERMS, DOCUMENTS)


def of_tonnes(tonnes: int, amount: str) -> dict[str, Any]:
    """The set of another quantity, on every paper that names one; a roll is 0.8 t."""
    papers = ("invoices", "packing_lists", "origins")
    money = dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total", "drafts.0.amount"), usd(amount))
    gross = ("invoices.0.gross_kg", "packing_lists.0.gross_kg", "transports.0.gross_kg")
    net = ("invoices.0.net_kg", "packing_lists.0.net_kg")
    return {
        **dict.fromkeys([f"{paper}.0.lines.0.quantity" for paper in papers], Decimal(tonnes)),
        **dict.fromkeys(gross, Decimal(tonnes * 1000 + 4500)),
        **dict.fromkeys(net, Decimal(tonnes * 1000)),
        **money,
        "drafts.0.amount_in_words": "",
    }
