"""The draft under a letter of credit, for signing and endorsing (LOG-6; UCP 600 art. 6 c; ISBP 745 section B)."""

from __future__ import annotations

from chassis.papers.sheet import Sheet, told
from chassis.papers.written import money
from contracts.texts import Text
from services.logistics.documents.rules.trade import BillOfExchange
from services.logistics.papers.rules.parts import party

TITLE = Text("Bill of exchange")


def bill_sheet(paper: BillOfExchange) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(*party(Text("Drawee"), paper.drawee), *party(Text("Pay to the order of"), paper.payee)),
        facts=told(
            (Text("Date"), paper.issued_on.isoformat() if paper.issued_on else ""),
            (Text("Tenor"), paper.tenor),
            (Text("Due on"), paper.maturity.isoformat() if paper.maturity else ""),
            (Text("Invoice"), paper.invoice_number),
        ),
        totals=told(
            (Text("Amount in words"), paper.amount_in_words),
            (Text("Amount"), money(paper.amount.amount, paper.amount.currency)),
        ),
        notes=(paper.drawn_under,),
        signatures=(Text("Drawer"),),
    )
