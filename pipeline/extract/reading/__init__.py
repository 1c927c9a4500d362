"""What every extractor reads, made once a release."""
