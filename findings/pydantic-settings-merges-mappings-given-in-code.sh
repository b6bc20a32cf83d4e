#!/usr/bin/env bash
# pydantic-settings 2.16.3: Settings(weights={"A": 3}) does not have the weights A alone when the environment has others: a mapping
# given to the constructor is merged, key by key, with that of the environment; any other value replaces it. Who makes settings of
# values that were checked and stored (the environment as the opening, a person's value on top) cannot take a key away: it is
# back, and nothing says so. model_validate does the same. Past BaseSettings.__init__ (BaseModel.__init__ on a bare instance)
# the mapping is the one that was given. Seen: {'A': 3, 'B': 2, 'C': 1} twice, then {'A': 3}.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "pydantic-settings==2.16.3" "pydantic==2.14.3"
SHOP_WEIGHTS='{"A": 9, "B": 2, "C": 1}' SHOP_LIMIT=5 "$folder/venv/bin/python" - <<'PY'
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="SHOP_")

    weights: dict[str, int]
    limit: int


put = {"weights": {"A": 3}, "limit": 7}
made, validated = Settings(**put), Settings.model_validate(put)
bare = Settings.__new__(Settings)
BaseModel.__init__(bare, **put)
for name, settings in (("constructor", made), ("model_validate", validated), ("past __init__", bare)):
    print(f"{name}: weights {settings.weights}, limit {settings.limit}")
assert made.weights == validated.weights == {"A": 3, "B": 2, "C": 1}, "it changed"
assert made.limit == validated.limit == bare.limit == 7
assert bare.weights == {"A": 3}
PY
