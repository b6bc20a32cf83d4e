"""The database outside the data folder: whose it is, and what a copy, a move or a removal of the folder does to it."""

import os
import shutil
from pathlib import Path

import pytest

from gendan.embedded import place
from gendan.embedded.backup import TargetIsThere, back_up
from gendan.embedded.child import User
from gendan.embedded.folder import DataFolderInUse, held
from gendan.embedded.place import NotItsDatabase, place_of
from gendan.embedded.removing import NoDataFolder, remove
from tests.needs import needs

ME = User(os.geteuid(), os.getegid())


@pytest.fixture
def company(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose database lies outside it."""
    monkeypatch.setattr(place, "PLACES", tmp_path / "places")
    data = tmp_path / "company"
    data.mkdir()
    (data / "version").write_text("1\n")
    written(place_of(data, ME), "the books")
    return data


def written(where: Path, words: str) -> None:
    (where / "cluster").mkdir()
    (where / "cluster" / "base").write_text(words)


def books(data: Path) -> str:
    return (place_of(data, ME) / "cluster" / "base").read_text()


def copy(data: Path, *, follow: bool) -> Path:
    """`cp -a`, or `cp -aL`."""
    return Path(shutil.copytree(data, data.with_name("copy"), symlinks=not follow))


def test_a_copy_of_the_folder_alone_is_refused_and_the_company_keeps_its_database(company: Path) -> None:
    with pytest.raises(NotItsDatabase, match=rf"copy is a copy of {company} without its database.*backup"):
        place_of(copy(company, follow=False), ME)
    assert books(company) == "the books"


def test_removing_such_a_copy_leaves_the_database_of_the_company(company: Path) -> None:
    assert remove(copy(company, follow=False)) == []
    assert books(company) == "the books"


def test_a_copy_that_followed_the_link_has_a_database_of_its_own(company: Path) -> None:
    other = copy(company, follow=True)
    assert books(other) == "the books"
    (place_of(other, ME) / "cluster" / "base").write_text("other books")
    assert books(company) == "the books"


def test_a_folder_that_was_moved_keeps_its_database_also_when_another_begins_in_its_old_place(company: Path) -> None:
    moved = company.rename(company.with_name("moved"))
    company.mkdir()
    assert not (place_of(company, ME) / "cluster").exists()
    assert books(moved) == "the books"


def test_a_database_that_is_gone_is_told_and_no_empty_one_made(company: Path) -> None:
    shutil.rmtree((company / "postgres").readlink())
    with pytest.raises(NotItsDatabase, match="is gone"):
        place_of(company, ME)


def test_a_place_that_names_no_owner_is_taken_by_nobody(company: Path) -> None:
    ((company / "postgres").readlink() / "owner").unlink()
    with pytest.raises(NotItsDatabase, match="does not say which folder's database it is"):
        place_of(company, ME)


@needs("ALL-9")
def test_a_backup_is_whole_and_independent(company: Path, tmp_path: Path) -> None:
    back_up(company, tmp_path / "backup")
    assert (tmp_path / "backup" / "postgres" / "cluster" / "base").read_text() == "the books"
    remove(company)
    assert books(tmp_path / "backup") == "the books"


@needs("ALL-9")
def test_a_backup_overwrites_nothing_and_is_not_made_of_a_running_company(company: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    with pytest.raises(TargetIsThere):
        back_up(company, tmp_path / "there")
    with held(company), pytest.raises(DataFolderInUse):
        back_up(company, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_only_a_data_folder_is_removed(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("three years")
    with pytest.raises(NoDataFolder, match="nothing is removed"):
        remove(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_what_is_not_gendans_stays_when_a_data_folder_is_removed(company: Path) -> None:
    (company / "summary.json").write_text("{}")
    assert remove(company) == ["summary.json"]
    assert [path.name for path in company.iterdir()] == ["summary.json"]


def test_a_folder_of_which_a_server_still_takes_files_away_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, unlink = tmp_path / "pg_wal", os.unlink
    folder.mkdir()
    for name in ("1", "2", "3"):
        (folder / name).write_text(name)

    def taken_by_another(path: str, **where: int) -> None:
        unlink(path, **where)
        if path == "2":
            unlink(path, **where)

    monkeypatch.setattr(os, "unlink", taken_by_another)
    place.clear(folder)
    assert not folder.exists()
