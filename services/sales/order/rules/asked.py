"""What is asked of an order, and its parts: what passes here can be kept, published to others and read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetPydanticSchema, StringConstraints
from pydantic_core import core_schema

from chassis.refusal import Refusal
from contracts.incoterms import TERMS
from contracts.money import AskedPrice, AskedQuantity
from contracts.order import Address, AskedLine, DraftLine, OrderLine, Terms
from contracts.review import Reason
from contracts.scalars import Code, Day, Reference, Share, Told
from contracts.texts import Expected
from contracts.value import Value, fields_of
from services.sales.order.rules.alternatives import Substitute


def _blank_is_not_told(text: Any) -> Any:
    return None if isinstance(text, str) and not text.strip() else text


def _incoterm(text: str) -> str:
    """A rule of delivery, and the place that it names: ``fob  Shanghai`` is ``FOB Shanghai``."""
    term, *place = text.split()
    if term.upper() not in TERMS:
        raise Expected("one of Incoterms 2020, {terms}, and a place if one is named", terms=tuple(TERMS))
    return " ".join((term.upper(), *place))


class AskedAddress(Address):
    street: Told
    city: Told
    postal_code: Annotated[str, StringConstraints(strip_whitespace=True, max_length=20)] = ""


class AskedDraftLine(DraftLine):
    item: Annotated[Reference | None, BeforeValidator(_blank_is_not_told)] = None
    """Whatever he calls it: an item that is not in the list is asked about, not refused (SAL-3)."""


class AskedSubstitute(Substitute):
    item: Code
    quantity: AskedQuantity
    unit_price: AskedPrice


class AskedReason(Value):
    code: Reference
    text: Told


def _stripped(line: OrderLine) -> OrderLine:
    return line.but(item=line.item.strip())


def _checked_as(contract: type[Value], asked: type[Value]) -> GetPydanticSchema:
    """A contract's value that is checked more closely where somebody says it."""
    return GetPydanticSchema(
        lambda _, handler: core_schema.no_info_after_validator_function(
            lambda told: contract.having(fields_of(told)), handler.generate_schema(asked)
        )
    )


DeliverTo = Annotated[Address, _checked_as(Address, AskedAddress)]
Line = Annotated[DraftLine, _checked_as(DraftLine, AskedDraftLine)]
AnotherItem = Annotated[Substitute, _checked_as(Substitute, AskedSubstitute)]
NewLine = Annotated[AskedLine, AfterValidator(_stripped)]
REASONS_MAX = 20


def _some(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    if not 1 <= len(reasons) <= REASONS_MAX:
        raise Expected("1 to {most} reasons", most=REASONS_MAX)
    return reasons


Why = Annotated[Reason, _checked_as(Reason, AskedReason)]
Whys = Annotated[
    tuple[Why, ...], AfterValidator(_some), Field(json_schema_extra={"minItems": 1, "maxItems": REASONS_MAX})
]
Incoterm = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=3, max_length=100), AfterValidator(_incoterm)
]


class Said(BaseModel):
    """What may be said of an order before its confirmation and after it; what is left out stays as it is."""

    model_config = ConfigDict(frozen=True)

    deliver_to: DeliverTo | None = None
    terms: Terms | None = None
    wanted: Day | None = None
    partial: bool | None = None
    rush: bool | None = None
    """It goes before others (SAL-9)."""
    freight: AskedPrice | None = None
    discount: Share | None = None
    incoterm: Incoterm | None = None


class CustomerOnHold(Refusal):
    """Customer {customer} is on credit hold: {reason}."""


@dataclass(frozen=True)
class OnOrder:
    """What is asked of one order; ``only_of`` is the customer who asks it himself, which he may of his own only."""

    order_id: UUID
    only_of: str | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class OfShipment(OnOrder):
    """What is asked of one shipment."""

    shipment_id: UUID
