"""The carrier's document as it was read, for those who have not the original in hand (LOG-6)."""

from __future__ import annotations

from chassis.papers.sheet import Column, Sheet, Table, told
from contracts.texts import Text
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.papers.rules.parts import party, weights

TITLE = Text("Transport document, data")


def transport_sheet(paper: TransportDocument) -> Sheet:
    notified = tuple(one for named in paper.notify for one in party(Text("Notify"), named))
    named = (*party(Text("Shipper"), paper.shipper), *party(Text("Consignee"), paper.consignee))
    return Sheet(
        title=TITLE,
        number=paper.number,
        parties=(*named, *notified),
        facts=told(
            (Text("Carrier"), paper.carrier),
            (Text("Place of receipt"), paper.receipt_place),
            (Text("Port or airport of loading"), paper.loading),
            (Text("Port or airport of discharge"), paper.discharge),
            (Text("Place of delivery"), paper.delivery_place),
            (Text("Vessel, flight or vehicle"), paper.conveyance),
            (Text("On board"), paper.on_board_on.isoformat() if paper.on_board_on else ""),
            (Text("Date"), paper.issued_on.isoformat() if paper.issued_on else ""),
            (Text("Originals"), str(paper.originals_issued or "")),
            (Text("Marks"), paper.marks),
            (Text("Goods"), paper.goods),
        ),
        tables=(*_legs(paper), *_containers(paper)),
        totals=weights(paper),
        notes=paper.clauses,
    )


def _legs(paper: TransportDocument) -> tuple[Table, ...]:
    columns = tuple(
        Column(label=label) for label in (Text("From"), Text("To"), Text("Carrier"), Text("Vessel, flight or vehicle"))
    )
    rows = tuple((leg.start, leg.end, leg.carrier, leg.conveyance) for leg in paper.legs)
    return (Table(columns=columns, rows=rows),) if rows else ()


def _containers(paper: TransportDocument) -> tuple[Table, ...]:
    rows = tuple((one.number, one.seal) for one in paper.containers)
    return (Table(columns=(Column(label=Text("Container")), Column(label=Text("Seal"))), rows=rows),) if rows else ()
