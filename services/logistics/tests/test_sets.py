"""The cases by which an examination of documents is judged are what they say (LOG-7)."""

from collections.abc import Sequence
from typing import Any

import pytest

from contracts.value import Value, fields_of
from services.logistics.tests.sets.air import AIR
from services.logistics.tests.sets.air_faults import FAULTS as OF_AIR
from services.logistics.tests.sets.case import Clean, Fault, Presented
from services.logistics.tests.sets.certified import CERTIFIED
from services.logistics.tests.sets.certified_faults import FAULTS as OF_CERTIFIED
from services.logistics.tests.sets.clean import CLEAN
from services.logistics.tests.sets.multimodal import MULTIMODAL
from services.logistics.tests.sets.multimodal_faults import FAULTS as OF_MULTIMODAL
from services.logistics.tests.sets.road import ROAD
from services.logistics.tests.sets.road_clean import ROAD_CLEAN
from services.logistics.tests.sets.road_faults import FAULTS as OF_ROAD
from services.logistics.tests.sets.sea import SEA
from services.logistics.tests.sets.sea_faults import FAULTS as OF_SEA

CREDITS = {
    "sea": (SEA, OF_SEA),
    "air": (AIR, OF_AIR),
    "multimodal": (MULTIMODAL, OF_MULTIMODAL),
    "certified": (CERTIFIED, OF_CERTIFIED),
    "road": (ROAD, OF_ROAD),
}
every_credit = pytest.mark.parametrize(("clean", "faults"), CREDITS.values(), ids=CREDITS)


@every_credit
def test_a_credit_has_twenty_faults_of_different_names(clean: Presented, faults: Sequence[Fault]) -> None:
    assert len({fault.name for fault in faults}) == len(faults) >= 20


@every_credit
def test_a_fault_changes_the_documents_or_the_credit_where_it_is_to_be_found(
    clean: Presented, faults: Sequence[Fault]
) -> None:
    for fault in faults:
        faulty = fault.of(clean)
        assert faulty != clean, fault.name
        assert all(at_place(faulty.documents, place) is not LACKING for place in fault.at), fault.name


@every_credit
def test_a_conforming_set_names_one_credit_and_one_invoice_and_weighs_the_same_everywhere(
    clean: Presented, faults: Sequence[Fault]
) -> None:
    documents = clean.documents.documents
    assert {one.credit_number for one in documents} <= {clean.terms.number, ""}
    assert {one.invoice_number for one in documents} <= {clean.documents.invoices[0].number, ""}
    assert len({one.gross_kg for one in clean.documents.packing_lists + clean.documents.transports}) == 1


@pytest.mark.parametrize("conforming", [CLEAN, ROAD_CLEAN], ids=["of sea, air and three modes", "road"])
def test_there_are_twenty_conforming_sets_of_different_names(conforming: Sequence[Clean]) -> None:
    assert len({clean.name for clean in conforming}) == len(conforming) >= 20


LACKING = object()


def at_place(value: Any, place: str) -> Any:
    """What stands at a place; LACKING where nothing can."""
    for step in place.split("."):
        if isinstance(value, tuple):
            value = value[int(step)] if int(step) < len(value) else LACKING
        else:
            value = fields_of(value).get(step, LACKING) if isinstance(value, Value) else LACKING
    return value
