"""What `make` fetches and removes."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
UV = """#!/bin/sh
test "$1" = pip || exit 0
echo "trusts the system: $UV_SYSTEM_CERTS" >> asked
echo "error: invalid peer certificate: UnknownIssuer" >&2
exit 2
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose tools are there, and whose uv fails."""
    for name in ("Makefile", "tools.txt", "requirements.txt", "jgo.lock.toml"):
        shutil.copy(CHECKOUT / name, tmp_path / name)
    for name in ("gendan", "contracts"):
        (tmp_path / name).symlink_to(CHECKOUT / name)
    executable(tmp_path / ".state/tools/bin/uv", UV)
    executable(tmp_path / ".venv/bin/python", "#!/bin/sh\nexit 0\n")
    return tmp_path


def executable(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(text)
    path.chmod(0o755)


def make(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("UV_", "MAKE"))}
    command = ["make", "-s", f"PY={sys.executable} -B -S", *words]
    return subprocess.run(command, cwd=checkout, env=env, capture_output=True, text=True, check=False)


def test_what_is_fetched_is_checked_against_the_systems_certificates_first(checkout: Path) -> None:
    make(checkout, ".state/ready")
    assert (checkout / "asked").read_text().splitlines()[:2] == ["trusts the system: true"] * 2


def test_the_tools_own_message_is_kept_when_nothing_can_be_fetched(checkout: Path) -> None:
    ended = make(checkout, ".state/ready")
    assert ended.returncode != 0
    assert "invalid peer certificate: UnknownIssuer" in ended.stderr
    assert "what the tool says stands above" in ended.stdout


@pytest.fixture
def folders(checkout: Path) -> Path:
    """A company's data, and a play."""
    for name in ("data", "demo"):
        (checkout / ".state" / name).mkdir()
        (checkout / ".state" / name / "version").write_text("1\n")
    (checkout / ".state" / "demo" / "play").write_text("2026-03-02 09:00\n")
    return checkout


def test_clean_keeps_a_companys_data_and_says_so(folders: Path) -> None:
    ended = make(folders, "clean")
    assert [path.name for path in (folders / ".state").iterdir()] == ["data"]
    assert (ended.returncode, "kept: .state/data" in ended.stdout) == (0, True)


def test_the_data_go_when_that_is_said(folders: Path) -> None:
    assert make(folders, "clean", "DATA=remove").returncode == 0
    assert not (folders / ".state").exists()


def test_what_nobody_here_made_stays_in_any_case(folders: Path) -> None:
    (folders / ".state" / "data" / "thesis.txt").write_text("three years")
    ended = make(folders, "clean", "DATA=remove")
    assert (folders / ".state" / "data" / "thesis.txt").exists()
    assert "left what is not gendan's: thesis.txt" in ended.stdout
