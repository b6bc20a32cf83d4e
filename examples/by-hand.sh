# An order by hand, from the customer to his payment, on a company that `gendan up` has started. Line by line, or all of it:
#     bash examples/by-hand.sh
set -eu
DATA=${DATA:-.state/data}
GENDAN=".venv/bin/python -m gendan"

# One token with all the roles of this example; in a company each person has his own.
TOKEN=$($GENDAN token --data "$DATA" --as li.na --role merchandiser --role storekeeper --role "logistics clerk" --role accountant)
url() { .venv/bin/python -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$DATA/addresses.json" "$1"; }
# field items 0 number: that part of the JSON that comes in
field() {
  .venv/bin/python -c 'import functools, json, sys
print(functools.reduce(lambda it, at: it[int(at) if at.isdigit() else at], sys.argv[1:], json.load(sys.stdin)))' "$@"
}
# say METHOD DEPARTMENT PATH KEY BODY: with the same key the same request again is done once
say() {
  curl --silent --show-error --fail-with-body -X "$1" "$(url "$2")/api/v1$3" -d "$5" \
    -H "Authorization: Bearer $TOKEN" -H "Idempotency-Key: $4" -H "Content-Type: application/json"
  echo
}
see() { curl --silent --show-error --fail-with-body "$(url "$1")/api/v1$2" -H "Authorization: Bearer $TOKEN"; echo; }
# until_there DEPARTMENT PATH: departments hear of each other within a second or two
until_there() {
  for _ in $(seq 60); do
    if see "$1" "$2" | field items 0 >/dev/null 2>&1; then return; fi
    sleep 0.5
  done
  echo "nothing came: $1 $2" >&2
  exit 1
}

# Who buys, what is sold, what is on the shelf, and who carries it where at which rate.
say PUT sales /customers/ACME acme-0001 \
  '{"name": "ACME Trading", "grade": "B", "country": "CN", "currency": "CNY", "terms": {"days": 30}, "credit_limit": "50000"}'
say PUT sales /items/K-101 k-101-0001 '{"name": "Kettle", "unit": "pcs", "weight_kg": "1.2", "volume_m3": "0.01"}'
say PUT warehouse /stock/K-101 stock-k-101 '{"quantity": "100", "place": "A-01"}'
say PUT logistics /carriers/SF carrier-sf '{"name": "SF Express"}'
say PUT logistics /rates/SF/road/CN rate-sf-cn \
  '{"days": 3, "base": "20", "per_kg": "1", "currency": "CNY", "co2_per_kg": "0.1", "reliability": "0.98"}'

# The order. The answer asks what it still lacks: the price, the address, the date.
ORDER=$(say POST sales /orders my-order-1 \
  '{"customer": "ACME", "customer_po": "PO-1", "lines": [{"line": 1, "item": "K-101", "quantity": "10"}]}')
echo "$ORDER"
NUMBER=$(echo "$ORDER" | field number)

# Clarified, it is reviewed, confirmed and reserved by rule; every path takes the order's number.
say POST sales "/orders/$NUMBER/clarify" clarify-0001 '{"wanted": "'"$(date -d "+30 days" +%F)"'",
  "deliver_to": {"street": "1 Main Street", "city": "Ningbo", "postal_code": "315000", "country": "CN"},
  "lines": [{"line": 1, "item": "K-101", "quantity": "10", "unit_price": {"amount": "100", "currency": "CNY"}}]}'
until_there warehouse "/shipments?state=to_pack"
see sales "/orders/$NUMBER"

# Packed, sent, delivered and accepted it is by hand: the storekeeper, the clerk, the carrier, the customer say so.
SHIPMENT=$(see warehouse "/shipments?state=to_pack" | field items 0 shipment_id)
say POST warehouse "/shipments/$SHIPMENT/pack" pack-0001 '{}'
until_there logistics "/shipments?state=packed"
say POST logistics "/shipments/$SHIPMENT/dispatch" dispatch-0001 '{"carrier": "SF", "mode": "road", "tracking": "SF1234567890"}'
say POST logistics "/shipments/$SHIPMENT/deliver" deliver-0001 '{"proof": "signed by Ms Chen"}'
until_there sales "/shipments?state=delivered"
say POST sales "/orders/$NUMBER/shipments/$SHIPMENT/accept" accept-0001 '{}'

# The invoice came with the dispatch. The bank's line pays it, and the order closes.
until_there finance "/invoices?state=open"
INVOICE=$(see finance "/invoices?state=open" | field items 0 number)
say POST finance /payments payment-0001 '{"customer": "ACME", "amount": {"amount": "1000", "currency": "CNY"},
  "reference": "'"$INVOICE"'", "bank_reference": "FT-1"}'
until_there sales "/orders?number=$NUMBER&state=closed"
# What closed it may still be on its way to the others; then why says so.
for _ in $(seq 60); do
  WHY=$($GENDAN why "$NUMBER" --data "$DATA")
  case $WHY in *moving*) ;; *) break ;; esac
done
echo "$WHY"
