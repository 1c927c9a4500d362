"""What became of the persons of a case: what they are charged with, what they got, and who they are in the release."""
