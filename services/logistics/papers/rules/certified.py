"""What a clerk enters of a certificate: an inspection's, a chamber's, an authority's, or our own (LOG-6)."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel

from contracts.scalars import Count, Country, Day, Quantity, Told
from services.logistics.documents.rules.document import Party
from services.logistics.documents.rules.kept import Certified
from services.logistics.documents.rules.trade import Certificate, CertificateOfOrigin, InspectionReport
from services.logistics.papers.rules.asked import Words


class CertificateBody(BaseModel):
    """What stands on a certificate; what it does not say is left out."""

    kind: Literal["inspection", "origin", "another"]
    title: Told
    """What it is called: beneficiary's certificate, certificate of fumigation."""
    document_number: Words = ""
    issuer: Words = ""
    """Left out: we ourselves certify it."""
    issuer_address: Words = ""
    issued_on: Day | None = None
    certifies: tuple[Told, ...] = ()
    """Its statements, word by word."""
    inspected_on: Day | None = None
    result: Literal["passed", "refused"] | None = None
    """Of an inspection."""
    origin: Country | None = None
    """Where the goods were made, as it says."""
    goods: Words = ""
    package_count: Count | None = None
    gross_kg: Quantity | None = None
    net_kg: Quantity | None = None
    originals: Count = 1
    copies: Count = 0
    credit_number: Words = ""
    invoice_number: Words = ""

    @property
    def document(self) -> Certified:
        told = {name: getattr(self, name) for name in SAME} | {
            "number": self.document_number,
            "issuer": Party(name=self.issuer, address=self.issuer_address),
            "says": self.certifies,
            "signed": True,
        }
        return self._of_kind(told)

    def _of_kind(self, told: dict[str, Any]) -> Certified:
        match self.kind:
            case "inspection":
                passed = None if self.result is None else self.result == "passed"
                return InspectionReport(**told, inspected_on=self.inspected_on, passed=passed)
            case "origin":
                return CertificateOfOrigin(**told, origin=self.origin)
            case "another":
                return Certificate(**told, title=self.title)


SAME = (
    "issued_on", "goods", "package_count", "gross_kg", "net_kg", "originals", "copies", "credit_number",
    "invoice_number",
)  # fmt: skip
"""What stands on the document under the same name."""
