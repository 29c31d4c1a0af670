"""What was issued, for good."""
