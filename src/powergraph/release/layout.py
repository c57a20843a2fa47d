"""The names inside a release directory and inside the folder that holds releases."""

__all__ = [
    "CURRENT",
    "LOCK",
    "MANIFEST",
    "MOVES",
    "NTRIPLES",
    "REPORT",
    "SEARCH",
    "SEGMENTS",
    "TEMPORARY_PREFIX",
    "TURTLE",
    "VERIFIED",
]

#: In the folder of releases: the symlink to the last good release, swapped atomically.
CURRENT = "current"
#: In the folder of releases: held (flock) by the one build that may write there.
LOCK = ".lock"
#: In the folder of releases: a build that has not finished; swept by the next one.
TEMPORARY_PREFIX = ".building-"

#: In the folder of releases: which segments were verified when, so that only what has changed since is read again.
VERIFIED = ".verified.json"

#: In a release: what it consists of, with counts and hashes.
MANIFEST = "manifest.json"
#: In a release: one sorted N-Quads file a graph, named by its SHA-256.
SEGMENTS = "segments"
#: In a release: the default graph without the ontology, as it is published.
TURTLE = "powergraph.ttl"
NTRIPLES = "powergraph.nt"
#: In a release: what has become of IRIs of former ones; only where the vault has a ledger.
MOVES = "lookup/moves.json"
#: In a release: what is found by words, a database of SQLite; a release of older days has none.
SEARCH = "search.sqlite"
#: In a release: every diagnostic of the build.
REPORT = "report.json"
