"""What we ourselves certify, for signing: a beneficiary's certificate (LOG-6; ISBP 745 section P)."""

from __future__ import annotations

from chassis.papers.sheet import Sheet, told
from contracts.texts import Text
from services.logistics.documents.rules.trade import Certificate
from services.logistics.papers.rules.parts import party

TITLE = Text("Own certificate")


def certificate_sheet(paper: Certificate) -> Sheet:
    """Under the name that the credit has for it."""
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=party(Text("Issuer"), paper.issuer),
        facts=told(
            (Text("Called"), paper.title),
            (Text("Date"), paper.issued_on.isoformat() if paper.issued_on else ""),
            (Text("Letter of credit"), paper.credit_number),
            (Text("Invoice"), paper.invoice_number),
        ),
        notes=paper.says,
        signatures=(Text("Issuer"),),
    )
