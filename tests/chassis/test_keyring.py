"""Keys seal what nobody may read who has the database alone; each opens what it sealed, at its place."""

import pytest

from chassis.keyring import CannotBeOpened, KeyRing, drawn
from tests.needs import needs

pytestmark = needs("ALL-3")
PLAIN, PLACE = "13912348000 李娜".encode(), "customer ALFKI"


def test_what_is_sealed_is_opened_at_its_place_and_is_never_twice_the_same() -> None:
    ring = KeyRing.of(drawn())
    one, other = ring.seal(PLAIN, PLACE), ring.seal(PLAIN, PLACE)
    assert one != other
    assert PLAIN not in one
    assert ring.opened(one, PLACE) == ring.opened(other, PLACE) == PLAIN


def test_what_was_copied_to_another_row_or_changed_does_not_open() -> None:
    ring = KeyRing.of(drawn())
    sealed = ring.seal(PLAIN, PLACE)
    with pytest.raises(CannotBeOpened, match=r"customer ANATR: .* belongs to another place"):
        ring.opened(sealed, "customer ANATR")
    with pytest.raises(CannotBeOpened, match="was changed"):
        ring.opened(sealed[:-1] + bytes([sealed[-1] ^ 1]), PLACE)


def test_the_first_key_seals_and_each_opens_so_that_keys_can_be_changed() -> None:
    old, new = drawn(), drawn()
    before, between, after = KeyRing.of(old), KeyRing.of(f"{new}, {old}"), KeyRing.of(new)
    assert between.opened(before.seal(PLAIN, PLACE), PLACE) == PLAIN
    assert after.opened(between.seal(PLAIN, PLACE), PLACE) == PLAIN
    with pytest.raises(CannotBeOpened, match=f"customer ALFKI is sealed by the key {before.first.id}"):
        after.opened(before.seal(PLAIN, PLACE), PLACE)


def test_the_same_is_found_by_the_same_mark_also_while_keys_are_changed() -> None:
    old, new = drawn(), drawn()
    before, between = KeyRing.of(old), KeyRing.of(f"{new},{old}")
    assert before.mark("li.na@example.org") in between.marks("li.na@example.org")
    assert before.mark("li.na@example.org") != before.mark("li.nb@example.org")
    assert before.mark("li.na@example.org") != between.mark("li.na@example.org")


@pytest.mark.parametrize("told", ["", " , ", "short", "A" * 40, f"{'A' * 43}= {'ä' * 43}=", "A" * 400])
def test_a_key_that_is_none_is_told_without_being_shown(told: str) -> None:
    with pytest.raises(ValueError, match="expected base64 of 32 random bytes each") as fault:
        KeyRing.of(told)
    assert not told.strip(" ,") or told not in str(fault.value)
