"""What may be wrong with the drills' papers, one thing at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.logistics.documents.rules.document import Party
from services.logistics.tests.sets.case import Fault, usd

QUANTITIES = tuple(f"{paper}.0.lines.0.quantity" for paper in ("invoices", "packing_lists", "inspections"))

FAULTS = (
    Fault(
        "the flight left after the latest day of shipment",
        "UCP 600 art. 23 a iii",
        ("transports.0.on_board_on",),
        {"transports.0.on_board_on": date(2026, 10, 1), "transports.0.legs.0.leaves_on": date(2026, 10, 1)},
    ),
    Fault(
        "the waybill goes to another airport",
        "UCP 600 art. 23 a iv",
        ("transports.0.discharge",),
        {"transports.0.discharge": "DETROIT METROPOLITAN AIRPORT, USA"},
    ),
    Fault(
        "the waybill leaves from another airport",
        "UCP 600 art. 23 a iv",
        ("transports.0.loading",),
        {"transports.0.loading": "BEIJING CAPITAL AIRPORT, CHINA"},
    ),
    Fault(
        "the waybill says that cartons were wet",
        "UCP 600 art. 27",
        ("transports.0.clauses",),
        {"transports.0.clauses": ("2 CARTONS WET",)},
    ),
    Fault(
        "nobody signed the waybill",
        "UCP 600 art. 23 a i",
        ("transports.0.signed", "transports.0.signed_as"),
        {"transports.0.signed": False, "transports.0.signed_as": None},
    ),
    Fault(
        "a forwarder signed the waybill in his own name",
        "UCP 600 art. 23 a i",
        ("transports.0.signed_as",),
        {"transports.0.signed_as": "forwarder"},
    ),
    Fault(
        "the waybill is consigned to somebody else",
        "UCP 600 art. 14 a",
        ("transports.0.consignee",),
        {"transports.0.consignee": Party(name="MIDWAY CUSTOMS BROKERS LLC", country="US")},
    ),
    Fault(
        "freight is to be collected under a waybill that should be prepaid",
        "UCP 600 art. 14 a",
        ("transports.0.freight",),
        {"transports.0.freight": "collect"},
    ),
    Fault(
        "waybill and packing list weigh the goods differently",
        "UCP 600 art. 14 d",
        ("transports.0.gross_kg", "packing_lists.0.gross_kg", "invoices.0.gross_kg"),
        {"transports.0.gross_kg": Decimal(1187)},
    ),
    Fault(
        "waybill and packing list count the packages differently",
        "UCP 600 art. 14 d",
        ("transports.0.package_count", "packing_lists.0.package_count", "invoices.0.package_count"),
        {"transports.0.package_count": 30},
    ),
    Fault(
        "the waybill bears the marks of other goods",
        "UCP 600 art. 14 d",
        ("transports.0.marks", "packing_lists.0.marks", "invoices.0.marks"),
        {"transports.0.marks": "MWB / DETROIT / 1-31"},
    ),
    Fault(
        "ten sets are lacking where no part may be shipped and sets have no tolerance",
        "UCP 600 art. 30 b",
        ("invoices.0.lines", "invoices.0.total"),
        {
            **dict.fromkeys(QUANTITIES, Decimal(300)),
            **dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total"), usd("18000.00")),
            "packing_lists.0.packages.30.contents": (),
        },
    ),
    Fault(
        "the price of a set is not the credit's",
        "UCP 600 art. 18 c",
        ("invoices.0.lines", "invoices.0.total"),
        {
            "invoices.0.lines.0.unit_price": usd("59.00"),
            **dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total"), usd("18290.00")),
        },
    ),
    Fault(
        "another company than the credit names inspected",
        "UCP 600 art. 14 f",
        ("inspections.0.issuer",),
        {"inspections.0.issuer": Party(name="YANGTZE SURVEYORS LIMITED", country="CN")},
    ),
    Fault(
        "the inspection before shipment came after it",
        "UCP 600 art. 14 f, ISBP 745 A12",
        ("inspections.0.inspected_on", "inspections.0.issued_on"),
        {"inspections.0.inspected_on": date(2026, 9, 25), "inspections.0.issued_on": date(2026, 9, 25)},
    ),
    Fault(
        "the goods did not pass",
        "UCP 600 art. 14 f",
        ("inspections.0.passed", "inspections.0.result", "inspections.0.says"),
        {
            "inspections.0.passed": False,
            "inspections.0.result": "14 SETS DID NOT RUN",
            "inspections.0.says": ("PRE-SHIPMENT INSPECTION CERTIFICATE",),
        },
    ),
    Fault(
        "the documents came twenty-two days after shipment",
        "UCP 600 art. 14 c",
        ("presented_on",),
        {"presented_on": date(2026, 10, 15)},
    ),
    Fault("the packing list is lacking", "UCP 600 art. 14 a", ("packing_lists",), {"packing_lists": ()}),
    Fault(
        "one of two original invoices is lacking",
        "UCP 600 art. 17 a, ISBP 745 A29",
        ("invoices.0.originals",),
        {"invoices.0.originals": 1},
    ),
    Fault(
        "the invoice names another credit",
        "UCP 600 art. 14 d",
        ("invoices.0.credit_number",),
        {"invoices.0.credit_number": "ILC0881826"},
    ),
)
