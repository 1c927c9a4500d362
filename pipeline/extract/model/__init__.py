"""What mirrors spaCy's inside, replaceable as one."""
