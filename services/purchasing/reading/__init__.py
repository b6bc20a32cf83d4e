"""How rows are read that an earlier release may have written otherwise than anybody would today."""
