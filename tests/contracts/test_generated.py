"""The generated documents are those of today's contracts, and whole."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from contracts.catalogue import EVENTS
from gendan.generated import generate
from gendan.generated.generate import CHECKOUT, fill
from gendan.told import Told
from tests.needs import needs

pytestmark = needs("ALL-2")

DOCUMENT = CHECKOUT / "contracts" / "asyncapi.yaml"
PARSER = Path(__file__).parent / "asyncapi_parser"


def test_every_generated_file_is_fresh() -> None:
    generate.main(check=True)


def test_a_stale_file_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(generate, "generated", lambda: {Path("nowhere/README"): "text"})
    monkeypatch.setattr(generate, "SCHEMAS", Path("nowhere"))
    with pytest.raises(Told, match="nowhere/README"):
        generate.main(check=True)


def test_a_table_is_written_between_its_markers_alone() -> None:
    text = "before <!-- hears --> old <!-- /hears --> after <!-- says -->"
    filled = "before <!-- hears -->\n\nnew\n<!-- /hears --> after <!-- says -->"
    assert fill(text, {"hears": "new", "says": "nothing"}) == filled
    assert fill(filled, {"hears": "new"}) == filled


def test_every_topic_is_a_channel_that_somebody_sends_to() -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    sent = {one["channel"]["$ref"] for one in document["operations"].values() if one["action"] == "send"}
    assert set(document["channels"]) == set(EVENTS)
    assert sent == {f"#/channels/{topic}" for topic in EVENTS}


def test_every_reference_of_the_document_leads_somewhere() -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    assert not [reference for reference in references(document) if not leads(document, reference)]


def test_the_official_parser_accepts_the_document() -> None:
    assert f"3.0.0 {len(EVENTS)} channels" in parsed(DOCUMENT).stdout


def test_the_official_parser_refuses_a_document_that_breaks_the_specification(tmp_path: Path) -> None:
    document = yaml.safe_load(DOCUMENT.read_text())
    next(iter(document["operations"].values()))["action"] = "shout"
    broken = tmp_path / "asyncapi.yaml"
    broken.write_text(yaml.safe_dump(document))
    shutil.copytree(CHECKOUT / "contracts" / "schemas", tmp_path / "schemas")
    assert parsed(broken).returncode == 1


def parsed(document: Path) -> subprocess.CompletedProcess[str]:
    """What the parser says of a document; the test is skipped where it cannot run."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        pytest.skip("NOT CHECKED: contracts/asyncapi.yaml by the official AsyncAPI parser: it needs node and npm")
    install(npm)
    return subprocess.run([node, "check.mjs", str(document)], cwd=PARSER, capture_output=True, text=True, check=False)


def install(npm: str) -> None:
    """The parser as locked, once."""
    lock, installed = PARSER / "package-lock.json", PARSER / "node_modules" / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    done = subprocess.run(command, cwd=PARSER, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"NOT CHECKED: contracts/asyncapi.yaml by the official parser: npm ci failed: {done.stderr[-300:]}")


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (value for name, value in node.items() if name == "$ref")
    for part in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from references(part)


def leads(document: Any, reference: str) -> bool:
    file, _, pointer = reference.partition("#/")
    if file:
        return (DOCUMENT.parent / file).is_file()
    for part in pointer.split("/"):
        document = document.get(part)
        if document is None:
            return False
    return True
