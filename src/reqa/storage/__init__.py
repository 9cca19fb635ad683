"""The index on disk or on a Chroma server: either the old one or the new one, whole."""
