#!/usr/bin/env bash
# sepaxml 2.7.0 writes pain.001.001.09 too, an ISO 20022 form that is used outside of SEPA and names accounts by IBAN or by any other number
# (Acct/Id/Othr/Id). The package's own copy of the schema has `Othr`, its writer has not: "IBAN" is required of the payer and of each payee, a
# number that is none is written as an IBAN, and its own validation refuses the file. So suppliers in China or the United States cannot be paid.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "sepaxml==2.7.0"
"$folder/venv/bin/python" - <<'PY'
from datetime import date
from pathlib import Path

import sepaxml
from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError

FORM = "pain.001.001.09"
payer = {"name": "Ningbo Trading", "BIC": "ICBKCNBJ", "currency": "CNY", "batch": False}
schema = next(Path(sepaxml.__file__).parent.rglob(f"{FORM}.xsd")).read_text()
assert 'name="Othr"' in schema
try:
    SepaTransfer(payer, schema=FORM, clean=False)
except Exception as fault:
    print("without an IBAN:", fault)
    assert "IBAN_MISSING" in str(fault)
else:
    raise SystemExit("it changed: a payer needs no IBAN")
transfer = SepaTransfer(payer | {"IBAN": "6222000100020003"}, schema=FORM, clean=False)
payee = {"name": "Supplier", "IBAN": "6222000100020009", "BIC": "ICBKCNBJ", "amount": 1000}
transfer.add_payment(payee | {"execution_date": date(2026, 12, 1), "description": "PO-1"})
try:
    transfer.export(validate=True)
except ValidationError as fault:
    print("with another number:", str(fault)[:60])
else:
    raise SystemExit("it changed: an account's number that is no IBAN is written validly")
PY
