"""The ways on which documents reach an accounting software: each behind one small protocol."""
