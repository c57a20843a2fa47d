"""Entries: one entry of a literature list, read by the style in which it is written."""

import re
from dataclasses import dataclass, replace
from functools import partial

from powergraph.extract.agents import given_first, is_organisation
from powergraph.extract.authors import Authors, leading_authors, read_authors
from powergraph.extract.containers import JOURNAL, container_of, kind_of
from powergraph.extract.dates import (
    Date,
    date_in_parentheses,
    dates_in_parentheses,
    leading_year,
    original_year,
    trailing_year,
)
from powergraph.extract.entry_text import EntryText
from powergraph.extract.known_names import is_mononym
from powergraph.extract.titles import Titled, bare_title, quoted, read_title

__all__ = ["Reading", "read_entry"]

#: A label or number in front of an entry, a checkbox.
_NUMBER = re.compile(r"^(?:\[\d{1,3}\]|\d{1,3}[.)]|\[[ xX]\]|[•*·\u2013\u2014-])\s+|^\[\^[^\]]{1,20}\]:?\s*")
_KIND_WORD = re.compile(
    r"^(?:(?:Primary|Key|Main|Original|Recommended) )?(?:Source|Book|Books|Article|Paper|Podcast|Video|Film|Workbook"
    r"|Website|Web|Reading|Reference|See(?: also)?|Cf|Adapted from|Based on|From)\s*:\s+"
    r"|^(?:See(?: also)?|Cf\.|E\.g\.,?)\s+(?=[A-Z])",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[\u2013\u2014]\s*|\s*[\u2014]\s+|\s+--?\s+")
_BY = re.compile(
    r"^[\s.,:;]*(?:(?P<dash>[\u2013\u2014]|--?)|(?P<by>\b(?:written |edited )?by\b)|(?P<comma>,))\s*", re.IGNORECASE
)
_DETAIL = re.compile(
    r"^(?:\d+(?:st|nd|rd|th)\s+ed\b|(?:rev(?:ised)?|new|expanded|updated|second|third|fourth|first)\.?\s+ed(?:ition)?\b"
    r"|vols?\.|pp?\.\s*\d"
    r"|eds?\.|original work published|trans\.|[A-Z]\. [^()]{2,40}, Trans\.|\d+$|ISBN|ISSN|DOI|PMID|PMCID|video$|pdf$)",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"\b(?P<edition>\d+(?:st|nd|rd|th)(?:\s+(?:rev\.?|anniversary|expanded|updated))?|rev(?:ised|\.)?|second|third|fourth|fifth|expanded|updated|anniversary|new)"
    r"\s*ed(?:ition|n)?\b\.?",
    re.IGNORECASE,
)
_IDENTIFIER = re.compile(
    r"(?<![\s(])[\s(]*(?:\b(?:doi:?\s*10\.\S+|(?:[ep]-?)?ISSN(?:-L)?:?\s*[\dXx\u2013-]+"
    r"|ISBN(?:-1[03])?:?\s*[\dXx -]*[\dXx]"
    r"|PMC?ID:?\s*(?:PMC)?\d+|PMC\d{4,}))\)?\.?",
    re.IGNORECASE,
)
_RETRIEVED = re.compile(r"[,.;\s(]*\b(?:Retrieved|Accessed|Available)\b[^()]{0,60}?(?:from|at|:)?\s*\)?\.?\s*$")
#: How much of an entry is looked at for authors that stand for themselves.
_HEAD = 400
_NOBODY = Authors(sure=False)
_NO_DATE = Date()


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read from an entry; *rule* names the style, `citations.entry` where none was recognised."""

    rule: str = "citations.entry"
    authors: Authors = _NOBODY
    date: Date = _NO_DATE
    title: str = ""
    annotation: str = ""
    edition: str = ""
    container: str = ""
    kind: str = "Expression"


def read_entry(entry: EntryText, *, linked: bool = False, isbn: bool = False) -> Reading:
    """Read an entry from which addresses and residue are cut. *linked*: it led to an address; *isbn*: it has an ISBN.

    What is not sure is left out: an entry may be read in part, or not at all.
    """
    text = entry.without(match.span() for match in _IDENTIFIER.finditer(entry.text))
    text = _without_lead(text)
    if match := _RETRIEVED.search(text.text, max(0, len(text.text) - 90)):
        text = text.slice(0, match.start())
    original = original_year(text.text)
    text, remark, details = _without_remark(text)
    reading = _dated(text) or _undated(text)
    if reading is None:
        return _untold(text, remark, linked=linked)
    read, titled = reading
    behind, notes, more_details = _without_remark(titled.after)
    details = (*details, *titled.details, *more_details)
    remark = remark or notes
    if not remark and (dash := _DASH.match(" " + behind.text)) and "e" not in behind.marks:
        remark = (" " + behind.text)[dash.end() :].strip().removesuffix(".")
        behind = EntryText("", "")
    container = container_of(behind)
    edition = next((m["edition"] for part in (*details, behind.text[:80]) if (m := _EDITION.search(part))), "")
    date = read.date
    if original and date.year > original:
        date = replace(date, original=original)
    kind = kind_of(behind.text, isbn=isbn, edition=edition)
    if container and kind == "Expression" and JOURNAL.match(container):
        kind = "JournalArticle"
    if linked and not date.written and kind == "Expression" and not any(a.given for a in read.authors.agents):
        kind = "WebPage"
    return replace(
        read, title=titled.title, annotation=remark, edition=edition, container=container, kind=kind, date=date
    )


def _without_lead(text: EntryText) -> EntryText:
    """Return an entry without its number, a word that says what it is, or a bold label with a colon."""
    if match := _NUMBER.match(text.text):
        text = text.slice(match.end())
    strong = re.match(r"s+", text.marks)
    if strong and (text.text[: strong.end()].rstrip().endswith(":") or text.text[strong.end() :].startswith(":")):
        rest = text.slice(strong.end()).text.lstrip(": ")
        if rest:
            text = text.slice(len(text.text) - len(rest))
    if match := _KIND_WORD.match(text.text):
        text = text.slice(match.end())
    return text


def _without_remark(text: EntryText) -> tuple[EntryText, str, tuple[str, ...]]:
    """Take the remarks in parentheses off the end; those that tell an edition, pages or a year are details.

    Returns the text, the remark and the details.
    """
    remark = ""
    details: list[str] = []
    while text.text.rstrip(".,; ").endswith(")"):
        start = _opening(text.text)
        if start is None or start == 0:
            break
        inner = text.text[start + 1 : text.text.rstrip(".,; ").__len__() - 1].strip()
        if date_in_parentheses(f"({inner})"):
            break
        if _DETAIL.match(inner) or _EDITION.search(inner[:60]):
            details.append(inner)
        elif remark or ("e" in text.marks[start + 1 : start + 2] and text.marks[start] == "e"):
            break  # a second remark, or a parenthesis inside an emphasised title
        else:
            remark = inner
        text = text.slice(0, start)
    return text, remark, tuple(reversed(details))


def _opening(text: str) -> int | None:
    """Return where the parenthesis that closes at the end of *text* opens, or None; 2,000 characters are looked at."""
    depth = 0
    end = len(text.rstrip(".,; "))
    for place in range(end - 1, max(-1, end - 2000), -1):
        if text[place] == ")":
            depth += 1
        elif text[place] == "(":
            depth -= 1
            if not depth:
                return place
    return None


_Read = tuple[Reading, Titled] | None


def _dated(text: EntryText) -> _Read:
    """Read an entry with its date in parentheses: behind the authors (APA, Harvard), else behind the title."""
    found = date_in_parentheses(text.text)
    if found is None:
        return None
    start, end, date = found
    head, rest = text.slice(0, start), text.slice(end)
    if not head or "e" in head.marks or quoted(head.text) or _DASH.search(head.text):
        return _with_date(_undated(text.without([(start, end)]), dated=True), date)
    _, stop = leading_authors(head.text)
    if stop and len(head.text[stop:].strip(" .,:;")) > 12 and not _has_names(head.text[stop:]):
        # Authors, a title that is not marked, and only then the year: `Elm, E. Of leaves (1977).`
        return _with_date(_undated(text.without([(start, end)]), dated=True), date)
    behind = _behind(rest)
    if behind is not None and re.match(r"[\s.,]*by\b", rest.text):
        return Reading("citations.title-first", behind, date), Titled(head.text.strip(" .,"), False, EntryText("", ""))
    if reading := _name_and_title(head):
        return _with_date((reading[0], replace(reading[1], after=rest)), date)
    authors = read_authors(head.text)
    if not authors.agents:
        return None
    titled = read_title(rest)
    if not titled.marked and titled.title[:1].islower():  # a sentence goes on
        titled = Titled("", False, rest)
    alone = len(authors.agents) == 1 and " " not in head.text
    if authors.sure or alone or head.text.endswith(".") or titled.marked:
        return Reading("citations.apa", authors, date), titled
    if behind is not None:
        return Reading("citations.title-first", behind, date), Titled(head.text.strip(" .,"), False, EntryText("", ""))
    if titled.title:
        return Reading("citations.apa", authors, date), titled
    return Reading("citations.title", _NOBODY, date), Titled(head.text.strip(" .,"), False, rest)


def _name_and_title(head: EntryText) -> _Read:
    """`Ann Lee, The Shelf`: a person with a known given name, a comma, and words as in a title."""
    name, comma, title = head.text[:_HEAD].partition(",")
    person = given_first(name, trusting=False) if comma else None
    title = title.strip()
    if (
        person is None
        or len(title.split()) < 2
        or not _in_title_case(title)
        or re.search(r"&|\band [A-Z]\w+ [A-Z]\w+$", title)
    ):
        return None
    if read_authors(title).sure:
        return None
    return Reading("citations.name-first", Authors((person,))), Titled(bare_title(title), False, EntryText("", ""))


def _has_names(text: str) -> bool:
    """Tell whether more names follow: a word, a comma and an initial, or an organisation."""
    return bool(re.search(r"\w, ?[^\W\d_]\.|&", text[:_HEAD]))


def _with_date(reading: _Read, date: Date) -> _Read:
    if reading is None:
        return None
    read, titled = reading
    return replace(read, date=date), titled


def _undated(text: EntryText, *, dated: bool = False) -> _Read:
    """Read an entry without a date in parentheses: by its marked title, its authors' initials, or its dash.

    *dated* tells that it had one, which was taken out.
    """
    for style in (_title_first, _before_marked, _listed, partial(_dashed, dated=dated), _by, _written_out):
        if reading := style(text):
            read, titled = reading
            if not read.date.written and (date := trailing_year(titled.after.text[-400:])):
                read = replace(read, date=date)
            return read, titled
    return None


def _title_first(text: EntryText) -> _Read:
    """`_Title_ – Name`, `_Title_ by Name`, `"Title," Name`, or a marked title alone."""
    runs = text.emphasised()
    quote = quoted(text.text)
    if not ((runs and runs[0][0] == 0) or (quote and quote[0] == 0) or text.marks.startswith("l")):
        return None
    titled = read_title(text)
    if not titled.marked or len(titled.title) < 2:
        return None
    behind = _behind(titled.after)
    if behind is not None:
        return Reading("citations.title-first", behind), replace(titled, after=EntryText("", ""))
    return Reading("citations.title", _NOBODY), titled


def _behind(after: EntryText) -> Authors | None:
    """Return the authors behind a title, after a dash, `by` or a comma, or None."""
    if len(after.text) > 2000:
        return None
    match = _BY.match(after.text)
    if match is None:
        listed, end = leading_authors(after.text.lstrip(" ."))
        return listed if end and not after.text.lstrip(" .")[end:].strip(" .,;") else None
    names = after.text[match.end() :].strip()
    names = re.split(r"\s*[(;]|\s+[\u2013\u2014]\s+|(?<=[a-z]{2})\.\s", names, maxsplit=1)[0].strip(" .,")
    authors = read_authors(names, trusting=True)
    if not authors.sure or not authors.agents:
        return None
    if match["comma"] and any(agent.organisation for agent in authors.agents):
        return None  # a publisher
    return authors if names[:1].isalpha() else None


def _before_marked(text: EntryText) -> _Read:
    """`Name – _Title_`, `Name, _Title_`, `Family, Given. _Title_`, `Name. "Title"`: all before the title is authors."""
    runs = text.emphasised() or text.emphasised("l") or text.emphasised("s")
    quote = quoted(text.text)
    start = min((begin for begin, _ in (*runs[:1], *((quote,) if quote else ()))), default=0)
    if not 0 < start <= 5000:
        return None
    head = text.text[:start].strip()
    date = Date()
    if year := re.search(r"[\s.,(]*\b((?:1[5-9]|20)\d\d)[a-z]?\)?\s*[.,:]?$", head):
        date, head = Date(year[1], int(year[1])), head[: year.start()]
    dashed = bool(re.search(r"[\u2013\u2014:-]\s*$", head))
    head = head.rstrip(" \u2013\u2014-:,")
    if not head or (re.search(r"[^\W\d_]{3,}\.\s+[^\W\d_]", head) and not leading_is_all(head)):
        return None
    authors = read_authors(head + ("." if dashed else ""), trusting=True)
    if not authors.agents or not (authors.sure or (len(authors.agents) == 1 and is_organisation(head))):
        return None
    titled = read_title(text.slice(start))
    return (
        (Reading("citations.dash" if dashed else "citations.name-first", authors, date), titled)
        if titled.title
        else None
    )


def leading_is_all(head: str) -> bool:
    """Tell whether a head consists of names with initials alone."""
    _, end = leading_authors(head)
    return bool(end) and not head[end:].strip(" .,;")


def _listed(text: EntryText) -> _Read:
    """`Family, I. I., et al. Title. Journal. 1977.` and `Family II. Title. Journal. 1977;12(3):1-9.`"""
    authors, end = leading_authors(text.text)
    if not end:
        return None
    rest = text.slice(end)
    date = Date()
    if year := leading_year(rest.text):
        end, date = year
        rest = rest.slice(end)
    if not re.match(r"[\s.,:;\u2013\u2014-]*[\"“'‘]?[^\W_]", rest.text):
        return None
    titled = read_title(rest)
    return (Reading("citations.vancouver", authors, date), titled) if titled.title else None


def _dashed(text: EntryText, *, dated: bool) -> _Read:
    """`Name – Title` and `Title – Name` without any mark: the side that is a name tells which is which.

    Words behind a name may say what the person stands for; in small letters they are a title only where a year is
    given, as it is of a work.
    """
    match = _DASH.search(text.text[:5000])
    if match is None:
        return None
    left, right = text.slice(0, match.start()), text.slice(match.end())
    if not left or not right:
        return None
    before = read_authors(left.text.rstrip(".") + ".") if len(left.text) <= _HEAD else _NOBODY
    after = read_authors(right.text.rstrip(".") + ".") if len(right.text) <= _HEAD else _NOBODY
    if before.agents and before.sure and not (after.agents and after.sure):
        titled = read_title(right)
        if not (_in_title_case(titled.title) or dated or trailing_year(titled.after.text[-400:])):
            titled = Titled("", False, EntryText("", ""))
        return Reading("citations.dash", before), titled
    if after.agents and after.sure and not (before.agents and before.sure) and _in_title_case(left.text):
        return Reading("citations.title-first", after), read_title(left)
    return None


def _by(text: EntryText) -> _Read:
    """`Title by Name`, and `Name, Title`, without any mark."""
    if len(text.text) > _HEAD:
        return None
    title, by, name = text.text.rpartition(" by ")
    authors = read_authors(name.strip(" .") + ".") if by else _NOBODY
    if authors.agents and authors.sure and all(agent.given for agent in authors.agents) and _in_title_case(title):
        return Reading("citations.title-first", authors), read_title(text.slice(0, len(title)))
    return _name_and_title(text)


def _in_title_case(text: str) -> bool:
    """Tell whether most long words of *text* begin with a capital, as those of a title do."""
    words = [word for word in re.findall(r"[^\W\d_][\w\u2019'-]*", text) if len(word) > 3]
    return bool(words) and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


def _written_out(text: EntryText) -> _Read:
    """`Family, Given. Title. Publisher, 1992.` (MLA), `Organisation. Title.`"""
    head, stop, _ = text.text[:_HEAD].partition(". ")
    if not stop or re.search(r"\d", head):
        return None
    authors = read_authors(head + ".")
    if not authors.agents or not authors.sure or len(head.split()) > 12:
        return None
    if not any(agent.given or agent.organisation or is_mononym(agent.family) for agent in authors.agents):
        return None
    rest = text.slice(len(head) + 2)
    date = Date()
    if year := leading_year(rest.text):
        end, date = year
        rest = rest.slice(end)
    titled = read_title(rest)
    if not titled.title or not (date.written or trailing_year(rest.text[-400:]) or _in_title_case(titled.title)):
        return None
    return Reading("citations.name-first", authors, date), titled


def _untold(text: EntryText, remark: str, *, linked: bool) -> Reading:
    """Return what is known of an entry of no known style: its only year; the words of a link are its page's title."""
    if linked and text:
        title = bare_title(text.text)
        if len(title) <= 300 and any(map(str.isalnum, title)):
            return Reading("citations.link", title=title, annotation=remark, kind="WebPage")
    if linked and not text:
        return Reading("citations.link", kind="WebPage")
    dates = [date for _, _, date in dates_in_parentheses(text.text)]
    return Reading(date=dates[0]) if len(dates) == 1 else Reading()
