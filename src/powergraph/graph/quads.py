"""From what a note says to the triples of its named graph."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from powergraph.diagnostics import Diagnostic, Place, Severity
from powergraph.extract.extraction import Citation, Concept, ConceptKind, Evidence, Extraction, Reference
from powergraph.extract.labels import readable
from powergraph.graph.dataset import NamedGraph
from powergraph.graph.emitter import TRUE, Emitter, integer, string
from powergraph.graph.folding import last_name
from powergraph.graph.iris import NoteIRIs, first_words, slug, topic_name
from powergraph.graph.names import global_iri, is_file_name
from powergraph.graph.phrases import NoteWords, Phrase
from powergraph.graph.properties import add_properties
from powergraph.graph.resolution import Resolution
from powergraph.graph.vault import Vault
from powergraph.graph.works import CitedWork, identifiers_of
from powergraph.notes.frontmatter import Value
from powergraph.notes.markdown import Run, split_emoji
from powergraph.notes.span import Span
from powergraph.vocabulary import BIBO, BIRO, DCTERMS, DOCO, FOAF, POW, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

__all__ = ["NoteGraph", "note_graph"]

#: How many digits a date has that is counted from 1970, and how many of its units are a second.
_EPOCHS = {10: 1, 12: 1000, 13: 1000}


@dataclass(frozen=True, slots=True)
class NoteGraph:
    """A note's named graph, where its subjects stand, and what was found while resolving its links.

    The triples are in no order. *passages* are by their lines and columns, *sections* by their ordinal.
    """

    graph: NamedGraph
    origins: dict[str, Place]
    diagnostics: tuple[Diagnostic, ...]
    passages: dict[Span, NamedNode]
    sections: dict[int, NamedNode]


def note_graph(extraction: Extraction, vault: Vault) -> NoteGraph:
    """Make the named graph of one note."""
    return _NoteGraphBuilder(extraction, vault).build()


class _NoteGraphBuilder:
    def __init__(self, extraction: Extraction, vault: Vault) -> None:
        slugs = vault.slugs[extraction.note.path]
        self.extraction = extraction
        self.vault = vault
        self.own = NoteIRIs(vault.minter, slugs.note)
        self.topic = vault.minter.topic(slugs.topic)
        self.emit = Emitter(extraction.note, extraction.language, vault.minter, self.own)
        self.told: list[Diagnostic] = []
        self._mentioned = 0
        self._words = NoteWords(part.text for part in extraction.parts)

    def build(self) -> NoteGraph:
        self._sections()
        self._note()
        add_properties(self.emit, self.extraction.properties)
        self._topic()
        for concept in self.extraction.concepts:
            if concept.kind in (ConceptKind.KEY, ConceptKind.FORM):
                self._key_concept(concept)
            else:
                self._global_concept(concept)
        self._practices()
        for citation in self.extraction.citations:
            self._citation(citation)
        for reference in self.extraction.references:
            self._reference(reference)
        for part in self.extraction.parts:
            for runs in part.runs:
                self._mentions(self.emit.sections[part.ordinal], runs, part.evidence)
        graph = NamedGraph(self.own.graph.value, tuple(self.emit.triples), self.extraction.note.path)
        return NoteGraph(graph, self.emit.origins, tuple(self.told), self.emit.passages, self.emit.sections)

    def _sections(self) -> None:
        emit = self.emit
        for part in self.extraction.parts:
            section = self.own.labelled("section", part.heading or "start")
            emit.sections[part.ordinal] = section
            emit.at(section, part.evidence.span)
            emit.add(section, RDF.type, DOCO.Section)
            emit.add(section, POW.inNote, self.own.note)
            emit.add(section, POW.ordinal, integer(part.ordinal))
            emit.add(section, POW.level, integer(part.level))
            emit.add(section, POW.sectionRole, string(part.role))
            emit.add(section, SCHEMA.text, emit.text(part.text))
            if part.heading:
                title, icon = split_emoji(part.heading)
                emit.add(section, DCTERMS.title, emit.text(title or part.heading))
                emit.add(section, RDFS.label, emit.text(title or part.heading))
                if icon and title:
                    emit.add(section, POW.icon, string(icon))
            if part.parent:
                emit.add(section, POW.parentSection, emit.sections[part.parent])
            emit.add(section, POW.passage, emit.passage(part.evidence))

    def _note(self) -> None:
        emit, extraction, note = self.emit, self.extraction, self.own.note
        matter = Evidence(extraction.note.front_matter.span or Span(1, 1), 0, "notes.front-matter")
        emit.origins[note.value] = Place(extraction.note.path)
        emit.add(note, RDF.type, POW.Note)
        emit.add(note, FOAF.primaryTopic, self.topic)
        emit.add(note, POW.path, string(extraction.note.path))
        emit.add(note, POW.sha256, string(extraction.note.sha256))
        emit.add(note, POW.noteKind, string(extraction.kind))
        emit.claim(note, DCTERMS.title, emit.text(extraction.topic.label), extraction.topic.title)
        emit.add(note, RDFS.label, emit.text(extraction.topic.label))
        emit.add(note, DCTERMS.rights, string(extraction.rights))
        self._content_label()
        for predicate, value in ((DCTERMS.created, extraction.created), (DCTERMS.modified, extraction.modified)):
            if value and (date := self._date(value)):
                emit.claim(note, predicate, date, Evidence(value.span, 0, matter.rule))
        for tag in extraction.tags:
            iri = self.vault.minter.tag(tag.text)
            emit.claim(note, DCTERMS.subject, iri, Evidence(tag.span, 0, "notes.tag"))
            emit.at(iri, tag.span)
            emit.add(iri, RDF.type, SKOS.Concept)
            emit.add(iri, SKOS.inScheme, self.vault.minter.scheme("tags"))
            emit.label(iri, emit.text(slug(tag.text).replace("-", " ")))
        for value in extraction.provenance:
            emit.claim(note, DCTERMS.provenance, emit.text(value.text), Evidence(value.span, 0, "notes.provenance"))
        for name, evidence in extraction.assistants:
            agent = self.vault.minter.assistant(name)
            emit.claim(note, PROV.wasAttributedTo, agent, evidence)
            emit.add(agent, RDF.type, PROV.SoftwareAgent)
            emit.add(agent, FOAF.name, string(name))
            emit.add(agent, RDFS.label, string(name))

    def _content_label(self) -> None:
        """State the content label, with the line that gives it; where the settings do, there is none."""
        if label := self.extraction.content_label:
            text = Literal(label.text, language=label.language or self.emit.language)
            if label.evidence:
                self.emit.claim(self.own.note, POW.contentLabel, text, label.evidence)
            else:
                self.emit.add(self.own.note, POW.contentLabel, text)

    def _date(self, value: Value) -> Literal | None:
        try:
            if value.text.isdigit() and len(value.text) in _EPOCHS:
                seconds = int(value.text) // _EPOCHS[len(value.text)]
                day = datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()
                return Literal(day.isoformat(), datatype=XSD.date)
            return Literal(datetime.date.fromisoformat(value.text[:10]).isoformat(), datatype=XSD.date)
        except ValueError:
            self._tell(value.span, Severity.WARNING, "notes.date", f"{value.text!r} is not a date", "write YYYY-MM-DD")
            return None

    def _topic(self) -> None:
        emit, topic = self.emit, self.extraction.topic
        kind = POW.Framework if self.extraction.kind == "framework" else POW.Topic
        emit.defined(self.topic, topic.defined_at or topic.title)
        emit.claim(self.topic, RDF.type, kind, topic.title)
        emit.add(self.topic, SKOS.inScheme, self.vault.minter.scheme("topics"))
        preferred = self._preferred_label(self.topic, topic.label, topic.title)
        if topic.icon:
            emit.add(self.topic, POW.icon, string(topic.icon))
        if topic.defined_at and topic.definition:
            emit.claim(self.topic, SKOS.definition, emit.text(topic.definition), topic.defined_at)
        names = [(name, topic.title) for name in topic.alt_labels]
        _, acronym = topic_name(self.extraction.note.stem)
        if acronym:
            names.append((acronym, topic.title))
        names += [(alias.text, Evidence(alias.span, 0, "topic.alias")) for alias in topic.aliases]
        self._other_labels(self.topic, preferred, names)

    def _preferred_label(self, iri: NamedNode, label: str, evidence: Evidence) -> str:
        """Give *iri* its preferred label; where another note's label is preferred, this one becomes another name."""
        preferred = self.vault.names.preferred(iri, self.emit.language, label)
        if preferred == label:
            self.emit.claim(iri, SKOS.prefLabel, self.emit.text(label), evidence)
            self.emit.add(iri, RDFS.label, self.emit.text(label))
        else:
            self._other_labels(iri, preferred, [(label, evidence)])
        return preferred

    def _other_labels(self, iri: NamedNode, preferred: str, names: Iterable[tuple[str, Evidence]]) -> None:
        """Add other names: a file name is hidden, and its readable form an alternative label."""
        seen = {preferred}
        for name, evidence in names:
            if name not in seen:
                seen.add(name)
                kind = SKOS.hiddenLabel if is_file_name(name) else SKOS.altLabel
                self.emit.claim(iri, kind, self.emit.text(name), evidence)
            if is_file_name(name) and (plain := readable(name)) not in seen:
                seen.add(plain)
                self.emit.claim(iri, SKOS.altLabel, self.emit.text(plain), evidence)

    def _global_concept(self, concept: Concept) -> None:
        emit, minter = self.emit, self.vault.minter
        iri = global_iri(concept, minter)
        emit.defined(iri, concept.evidence)
        preferred = self._preferred_label(iri, concept.label, concept.evidence)
        self._other_labels(iri, preferred, [(name, concept.evidence) for name in concept.alt_labels])
        if concept.definition:
            emit.claim(iri, SKOS.definition, emit.text(concept.definition), concept.evidence)
        sources = minter.scheme("power-sources")
        if concept.kind is ConceptKind.MODE:
            emit.claim(iri, RDF.type, POW.PowerMode, concept.evidence)
            emit.add(iri, SKOS.inScheme, minter.scheme("power-modes"))
        elif concept.kind is ConceptKind.GROUP:
            emit.claim(iri, RDF.type, POW.PowerGroup, concept.evidence)
            emit.add(iri, SKOS.inScheme, sources)
            emit.add(iri, SKOS.topConceptOf, sources)
        else:
            emit.add(iri, SKOS.inScheme, sources)
            self._source_group(iri, concept)
        self._mentions(iri, concept.runs, concept.evidence)

    def _source_group(self, iri: NamedNode, concept: Concept) -> None:
        """Put a source into its group; a source has one, so of two notes that differ the first is kept."""
        emit, minter = self.emit, self.vault.minter
        group, source_class, path = self.vault.names.group_of(iri) or ("", concept.source_class, "")
        if concept.group and slug(concept.group) != slug(group):
            message = f"{path} puts {concept.label} under {group!r}; {concept.group!r} was left out here"
            self._tell(concept.evidence.span, Severity.WARNING, "concepts.two-groups", message, "agree on one group")
        elif concept.group:
            emit.claim(iri, RDF.type, NamedNode(POW.namespace_iri + source_class), concept.evidence)
            emit.claim(iri, SKOS.broader, minter.group(group), concept.evidence)
            return
        emit.claim(iri, RDF.type, POW.PowerSource, concept.evidence)

    def _key_concept(self, concept: Concept) -> None:
        emit = self.emit
        iri = self.own.labelled("concept", concept.label)
        emit.defined(iri, concept.evidence)
        emit.add(iri, RDF.type, POW.Form if concept.kind is ConceptKind.FORM else POW.KeyConcept)
        emit.add(iri, POW.ofTopic, self.topic)
        emit.add(iri, SKOS.inScheme, self.vault.minter.scheme("key-concepts"))
        emit.label(iri, emit.text(concept.label))
        for name in concept.alt_labels:
            emit.add(iri, SKOS.altLabel, emit.text(name))
        if concept.definition:
            emit.add(iri, SKOS.definition, emit.text(concept.definition))
        self._mentions(iri, concept.runs, concept.evidence)

    def _practices(self) -> None:
        emit = self.emit
        for practice in self.extraction.practices:
            iri = self.own.labelled("practice", practice.label)
            emit.defined(iri, practice.evidence)
            emit.add(iri, RDF.type, NamedNode(POW.namespace_iri + practice.kind))
            emit.add(iri, POW.ofTopic, self.topic)
            emit.label(iri, emit.text(practice.label))
            emit.add(iri, POW.labelOrigin, POW.Written if practice.written else POW.Generated)
            emit.add(iri, SCHEMA.text, emit.text(practice.text))
            emit.add(iri, POW.ordinal, integer(practice.ordinal))
            for prompt in practice.prompts:
                emit.add(iri, POW.promptText, emit.text(prompt))
            self._mentions(iri, practice.runs, practice.evidence)

    def _citation(self, citation: Citation) -> None:
        emit = self.emit
        work = self.vault.works.work_of(citation)
        name = (
            f"{citation.authors[0].family} {citation.year or 'nd'}"
            if citation.authors
            else first_words(citation.title or citation.plain or citation.entry, 6)
        )
        iri = self.own.labelled("citation", name)
        emit.defined(iri, citation.evidence)
        emit.add(self.own.note, POW.hasReference, iri)
        emit.add(iri, RDF.type, POW.Citation)
        emit.add(iri, DCTERMS.bibliographicCitation, emit.text(citation.entry))
        emit.add(iri, RDFS.label, string(_citation_label(citation)))
        emit.add(iri, POW.ordinal, integer(citation.ordinal))
        numbers = identifiers_of(citation)
        emit.add(iri, POW.verification, POW.WellFormed if numbers else POW.Unverified)
        for predicate, number in numbers:
            emit.add(iri, predicate, string(number))
        if citation.edition:
            emit.add(iri, BIBO.edition, string(citation.edition))
        self._tell_citation(citation, work)
        for predicate, text in ((DCTERMS.title, citation.title), (POW.annotation, citation.annotation)):
            if text:
                emit.add(iri, predicate, emit.text(text))
        for person in self.vault.works.creators_of(citation):
            emit.add(iri, DCTERMS.creator, person)
        if citation.more and citation.authors:
            emit.add(iri, POW.hasFurtherAuthors, TRUE)
        if citation.year_text:
            emit.add(iri, POW.yearText, string(citation.year_text))
        for predicate, year in ((POW.year, citation.year), (POW.originalYear, citation.original_year)):
            if year:
                emit.add(iri, predicate, integer(year))
        for url in filter(None, (citation.url, *citation.more_urls)):
            emit.add(iri, SCHEMA.url, Literal(url, datatype=XSD.anyURI))
        if work:
            self._work_links(iri, work, citation)

    def _work_links(self, iri: NamedNode, work: CitedWork, citation: Citation) -> None:
        self.emit.add(iri, BIRO.references, work.iri)
        self.emit.at(work.iri, citation.evidence.span)  # what is said of the work is told where it is cited first
        for agent in citation.authors:
            if (place := work.place_of(agent)) is not None:
                self.emit.add(iri, POW.authorship, work.authorships[place])

    def _tell_citation(self, citation: Citation, work: CitedWork | None) -> None:
        span = citation.evidence.span
        wrong = "has a wrong length or check digit; it was not read"
        for number in citation.bad_isbns:
            at = self._where(number, span)
            self._tell(at, Severity.WARNING, "citations.isbn", f"ISBN {number} {wrong}", "compare it with the book")
        for number in citation.bad_issns:
            at = self._where(number, span)
            self._tell(at, Severity.WARNING, "citations.issn", f"ISSN {number} {wrong}", "compare it with the journal")
        if citation.residue:
            message = f"residue of a chat assistant: {', '.join(citation.residue)}"
            hint = "look the work up, and keep only what identifies it"
            self._tell(self._where(citation.residue[0], span), Severity.WARNING, "citations.residue", message, hint)
        if not citation.authors and not citation.title and not citation.url:
            message = "the form of this citation was not understood; it is kept as written"
            self._tell(span, Severity.INFO, "citations.form", message, "write it as: Author, A. (Year). Title.")
        if work and work.alike:
            message = f"{work.title} ({work.year or 'no year'}) may be the same work as {'; '.join(work.alike)}"
            self._tell(span, Severity.INFO, "citations.alike", message, "give both the same year, if they are one")

    def _reference(self, reference: Reference) -> None:
        emit = self.emit
        path = self.extraction.note.path
        resolution = self.vault.links.resolve(reference.target, path, relative=reference.relative)
        if resolution.rung == "private":
            return
        link = self.own.link(reference.target, str(reference.metadata))
        emit.at(link, reference.evidence.span)
        emit.add(link, RDF.type, POW.Link)
        emit.add(link, RDFS.label, string(f"link to {reference.target}"))
        emit.add(link, POW.from_, self.topic)
        emit.add(link, POW.passage, emit.passage(reference.evidence))
        emit.add(link, POW.asWritten, string(reference.as_written))
        emit.add(link, POW.rung, string(resolution.rung))
        emit.add(link, POW.ordinal, integer(reference.ordinal))
        if resolution.topic:
            target = self.vault.minter.topic(resolution.topic)
            emit.add(link, POW.to, target)
            emit.add(self.topic, POW.relatedInMetadata if reference.metadata else POW.linksInBody, target)
            if resolution.rung == "wanted":
                written = last_name(reference.target)
                name, acronym = topic_name(written)
                page = self.vault.links.wanted_page(resolution.topic)
                label = page.name if page else name
                others = (name, acronym) if name != label else (acronym,)
                hidden = written if is_file_name(written) else ""
                self._stub(target, label, (*others, hidden), reference.evidence)
        self._tell_resolution(reference, resolution)

    def _stub(self, topic: NamedNode, name: str, other_names: tuple[str, ...], evidence: Evidence) -> None:
        """Add a topic that has no note yet."""
        emit = self.emit
        emit.at(topic, evidence.span)
        emit.claim(topic, RDF.type, POW.Topic, evidence)
        emit.add(topic, POW.status, POW.Stub)
        emit.add(topic, SKOS.inScheme, self.vault.minter.scheme("topics"))
        preferred = self._preferred_label(topic, name, evidence)
        for other in filter(None, other_names):
            if is_file_name(other):
                emit.claim(topic, SKOS.hiddenLabel, emit.text(other), evidence)
            else:
                self._other_labels(topic, preferred, [(other, evidence)])

    def _tell_resolution(self, reference: Reference, resolution: Resolution) -> None:
        span, written = reference.evidence.span, reference.target
        named = f"no note is called {written!r}"
        found = ", ".join(resolution.candidates)
        if resolution.rung == "wanted":
            candidates = ", ".join(self.vault.links.similar(written))
            hint = f"did you mean {candidates}?" if candidates else "it is kept as a topic to be written"
            severity = Severity.WARNING if candidates else Severity.INFO
            self._tell(span, severity, "links.wanted", named, hint)
        elif resolution.rung == "ambiguous":
            message = f"{written!r} can mean several notes: {found}"
            self._tell(span, Severity.WARNING, "links.ambiguous", message, "write the note's own file name")
        elif resolution.rung == "refused":
            hint = f"links are strict here; forgiving ones would find {found}"
            self._tell(span, Severity.WARNING, "links.strict", named, hint)
        elif resolution.rung == "former":
            message = f"{written!r} is a former name of {found}"
            self._tell(span, Severity.INFO, "links.former", message, "write its file name")
        elif resolution.rung in ("file-name", "slug"):
            self._tell(span, Severity.INFO, "links.loose", f"{named}; it was taken for {found}", "write its file name")

    def _where(self, text: str, span: Span) -> Span:
        """Return where *text* stands on the lines of *span*; *span* where it stands in another form."""
        for number in range(span.start_line, span.end_line + 1):
            column = self.extraction.note.lines[number - 1].find(text) + 1
            if column > 0:
                return Span(number, number, column, column + len(text) - 1)
        return span

    def _tell(self, span: Span, severity: Severity, rule: str, message: str, hint: str = "") -> None:
        path = self.extraction.note.path
        self.told.append(Diagnostic(path, span.start_line, span.start_column, severity, rule, message, hint))

    def _mentions(self, owner: NamedNode, runs: tuple[Run, ...], evidence: Evidence) -> None:
        emit = self.emit
        for phrase in self.vault.names.phrases(runs, self._words):
            if phrase.concept in (owner, self.topic):
                continue
            place = Evidence(_locate(self.extraction, runs, phrase), evidence.section, "mentions.name")
            self._mentioned += 1
            mention = self.own.link(owner.value, phrase.concept.value, phrase.as_written, "mention")
            emit.at(mention, place.span)
            emit.add(mention, RDF.type, POW.Mention)
            emit.add(mention, RDFS.label, string(f"mention of {phrase.as_written}"))
            emit.add(mention, POW.from_, owner)
            emit.add(mention, POW.to, phrase.concept)
            emit.add(mention, POW.passage, emit.passage(place))
            emit.add(mention, POW.asWritten, string(phrase.as_written))
            emit.add(mention, POW.rung, string(phrase.rung))
            emit.add(mention, POW.ordinal, integer(self._mentioned))
            emit.add(owner, POW.mentions, phrase.concept)
            if phrase.rung == "introduced":
                self._stub(phrase.concept, phrase.introduces, (phrase.acronym,), place)


