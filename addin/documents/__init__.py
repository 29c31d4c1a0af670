"""An invoice as a document."""
