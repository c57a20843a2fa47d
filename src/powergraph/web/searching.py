"""Which index finds in what is served: that of the release, else one in memory where the dataset is small enough."""

import hashlib
import logging
from dataclasses import dataclass, replace

from powergraph.config import ServeConfig
from powergraph.engine.request import Engine, Form, QueryRequest
from powergraph.release import SEARCH, PublishedFile
from powergraph.search import (
    PROPERTIES,
    SearchError,
    SearchIndex,
    memory_index,
    open_index,
    read_entries,
)
from powergraph.web.ask import cut, fill, load_query
from powergraph.web.publication import Publication
from powergraph.web.translation import N_
from powergraph.web.words import Words

__all__ = ["Searching", "index_file", "make_index", "open_release_index"]

_log = logging.getLogger("powergraph.web")
_DAMAGED = N_("The search index of this release is damaged, so search is off until the release is built again.")
_LARGE = N_(
    "Search is off: this dataset comes without an index, and it is too large to make one in memory. A release that is"
    " made by a build has one."
)


@dataclass(frozen=True, slots=True)
class Searching:
    """The index that finds in a publication; None where search is off, and *reason* says why to a person.

    *limit* is the number of statements above which none is made in memory, where that is the reason.
    """

    index: SearchIndex | None
    reason: str = ""
    limit: int = 0

    def close(self) -> None:
        """Let go of the index."""
        if self.index:
            self.index.close()


def index_file(publication: Publication) -> PublishedFile | None:
    """Return the file of the release that is its index, None where it has none (it is older, or it is no release)."""
    files = publication.release.manifest.files if publication.release else ()
    return next((file for file in files if file.file == SEARCH), None)


def open_release_index(publication: Publication) -> Searching:
    """Open the index of a release that has one; where it is damaged that is told in the log, and search is off."""
    file = index_file(publication)
    assert publication.release is not None
    assert file is not None
    path = publication.release.path / file.file
    try:
        with path.open("rb") as stream:
            if hashlib.file_digest(stream, "sha256").hexdigest() != file.sha256:
                raise SearchError("it is not as its release says")
        return Searching(open_index(path))
    except (OSError, SearchError) as error:
        _log.warning("search is off: %s of release %s: %s", file.file, publication.version, error)
        return Searching(None, _DAMAGED)


def make_index(engine: Engine, words: Words, config: ServeConfig) -> Searching:
    """Make an index in memory of what the dataset says, where that is not too much. Raises EngineError."""
    limit = config.search_statements
    query = fill(cut(load_query("search_statements"), limit + 1), property=PROPERTIES)
    request = QueryRequest(
        query, Form.CONSTRUCT, "application/n-triples", timeout=config.timeout, max_bytes=config.max_bytes
    )
    answer = engine.query(request)
    try:
        lines = sorted(set(b"".join(answer).split(b"\n")))
    finally:
        answer.close()
    if len(lines) > limit:
        return Searching(None, _LARGE, limit)
    entries = [
        replace(entry, kinds=tuple({kind: None for each in entry.kinds for kind in (each, *words.superclasses(each))}))
        for entry in read_entries(b"\n".join(lines))
    ]
    try:
        return Searching(memory_index(entries, {}))
    except SearchError as error:
        _log.warning("search is off: %s", error)
        return Searching(None, N_("Search is off: the index cannot be made."))
