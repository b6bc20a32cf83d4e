"""How items can be had, bought or made, what an order waits for that cannot, and the verdict on it (SAL-5). Pure."""
