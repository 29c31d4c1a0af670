"""What the registers say of an enterprise: the Belgian KBO/BCE, and VIES for VAT numbers."""
