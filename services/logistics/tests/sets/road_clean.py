"""Presentations of the tea that conform, though each has something at which a hasty eye would stop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.trade import Certificate
from services.logistics.tests.sets.case import Clean, usd
from services.logistics.tests.sets.road import PALLETS, QUANTITIES, ROAD, loaded

FORWARDER = Party(name="HANGZHOU LINPING FORWARDING LTD", country="CN")
HALF = {
    **dict.fromkeys(QUANTITIES, Decimal(5000)),
    **dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total"), usd("30000.00")),
    **dict.fromkeys(("invoices.0.net_kg", "packing_lists.0.net_kg", "inspections.0.net_kg"), Decimal(5000)),
    **dict.fromkeys(("invoices.0.gross_kg", "packing_lists.0.gross_kg", "transports.0.gross_kg"), Decimal(5375)),
    **{f"{paper}.0.package_count": 5 for paper in ("invoices", "packing_lists", "transports", "origins", "insurances")},
    "insurances.0.amount": usd("33000.00"),
    "packing_lists.0.packages": PALLETS[:5],
}

ROAD_CLEAN = (
    Clean("tea by truck, the invoice unsigned", "the plain set", ROAD),
    Clean(
        "it left on the first day of the period",
        "UCP 600 art. 3: between includes the days that it names",
        ROAD.but(loaded(date(2026, 9, 15), date(2026, 9, 30))),
    ),
    Clean(
        "it left on the last day of the period, a Saturday",
        "UCP 600 art. 3",
        ROAD.but(loaded(date(2026, 10, 10), date(2026, 10, 20))),
    ),
    Clean(
        "presented on the twenty-first day",
        "UCP 600 art. 14 c",
        ROAD.but({"presented_on": date(2026, 10, 15)}),
    ),
    Clean(
        "changed over to a Kazakh truck where transhipment is forbidden",
        "UCP 600 art. 24 e ii",
        ROAD.but({"transports.0.transhipments": ("KHORGOS",)}),
    ),
    Clean(
        "half of the tea, where parts are allowed",
        "UCP 600 art. 31 a",
        ROAD.but(HALF),
    ),
    Clean(
        "a forwarder as the shipper",
        "UCP 600 art. 14 k; 47A",
        ROAD.but({"transports.0.shipper": FORWARDER}),
    ),
    Clean(
        "an exporter who is not the beneficiary",
        "ISBP 745 L6",
        ROAD.but({"origins.0.exporter": FORWARDER}),
    ),
    Clean(
        "the note speaks of the goods in general words",
        "UCP 600 art. 14 e",
        ROAD.but({"transports.0.goods": "CHINA TEA", "insurances.0.goods": "GREEN TEA"}),
    ),
    Clean(
        "an excess of half a percent",
        "UCP 600 art. 28 j",
        ROAD.but({"insurances.0.says": ("SUBJECT TO AN EXCESS OF 0.5 PERCENT OF THE WHOLE CONSIGNMENT",)}),
    ),
    Clean(
        "an exclusion clause on the policy",
        "UCP 600 art. 28 i",
        ROAD.but({"insurances.0.says": ("INSTITUTE RADIOACTIVE CONTAMINATION EXCLUSION CLAUSE APPLIES",)}),
    ),
    Clean("insured for more", "UCP 600 art. 28 f ii", ROAD.but({"insurances.0.amount": usd("72000.00")})),
    Clean(
        "insured on the day of shipment",
        "UCP 600 art. 28 e",
        ROAD.but({"insurances.0.issued_on": date(2026, 9, 24)}),
    ),
    Clean(
        "inspected on the day of shipment",
        "ISBP 745 A12 b",
        ROAD.but(dict.fromkeys(("inspections.0.inspected_on", "inspections.0.issued_on"), date(2026, 9, 24))),
    ),
    Clean("a packing list without a date", "ISBP 745 A11", ROAD.but({"packing_lists.0.issued_on": None})),
    Clean(
        "papers older than the credit",
        "UCP 600 art. 14 i",
        ROAD.but(dict.fromkeys(("invoices.0.issued_on", "packing_lists.0.issued_on"), date(2026, 8, 1))),
    ),
    Clean(
        "a buyer's address in other words, in his country",
        "UCP 600 art. 14 j",
        ROAD.but({"invoices.0.buyer": Party(name="Alatau Foods LLP", address="P.O. BOX 7, ALMATY", country="KZ")}),
    ),
    Clean(
        "the company written out",
        "ISBP 745 A1",
        ROAD.but({"origins.0.exporter.name": "HANGZHOU LONGWU TEA COMPANY LIMITED"}),
    ),
    Clean(
        "a word typed wrongly",
        "ISBP 745 A23",
        ROAD.but({"packing_lists.0.goods": "CHINA GREEN TEA CHUNMME 41022"}),
    ),
    Clean(
        "three originals where copies are asked for",
        "UCP 600 art. 17 d",
        ROAD.but({"invoices.0.originals": 3, "invoices.0.copies": 0}),
    ),
    Clean("more copies than asked", "UCP 600 art. 17", ROAD.but({"packing_lists.0.copies": 4})),
    Clean(
        "a weight certificate that nobody asked for and that contradicts all",
        "UCP 600 art. 14 g",
        ROAD.but(
            {
                "certificates": (
                    *ROAD.documents.certificates,
                    Certificate(title="WEIGHT CERTIFICATE", issuer=FORWARDER, signed=True, gross_kg=Decimal(9)),
                )
            }
        ),
    ),
    Clean(
        "four percent less of a weight in kilograms",
        "UCP 600 art. 30 b",
        ROAD.but(
            {
                **dict.fromkeys(QUANTITIES, Decimal(9600)),
                **dict.fromkeys(("invoices.0.lines.0.amount", "invoices.0.total"), usd("57600.00")),
                **dict.fromkeys(("invoices.0.net_kg", "packing_lists.0.net_kg", "inspections.0.net_kg"), Decimal(9600)),
                "insurances.0.amount": usd("63360.00"),
                "packing_lists.0.packages.*.net_kg": Decimal(960),
            }
        ),
    ),
    Clean(
        "the invoice tells the customs code and the maker besides",
        "ISBP 745 C3",
        ROAD.but({"invoices.0.lines.0.customs_code": "09022010", "invoices.0.says": ("MADE BY LONGWU ESTATE",)}),
    ),
    Clean(
        "the certificate of origin consigned to order",
        "ISBP 745 L5",
        ROAD.but({"origins.0.consignee": Party(name="TO ORDER")}),
    ),
    Clean(
        "no 47A, and certificates without the credit's number",
        "UCP 600 art. 14 f",
        ROAD.but({"certificates.0.credit_number": "", "origins.0.credit_number": ""}, {"conditions": ()}),
    ),
)
