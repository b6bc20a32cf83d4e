#!/usr/bin/env bash
# swift-parser-py 0.5.0: field 39A of an MT 700, the tolerance of a credit's amount (2n/2n: plus and minus in per cent), is read as its first
# half. Seen: ":39A:10/05" gives {"Percentage Credit Amount Tolerance": "10"} and no word of the 5 % below, so a credit that allows ten above and
# five below looks the same as one of ten both ways. `fieldValue` has both.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "swift-parser-py==0.5.0"
"$folder/venv/bin/python" - <<'PY'
from swift_parser_py.swift_parser import SwiftParser

MESSAGE = """{1:F01AAAACNBJAXXX0000000000}{2:I700BBBBDEFFXXXXN}{4:
:27:1/1
:40A:IRREVOCABLE
:20:LC-1
:31C:261101
:40E:UCP LATEST VERSION
:31D:270301CHINA
:50:BUYER
:59:SELLER
:32B:USD1000,
:39A:10/05
-}"""
(field,) = (one for one in SwiftParser().process(MESSAGE)["block4"]["fields"] if one["type"] == "39")
print(field["fieldValue"], "is read as", field["ast"])
assert field["fieldValue"] == "10/05"
assert "05" not in field["ast"].values(), "it changed: the part below is read, too"
PY
