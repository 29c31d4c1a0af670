"""Issued documents on their way to accounting software: the firm's own, and that of the clients."""
