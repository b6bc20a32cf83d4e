#!/usr/bin/env bash
# pydifact 0.2.3 (PyPI): ISO 9735 lets a service string advice say by a blank in its fifth place that a file has no release character: `UNA:+.  '`.
# The package takes that blank for the release character itself: each blank in a text escapes what follows it and is gone, so `OAK TABLE 80 X 120`
# is read as `OAKTABLE80X120`, and is written back so; nothing is said. The same file without the advice, or with `?`, is read as it is.
# And a text in which an apostrophe stands before the letters UNA, rightly released (`?'UNA`), is taken for a service string advice in a file
# that has none: all before it is dropped and six letters of the text become the signs, which ends in ValueError about a segment's tag.
# Who reads orders of partners finds the advice himself, at the beginning alone, and gives the tokenizer its signs.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "pydifact==0.2.3"
cd "$folder"
"$folder/venv/bin/python" -W ignore - <<'PY'
from pydifact.parser import Parser

FILE = "{advice}UNB+UNOC:3+BUYER+SELLER+261130:0900+1'UNH+1+ORDERS:D:96A:UN'BGM+220+PO-1+9'IMD+F++:::{text}'UNS+S'UNT+5+1'UNZ+1+1'"


def read(text: str, advice: str = "") -> str:
    segments = list(Parser().parse(FILE.format(text=text, advice=advice)))
    return next(segment.elements[2][3] for segment in segments if segment.tag == "IMD")


WORDS = "OAK TABLE 80 X 120"
print("no advice:", read(WORDS))
print("with a release character:", read(WORDS, "UNA:+.? '"))
print("without one:", read(WORDS, "UNA:+.  '"))
assert read(WORDS) == read(WORDS, "UNA:+.? '") == WORDS
assert read(WORDS, "UNA:+.  '") == "OAKTABLE80X120", "it changed: blanks are kept"

print("a released apostrophe:", read("VILLA L?'ALBA"))
try:
    read("VILLA L?'UNA NOVA")
except ValueError as fault:
    print("before UNA:", fault)
else:
    raise SystemExit("it changed: UNA inside a text is a text")
PY
