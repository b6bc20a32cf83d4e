#!/usr/bin/env bash
# Authlib 1.9.10: a verifier given to create_authorization_url makes no code_challenge unless the client itself was made with
# code_challenge_method="S256". Nothing is said: the address lacks it, the provider that does not insist on PKCE (RFC 7636) answers as
# ever, and the verifier sent later with the code is not looked at. Seen: without the method no code_challenge in the address; with it both
# parameters. So a client of Authlib must be made with the method, and a test must look for the challenge in the address.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q "authlib==1.9.10" "requests==2.32.5"
"$folder/venv/bin/python" - <<'PY'
from urllib.parse import parse_qs, urlsplit

from authlib.integrations.requests_client import OAuth2Session


def challenge(**method: str) -> list[str]:
    client = OAuth2Session("desk", redirect_uri="http://127.0.0.1/back", scope="openid", **method)
    url, _ = client.create_authorization_url("http://127.0.0.1/authorize", code_verifier="v" * 48)
    return sorted(name for name in parse_qs(urlsplit(url).query) if name.startswith("code_challenge"))


print("verifier alone:", challenge())
print("with the method:", challenge(code_challenge_method="S256"))
assert challenge() == [], "it changed: a verifier alone makes a challenge"
assert challenge(code_challenge_method="S256") == ["code_challenge", "code_challenge_method"]
PY
