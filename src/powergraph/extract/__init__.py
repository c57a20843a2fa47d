"""What a note says: concepts, practices, citations and links, each with its span."""
