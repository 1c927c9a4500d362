"""Who: names, roles, and who says what."""
