"""Writes every file that is made from the contracts, or tells which are stale."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from contracts.texts import Text
from gendan.generated import alerts, asyncapi, catalogues, commands, flows, kafka_objects, needs
from gendan.generated.houses import Houses, hearers, houses
from gendan.generated.schemas import schemas
from gendan.told import Told

CHECKOUT = Path(__file__).parents[2]
SCHEMAS = Path("contracts/schemas")


def main(check: bool = False) -> None:
    """Write the generated files; or, to check, raise Told with the names of those that are stale."""
    wanted = generated()
    stale = stale_files(wanted)
    if not check:
        write(wanted, stale)
    elif stale:
        raise Told(Text("stale, run {how}: {files}", how="make contracts", files=(*map(str, stale),)))


def generated() -> dict[Path, str]:
    """Every generated file, by its path in the checkout."""
    built = houses()
    documents = {SCHEMAS / f"{topic}.json": as_json(schema) for topic, schema in schemas().items()}
    documents[Path("contracts/asyncapi.yaml")] = asyncapi.as_yaml(asyncapi.document(hearers(built)))
    documents[Path("contracts/commands.json")] = as_json(commands.document(built))
    documents[Path("deploy/alerts/promises.yaml")] = alerts.page()
    documents[Path("deploy/k8s/observability/rules.yaml")] = alerts.prometheus_rule()
    documents[Path("deploy/k8s/kafka/topics.yaml")] = kafka_objects.topics()
    documents[Path("deploy/k8s/kafka/users.yaml")] = kafka_objects.users(built)
    documents[Path("docs/flows.md")] = flows.page(built)
    documents[Path("docs/needs.md")] = needs.page(CHECKOUT)
    return documents | readmes(built) | catalogues.pages()


def stale_files(wanted: Mapping[Path, str]) -> list[Path]:
    """Files that are missing, differ, or are schemas of no topic."""
    differing = [path for path, text in wanted.items() if text_of(path) != text]
    schemas_here = sorted(path.relative_to(CHECKOUT) for path in (CHECKOUT / SCHEMAS).glob("*.json"))
    return differing + [path for path in schemas_here if path not in wanted]


def write(wanted: Mapping[Path, str], stale: list[Path]) -> None:
    """Bring the stale files up to date; the schema of a topic that is gone goes."""
    for path in stale:
        file = CHECKOUT / path
        if path in wanted:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(wanted[path])
        else:
            file.unlink()


def readmes(built: Houses) -> dict[Path, str]:
    """The departments' READMEs with their tables filled between the markers."""
    filled = {}
    for name, house in built.items():
        path = Path("services") / name / "README.md"
        tables = {"hears": flows.hears_table(house), "says": flows.says_table(name, built)}
        if (text := text_of(path)) is not None:
            filled[path] = fill(text, tables)
    return filled


def fill(text: str, tables: Mapping[str, str]) -> str:
    """``text`` with each table between ``<!-- name -->`` and ``<!-- /name -->``; without markers, unchanged."""
    for name, table in tables.items():
        head, begin, rest = text.partition(f"<!-- {name} -->")
        _, end, tail = rest.partition(f"<!-- /{name} -->")
        if end:
            text = f"{head}{begin}\n\n{table}\n{end}{tail}"
    return text


def as_json(schema: object) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def text_of(path: Path) -> str | None:
    file = CHECKOUT / path
    return file.read_text() if file.exists() else None
