"""Measuring answers against a golden set: which sentences were cited, what was said, what was refused."""
