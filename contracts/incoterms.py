"""Incoterms 2020 (ICC publication 723): who carries, insures and clears goods, and where the risk passes (LOG-6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Side = Literal["seller", "buyer"]
Place = Literal["place of delivery", "place of destination", "port of shipment", "port of destination"]
Risk = Literal[
    "at the seller's, put at the buyer's disposal",
    "handed to the first carrier",
    "alongside the ship",
    "on board the ship",
    "at the destination, ready for unloading",
    "at the destination, unloaded",
]
Cover = Literal["A", "C"]
"""The least cover of the Institute Cargo Clauses that the seller must buy."""


@dataclass(frozen=True)
class Term:
    """One rule: the place that it names, who pays what, and where the risk passes to the buyer.

    ``cover`` is what the seller must insure, for 110 % of the price (A5 of CIP and CIF); None: nobody has to.
    """

    code: str
    names: Place
    carriage: Side
    risk: Risk
    export: Side = "seller"
    import_: Side = "buyer"
    cover: Cover | None = None
    for_any_mode: str | None = None
    """Of a rule for sea and inland waterway alone: the one that any other transport takes instead."""

    @property
    def by_sea_only(self) -> bool:
        return self.for_any_mode is not None


TERMS: Mapping[str, Term] = {
    term.code: term
    for term in (
        Term("EXW", "place of delivery", "buyer", "at the seller's, put at the buyer's disposal", export="buyer"),
        Term("FCA", "place of delivery", "buyer", "handed to the first carrier"),
        Term("CPT", "place of destination", "seller", "handed to the first carrier"),
        Term("CIP", "place of destination", "seller", "handed to the first carrier", cover="A"),
        Term("DAP", "place of destination", "seller", "at the destination, ready for unloading"),
        Term("DPU", "place of destination", "seller", "at the destination, unloaded"),
        Term("DDP", "place of destination", "seller", "at the destination, ready for unloading", import_="seller"),
        Term("FAS", "port of shipment", "buyer", "alongside the ship", for_any_mode="FCA"),
        Term("FOB", "port of shipment", "buyer", "on board the ship", for_any_mode="FCA"),
        Term("CFR", "port of destination", "seller", "on board the ship", for_any_mode="CPT"),
        Term("CIF", "port of destination", "seller", "on board the ship", cover="C", for_any_mode="CIP"),
    )
}


@dataclass(frozen=True)
class Agreed:
    """What an order's words come to: ``FOB Shanghai`` is the rule FOB and the place Shanghai."""

    term: Term
    place: str


def agreed(incoterm: str) -> Agreed | None:
    """The rule and the place that an order names; None where it names no rule."""
    code, _, place = incoterm.strip().partition(" ")
    term = TERMS.get(code.upper())
    return Agreed(term, " ".join(place.split())) if term else None
