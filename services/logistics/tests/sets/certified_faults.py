"""What may be wrong with a draft, an inspection and certificates, one thing at a time."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from services.logistics.documents.rules.document import Party
from services.logistics.tests.sets.case import Fault
from services.logistics.tests.sets.certified import SENT
from services.logistics.tests.sets.sea import SELLER

OTHER_BANK = Party(name="ELBKREDIT BANK AG", address="BREMEN", country="DE")
FORWARDER = Party(name="NINGBO BLUEWATER FORWARDING LTD", country="CN")

FAULTS = (
    Fault(
        "the draft's amount in words is another one than in figures",
        "ISBP 745 B14",
        ("drafts.0.amount_in_words",),
        {"drafts.0.amount_in_words": "US DOLLARS FORTY-EIGHT THOUSAND FIVE HUNDRED ONLY"},
    ),
    Fault(
        "the draft has no date",
        "ISBP 745 A11, B1",
        ("drafts.0.issued_on",),
        {"drafts.0.issued_on": None},
    ),
    Fault("nobody signed the draft", "ISBP 745 B1", ("drafts.0.signed",), {"drafts.0.signed": False}),
    Fault("the draft is drawn on another bank", "42a", ("drafts.0.drawee",), {"drafts.0.drawee": OTHER_BANK}),
    Fault(
        "the draft counts from the date of the invoice",
        "ISBP 745 B2",
        ("drafts.0.tenor",),
        {"drafts.0.tenor": "60 DAYS AFTER INVOICE DATE"},
    ),
    Fault(
        "the maturity counts the day of shipment",
        "UCP 600 art. 3",
        ("drafts.0.maturity",),
        {"drafts.0.maturity": date(2026, 12, 18)},
    ),
    Fault(
        "the tenor tells another date than the bill's",
        "ISBP 745 B2 b",
        ("drafts.0.tenor",),
        {"drafts.0.tenor": "60 DAYS AFTER 25 OCTOBER 2026"},
    ),
    Fault(
        "the draft is drawn under another credit",
        "UCP 600 art. 14 d",
        ("drafts.0.drawn_under",),
        {"drafts.0.drawn_under": "DRAWN UNDER L/C NO. LC-SEA-26-0471"},
    ),
    Fault("another company drew the draft", "ISBP 745 B7", ("drafts.0.issuer",), {"drafts.0.issuer": FORWARDER}),
    Fault(
        "the draft to our own order is not endorsed",
        "ISBP 745 B16",
        ("drafts.0.endorsed",),
        {"drafts.0.payee": SELLER},
    ),
    Fault(
        "the draft is dated after the documents were presented",
        "UCP 600 art. 14 i",
        ("drafts.0.issued_on",),
        {"drafts.0.issued_on": date(2026, 11, 3)},
    ),
    Fault("nobody signed the inspection", "ISBP 745 A3", ("inspections.0.signed",), {"inspections.0.signed": False}),
    Fault(
        "the copy of the inspection is lacking",
        "UCP 600 art. 17 d",
        ("inspections.0.copies",),
        {"inspections.0.copies": 0},
    ),
    Fault(
        "half of the goods were inspected",
        "UCP 600 art. 14 d",
        ("inspections.0.lines",),
        {"inspections.0.lines.0.quantity": Decimal(6000)},
    ),
    Fault(
        "the inspection names another contract than it must",
        "UCP 600 art. 14 f",
        ("inspections.0.says",),
        {
            "inspections.0.says": (
                "THE GOODS HAVE BEEN INSPECTED BEFORE SHIPMENT AND CONFORM TO CONTRACT NO. NLH-2026-71",
            )
        },
    ),
    Fault(
        "the inspection counts other packages",
        "UCP 600 art. 14 d",
        ("inspections.0.package_count",),
        {"inspections.0.package_count": 590},
    ),
    Fault(
        "a forwarder issued the beneficiary's certificate",
        "ISBP 745 P3",
        ("certificates.0.issuer",),
        {"certificates.0.issuer": FORWARDER},
    ),
    Fault(
        "our certificate tells of more days than it may",
        "UCP 600 art. 14 f",
        ("certificates.0.says",),
        {"certificates.0.says": (SENT.replace("5 DAYS", "10 DAYS"),)},
    ),
    Fault("our certificate is not signed", "ISBP 745 P4", ("certificates.0.signed",), {"certificates.0.signed": False}),
    Fault(
        "we ourselves certify the fumigation that an authority must",
        "UCP 600 art. 3",
        ("certificates.1.issuer",),
        {"certificates.1.issuer": SELLER},
    ),
    Fault(
        "the certificate of fumigation is lacking where another certificate is there",
        "UCP 600 art. 14 a",
        ("certificates",),
        {"certificates.1.title": "CERTIFICATE OF WEIGHT", "certificates.1.says": ("THE GOODS WEIGH 25200 KG",)},
    ),
)
