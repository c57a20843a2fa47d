"""From a folder of Markdown files to notes: find, decode, parse. No RDF in here."""
