"""What may be wrong with the tea's papers, one thing at a time: from UCP 600 and ISBP 745, not from the rules."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.money import Money
from services.logistics.documents.rules.document import GoodsLine, Party, TradeTerm
from services.logistics.tests.sets.case import Fault, usd
from services.logistics.tests.sets.road import LINE, PALLETS, QUANTITIES, SELLER, SENT, loaded

SAMPLES = GoodsLine(line=2, description="TEA BOWLS, FREE OF CHARGE", quantity=Decimal(20), unit="PCS")
BROKER = Party(name="CASPIAN TEA BROKERS LTD", address="BAKU", country="AZ")

FAULTS = (
    Fault(
        "the truck left a day before the period of shipment",
        "UCP 600 art. 3; 44D",
        ("transports.0.on_board_on",),
        loaded(date(2026, 9, 14), date(2026, 9, 30)),
    ),
    Fault(
        "the truck left a day after the period of shipment",
        "UCP 600 art. 3; 44D",
        ("transports.0.on_board_on",),
        loaded(date(2026, 10, 11), date(2026, 10, 20)),
    ),
    Fault(
        "the documents came a day after the 21 days",
        "UCP 600 art. 14 c",
        ("presented_on",),
        {"presented_on": date(2026, 10, 16)},
    ),
    Fault(
        "the note is consigned to a broker",
        "UCP 600 art. 14 a; 46A",
        ("transports.0.consignee",),
        {"transports.0.consignee": BROKER},
    ),
    Fault(
        "the goods were taken over in another town",
        "UCP 600 art. 24 a iii",
        ("transports.0.receipt_place",),
        {"transports.0.receipt_place": "XI'AN, CHINA"},
    ),
    Fault(
        "the note ends at the border",
        "UCP 600 art. 24 a iii",
        ("transports.0.delivery_place",),
        {"transports.0.delivery_place": "KHORGOS, KAZAKHSTAN"},
    ),
    Fault(
        "the note has no carrier's name",
        "UCP 600 art. 24 a i",
        ("transports.0.carrier",),
        {"transports.0.carrier": ""},
    ),
    Fault(
        "a rail note stands for the road note",
        "UCP 600 art. 24; 46A",
        ("transports.0.kind",),
        {"transports.0.kind": "rail"},
    ),
    Fault(
        "the note tells of wet pallets",
        "UCP 600 art. 27",
        ("transports.0.clauses",),
        {"transports.0.clauses": ("TWO PALLETS WET",)},
    ),
    Fault(
        "the note weighs the goods otherwise than the packing list",
        "UCP 600 art. 14 d",
        ("transports.0.gross_kg", "packing_lists.0.gross_kg", "invoices.0.gross_kg"),
        {"transports.0.gross_kg": Decimal(10570)},
    ),
    Fault(
        "price times quantity is not the amount of the line",
        "ISBP 745 A22, C6",
        ("invoices.0.total", "invoices.0.lines"),
        {"invoices.0.lines.0.unit_price": usd("6.10")},
    ),
    Fault(
        "the invoice has no trade term where the goods of the credit have one",
        "ISBP 745 C8",
        ("invoices.0.term",),
        {"invoices.0.term": None},
    ),
    Fault(
        "the invoice's trade term names another place",
        "ISBP 745 C8",
        ("invoices.0.term",),
        {"invoices.0.term": TradeTerm(rule="CIP", place="ASTANA")},
    ),
    Fault(
        "the invoice adds goods that the credit does not name, though free of charge",
        "ISBP 745 C13 b",
        ("invoices.0.lines", "invoices.0.goods"),
        {"invoices.0.lines": (LINE.but(unit_price=usd("6.00"), amount=usd("60000.00")), SAMPLES)},
    ),
    Fault(
        "the invoice is made out to a buyer in another country",
        "UCP 600 art. 14 j",
        ("invoices.0.buyer",),
        {"invoices.0.buyer": Party(name="ALATAU FOODS LLP", address="BISHKEK", country="KG")},
    ),
    Fault(
        "more was shipped and drawn than the credit pays",
        "UCP 600 art. 18 b, 30",
        ("invoices.0.total", "invoices.0.lines"),
        {
            **dict.fromkeys(QUANTITIES, Decimal(10100)),
            **dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total"), usd("60600.00")),
            "insurances.0.amount": usd("66660.00"),
            **dict.fromkeys(("invoices.0.net_kg", "packing_lists.0.net_kg", "inspections.0.net_kg"), Decimal(10100)),
            "packing_lists.0.packages.0.net_kg": Decimal(1100),
        },
    ),
    Fault(
        "the insurance is in another currency than the credit",
        "UCP 600 art. 28 f i",
        ("insurances.0.amount",),
        {"insurances.0.amount": Money(amount=Decimal("66000.00"), currency="EUR")},
    ),
    Fault(
        "one dollar is insured too little",
        "UCP 600 art. 28 f ii",
        ("insurances.0.amount",),
        {"insurances.0.amount": usd("65999.00")},
    ),
    Fault(
        "the cover ends at the border",
        "UCP 600 art. 28 f iii",
        ("insurances.0.end",),
        {"insurances.0.end": "KHORGOS, CHINA"},
    ),
    Fault(
        "strikes are not covered",
        "UCP 600 art. 28 g",
        ("insurances.0.covers",),
        {"insurances.0.covers": ("ICC (A)",)},
    ),
    Fault(
        "claims are payable elsewhere",
        "ISBP 745 K",
        ("insurances.0.claims_payable_at",),
        {"insurances.0.claims_payable_at": "SHANGHAI, CHINA"},
    ),
    Fault(
        "one of two original policies is lacking",
        "UCP 600 art. 28 b",
        ("insurances.0.originals",),
        {"insurances.0.originals": 1},
    ),
    Fault(
        "the cover begins after the truck left",
        "UCP 600 art. 28 e",
        ("insurances.0.issued_on", "insurances.0.effective_on"),
        {"insurances.0.issued_on": date(2026, 9, 25)},
    ),
    Fault(
        "the seller himself certifies the origin",
        "UCP 600 art. 14 f; ISBP 745 L3",
        ("origins.0.issuer",),
        {"origins.0.issuer": SELLER},
    ),
    Fault(
        "the certificate of origin names another consignee",
        "ISBP 745 L5",
        ("origins.0.consignee",),
        {"origins.0.consignee": BROKER},
    ),
    Fault(
        "the certificate of origin bears other marks",
        "UCP 600 art. 14 d",
        ("origins.0.marks", "packing_lists.0.marks", "invoices.0.marks", "transports.0.marks"),
        {"origins.0.marks": "ALATAU / ASTANA / 1-10"},
    ),
    Fault(
        "the pallets of the packing list do not weigh what it says in all",
        "ISBP 745 M",
        ("packing_lists.0.gross_kg", "packing_lists.0.packages"),
        {"packing_lists.0.packages": (*PALLETS[:9], PALLETS[9].but(gross_kg=Decimal(1175)))},
    ),
    Fault(
        "the inspection came a day after the truck left",
        "ISBP 745 A12 b",
        ("inspections.0.inspected_on", "inspections.0.issued_on"),
        dict.fromkeys(("inspections.0.inspected_on", "inspections.0.issued_on"), date(2026, 9, 25)),
    ),
    Fault(
        "the inspection is of other tea",
        "UCP 600 art. 14 d",
        ("inspections.0.goods", "inspections.0.lines"),
        {
            "inspections.0.goods": "CHINA BLACK TEA KEEMUN",
            "inspections.0.lines.0.description": "CHINA BLACK TEA KEEMUN",
        },
    ),
    Fault(
        "our certificate tells of one sample less",
        "UCP 600 art. 14 f",
        ("certificates.0.says",),
        {"certificates.0.says": (SENT.replace("200", "100"),)},
    ),
    Fault(
        "our certificate does not bear the credit's number, as 47A asks",
        "UCP 600 art. 14 a; 47A",
        ("certificates.0.credit_number",),
        {"certificates.0.credit_number": ""},
    ),
    Fault(
        "a document is dated after its presentation",
        "UCP 600 art. 14 i",
        ("packing_lists.0.issued_on",),
        {"packing_lists.0.issued_on": date(2026, 10, 10)},
    ),
    Fault(
        "one of three invoices is lacking",
        "UCP 600 art. 17 d, e",
        ("invoices.0.copies", "invoices.0.originals"),
        {"invoices.0.copies": 1},
    ),
)
