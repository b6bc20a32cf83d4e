"""How rates are put, by hand or as a central bank publishes them."""