def _locate(extraction: Extraction, runs: tuple[Run, ...], phrase: Phrase) -> Span:
    """Return the whole lines on which the words of a phrase stand, inside the lines of its text."""
    first, last = runs[0].span, runs[-1].span
    lines = extraction.note.lines[first.start_line - 1 : last.end_line]
    text = "\n".join(lines)
    words = r"[\W_]+".join(re.escape(word) for word in re.findall(r"\w+", phrase.as_written))
    match = re.search(words, text)
    if not match:
        return Span(first.start_line, last.end_line, 1, max(len(lines[-1]), 1))
    start = first.start_line + text.count("\n", 0, match.start())
    end = first.start_line + text.count("\n", 0, match.end())
    return Span(start, end, 1, max(len(extraction.note.lines[end - 1]), 1))


def _citation_label(citation: Citation) -> str:
    """Return a short name for an entry: authors and year, else its first words.

    >>> from powergraph.extract.citations import parse_authors
    >>> authors = parse_authors("French, J. R. P., & Raven, B.")
    >>> _citation_label(Citation("", authors, "", 1959, "1959", 0, "", "", 1, Evidence(Span(1, 1), 1, "")))
    'French & Raven (1959)'
    """
    families = [agent.family for agent in citation.authors]
    if not families:
        text = citation.title or citation.plain or citation.entry
        words = first_words(text, 8)
        return words if words == text else words.rstrip(".,;:") + "\u2026"
    names = f"{families[0]} et al." if len(families) > 2 or citation.more else " & ".join(families)
    return f"{names} ({citation.year_text or 'no date'})"
