"""The official rules of electronic invoices: kept by version, run, and told in plain words."""
