# A rehearsal: an order stands still, you find out why, mend it and see that it moves. On a company of its own, in another terminal:
#     .venv/bin/python -m gendan up --data .state/rehearsal --processes
# Then, and as often as you like:
#     bash examples/rehearsal.sh
set -eu
DATA=${DATA:-.state/rehearsal}
GENDAN=".venv/bin/python -m gendan"
RUN=$(date +%s)

TOKEN=$($GENDAN token --data "$DATA" --as li.na --role merchandiser --role storekeeper --role "logistics clerk" --role accountant)
url() { .venv/bin/python -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$DATA/addresses.json" "$1"; }
say() {
  curl --silent --show-error --fail-with-body -X "$1" "$(url "$2")/api/v1$3" -d "$5" \
    -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $4" -H "Content-Type: application/json"
}
look() { echo; echo "\$ gendan $*"; $GENDAN "$@" --data "$DATA" || true; }
# The department's own process, among those of all companies on this machine: the one that listens where it answers.
warehouse() {
  .venv/bin/python -c 'import json, os, pathlib, sys
port = json.load(open(sys.argv[1]))["warehouse"].rpartition(":")[2]
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        environment = dict(part.split("=", 1) for part in pathlib.Path("/proc", pid, "environ").read_text().split("\0") if "=" in part)
        words = pathlib.Path("/proc", pid, "cmdline").read_text().split("\0")
    except OSError:
        continue
    if words[1:3] == ["-m", "services.warehouse"] and environment.get("PORT") == port:
        print(pid)' "$DATA/addresses.json"
}

say PUT sales /customers/ACME acme-rehearsal '{"name": "ACME Trading", "grade": "B", "country": "CN", "currency": "CNY", "terms": {"days": 30}, "credit_limit": "500000"}' >/dev/null
say PUT sales /items/K-101 k-101-rehearsal '{"name": "Kettle", "unit": "pcs", "weight_kg": "1.2", "volume_m3": "0.01"}' >/dev/null
say PUT warehouse /stock/K-101 stock-rehearsal '{"quantity": "10000", "place": "A-01"}' >/dev/null
say PUT logistics /carriers/SF carrier-rehearsal '{"name": "SF Express"}' >/dev/null
say PUT logistics /rates/SF/road/CN rate-rehearsal '{"days": 3, "base": "20", "per_kg": "1", "currency": "CNY", "co2_per_kg": "0.1", "reliability": "0.98"}' >/dev/null

PID=$(warehouse)
test -n "$PID" || { echo "the company runs in one process; start it with --processes"; exit 1; }
echo "1. The warehouse freezes (process $PID), and a customer orders."
kill -STOP "$PID"
trap 'kill -CONT "$PID"' EXIT
NUMBER=$(say POST sales /orders "rehearsal-$RUN" '{"customer": "ACME", "customer_po": "PO-'"$RUN"'", "wanted": "'"$(date -d "+30 days" +%F)"'",
  "deliver_to": {"street": "1 Main Street", "city": "Ningbo", "postal_code": "315000", "country": "CN"},
  "lines": [{"line": 1, "item": "K-101", "quantity": "10", "unit_price": {"amount": "100", "currency": "CNY"}}]}' |
  .venv/bin/python -c 'import json, sys; print(json.load(sys.stdin)["number"])')

echo; echo "2. It does not move. Why?"
look why "$NUMBER"

echo; echo "3. The department does not answer. Here it was frozen: let it go on. In Kubernetes look at its pods first:"
echo "   kubectl -n gendan get pods -l app.kubernetes.io/component=warehouse"
read -r -p "Enter lets it go on … " _ || true
kill -CONT "$PID"

echo; echo "4. What waited in Kafka is heard at once, and nothing is lost."
for _ in $(seq 60); do
  if $GENDAN timeline "$NUMBER" --data "$DATA" --all --json | grep -q '"stock.reserved"'; then break; fi
  sleep 0.5
done
look why "$NUMBER"
