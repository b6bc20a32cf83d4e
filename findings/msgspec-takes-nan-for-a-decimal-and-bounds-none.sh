#!/usr/bin/env bash
# msgspec 0.22.0: a field of type Decimal takes the JSON strings "NaN", "Infinity" and "1E+400" without a word, where a field of
# type float refuses NaN and Infinity, which JSON does not have; and no Meta bounds it: ge, le, multiple_of are for int and
# float, and a Decimal with ge=0 is refused when the decoder is made. So an amount or quantity needs a check of its own after reading,
# or NaN compares false (or raises InvalidOperation) in the first rule that meets it. Seen: three values read, one TypeError.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "msgspec==0.22.0"
"$folder/venv/bin/python" - <<'PY'
from decimal import Decimal
from typing import Annotated

import msgspec


class Line(msgspec.Struct):
    quantity: Decimal


for text in ("NaN", "Infinity", "1E+400"):
    quantity = msgspec.json.decode(f'{{"quantity": "{text}"}}', type=Line).quantity
    print(f"{text}: {quantity!r}, finite: {quantity.is_finite()}")
    assert quantity.is_finite() == (text == "1E+400"), "it changed"
try:
    msgspec.json.decode('"1"', type=Annotated[Decimal, msgspec.Meta(ge=0)])
except TypeError as refused:
    print("ge=0:", str(refused).splitlines()[0])
else:
    raise SystemExit("it changed: Decimal can be bounded")
PY
