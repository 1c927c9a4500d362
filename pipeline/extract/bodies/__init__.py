"""Bodies and systems: organisations, companies, operations."""
