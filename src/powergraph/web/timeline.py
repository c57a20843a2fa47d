"""The timeline of sources: the works that the notes cite, by their years."""

from collections import Counter, defaultdict
from urllib.parse import urlencode

from powergraph.engine.request import Engine
from powergraph.engine.results import Row, Term
from powergraph.web.ask import select
from powergraph.web.found_pages import Decade, TimelinePage, Work
from powergraph.web.listing import PAGE_SIZE
from powergraph.web.pages import Paging
from powergraph.web.words import Link, Words

__all__ = ["timeline_page"]

#: Up to so many works are listed at once.
_MOST_WORKS = 200
#: What the address calls the works without a year.
_UNDATED = "none"


def timeline_page(engine: Engine, words: Words, decade: str, page: int) -> TimelinePage:
    """Return the works by decade; *decade* is the first year of the one that is chosen ("" for all, "none" for those
    without a year), and *page* (from 1) is that of its works. Raises EngineError."""
    works = sorted(_works(engine, words), key=lambda work: (int(work.year or 0), work.link.text.casefold()))
    dated = [work for work in works if work.year]
    undated = [work for work in works if not work.year]
    counts = Counter(int(work.year) // 10 * 10 for work in dated)
    first = int(decade) if decade.lstrip("-").isdecimal() and len(decade) < 6 else None
    shows_all = not decade and len(works) <= _MOST_WORKS
    by_decade: dict[int, list[Work]] = defaultdict(list)
    for work in dated:
        by_decade[int(work.year) // 10 * 10].append(work)
    chosen = by_decade.get(first, []) if first is not None else undated if decade == _UNDATED else []

    def address(**parameters: str | int) -> str:
        return words.addresses.path(f"/timeline?{urlencode(parameters)}")

    def shown(of: list[Work], is_chosen: bool) -> tuple[Work, ...]:
        if shows_all:
            return tuple(of)
        return tuple(of[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]) if is_chosen else ()

    fullest = max(counts.values(), default=1)
    last = min(page * PAGE_SIZE, len(chosen))
    return TimelinePage(
        count=len(works),
        decades=tuple(
            Decade(
                first=start,
                count=counts[start],
                share=round(100 * counts[start] / fullest),
                link=Link(f"{start}–{start + 9}", address(decade=start)),
                works=shown(by_decade[start], start == first),
                is_chosen=start == first,
            )
            for start in sorted(counts)
        ),
        undated=shown(undated, decade == _UNDATED),
        undated_count=len(undated),
        paging=Paging(
            first=(page - 1) * PAGE_SIZE + 1,
            last=last,
            previous=address(decade=decade, page=page - 1) if page > 1 and chosen else "",
            next=address(decade=decade, page=page + 1) if last < len(chosen) else "",
        ),
        everything=words.addresses.path("/timeline") if decade else "",
        undated_link=address(decade=_UNDATED) if undated and not shows_all else "",
    )


def _works(engine: Engine, words: Words) -> list[Work]:
    rows: dict[Term, list[Row]] = defaultdict(list)
    for row in select(engine, "timeline"):
        rows[row["work"]].append(row)
    return [_work(words, term, found) for term, found in rows.items()]


def _work(words: Words, term: Term, rows: list[Row]) -> Work:
    labels = [row[name] for name in ("label", "title") for row in rows if name in row]
    years = [row["year"].value for row in rows if "year" in row and row["year"].value.isdecimal()]
    year = min(years, key=int, default="")
    link = words.show(term, words.best(labels))
    return Work(link, year if len(year) < 6 else "", max(int(row["notes"].value) for row in rows))
