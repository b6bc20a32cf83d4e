"""Chance repeats."""

from world.chance import Chance
from world.character import GOOD, character_of


def test_the_same_seed_decides_the_same_about_the_same_thing() -> None:
    assert Chance(7).share("late", "PO-1") == Chance(7).share("late", "PO-1")


def test_another_seed_another_thing_or_another_question_is_drawn_anew() -> None:
    drawn = {Chance(7).share("late", "PO-1"), Chance(8).share("late", "PO-1"), Chance(7).share("late", "PO-2")}
    assert len(drawn | {Chance(7).share("bad", "PO-1")}) == 4


def test_both_ends_of_a_range_are_drawn() -> None:
    assert {Chance(1).between(2, 4, n) for n in range(50)} == {2, 3, 4}


def test_what_is_improbable_is_rare() -> None:
    assert 60 < sum(Chance(1).happens(0.1, n) for n in range(1000)) < 140


def test_most_suppliers_are_good_and_each_stays_what_it_is() -> None:
    kinds = [character_of(f"S-{n}", Chance(3)) for n in range(100)]
    assert kinds.count(GOOD) > 50
    assert kinds == [character_of(f"S-{n}", Chance(3)) for n in range(100)]
