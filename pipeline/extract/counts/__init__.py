"""How many, of what, and what happened to it."""
