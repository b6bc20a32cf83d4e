#!/usr/bin/env bash
# typst 0.15.2 (PyPI): a Compiler made of source in memory, `Compiler(input=b"…")`, compiles once. The second `compile()` of the same object, with
# other `sys_inputs`, raises TypstError "file not found (searched at …/__typst_py_bytes__.typ)": its source is not kept. A service that keeps one
# compiler for its template must give the template as a path; then each call works.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "typst==0.15.2"
cd "$folder"
"$folder/venv/bin/python" - <<'PY'
from pathlib import Path

import typst

SOURCE = b'#sys.inputs.at("number", default: "-")'
in_memory = typst.Compiler(input=SOURCE)
print("from bytes, first:", len(in_memory.compile(format="pdf", sys_inputs={"number": "1"})), "bytes of PDF")
try:
    in_memory.compile(format="pdf", sys_inputs={"number": "2"})
except typst.TypstError as fault:
    print("from bytes, second:", type(fault).__name__)
    assert "not found" in str(fault), fault
else:
    raise SystemExit("it changed: source given as bytes is compiled again")
Path("template.typ").write_bytes(SOURCE)
on_disk = typst.Compiler(input="template.typ")
sizes = [len(on_disk.compile(format="pdf", sys_inputs={"number": number})) for number in "12"]
print("from a path:", sizes)
assert all(sizes)
PY
