"""The data folder of the servers that gendan brings along."""

import socket
import sys
from pathlib import Path
from signal import SIGTERM

import pytest

from gendan.embedded import DataFolderInUse, DataFolderIsNewer, embedded, folder
from gendan.embedded.child import start
from gendan.embedded.leftover import end_leftover


def silent(line: str) -> None:
    """Reports to nobody."""


async def test_a_newer_data_folder_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "version").write_text(f"{folder.VERSION + 1}\n")
    with pytest.raises(DataFolderIsNewer, match=str(tmp_path)):
        await embedded(tmp_path, ["sales"], silent).__aenter__()


def test_an_older_data_folder_is_migrated_step_by_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    monkeypatch.setattr(folder, "VERSION", 3)
    monkeypatch.setattr(folder, "MIGRATIONS", {1: lambda data: steps.append("1"), 2: lambda data: steps.append("2")})
    (tmp_path / "version").write_text("1\n")
    with folder.opened(tmp_path, silent):
        assert (steps, folder.version_of(tmp_path)) == (["1", "2"], 3)


def test_a_data_folder_serves_one_gendan_at_a_time(tmp_path: Path) -> None:
    with folder.opened(tmp_path, silent), pytest.raises(DataFolderInUse, match=str(tmp_path)):
        folder.opened(tmp_path, silent).__enter__()


def test_a_server_keeps_its_port_over_restarts(tmp_path: Path) -> None:
    assert folder.ports(tmp_path, ["kafka", "postgres"]) == folder.ports(tmp_path, ["kafka", "postgres"])


def test_a_port_taken_meanwhile_is_replaced(tmp_path: Path) -> None:
    kept = folder.ports(tmp_path, ["kafka", "postgres"])
    with socket.socket() as stranger:
        stranger.bind(("127.0.0.1", kept["kafka"]))
        stranger.listen()
        fresh = folder.ports(tmp_path, ["kafka", "postgres"])
    assert fresh["kafka"] not in kept.values()
    assert fresh["postgres"] == kept["postgres"]


async def test_a_server_left_behind_is_stopped(tmp_path: Path) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)", "the mark"]
    child = await start("sleeper", sleeper, log=tmp_path / "log", stop_signal=SIGTERM)
    assert await end_leftover(child.process.pid, "the mark", SIGTERM)
    await child.process.wait()


async def test_a_foreign_process_with_a_remembered_id_is_left_alone(tmp_path: Path) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)"]
    child = await start("sleeper", sleeper, log=tmp_path / "log", stop_signal=SIGTERM)
    assert not await end_leftover(child.process.pid, "the mark", SIGTERM)
    await child.stop()
