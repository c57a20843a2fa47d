"""SHACL: which quads conform, and which line of which note is at fault where they do not."""
