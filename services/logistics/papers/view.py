"""Which papers a shipment has, as they would be issued now, and what the others wait for."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TypeVar
from uuid import UUID

from chassis.papers.kinds import Draft, Found, NotYet
from chassis.stored import storable
from contracts.texts import Text
from contracts.value import Value
from services.logistics.documents.rules.customs import CustomsData, customs_data, lacks_of
from services.logistics.documents.rules.drawing import (
    certificate_of_origin,
    document_set,
    own,
    packing_list,
    transport_document,
)
from services.logistics.documents.rules.sources import Sources, goods_of
from services.logistics.documents.rules.trade import BillOfExchange, Certificate, CertificateOfOrigin, PackingList
from services.logistics.documents.rules.transport import TransportDocument
from services.logistics.letter_of_credit.rules.credit import LetterOfCredit
from services.logistics.letter_of_credit.rules.drawn import draft_under

V = TypeVar("V", bound=Value)
Drawn = Callable[[UUID, Sources], Sequence[Found[V]]]
"""The papers of one kind that a shipment of an order has."""


def packing_lists(order_id: UUID, sources: Sources) -> Sequence[Found[PackingList]]:
    return [_draft(order_id, sources, sources.number, packing_list(sources))]


def transports(order_id: UUID, sources: Sources) -> Sequence[Found[TransportDocument]]:
    """Each is called by its shipment and its own number: two carriers may count alike."""
    read = [transport_document(sources, one) for one in sources.kept.transports]
    if read or not sources.leaves_the_country:
        return [
            _draft(order_id, sources, f"{sources.number} {_in_path(one.number)}", one, f"{sources.number} {one.number}")
            for one in read
        ]
    return [NotYet(Text("a clerk enters it from the carrier's document"))]


def certificates(order_id: UUID, sources: Sources) -> Sequence[Found[CertificateOfOrigin]]:
    if not sources.leaves_the_country:
        return []
    unknown = [line.item for line in goods_of(sources) if line.origin is None]
    if unknown:
        why = Text("nobody has said where {items} were made", items=tuple(unknown))
        return [NotYet(why, sources.number)]
    return [_draft(order_id, sources, sources.number, certificate_of_origin(sources))]


def declarations(order_id: UUID, sources: Sources) -> Sequence[Found[CustomsData]]:
    """Complete, or not at all: what is lacking is told field by field (LOG-8)."""
    if not sources.leaves_the_country:
        return []
    data = customs_data(sources)
    wanted = tuple(lack.wanted for lack in lacks_of(data, sources.term))
    if wanted:
        return [NotYet(Text("it lacks: {wanted}", wanted=wanted), sources.number)]
    return [_draft(order_id, sources, sources.number, data)]


def drafts(order_id: UUID, sources: Sources, credit: LetterOfCredit) -> Sequence[Found[BillOfExchange]]:
    """Where the credit asks for one (42C); drawn once the goods are invoiced."""
    if credit.terms is None or not credit.terms.drafts_at:
        return []
    drawn = draft_under(credit.terms, document_set(sources))
    if drawn is None:
        return [NotYet(Text("finance's invoice, which is issued when the goods have left"), sources.number)]
    return [_draft(order_id, sources, sources.number, drawn)]


def own_certificates(order_id: UUID, sources: Sources) -> Sequence[Found[Certificate]]:
    """What we ourselves certify: by the shipment, and a digest, as a title has whatever a path cannot bear."""
    ours = [one for one in sources.kept.certificates if not one.issuer.name]
    return [_draft(order_id, sources, f"{sources.number} {_short(one)}", own(sources, one)) for one in ours]


def _short(ours: Certificate) -> str:
    return _digest(f"{ours.number} {ours.title}")


def _in_path(number: str) -> str:
    """A carrier's number as it is, or a digest of one with signs that a path cannot bear."""
    return number if re.fullmatch(r"[\w .-]+", number, re.ASCII) else _digest(number)


def _digest(words: str) -> str:
    return sha256(words.encode()).hexdigest()[:8]


def _draft(order_id: UUID, sources: Sources, document: str, data: V, number: str = "") -> Draft[V]:
    """It is drawn anew whenever it would tell anything else."""
    return Draft(
        document=document,
        number=number or document,
        order_id=order_id,
        customer=sources.customer,
        drawn_from=sha256(storable(data).encode()).hexdigest()[:16],
        data=data,
        language=sources.language,
    )
