"""The data folder of the servers that gendan brings along."""

import socket
import sys
from pathlib import Path
from signal import SIGTERM

import pytest

from gendan.embedded import DataFolderInUse, DataFolderIsNewer, embedded, folder
from gendan.embedded.child import OURSELVES, start
from gendan.embedded.folder import NotEmpty
from gendan.embedded.leftover import end_leftover
from gendan.embedded.postgres import PasswordGone, _password
from gendan.embedded.postgres_home import Home


def silent(_: object) -> None:
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


def test_a_company_does_not_begin_between_a_strangers_files(tmp_path: Path) -> None:
    (tmp_path / "kafka").mkdir()
    (tmp_path / "kafka" / "server.properties").write_text("a stranger's broker")
    with pytest.raises(NotEmpty, match="holds kafka and no company of gendan's"):
        folder.opened(tmp_path, silent).__enter__()
    assert [path.name for path in tmp_path.iterdir()] == ["kafka"]


def test_a_lock_that_a_killed_one_left_is_no_strangers_file(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    with folder.opened(tmp_path, silent):
        assert folder.version_of(tmp_path) == folder.VERSION


async def test_a_database_whose_password_is_gone_gets_no_new_one(tmp_path: Path) -> None:
    place = Home(tmp_path, tmp_path, OURSELVES)
    place.cluster.mkdir()
    with pytest.raises(PasswordGone, match="put it back from a backup"):
        _password(tmp_path, place)
    assert not (tmp_path / "postgres.password").exists()


async def test_a_server_whose_folder_ends_alike_is_left_alone(tmp_path: Path) -> None:
    sleeper = [sys.executable, "-c", "import time; time.sleep(60)", "/mnt/data/kafka/server.properties"]
    child = await start("sleeper", sleeper, log=tmp_path / "log", stop_signal=SIGTERM)
    assert not await end_leftover(child.process.pid, "/data/kafka/server.properties", SIGTERM)
    await child.stop()


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
