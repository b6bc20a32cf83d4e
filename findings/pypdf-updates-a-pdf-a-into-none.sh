#!/usr/bin/env bash
# pypdf 7.1.1 adds to an existing PDF in two ways, and each leaves a trace that an archive's file (PDF/A) may not have. Incrementally, its new
# cross-reference stream begins "5 0 obj<<": ISO 19005-3, 6.1.9 asks for an end of line after `obj`, and every other object that pypdf writes has
# one. Cloned (`clone_from`), a file of PDF 1.7 comes out with the header "%PDF-1.3", though its objects are kept: `pdf_header` has to be set by hand.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "pypdf==7.1.1"
"$folder/venv/bin/python" - <<'PY'
import re
from io import BytesIO

from pypdf import PdfWriter


def written(writer: PdfWriter) -> bytes:
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


first = PdfWriter()
first.add_blank_page(595, 842)
first.pdf_header = "%PDF-1.7"
original = written(first)

updated = PdfWriter(BytesIO(original), incremental=True)
updated.add_metadata({"/Title": "Invoice"})
added = written(updated)[len(original) :]
glued = re.findall(rb"\d+ 0 obj<<", added)
print("added in an update:", re.findall(rb"\d+ 0 obj[^/]{0,4}", added))
assert len(glued) == 1 and re.search(rb"\d+ 0 obj\n<<", added), "it changed: the objects of an update are written alike"

cloned = PdfWriter(clone_from=BytesIO(original))
header = written(cloned)[:8]
print("cloned from", original[:8], "as", header)
assert original.startswith(b"%PDF-1.7") and header == b"%PDF-1.3", "it changed: a clone keeps its version"
PY
