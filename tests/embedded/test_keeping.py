"""A server that ends by itself is started again; one that is stopped is not."""

import asyncio
import sys
from pathlib import Path
from signal import SIGTERM

import pytest

from contracts.texts import Text
from gendan.embedded import ServerFailed, keeping
from gendan.embedded.child import Child, start
from gendan.embedded.keeping import kept_running


class Lives:
    """A server's lives: each a program of Python, or a failure to start."""

    def __init__(self, folder: Path, *programs: str | OSError) -> None:
        self.folder, self.programs, self.all_begun = folder, list(programs), asyncio.Event()

    async def begin(self) -> Child:
        program = self.programs.pop(0)
        if isinstance(program, OSError):
            raise program
        if not self.programs:
            self.all_begun.set()
        command = [sys.executable, "-c", program]
        return await start("server", command, log=self.folder / "log", stop_signal=SIGTERM)


ENDS, STAYS = "raise SystemExit(7)", "import time; time.sleep(60)"


async def well() -> bool:
    return True


async def never() -> bool:
    return False


async def test_each_end_is_told_with_a_longer_wait_and_a_start_that_fails_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "BACKOFF_S", (0.0, 0.001, 0.002, 0.003))
    told, lives = list[Text](), Lives(tmp_path, ENDS, OSError("no memory"), ENDS, STAYS)
    async with kept_running(lives.begin, well, 5, told.append):
        async with asyncio.timeout(20):
            await lives.all_begun.wait()
    assert list(map(str, told)) == [
        "server ended with status 7; started again in 0.001 s",
        "server cannot be started: no memory",
        "server ended with status 7; started again in 0.002 s",
        "server ended with status 7; started again in 0.003 s",
    ]


async def test_a_server_that_is_stopped_is_not_told_and_gone(tmp_path: Path) -> None:
    told, lives = list[Text](), Lives(tmp_path, STAYS)
    async with kept_running(lives.begin, well, 5, told.append) as child:
        assert child.process.returncode is None
    assert not told
    assert await child.process.wait() == -SIGTERM


async def test_a_first_life_that_does_not_get_ready_is_a_failure_and_not_left_behind(tmp_path: Path) -> None:
    lives = Lives(tmp_path, STAYS)
    with pytest.raises(ServerFailed, match="server was not ready within 0 s"):
        async with kept_running(lives.begin, never, 0.2, print):
            pass
