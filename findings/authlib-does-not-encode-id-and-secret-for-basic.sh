#!/usr/bin/env bash
# Authlib 1.9.10: client_secret_basic joins id and secret as they are. RFC 6749, 2.3.1 has both encoded as form values first, and
# providers that keep to it (node's oidc-provider 9 among them) decode them: a secret with "%" or "+" is then another one, and the
# provider answers invalid_client. A generated secret in base64 has a "+" often enough. Seen: "a+b%2Fc" goes out as it is, where
# "a%2Bb%252Fc" is asked for. A client needs an auth method of its own, registered with encoded parts.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "authlib==1.9.10" "requests==2.32.5"
"$folder/venv/bin/python" - <<'PY'
from base64 import b64decode
from types import SimpleNamespace
from urllib.parse import quote_plus

from authlib.oauth2.auth import encode_client_secret_basic

secret = "a+b%2Fc"
client = SimpleNamespace(client_id="desk", client_secret=secret)
_, headers, _ = encode_client_secret_basic(client, "POST", "http://127.0.0.1/token", {}, "")
sent = b64decode(headers["Authorization"].removeprefix("Basic ")).decode()
print("sent:", sent, "asked for:", f"desk:{quote_plus(secret)}")
assert sent == f"desk:{secret}", "it changed: id and secret are encoded"
PY
