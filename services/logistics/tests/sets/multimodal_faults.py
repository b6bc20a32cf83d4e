"""What may be wrong with the foil's papers, one thing at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.logistics.documents.rules.document import Charge, Party
from services.logistics.tests.sets.case import Fault, usd
from services.logistics.tests.sets.multimodal import BUYER, of_tonnes

FAULTS = (
    Fault(
        "more is drawn than ten percent above the amount",
        "UCP 600 art. 30 a",
        ("invoices.0.total", "drafts.0.amount"),
        of_tonnes(220, "550000.01")
        | {
            "invoices.0.lines.0.amount": usd("550000.00"),
            "invoices.0.charges": (Charge(name="DOCUMENTS", amount=Decimal("0.01")),),
        },
    ),
    Fault(
        "more was shipped than ten percent above about 200 t",
        "UCP 600 art. 30 a",
        ("invoices.0.lines",),
        of_tonnes(222, "555000.00"),
        terms={"above": 20},
    ),
    Fault(
        "a leg begins where the leg before did not end",
        "UCP 600 art. 14 d",
        ("transports.0.legs",),
        {"transports.0.legs.1.start": "TIANJIN, CHINA"},
    ),
    Fault(
        "the goods were taken in charge elsewhere",
        "UCP 600 art. 19 a iii",
        ("transports.0.receipt_place",),
        {"transports.0.receipt_place": "LUOYANG, CHINA", "transports.0.legs.0.start": "LUOYANG, CHINA"},
    ),
    Fault(
        "the goods go to another final place",
        "UCP 600 art. 19 a iii",
        ("transports.0.delivery_place",),
        {"transports.0.delivery_place": "SHARJAH, U.A.E.", "transports.0.legs.2.end": "SHARJAH, U.A.E."},
    ),
    Fault(
        "the document to order of the shipper is not endorsed",
        "UCP 600 art. 14 a",
        ("transports.0.endorsed",),
        {"transports.0.endorsed": ""},
    ),
    Fault(
        "freight is prepaid under a document that should say collect",
        "UCP 600 art. 14 a",
        ("transports.0.freight",),
        {"transports.0.freight": "prepaid"},
    ),
    Fault(
        "nobody signed the transport document",
        "UCP 600 art. 19 a i",
        ("transports.0.signed", "transports.0.signed_as"),
        {"transports.0.signed": False, "transports.0.signed_as": None},
    ),
    Fault(
        "the goods were taken in charge after the latest day of shipment",
        "UCP 600 art. 19 a ii",
        ("transports.0.on_board_on",),
        {
            "transports.0.on_board_on": date(2026, 9, 1),
            "transports.0.issued_on": date(2026, 9, 1),
            "transports.0.legs.0.leaves_on": date(2026, 9, 1),
            "transports.0.legs.1.leaves_on": date(2026, 9, 3),
        },
    ),
    Fault(
        "the documents came a day after the credit had expired",
        "UCP 600 art. 6 e",
        ("presented_on",),
        {
            "presented_on": date(2026, 9, 16),
            "transports.0.on_board_on": date(2026, 8, 27),
            "transports.0.issued_on": date(2026, 8, 27),
            "transports.0.legs.0.leaves_on": date(2026, 8, 27),
            "transports.0.legs.1.leaves_on": date(2026, 8, 30),
        },
    ),
    Fault(
        "one of three originals is lacking",
        "UCP 600 art. 19 a iv",
        ("transports.0.originals",),
        {"transports.0.originals": 2},
    ),
    Fault(
        "the document notifies somebody else",
        "UCP 600 art. 14 a",
        ("transports.0.notify",),
        {"transports.0.notify": (Party(name="DESERT ROSE TRADING LLC", address="DUBAI", country="AE"),)},
    ),
    Fault(
        "the document is subject to a charter party",
        "UCP 600 art. 19 a vi",
        ("transports.0.kind", "transports.0.says"),
        {"transports.0.kind": "charter party bill", "transports.0.says": ("SUBJECT TO CHARTER PARTY",)},
    ),
    Fault(
        "the certificate says another origin",
        "UCP 600 art. 14 f, ISBP 745 L3",
        ("origins.0.origin", "origins.0.lines.0.origin", "origins.0.says"),
        {"origins.0.origin": "VN", "origins.0.lines.0.origin": "VN", "origins.0.says": ()},
    ),
    Fault(
        "the invoice is not signed where the credit asks for it",
        "UCP 600 art. 18 a iv",
        ("invoices.0.signed",),
        {"invoices.0.signed": False},
    ),
    Fault(
        "the draft is drawn on the applicant",
        "UCP 600 art. 6 c",
        ("drafts.0.drawee",),
        {"drafts.0.drawee": BUYER},
    ),
    Fault(
        "draft and invoice differ in their amounts",
        "UCP 600 art. 14 d",
        ("drafts.0.amount",),
        {"drafts.0.amount": usd("499000.00"), "drafts.0.amount_in_words": ""},
    ),
    Fault(
        "packing list and invoice differ in the net weight",
        "UCP 600 art. 14 d",
        ("packing_lists.0.net_kg", "invoices.0.net_kg"),
        {"packing_lists.0.net_kg": Decimal(198000)},
    ),
    Fault(
        "the certificate of origin names another invoice",
        "UCP 600 art. 14 d",
        ("origins.0.invoice_number",),
        {"origins.0.invoice_number": "INV-2026-000701"},
    ),
    Fault(
        "the transport document speaks of other goods",
        "UCP 600 art. 14 e",
        ("transports.0.goods",),
        {"transports.0.goods": "COPPER CATHODES"},
    ),
)
