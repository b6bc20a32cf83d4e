"""An order that names samples waits for them; one that it cannot wait for is asked back (SAL-23)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from contracts.order import OrderDraft
from contracts.texts import Text
from services.sales.masters.rules import Masters
from services.sales.order.rules.document import Order
from services.sales.sample.rules import Sample


def samples_asked_back(draft: OrderDraft, known: Masters) -> Iterator[tuple[str, Text]]:
    """Of samples that there are not, that were given up or are of no item of the order."""
    for place, number in enumerate(draft.samples):
        if text := _asked_back(number, draft, known):
            yield f"samples.{place}", text


def awaited(draft: OrderDraft, known: Masters) -> tuple[str, ...]:
    """The samples that it names and that the customer has not approved yet."""
    ours = (sample for number in draft.samples if (sample := _sample(number, draft, known)))
    return tuple(sample.number for sample in ours if not sample.approved)


def named_in(orders: Iterable[Order], known: Mapping[str, Sample]) -> dict[str, list[UUID]]:
    """By number of each sample, the orders of its customer that name it."""
    by: defaultdict[str, list[UUID]] = defaultdict(list)
    for order in orders:
        for number in order.content.samples:
            if number in known and known[number].customer == order.content.customer:
                by[number].append(order.order_id)
    return dict(by)


def _asked_back(number: str, draft: OrderDraft, known: Masters) -> Text | None:
    """The same, whether there is none or it is another customer's."""
    sample = _sample(number, draft, known)
    if sample is None:
        return Text("There is no sample {number} for you: for which one does the order wait?", number=number)
    if sample.ended and not sample.approved:
        return Text("Sample {number} was withdrawn: for which one does the order wait?", number=number)
    if sample.item not in {line.item for line in draft.lines}:
        about = {"number": number, "item": sample.item}
        return Text("Sample {number} is of {item}, which is not ordered: for which one does the order wait?", **about)
    return None


def _sample(number: str, draft: OrderDraft, known: Masters) -> Sample | None:
    """None of another customer's."""
    sample = known.samples.get(number)
    return sample if sample and sample.customer == draft.customer else None
