"""A demo throws away what a demo made, and nothing else."""

from pathlib import Path

import pytest

from contracts.texts import Text
from gendan.embedded import folder
from gendan.embedded.folder import DataFolderInUse
from gendan.play_folder import NotAPlay, becomes_a_company, begin_anew, how_to_look, insist_play


def quiet(_line: object) -> None:
    """Reports to nobody."""


def test_a_strangers_folder_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(NotAPlay, match=r"nothing is thrown away and nothing played.*--data"):
        begin_anew(tmp_path, quiet)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_strangers_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(NotAPlay):
        begin_anew(tmp_path / "thesis.txt", quiet)


def test_a_company_is_no_play(tmp_path: Path) -> None:
    with folder.opened(tmp_path, quiet):
        pass
    with pytest.raises(NotAPlay):
        begin_anew(tmp_path, quiet)
    assert (tmp_path / "version").exists()


@pytest.mark.parametrize("made", [True, False])
def test_a_new_and_an_empty_folder_become_a_play(tmp_path: Path, made: bool) -> None:
    data = tmp_path if made else tmp_path / "new"
    begin_anew(data, quiet)
    insist_play(data)


def test_the_next_play_begins_anew_and_says_what_is_thrown_away(tmp_path: Path) -> None:
    told = list[Text]()
    begin_anew(tmp_path, told.append)
    assert told == []
    (tmp_path / "clock.json").write_text("the last play's")
    begin_anew(tmp_path, told.append)
    assert str(told[0]).startswith("begins anew: the play of ")
    assert f"{tmp_path} is thrown away" in str(told[0])
    assert not (tmp_path / "clock.json").exists()


def test_what_somebody_put_into_the_folder_of_a_play_outlives_it(tmp_path: Path) -> None:
    told = list[Text]()
    begin_anew(tmp_path, quiet)
    (tmp_path / "summary.json").write_text("{}")
    begin_anew(tmp_path, told.append)
    assert (tmp_path / "summary.json").exists()
    assert str(told[1]) == "left what is not gendan's: summary.json"


def test_a_play_that_is_up_is_not_thrown_away(tmp_path: Path) -> None:
    begin_anew(tmp_path, quiet)
    with folder.held(tmp_path), pytest.raises(DataFolderInUse):
        begin_anew(tmp_path, quiet)


def test_a_play_with_which_somebody_went_on_is_a_company(tmp_path: Path) -> None:
    begin_anew(tmp_path, quiet)
    becomes_a_company(tmp_path, quiet)
    with pytest.raises(NotAPlay):
        begin_anew(tmp_path, quiet)


def test_there_is_nothing_to_look_at_before_the_first_play(tmp_path: Path) -> None:
    with pytest.raises(NotAPlay, match="play one with"):
        insist_play(tmp_path)


def test_in_the_end_it_is_said_how_to_look_at_the_play_again(tmp_path: Path) -> None:
    assert f"demo --look --data {tmp_path}" in str(how_to_look(tmp_path))
