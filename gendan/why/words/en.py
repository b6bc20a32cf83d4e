"""The phrases around an order's story in English. What stands in [ ] is left out where a value is not known."""

PHRASES = {
    "by": ", by {person}",
    "asked": "asked: {route}",
    "folded": "  … {count} more lines, of commands, checks and reckoning: {how} shows them",
    "same": "({count} times)",
    "customer": "customer {customer}",
    "customer_po": "PO {customer_po}",
    "value": "worth {value}",
    "hours": "{hours} h",
    "days": "{days} d {hours} h",
}
