"""Presentations that conform, though each has something at which a hasty eye would stop."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.trade import Certificate, InspectionReport
from services.logistics.tests.sets.air import AIR, INSPECTOR
from services.logistics.tests.sets.air import LINE as SET_LINE
from services.logistics.tests.sets.case import Clean, usd
from services.logistics.tests.sets.multimodal import MULTIMODAL, of_tonnes
from services.logistics.tests.sets.sea import BANK, BILL, BUYER, CREDIT, SEA, SELLER, of_pieces, on_board

EARLIER = {
    **on_board(date(2026, 9, 18), date(2026, 11, 17)),
    **dict.fromkeys(("invoices.0.issued_on", "packing_lists.0.issued_on", "origins.0.issued_on"), date(2026, 9, 15)),
    "insurances.0.issued_on": date(2026, 9, 17),
}
HALF = BILL.but(package_count=300, gross_kg=Decimal(12600), volume_m3=Decimal("31.2"))
STRIP = "STAINLESS STEEL STRIP GRADE 304"

CLEAN = (
    Clean("saucepans by sea", "the plain set", SEA),
    Clean("drills by air, the invoice unsigned", "UCP 600 art. 18 a iv: it need not be signed", AIR),
    Clean(
        "foil by three modes with two transhipments",
        "UCP 600 art. 19 c ii",
        MULTIMODAL,
    ),
    Clean("five percent more, to the cent", "39A", SEA.but(of_pieces(12600, "50400.00", "55440.00"))),
    Clean("five percent less, to the cent", "39A", SEA.but(of_pieces(11400, "45600.00", "50160.00"))),
    Clean(
        "on board on the last day",
        "44C",
        SEA.but({**on_board(date(2026, 10, 31), date(2026, 12, 30)), "presented_on": date(2026, 11, 13)}),
    ),
    Clean(
        "presented on the last day of the period",
        "UCP 600 art. 14 c, 3: after excludes the day of shipment",
        SEA.but({"presented_on": date(2026, 11, 4), "drafts.0.issued_on": date(2026, 11, 4)}),
    ),
    Clean(
        "a credit that expires on China's National Day, presented on the first day after the week",
        "UCP 600 art. 29 a",
        SEA.but(
            {**EARLIER, "presented_on": date(2026, 10, 8), "drafts.0.issued_on": date(2026, 9, 30)},
            {"expires_on": date(2026, 10, 1), "latest_shipment": date(2026, 9, 25), "presentation_days": 21},
        ),
    ),
    Clean(
        "a period of presentation that ends on Thanksgiving",
        "UCP 600 art. 29 a",
        AIR.but(
            {
                "presented_on": date(2026, 11, 27),
                "transports.0.issued_on": date(2026, 11, 4),
                "transports.0.on_board_on": date(2026, 11, 5),
                "transports.0.legs.0.leaves_on": date(2026, 11, 5),
            },
            {"latest_shipment": date(2026, 11, 10), "expires_on": date(2026, 12, 10)},
        ),
    ),
    Clean(
        "a credit that expires on a Saturday in Hamburg, presented on Monday",
        "UCP 600 art. 29 a",
        SEA.but(
            {**on_board(date(2026, 10, 27), date(2026, 12, 26)), "presented_on": date(2026, 11, 9)},
            {"expires_on": date(2026, 11, 7), "expiry_place": "HAMBURG, GERMANY", "expiry_country": "DE"},
        ),
    ),
    Clean(
        "small letters, abbreviations and addresses that differ",
        "UCP 600 art. 14 j, ISBP 745 A1, A23",
        SEA.but(
            {
                "invoices.0.buyer": Party(
                    name="Nordlicht Hauswaren GmbH", address="Postfach 11 20, Hamburg", country="DE"
                ),
                "packing_lists.0.issuer": Party(name="NINGBO HAITONG KITCHENWARE CO LTD", country="CN"),
                "packing_lists.0.goods": "Stainless steel sauce pans, model K-101",
                "transports.0.discharge": "Hamburg",
                "transports.0.notify.0.address": "SPEICHERSTR. 12, 20457 HAMBURG",
            }
        ),
    ),
    Clean(
        "any port of a country",
        "UCP 600 art. 20 a iii, ISBP 745 E7",
        SEA.but({}, {"loading": "ANY PORT IN CHINA"}),
    ),
    Clean(
        "a bill whose print says shipped on board",
        "UCP 600 art. 20 a ii: its day of issue is the day of shipment",
        SEA.but({"transports.0.on_board_on": None, "transports.0.shipped_form": True}),
    ),
    Clean(
        "a container transhipped where transhipment is forbidden",
        "UCP 600 art. 20 c ii",
        SEA.but({"transports.0.transhipments": ("SINGAPORE",)}, {"transhipment": "not allowed"}),
    ),
    Clean(
        "a waybill that will be transhipped where transhipment is forbidden",
        "UCP 600 art. 23 c ii",
        AIR.but({"transports.0.transhipments": ("ANCHORAGE",)}),
    ),
    Clean(
        "documents older than the credit",
        "UCP 600 art. 14 i",
        AIR.but(dict.fromkeys(("invoices.0.issued_on", "packing_lists.0.issued_on"), date(2026, 8, 1))),
    ),
    Clean("ten percent less of about 200 t", "UCP 600 art. 30 a", MULTIMODAL.but(of_tonnes(180, "450000.00"))),
    Clean(
        "four percent less of kilograms without a tolerance, and no part shipments",
        "UCP 600 art. 30 b",
        SEA.but(
            {
                **of_pieces(23000, "46000.00", "50600.00"),
                **dict.fromkeys(
                    (*("invoices.0.lines.0.unit", "packing_lists.0.lines.0.unit", "origins.0.lines.0.unit"),),
                    "KGS",
                ),
                "invoices.0.lines.0.unit_price": usd("2.00"),
                **dict.fromkeys(
                    (
                        *("invoices.0.goods", "packing_lists.0.goods", "transports.0.goods", "origins.0.goods"),
                        *("insurances.0.goods", "invoices.0.lines.0.description"),
                        *("packing_lists.0.lines.0.description", "origins.0.lines.0.description"),
                    ),
                    STRIP,
                ),
                **dict.fromkeys(("invoices.0.net_kg", "packing_lists.0.net_kg"), Decimal(23000)),
            },
            {
                "goods": f"24000 KGS {STRIP} AT USD 2.00 PER KG CIF HAMBURG INCOTERMS 2020",
                "above": 0,
                "below": 0,
            },
        ),
    ),
    Clean(
        "a report that nobody asked for and that contradicts all",
        "UCP 600 art. 14 g: it is disregarded",
        SEA.but(
            {
                "inspections": (
                    InspectionReport(
                        number="X-1",
                        issuer=INSPECTOR,
                        goods="DRILLS",
                        lines=(SET_LINE,),
                        gross_kg=Decimal(1),
                        passed=False,
                        result="FAILED",
                    ),
                )
            }
        ),
    ),
    Clean(
        "insured for 120 percent",
        "UCP 600 art. 28 f ii",
        SEA.but({"insurances.0.amount": usd("57600.00")}),
    ),
    Clean(
        "a policy of a later day that covers from the day of shipment",
        "UCP 600 art. 28 e",
        SEA.but({"insurances.0.issued_on": date(2026, 10, 22), "insurances.0.effective_on": date(2026, 10, 20)}),
    ),
    Clean(
        "originals where copies are asked for",
        "UCP 600 art. 17 d",
        MULTIMODAL.but({"packing_lists.0.originals": 3, "packing_lists.0.copies": 0}),
    ),
    Clean(
        "two bills of one vessel and one journey where one shipment is allowed",
        "UCP 600 art. 31 b: the latest day counts",
        SEA.but(
            {
                "transports": (
                    HALF.but(number="ESL26102088A", on_board_on=date(2026, 10, 19), marks="NLH / HAMBURG / 1-300"),
                    HALF.but(number="ESL26102088B", marks="NLH / HAMBURG / 301-600"),
                )
            }
        ),
    ),
    Clean(
        "a draft that tells the bill's date in its tenor",
        "ISBP 745 B2",
        SEA.but({"drafts.0.tenor": "60 DAYS AFTER BILL OF LADING DATE 20 OCT 2026", "drafts.0.maturity": None}),
    ),
    Clean(
        "shipper's load and count",
        "UCP 600 art. 26 b",
        SEA.but({"transports.0.says": ("SHIPPER'S LOAD AND COUNT",)}),
    ),
    Clean(
        "a shipper who is not the beneficiary",
        "UCP 600 art. 14 k",
        SEA.but({"transports.0.shipper": Party(name="NINGBO BLUEWATER FORWARDING LTD", country="CN")}),
    ),
    Clean(
        "a certificate in the credit's own words",
        "UCP 600 art. 14 f",
        SEA.but(
            {
                "certificates": (
                    Certificate(
                        title="BENEFICIARY'S CERTIFICATE",
                        issuer=SELLER,
                        issued_on=date(2026, 10, 21),
                        signed=True,
                        credit_number=CREDIT,
                        says=("ONE SET OF DOCUMENTS HAS BEEN SENT TO THE APPLICANT",),
                    ),
                )
            },
            {
                "documents": (
                    *SEA.terms.documents,
                    "BENEFICIARY'S CERTIFICATE STATING THAT ONE SET OF DOCUMENTS HAS BEEN SENT TO THE APPLICANT",
                )
            },
        ),
    ),
    Clean(
        "a bill to order of the bank that another names in full",
        "ISBP 745 A1",
        SEA.but(
            {"transports.0.consignee": Party(name=f"to the order of {BANK.title()}"), "transports.0.notify": (BUYER,)}
        ),
    ),
)
