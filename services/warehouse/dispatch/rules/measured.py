"""Packages as a storekeeper measured and labelled them (WHS-6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from uuid import UUID

from chassis.refusal import Refusal
from contracts.order import Package
from services.warehouse.book.rules.packages import LITRE

CM3_OF_M3 = Decimal(1_000_000)
SSCC_DIGITS = 18


class LabelledAlready(Refusal):
    """{labels} are on packages of other shipments; a label is of one package alone."""

    of_input = True


@dataclass(frozen=True)
class Measured:
    """A package as it stands there: its weight, its edges, and the label on it, empty where there is none."""

    weight_kg: Decimal
    length_cm: Decimal
    width_cm: Decimal
    height_cm: Decimal
    sscc: str = ""


def proves_itself(sscc: str) -> bool:
    """Eighteen digits, of which the last makes the weighted sum a multiple of ten (GS1 General Specifications, 7.9)."""
    if not (len(sscc) == SSCC_DIGITS and sscc.isascii() and sscc.isdecimal()):
        return False
    return sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(sscc)) % 10 == 0


def packages(measured: Sequence[Measured], max_kg: Decimal) -> tuple[Package, ...]:
    """Numbered as they were told; the volume is rounded up to the litre."""
    return tuple(_package(number, one, max_kg) for number, one in enumerate(measured, 1))


def _package(number: int, one: Measured, max_kg: Decimal) -> Package:
    volume = one.length_cm * one.width_cm * one.height_cm / CM3_OF_M3
    return Package(
        number=number, weight_kg=one.weight_kg, volume_m3=volume.quantize(LITRE, ROUND_CEILING),
        above_limit=one.weight_kg > max_kg, sscc=one.sscc,
        length_cm=one.length_cm, width_cm=one.width_cm, height_cm=one.height_cm,
    )  # fmt: skip


def labels_of(measured: Sequence[Measured]) -> list[str]:
    return [one.sscc for one in measured if one.sscc]


def label_refusal(measured: Sequence[Measured], taken: Mapping[str, UUID]) -> Refusal | None:
    """Why these labels cannot be on packages of this shipment."""
    twice = [sscc for sscc in labels_of(measured) if sscc in taken]
    return LabelledAlready(labels=", ".join(twice)) if twice else None
