"""Sales' papers as they would be issued now, drawn from what sales keeps anyway; a file for each kind."""
