"""What `gendan backup` and `gendan restore` refuse, and that what was broken off is a failure (ALL-9)."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from gendan import backup_command
from gendan.cli import app
from gendan.embedded.folder import held

pytestmark = pytest.mark.needs("ALL-9")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(each) for each in arguments])


def test_a_folder_that_is_no_backup_is_not_restored(tmp_path: Path) -> None:
    answer = run("restore", tmp_path, "--data", tmp_path / "new")
    assert answer.exit_code == 1
    assert f"{tmp_path} is no backup" in answer.output
    assert not (tmp_path / "new").exists()


def test_of_the_copy_of_a_stopped_company_it_is_told_that_up_starts_on_it(tmp_path: Path) -> None:
    (tmp_path / "version").write_text("1\n")
    assert "up starts on it" in run("restore", tmp_path, "--data", tmp_path / "new").output


def test_a_backup_is_not_restored_over_anything(tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    at = "2026-11-29T08:00:00Z"
    (backup / "backup.json").write_text(f'{{"version":1,"begun":"{at}","ended":"{at}","ends":{{}},"groups":{{}}}}')
    (tmp_path / "thesis.txt").write_text("three years")
    answer = run("restore", backup, "--data", tmp_path)
    assert (answer.exit_code, "is there already" in answer.output) == (1, True)
    assert (tmp_path / "thesis.txt").read_text() == "three years"


def test_of_a_company_that_starts_no_backup_is_taken_yet(tmp_path: Path) -> None:
    with held(tmp_path):
        answer = run("backup", tmp_path / "kept", "--data", tmp_path)
    assert (answer.exit_code, "addresses.json is not there" in answer.output) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_what_was_broken_off_is_a_failure(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken_off(*_: Any) -> None:
        raise asyncio.CancelledError

    monkeypatch.setattr(backup_command, "take", broken_off)
    monkeypatch.setattr(backup_command, "laid_out", broken_off)
    with held(tmp_path):
        answer = run(command, tmp_path / "kept", "--data", tmp_path)
    assert (answer.exit_code, "broken off" in answer.output) == (1, True)


def test_backups_beside_each_other_are_kept_of_servers_elsewhere_alone(tmp_path: Path) -> None:
    answer = run("backup", tmp_path / "kept", "--keep", "2")
    assert (answer.exit_code, "--keep: only with --postgres" in answer.output) == (2, True)


def test_a_file_with_an_address_that_is_not_there_is_named(tmp_path: Path) -> None:
    answer = run("backup", tmp_path / "kept", "--postgres", tmp_path / "admin.url", "--bootstrap", "127.0.0.1:1")
    assert (answer.exit_code, "--postgres: " in answer.output) == (2, True)
    assert not (tmp_path / "kept").exists()
