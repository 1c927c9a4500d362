"""What crime a release is about."""
