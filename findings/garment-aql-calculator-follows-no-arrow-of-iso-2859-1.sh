#!/usr/bin/env bash
# garment-aql-calculator 1.0.0 ("implements ISO 2859-1 sample size code letters and accept/reject tables"): where the master table of the
# standard has an arrow, to the first plan above or below with its sample size AND its numbers, the package keeps the sample size of the code
# letter and takes Ac 0 below, Ac 21 above. So a lot of 300,000 whose quality is exactly the agreed AQL of 4 % is refused 98 times of 100 (800
# pieces, Ac 21), and a lot of 60 at AQL 2.5 % three times of ten (13 pieces, Ac 0). What a plan is for is to pass lots of that quality nearly
# always. Who takes sampling plans from it refuses good lots, and of the smallest lots looks at too little.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "garment-aql-calculator==1.0.0"
"$folder/venv/bin/python" - <<'PY'
from math import comb

from garment_aql_calculator import calculate_aql


def passes(sample: int, accept: int, percent: float) -> float:
    """How often a lot of this share of defective pieces is accepted (binomial)."""
    share = percent / 100
    return sum(comb(sample, found) * share**found * (1 - share) ** (sample - found) for found in range(accept + 1))


# Lot, AQL, what the package says, and the plan that the standard's arrow leads to (ISO 2859-1:1999, table 2-A).
CASES = ((300_000, 4.0, (800, 21), (315, 21)), (60, 2.5, (13, 0), (20, 1)), (100, 1.5, (20, 0), (32, 1)))
for lot, aql, said, arrow in CASES:
    plan = calculate_aql(lot, "GII", aql)
    got = (plan["sample_size"], plan["accept_number"])
    print(f"lot {lot}, AQL {aql} %: said n={got[0]} Ac={got[1]}, passes {passes(*got, aql):.2f} of lots at that quality;"
          f" by the arrow n={arrow[0]} Ac={arrow[1]}, {passes(*arrow, aql):.2f}")
    assert got == said, "it changed"
    assert passes(*arrow, aql) > 0.9 > passes(*got, aql)
few = calculate_aql(8, "GII", 0.65)
print("a lot of 8 at AQL 0.65 %:", few["sample_size"], "pieces; by the arrow 20, so all 8 are looked at")
assert (few["sample_size"], few["accept_number"]) == (2, 0)
PY
