"""Where: countries and their parts."""
