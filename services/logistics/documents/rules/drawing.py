"""The documents of a shipment, each a pure function of what is known: nothing is typed twice or made up (LOG-6)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from contracts.money import Money
from contracts.order import Package
from contracts.value import fields_of
from services.logistics.documents.rules.document import Charge, GoodsLine, Party
from services.logistics.documents.rules.document_set import DocumentSet
from services.logistics.documents.rules.kept import CarriersDocument, Invoiced
from services.logistics.documents.rules.sources import (
    Sources,
    buyer,
    goods_of,
    net_kg,
    ordered,
    seller,
    trade_term,
)
from services.logistics.documents.rules.trade import (
    Certificate,
    CertificateOfOrigin,
    CommercialInvoice,
    PackedPackage,
    PackingList,
)
from services.logistics.documents.rules.transport import TransportDocument


def document_set(sources: Sources) -> DocumentSet:
    """All that there is of them now."""
    invoice = commercial_invoice(sources)
    return DocumentSet(
        shipment_id=sources.shipment_id,
        invoices=(invoice,) if invoice else (),
        packing_lists=(packing_list(sources),),
        transports=tuple(transport_document(sources, one) for one in sources.kept.transports),
        origins=sources.kept.origins,
        insurances=(sources.kept.insurance,) if sources.kept.insurance else (),
        inspections=sources.kept.inspections,
        certificates=tuple(one if one.issuer.name else own(sources, one) for one in sources.kept.certificates),
    )


def own(sources: Sources, certificate: Certificate) -> Certificate:
    """What we ourselves certify."""
    return certificate.but(issuer=seller(sources))


def commercial_invoice(sources: Sources) -> CommercialInvoice | None:
    """Finance's invoice with what travels beside it; its amounts are finance's, never reckoned again (FIN-1)."""
    invoice = sources.kept.invoice
    if invoice is None:
        return None
    return CommercialInvoice(
        number=invoice.number,
        issuer=seller(sources),
        issued_on=invoice.issued_on,
        buyer=buyer(sources),
        lines=_invoiced_lines(sources, invoice),
        total=Money(amount=invoice.total.amount - invoice.advance_used.amount, currency=invoice.total.currency),
        term=trade_term(sources),
        charges=_charges(invoice),
        order_reference=sources.content.customer_po if sources.content else "",
        **weighed(sources),
    )


def packing_list(sources: Sources) -> PackingList:
    """Of the packages that the warehouse handed over; it bears the shipment's number."""
    return PackingList(
        number=sources.number,
        issuer=seller(sources),
        issued_on=sources.dispatched_on,
        buyer=buyer(sources),
        lines=goods_of(sources),
        packages=tuple(_packed(sources, package) for package in sources.packages),
        invoice_number=sources.kept.invoice.number if sources.kept.invoice else "",
        **weighed(sources),
    )


def transport_document(sources: Sources, read: CarriersDocument) -> TransportDocument:
    """The carrier's document as it was read; the shipper are we."""
    told: dict[str, Any] = fields_of(read) | {"consignee": read.consignee or buyer(sources)}
    issuer = Party(name=read.carrier)
    return TransportDocument(**told, issuer=issuer, shipper=seller(sources), signed=read.signed_as is not None)


def certificate_of_origin(sources: Sources) -> CertificateOfOrigin:
    """What the chamber is asked to certify; a country for the whole where all goods were made in one."""
    goods = goods_of(sources)
    origins = {line.origin for line in goods}
    return CertificateOfOrigin(
        issuer=seller(sources),
        exporter=seller(sources),
        consignee=buyer(sources),
        lines=goods,
        origin=origins.pop() if len(origins) == 1 else None,
        invoice_number=sources.kept.invoice.number if sources.kept.invoice else "",
        **weighed(sources),
    )


def weighed(sources: Sources) -> dict[str, Any]:
    """What a document of all the goods says of packages, weights in kg and volume in m³."""
    packages = sources.packages
    if not packages:
        return {"net_kg": net_kg(sources)}
    return {
        "package_count": len(packages),
        "gross_kg": sum((one.weight_kg for one in packages), Decimal(0)),
        "net_kg": net_kg(sources),
        "volume_m3": sum((one.volume_m3 for one in packages), Decimal(0)),
    }


def _packed(sources: Sources, package: Package) -> PackedPackage:
    """With what the warehouse says lies in it, in the words of the goods' own lines."""
    goods = {line.line: line for line in goods_of(sources)}
    return PackedPackage(
        number=package.number,
        marks=f"SSCC {package.sscc}" if package.sscc else "",
        contents=tuple(goods[one.line].but(quantity=one.quantity) for one in package.contents if one.line in goods),
        gross_kg=package.weight_kg,
        volume_m3=package.volume_m3,
    )


def _invoiced_lines(sources: Sources, invoice: Invoiced) -> tuple[GoodsLine, ...]:
    goods = {line.line: line for line in goods_of(sources)}
    prices = ordered(sources)
    lines = []
    for billed in invoice.lines:
        line = goods.get(billed.line) or GoodsLine(description=billed.item, quantity=billed.quantity, unit="")
        price = prices[billed.line].unit_price if billed.line in prices else None
        lines.append(line.but(**fields_of(billed), unit_price=price))
    return tuple(lines)


def _charges(invoice: Invoiced) -> tuple[Charge, ...]:
    discount = -invoice.discount.amount if invoice.discount else Decimal(0)
    named = {
        "discount": discount,
        "freight": invoice.freight.amount,
        "tax": invoice.tax.amount,
        "advance": -invoice.advance_used.amount,
    }
    return tuple(Charge(name=name, amount=amount) for name, amount in named.items() if amount)
