"""The carrier's document of a shipment, by whatever modes it goes (UCP 600 art. 19-25)."""

from __future__ import annotations

from typing import Literal

from contracts.scalars import Count, Day, Mode
from contracts.value import Value
from services.logistics.documents.rules.document import OfGoods, Party

TransportKind = Literal[
    "bill of lading", "sea waybill", "charter party bill", "multimodal", "air waybill", "road", "rail", "courier"
]
SignedAs = Literal["carrier", "master", "agent of the carrier", "agent of the master", "forwarder"]


class Leg(Value):
    """One stretch of the route by one means of transport; ``mode`` is never multimodal."""

    mode: Mode
    start: str
    end: str
    carrier: str = ""
    conveyance: str = ""
    """The vessel and voyage, the flight, the truck or the train."""
    document: str = ""
    """The number of the leg's own document, where it has one."""
    leaves_on: Day | None = None
    arrives_on: Day | None = None


class Container(Value):
    """A container and its seal."""

    number: str
    seal: str = ""


class TransportDocument(OfGoods):
    """A bill of lading, an air waybill, or the document of another mode."""

    kind: TransportKind
    carrier: str
    """The name of the carrier that it shows."""
    signed_as: SignedAs | None = None
    """In which capacity it is signed."""
    shipper: Party
    consignee: Party
    """``TO ORDER``, ``TO ORDER OF …`` or somebody, in its name."""
    notify: tuple[Party, ...] = ()
    endorsed: str = ""
    """To whom a bill to order was endorsed: ``blank``, or a name."""
    receipt_place: str = ""
    """Where the goods were taken in charge."""
    loading: str = ""
    """The port of loading or airport of departure."""
    discharge: str = ""
    """The port of discharge or airport of destination."""
    delivery_place: str = ""
    """The place of final destination."""
    conveyance: str = ""
    """The vessel and voyage, the flight."""
    intended: bool = False
    """The vessel or the port of loading is only intended (UCP 600 art. 20 a ii)."""
    on_board_on: Day | None = None
    """The day of shipment by its notation: on board, taken in charge, flown; without one it is ``issued_on``."""
    shipped_form: bool = False
    """Its print says shipped on board: then it needs no notation, and the goods left on ``issued_on`` or earlier."""
    freight: Literal["prepaid", "collect", ""] = ""
    clauses: tuple[str, ...] = ()
    """What it says of a bad state of goods or packages (UCP 600 art. 27)."""
    on_deck: bool = False
    transhipments: tuple[str, ...] = ()
    """The places of transhipment that it names."""
    legs: tuple[Leg, ...] = ()
    containers: tuple[Container, ...] = ()
    originals_issued: Count | None = None
    """How many originals it says were issued."""

    @property
    def shipped_on(self) -> Day | None:
        """By its notation, else the day of its issue (UCP 600 art. 19 a ii, 20 a ii, 23 a iii, 24 a ii)."""
        return self.on_board_on or self.issued_on
