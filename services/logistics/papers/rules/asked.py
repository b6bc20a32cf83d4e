"""What a clerk enters of a document that others issued: what it says, and nothing else (LOG-6)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, StringConstraints

from contracts.money import AskedPrice
from contracts.scalars import Count, Country, Day, Mode, Quantity, Reference, Told
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.kept import CarriersDocument
from services.logistics.documents.rules.trade import InsuranceDocument
from services.logistics.documents.rules.transport import Container, Leg, SignedAs, TransportKind
from services.logistics.shipment.rules import numbers

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]
"""As the document has it; empty where it says nothing."""


class ReadParty(BaseModel):
    name: Told
    address: Words = ""
    country: Country | None = None


class ReadLeg(BaseModel):
    """One stretch of the route by one means of transport."""

    mode: Mode
    start: Told
    end: Told
    carrier: Words = ""
    conveyance: Words = ""
    document: Words = ""
    leaves_on: Day | None = None
    arrives_on: Day | None = None


class ReadContainer(BaseModel):
    number: numbers.Container
    seal: Words = ""


class TransportDocumentBody(BaseModel):
    """What stands on the carrier's document; what it does not say is left out."""

    document_number: numbers.Tracking
    """Not ``number``: a form would begin with the shipment's own. Written as an air waybill's it proves itself."""
    kind: TransportKind
    carrier: Told
    issued_on: Day | None = None
    signed_as: SignedAs | None = None
    consignee: ReadParty | None = None
    """The customer, unless told; of a bill to order, TO ORDER and of whom."""
    notify: tuple[ReadParty, ...] = ()
    receipt_place: Words = ""
    loading: Words = ""
    discharge: Words = ""
    delivery_place: Words = ""
    conveyance: Words = ""
    """The vessel and voyage, the flight, the train or the truck."""
    on_board_on: Day | None = None
    freight: Literal["prepaid", "collect"] | None = None
    goods: Words = ""
    marks: Words = ""
    package_count: Count | None = None
    gross_kg: Quantity | None = None
    volume_m3: Quantity | None = None
    originals_issued: Count | None = None
    originals: Count | None = None
    """How many of them we hold: all, unless told."""
    endorsed: Words = ""
    """To whom a bill to order was endorsed: blank, or a name."""
    credit_number: Words = ""
    clauses: tuple[Told, ...] = ()
    """What it says of a bad state of goods or packages."""
    transhipments: tuple[Told, ...] = ()
    legs: tuple[ReadLeg, ...] = ()
    containers: tuple[ReadContainer, ...] = ()

    @property
    def document(self) -> CarriersDocument:
        told = dict(self)
        parts = {
            "number": told.pop("document_number"),
            "consignee": Party(**dict(self.consignee)) if self.consignee else None,
            "notify": tuple(Party(**dict(one)) for one in self.notify),
            "legs": tuple(Leg(**dict(one)) for one in self.legs),
            "containers": tuple(Container(**dict(one)) for one in self.containers),
            "freight": self.freight or "",
            "originals": self.originals_issued or 1 if self.originals is None else self.originals,
        }
        return CarriersDocument(**told | parts)


INSURED: JsonValue = {
    "document_number": "P-1",
    "issuer": "Pacific Marine",
    "kind": "policy",
    "insured": {"name": "the company"},
    "amount": {"amount": "110.00", "currency": "USD"},
}
"""By which it is tried whether the command would be taken."""


class InsuranceBody(BaseModel):
    """What stands on the insurance policy or certificate; what it does not say is left out."""

    model_config = ConfigDict(json_schema_extra={"examples": [INSURED]})

    document_number: Reference
    issuer: Told
    kind: Literal["policy", "certificate", "declaration", "cover note"]
    issued_as: Literal["insurer", "underwriter", "agent", "proxy", "broker"] = "insurer"
    issued_on: Day | None = None
    effective_on: Day | None = None
    """From when the cover holds, where that is another day."""
    insured: ReadParty
    amount: AskedPrice
    covers: tuple[Told, ...] = ()
    """The risks in its words."""
    start: Words = ""
    end: Words = ""
    conveyance: Words = ""
    claims_payable_at: Words = ""
    endorsed: Words = ""
    originals_issued: Count | None = None
    credit_number: Words = ""

    @property
    def document(self) -> InsuranceDocument:
        told = dict(self)
        parts = {
            "number": told.pop("document_number"),
            "issuer": Party(name=self.issuer),
            "insured": Party(**dict(self.insured)),
            "originals": self.originals_issued or 1,
            "signed": True,
        }
        return InsuranceDocument(**told | parts)
