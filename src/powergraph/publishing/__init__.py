"""Write everything that is published: an immutable release directory."""
