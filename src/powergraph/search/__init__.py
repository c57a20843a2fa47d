"""Search: what can be found in a dataset, the index that it is found by, and how it is asked.

The author's side makes the index with a release, the reader's side opens it; a dataset without one gets it in memory.
"""

from powergraph.search.entries import PROPERTIES, Entry, join_entries, read_entries, with_superclasses
from powergraph.search.finding import Found, Hit, SearchIndex, Suggestion, memory_index, open_index
from powergraph.search.index import SearchError, write_index
from powergraph.search.query import fold, mark

__all__ = [
    "PROPERTIES",
    "Entry",
    "Found",
    "Hit",
    "SearchError",
    "SearchIndex",
    "Suggestion",
    "fold",
    "join_entries",
    "mark",
    "memory_index",
    "open_index",
    "read_entries",
    "with_superclasses",
    "write_index",
]
