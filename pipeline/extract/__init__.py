"""Extraction: entities of releases as spaCy components, and the stage that runs them."""
