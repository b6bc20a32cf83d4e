#!/usr/bin/env bash
# msgspec 0.22.0: a standard dataclass that it reads has in its __dict__ only the fields that the JSON told. A field with a plain default
# that was not told stays the class's attribute: the value reads right by its name, equals one made by its own constructor, and its repr,
# asdict and replace are right, but vars(value) lacks the field; with a default_factory, or told, it is there. So code that hands a value on
# by **vars(value) works until a document from before the field was added is read. Seen: equal, and vars of two and of three fields.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "msgspec==0.22.0"
"$folder/venv/bin/python" - <<'PY'
from dataclasses import asdict, dataclass, field

import msgspec


@dataclass(frozen=True)
class Purchase:
    item: str
    pack: int = 1
    served: list[str] = field(default_factory=list)


made, read = Purchase("P-1"), msgspec.json.decode('{"item": "P-1"}', type=Purchase)
print("made:", sorted(vars(made)), "read:", sorted(vars(read)), "equal:", made == read)
assert made == read and asdict(made) == asdict(read) and read.pack == 1, "it changed: they differ"
assert sorted(vars(made)) == ["item", "pack", "served"]
assert sorted(vars(read)) == ["item", "served"], "it changed: the default is told"
PY
