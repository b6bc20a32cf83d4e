"""What a chamber of commerce is asked to certify: where the goods were made (LOG-6; ISBP 745 section L)."""

from __future__ import annotations

from chassis.papers.sheet import Sheet, told
from contracts.texts import Text
from services.logistics.documents.rules.trade import CertificateOfOrigin
from services.logistics.papers.rules.parts import goods_table, party, weights

TITLE = Text("Certificate of origin, data")


def origin_sheet(paper: CertificateOfOrigin) -> Sheet:
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(*party(Text("Exporter"), paper.exporter), *party(Text("Consignee"), paper.consignee)),
        facts=told((Text("Origin"), paper.origin or ""), (Text("Invoice"), paper.invoice_number)),
        tables=(goods_table(paper.lines),),
        totals=weights(paper),
        signatures=(Text("Exporter"), Text("Issuing chamber")),
    )
