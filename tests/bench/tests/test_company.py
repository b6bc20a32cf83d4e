"""The bench drives builds of before, which know less."""

from __future__ import annotations

from pathlib import Path

from gendan.switches import IN_A_PLAY
from tests.bench.company import policies_of
from tests.bench.trees import CHECKOUT, Tree


def test_a_build_of_before_is_given_no_policy_that_came_after_it(tmp_path: Path) -> None:
    (tmp_path / "gendan").mkdir()
    (tmp_path / "gendan" / "switches.py").write_text('IN_A_PLAY = {"GENDAN_LOGISTICS_DISPATCH": "automatic"}')
    assert policies_of(Tree("before", "0", tmp_path, "python")) == {"GENDAN_LOGISTICS_DISPATCH": "automatic"}


def test_this_build_is_given_all_policies_of_a_play() -> None:
    assert policies_of(Tree("this", "0", CHECKOUT, "python")) == IN_A_PLAY


def test_a_build_before_all_policies_is_given_none(tmp_path: Path) -> None:
    assert not policies_of(Tree("first", "0", tmp_path, "python"))
