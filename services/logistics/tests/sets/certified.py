"""The saucepans under a credit that asks for what others certify besides: an inspection, fumigation, our own word."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.trade import Certificate, InspectionReport
from services.logistics.tests.sets.case import Clean, Presented
from services.logistics.tests.sets.sea import BANK, CREDIT, DOCUMENTS, GOODS, INVOICE, LINE, SELLER, TERMS, WEIGHED

SENT = "ONE SET OF NON-NEGOTIABLE DOCUMENTS HAS BEEN SENT TO THE APPLICANT BY COURIER WITHIN 5 DAYS AFTER SHIPMENT"
INSPECTED = "THE GOODS HAVE BEEN INSPECTED BEFORE SHIPMENT AND CONFORM TO CONTRACT NO. NLH-2026-77"
FUMIGATED = "ALL WOODEN PACKING MATERIAL HAS BEEN FUMIGATED"
CERTIFICATES = (
    f"INSPECTION CERTIFICATE IN 1 ORIGINAL AND 1 COPY ISSUED BY SGS, CERTIFYING THAT {INSPECTED}",
    f"BENEFICIARY'S CERTIFICATE CERTIFYING THAT {SENT}",
    f"CERTIFICATE OF FUMIGATION ISSUED BY A COMPETENT AUTHORITY, STATING THAT {FUMIGATED}",
)
ON_IT: dict[str, Any] = {"credit_number": CREDIT, "invoice_number": INVOICE, "signed": True}
CERTIFIED = Presented(
    TERMS.but(documents=(*TERMS.documents, *CERTIFICATES)),
    DOCUMENTS.but(
        inspections=(
            InspectionReport(
                number="SGS-NB-26-5512",
                issuer=Party(name="SGS-CSTC STANDARDS TECHNICAL SERVICES CO., LTD.", country="CN"),
                issued_on=date(2026, 10, 18),
                inspected_on=date(2026, 10, 15),
                copies=1,
                goods=GOODS,
                lines=(LINE,),
                passed=True,
                says=(INSPECTED,),
                package_count=WEIGHED["package_count"],
                **ON_IT,
            ),
        ),
        certificates=(
            Certificate(
                title="BENEFICIARY'S CERTIFICATE", issuer=SELLER, issued_on=date(2026, 10, 26), says=(SENT,), **ON_IT
            ),
            Certificate(
                title="CERTIFICATE OF FUMIGATION",
                number="FUM-77120",
                issuer=Party(name="NINGBO CUSTOMS DISTRICT", country="CN"),
                issued_on=date(2026, 10, 17),
                says=(FUMIGATED,),
                **ON_IT,
            ),
        ),
    ),
)
CLEAN = (
    Clean(
        "the tenor tells the date of the bill itself",
        "ISBP 745 B2 b",
        CERTIFIED.but({"drafts.0.tenor": "60 DAYS AFTER 20 OCTOBER 2026"}),
    ),
    Clean(
        "the draft counts from the date of the bill",
        "ISBP 745 B2 e: from and after mean the same",
        CERTIFIED.but({"drafts.0.tenor": "60 DAYS FROM B/L DATE"}),
    ),
    Clean(
        "the draft tells no day of maturity and its amount in figures alone",
        "ISBP 745 B2 b, B14",
        CERTIFIED.but({"drafts.0.maturity": None, "drafts.0.amount_in_words": ""}),
    ),
    Clean(
        "the amount in words is written without a hyphen",
        "ISBP 745 B14",
        CERTIFIED.but({"drafts.0.amount_in_words": "SAY U.S. DOLLARS FORTY EIGHT THOUSAND ONLY."}),
    ),
    Clean(
        "the draft is to our own order and endorsed",
        "ISBP 745 B16",
        CERTIFIED.but({"drafts.0.payee": SELLER, "drafts.0.endorsed": "blank"}),
    ),
    Clean(
        "the draft names the bank with its street",
        "ISBP 745 B1",
        CERTIFIED.but({"drafts.0.drawee": Party(name=BANK, address="JUNGFERNSTIEG 2, HAMBURG", country="DE")}),
    ),
    Clean(
        "the inspection was certified after the goods left, and made before",
        "ISBP 745 A12 b",
        CERTIFIED.but({"inspections.0.issued_on": date(2026, 10, 25)}),
    ),
    Clean(
        "our certificate has no date",
        "ISBP 745 A11",
        CERTIFIED.but({"certificates.0.issued_on": None}),
    ),
    Clean(
        "our certificate is called a declaration",
        "UCP 600 art. 14 f: its content fulfils its function",
        CERTIFIED.but({"certificates.0.title": "DECLARATION"}),
    ),
    Clean(
        "our certificate names no goods, no credit and no invoice",
        "UCP 600 art. 14 d, 14 e",
        CERTIFIED.but({"certificates.0.credit_number": "", "certificates.0.invoice_number": ""}),
    ),
)
"""What only looks like a discrepancy of a draft or a certificate."""
