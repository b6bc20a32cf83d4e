"""Numbers of transport that prove themselves by a check digit (ISO 6346, IATA Resolution 600a)."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator

from contracts.scalars import Reference
from contracts.texts import Expected

CONTAINER = re.compile(r"[A-Z]{3}[UJZ]\d{7}")
AIR_WAYBILL = re.compile(r"\d{3}-\d{8}")
"""Without its hyphen it could be any courier's number."""
VALUES = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", [n for n in range(10, 39) if n % 11], strict=True))
"""Of letters in a container's number: from 10 on, but for multiples of 11 (ISO 6346, annex A)."""
NO_DIGIT = 10
"""ISO 6346 advises against numbers of this remainder: written as 0, it cannot be told from a slip."""


def container(number: str) -> str:
    """A container's number, as MSKU 907032 3 or without blanks; raises Expected for one that is none."""
    told = "".join(number.upper().split()).replace("-", "")
    if not CONTAINER.fullmatch(told):
        raise Expected("a container number of ISO 6346: three letters, U, J or Z, and seven digits")
    digit = container_remainder(told)
    if digit == NO_DIGIT:
        raise Expected("a container number whose check digit is not 10, which ISO 6346 advises against")
    if digit != int(told[-1]):
        raise Expected("a container number whose last digit proves it, which is {digit} here (ISO 6346)", digit=digit)
    return told


def container_remainder(number: str) -> int:
    """Modulo 11 of the sum of its first ten characters, each times the power of two of its place."""
    values = [VALUES[sign] if sign in VALUES else int(sign) for sign in number[:10]]
    return sum(value << place for place, value in enumerate(values)) % 11


def air_waybill(number: str) -> str:
    """An air waybill's number as 999-12345675; raises Expected where its last digit is not the rest by 7."""
    digit = int(number[4:11]) % 7
    if digit != int(number[11]):
        raise Expected("an air waybill whose last digit proves it, which is {digit} here (IATA)", digit=digit)
    return number


def carriers_number(number: str) -> str:
    """What a carrier calls a shipment: written so an air waybill, then proven; else as it is."""
    return air_waybill(number) if AIR_WAYBILL.fullmatch(number) else number


Container = Annotated[Reference, AfterValidator(container)]
"""The number of a container that is one (ISO 6346)."""
Tracking = Annotated[Reference, AfterValidator(carriers_number)]
"""What a carrier calls a shipment; an air waybill proves itself."""
