"""An order's account: its values, how it changes, and what follows by itself (`follow`)."""
