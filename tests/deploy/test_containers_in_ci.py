"""What CI says of the images: what the machine lacks is no fault, what the product does wrong is one."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
TOOLS = ("docker", "dockerd", "docker-compose", "debootstrap", "iptables")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The script in a checkout of its own, and an engine that does nothing and is content."""
    script = tmp_path / ".ci" / "containers"
    script.parent.mkdir()
    shutil.copy(CHECKOUT / ".ci" / "containers", script)
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    (tmp_path / "deploy" / "requirements").mkdir(parents=True)
    (tmp_path / "deploy" / "requirements" / "finance.txt").write_text("")
    (tmp_path / "bin").mkdir()
    for name in TOOLS:
        put(tmp_path, name, "exit 0")
    return tmp_path


def put(checkout: Path, name: str, body: str) -> None:
    program = checkout / "bin" / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)


def run(checkout: Path) -> subprocess.CompletedProcess[str]:
    env = {"PATH": f"{checkout / 'bin'}:{os.environ['PATH']}", "TMPDIR": str(checkout)}
    script = checkout / ".ci" / "containers"
    return subprocess.run([str(script)], env=env, capture_output=True, text=True, check=False, timeout=60)


def test_a_machine_on_which_no_engine_starts_is_told_in_one_line_and_is_no_fault(checkout: Path) -> None:
    put(checkout, "docker", "exit 1")
    put(checkout, "dockerd", "echo 'no right to make a bridge' >&2; exit 1")
    ended = run(checkout)
    assert ended.returncode == 0, ended.stderr
    assert len(ended.stdout.splitlines()) == 1
    assert ended.stdout.startswith("containers: skipped on this machine: no Docker engine ")


def test_a_machine_whose_containers_reach_no_registry_is_no_fault(checkout: Path) -> None:
    put(checkout, "docker", "test $1 != run")
    ended = run(checkout)
    assert (ended.returncode, "skipped on this machine: a container reaches no package registry" in ended.stdout) == (
        0,
        True,
    )


def test_an_image_that_cannot_be_built_is_a_fault(checkout: Path) -> None:
    (checkout / "Makefile").write_text("images:\n\t@echo COPY failed: file not found; exit 1\n")
    ended = run(checkout)
    assert ended.returncode == 1
    assert "COPY failed" in ended.stdout
    assert "containers: the images cannot be built" in ended.stdout


def test_a_story_that_fails_on_the_images_is_a_fault(checkout: Path) -> None:
    (checkout / "Makefile").write_text("images:\nintegration:\n\t@exit 1\n")
    ended = run(checkout)
    assert ended.returncode == 1
    assert "containers: the product fails in its images" in ended.stdout


def test_nothing_is_left_behind(checkout: Path) -> None:
    put(checkout, "docker", "exit 1")
    put(checkout, "dockerd", "exit 1")
    run(checkout)
    assert not list(checkout.glob("tmp.*"))
