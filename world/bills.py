"""What carriers and chambers issue for goods under a credit: a bill of lading, a certificate of origin (LOG-6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from world.client import Body
from world.credit_messages import CHAMBER

Papers = Mapping[str, Any]
"""A shipment's documents, as logistics draws them."""
CARRIER, VESSEL = "EASTERN STAR LINE", "EASTERN PEARL V.042W"
OTHERWISE = {"collect": "prepaid", "prepaid": "collect"}


def mended(papers: Papers, terms: Mapping[str, Any]) -> Body:
    """The bill as the credit asks for it: to order, endorsed, with whom to notify and who pays the freight."""
    packed = papers["packing_lists"][0]
    applicant = terms["applicant"]
    notify = {"name": applicant["name"], "address": applicant["address"]}
    return {
        "document_number": f"ESL{_digits(packed)}",
        "kind": "bill of lading",
        "carrier": CARRIER,
        "issued_on": packed["issued_on"],
        "signed_as": "agent of the carrier",
        "consignee": {"name": "TO ORDER"},
        "notify": [notify],
        "loading": terms["loading"],
        "discharge": terms["discharge"],
        "conveyance": VESSEL,
        "on_board_on": packed["issued_on"],
        "freight": freight_in(terms),
        "package_count": packed["package_count"],
        "gross_kg": packed["gross_kg"],
        "volume_m3": packed["volume_m3"],
        "originals_issued": 3,
        "endorsed": "blank",
    }


def misread(papers: Papers, terms: Mapping[str, Any]) -> Body:
    """The same bill as it was issued first: nobody to notify, and the freight marked the wrong way."""
    return {**mended(papers, terms), "notify": [], "freight": OTHERWISE[freight_in(terms)]}


def certificate_of_origin(papers: Papers) -> Body:
    """Of the chamber: all goods were made here."""
    packed, invoice = papers["packing_lists"][0], papers["invoices"][0]
    return {
        "kind": "origin",
        "title": "CERTIFICATE OF ORIGIN",
        "document_number": f"CCPIT{_digits(packed)}",
        "issuer": CHAMBER,
        "issued_on": packed["issued_on"],
        "origin": "CN",
        "package_count": packed["package_count"],
        "gross_kg": packed["gross_kg"],
        "invoice_number": invoice["number"],
    }


def _digits(packed: Papers) -> str:
    """Of the shipment's number: the same papers have the same numbers."""
    return "".join(filter(str.isdigit, packed["number"]))


def freight_in(terms: Mapping[str, Any]) -> str:
    """As the credit asks for it."""
    return "prepaid" if any("FREIGHT PREPAID" in one for one in terms["documents"]) else "collect"
