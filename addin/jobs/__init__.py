"""One function per verb of the accountant."""
