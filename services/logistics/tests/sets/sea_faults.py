"""What may be wrong with the saucepans' papers, one thing at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.money import Money
from services.logistics.documents.rules.document import Charge, Party, TradeTerm
from services.logistics.tests.sets.case import Fault, usd
from services.logistics.tests.sets.sea import BILL, on_board

EUROS = Money(amount=Decimal("48000.00"), currency="EUR")
PANS = "STAINLESS STEEL FRYING PANS, MODEL K-110"
OTHER_VESSEL = BILL.but(number="ESL26102311", conveyance="EASTERN CORAL V.017W", package_count=300)

FAULTS = (
    Fault(
        "more is drawn than amount and tolerance allow",
        "UCP 600 art. 18 b, 30 a",
        ("invoices.0.total", "drafts.0.amount"),
        {
            "invoices.0.charges": (Charge(name="HANDLING", amount=Decimal("2400.01")),),
            "invoices.0.total": usd("50400.01"),
            "drafts.0.amount": usd("50400.01"),
            "drafts.0.amount_in_words": "",
            "insurances.0.amount": usd("55440.02"),
        },
    ),
    Fault(
        "the invoice is in another currency",
        "UCP 600 art. 18 a iii",
        ("invoices.0.total",),
        {"invoices.0.total": EUROS, "invoices.0.lines.0.amount": EUROS},
    ),
    Fault(
        "the invoice is made out to another company",
        "UCP 600 art. 18 a ii",
        ("invoices.0.buyer",),
        {"invoices.0.buyer": Party(name="ELBE GROSSHANDEL GMBH", address="HAFENWEG 3, BREMEN", country="DE")},
    ),
    Fault(
        "another company issued the invoice",
        "UCP 600 art. 18 a i",
        ("invoices.0.issuer",),
        {"invoices.0.issuer": Party(name="HARBOUR VIEW TRADING LIMITED", country="HK")},
    ),
    Fault(
        "the invoice is not signed where the credit asks for it",
        "UCP 600 art. 18 a iv",
        ("invoices.0.signed",),
        {"invoices.0.signed": False},
    ),
    Fault(
        "the invoice describes other goods",
        "UCP 600 art. 18 c",
        ("invoices.0.goods", "invoices.0.lines"),
        {"invoices.0.goods": PANS, "invoices.0.lines.0.description": PANS},
    ),
    Fault(
        "the invoice has another trade term",
        "UCP 600 art. 18 c, ISBP 745 C8",
        ("invoices.0.term",),
        {"invoices.0.term": TradeTerm(rule="FOB", place="NINGBO")},
    ),
    Fault(
        "the goods were on board after the latest day of shipment",
        "UCP 600 art. 20 a ii, ISBP 745 E6",
        ("transports.0.on_board_on",),
        {**on_board(date(2026, 11, 1), date(2026, 12, 31)), "presented_on": date(2026, 11, 9)},
    ),
    Fault(
        "the documents came a day after the period of presentation",
        "UCP 600 art. 14 c",
        ("presented_on",),
        {"presented_on": date(2026, 11, 5)},
    ),
    Fault(
        "the documents came after the credit had expired",
        "UCP 600 art. 6 e",
        ("presented_on",),
        {"presented_on": date(2026, 11, 2)},
        terms={"expires_on": date(2026, 10, 30), "latest_shipment": date(2026, 10, 25)},
    ),
    Fault(
        "the bill says that cartons were torn",
        "UCP 600 art. 27",
        ("transports.0.clauses",),
        {"transports.0.clauses": ("14 CARTONS TORN, CONTENTS EXPOSED",)},
    ),
    Fault(
        "the bill was received for shipment and never noted on board",
        "UCP 600 art. 20 a ii",
        ("transports.0.on_board_on", "transports.0.intended"),
        {"transports.0.on_board_on": None, "transports.0.intended": True},
    ),
    Fault(
        "one of three original bills is lacking",
        "UCP 600 art. 20 a iv",
        ("transports.0.originals",),
        {"transports.0.originals": 2},
    ),
    Fault(
        "the bill is to order and not to order of the bank",
        "UCP 600 art. 14 a",
        ("transports.0.consignee",),
        {"transports.0.consignee": Party(name="TO ORDER")},
    ),
    Fault(
        "the bill goes to another port",
        "UCP 600 art. 20 a iii",
        ("transports.0.discharge",),
        {"transports.0.discharge": "BREMERHAVEN, GERMANY"},
    ),
    Fault(
        "freight is to be collected under a bill that should be prepaid",
        "UCP 600 art. 14 a",
        ("transports.0.freight",),
        {"transports.0.freight": "collect"},
    ),
    Fault(
        "the goods went by two vessels where one shipment is allowed",
        "UCP 600 art. 31 b",
        ("transports",),
        {
            "transports": (
                BILL.but(package_count=300, gross_kg=Decimal(12600), volume_m3=Decimal("31.2")),
                OTHER_VESSEL.but(gross_kg=Decimal(12600), volume_m3=Decimal("31.2")),
            )
        },
    ),
    Fault(
        "the goods are insured for what they cost and no more",
        "UCP 600 art. 28 f ii",
        ("insurances.0.amount",),
        {"insurances.0.amount": usd("48000.00")},
    ),
    Fault(
        "the cover begins after the goods left",
        "UCP 600 art. 28 e",
        ("insurances.0.issued_on", "insurances.0.effective_on"),
        {"insurances.0.issued_on": date(2026, 10, 21)},
    ),
    Fault(
        "a broker's cover note stands for the policy",
        "UCP 600 art. 28 c",
        ("insurances.0.kind", "insurances.0.issued_as"),
        {"insurances.0.kind": "cover note", "insurances.0.issued_as": "broker"},
    ),
    Fault(
        "the war risk is not covered",
        "UCP 600 art. 28 g",
        ("insurances.0.covers",),
        {"insurances.0.covers": ("INSTITUTE CARGO CLAUSES (A)",)},
    ),
    Fault(
        "the draft is at sight",
        "UCP 600 art. 14 a, ISBP 745 B2",
        ("drafts.0.tenor",),
        {"drafts.0.tenor": "AT SIGHT", "drafts.0.maturity": None},
    ),
    Fault("the certificate of origin is lacking", "UCP 600 art. 14 a", ("origins",), {"origins": ()}),
)
