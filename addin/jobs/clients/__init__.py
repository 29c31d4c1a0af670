"""The clients: taking them in, inviting them, and what the registers say of them."""
