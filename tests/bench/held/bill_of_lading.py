"""What a clerk reads off a carrier's bill of lading, and enters for a shipment."""

from chassis import clock

BILL = {
    "document_number": "ESL-1",
    "kind": "bill of lading",
    "carrier": "Eastern Star Line",
    "loading": "Ningbo",
    "discharge": "Hamburg",
    "conveyance": "Eastern Pearl 042W",
    "on_board_on": f"{clock.today()}",
    "gross_kg": "60",
    "originals_issued": 3,
    "containers": [{"number": "CSQU3054383", "seal": "ES7"}],
    "legs": [{"mode": "sea", "start": "Ningbo", "end": "Hamburg"}],
}
