"""What the documents of a shipment still lack, and who it is that must tell it (LOG-6)."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.texts import Text
from services.logistics.documents.rules.customs import Lack, customs_data, lacks_of
from services.logistics.documents.rules.sources import Sources
from services.logistics.documents.rules.transport import TransportDocument, TransportKind

SHIPPED_FROM = {"bill of lading", "sea waybill", "charter party bill", "air waybill"}
"""Kinds that name the port or airport where the goods were loaded, and the one where they are discharged."""
TO_ORDER: tuple[TransportKind, ...] = ("bill of lading", "charter party bill", "multimodal")
"""Kinds of which a full set of originals is handed over (UCP 600 art. 19 a iv, 20 a iv, 22 a iv)."""


def lacks(sources: Sources, transports: tuple[TransportDocument, ...]) -> tuple[Lack, ...]:
    """All at once, document by document; of goods that stay in the country the packing list is enough."""
    if not sources.leaves_the_country:
        return ()
    customs = (one.but(field=f"customs.{one.field}") for one in lacks_of(customs_data(sources), sources.term))
    named = [*_of_the_set(sources, transports)]
    named += [fault for at, one in enumerate(transports) for fault in _of_transport(f"transports.{at}", one)]
    return (*(Lack(field=field, wanted=wanted) for field, wanted in named), *customs)


def _of_the_set(sources: Sources, transports: tuple[TransportDocument, ...]) -> Iterator[tuple[str, Text]]:
    if sources.content is None:
        yield "invoices", Text("the order as it was agreed, which was heard before its content was kept")
    elif sources.kept.invoice is None:
        yield "invoices", Text("finance's invoice, which is issued when the goods have left")
    if not transports:
        yield "transports", Text("the carrier's document, as a clerk enters it")
    if sources.term and sources.term.term.cover and not sources.kept.insurance:
        insured = Text("the insurance that the seller buys under {term}", term=sources.term.term.code)
        yield "insurances", insured


def _of_transport(place: str, one: TransportDocument) -> Iterator[tuple[str, Text]]:
    if one.kind in SHIPPED_FROM and not (one.loading and one.discharge):
        yield f"{place}.loading", Text("where the goods are loaded and where they are discharged")
    if not one.conveyance and not one.legs:
        yield f"{place}.conveyance", Text("the vessel and voyage, the flight, the train or the truck")
    if one.on_board_on is None:
        yield f"{place}.on_board_on", Text("the day of shipment by its notation")
    if one.kind in TO_ORDER and not one.originals_issued:
        yield f"{place}.originals_issued", Text("how many originals were issued")
