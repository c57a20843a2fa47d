"""The rules by which something is told: each with its severities, what it means and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from powergraph.diagnostics import Severity

__all__ = ["RULES", "Rule", "rules_by_id"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable *id*, the severities it may have, what it *means* in a line, and the *remedy*."""

    id: str
    severities: tuple[Severity, ...]
    means: str
    remedy: str

    @property
    def worst(self) -> Severity:
        """The worst severity that the rule may have."""
        return min(self.severities, key=lambda severity: severity.rank)


_E, _W, _I = (Severity.ERROR,), (Severity.WARNING,), (Severity.INFO,)
_EW, _WI = (*_E, *_W), (*_W, *_I)

_IDS = (
    Rule(
        "ids.doubt",
        _W,
        "The note may be one that had another name, and several may be meant; nothing is guessed.",
        "Write its path into the right row of the ledger, or give it `id:` with the slug of that row; "
        "`powergraph ids update --as-new` takes it as a new note.",
    ),
    Rule(
        "ids.duplicate",
        _E,
        "Two rows of the ledger are about the same IRI, or two notes claim the same file, id or topic.",
        "Keep the row that is right, and delete the other.",
    ),
    Rule("ids.encoding", _E, "The ledger is not UTF-8.", "Save it as UTF-8."),
    Rule(
        "ids.header",
        _E,
        "The line that names the columns of the ledger is missing, or names one that is not known.",
        "Mend it as the message says.",
    ),
    Rule(
        "ids.loop",
        _E,
        "What replaces an IRI is, in the end, replaced by it.",
        "Name in `replaced_by` what is there now.",
    ),
    Rule(
        "ids.merge",
        _E,
        "Marks of an unfinished merge stand in the ledger.",
        "Keep the rows of both sides, one for each IRI, and delete the marks.",
    ),
    Rule(
        "ids.no-target",
        _W,
        "What a row names in `replaced_by` is not in the dataset; the IRI is told to be gone, without it.",
        "Name what is there, or empty the cell.",
    ),
    Rule(
        "ids.outdated",
        _I,
        "Notes are new, renamed or gone since the ledger was written; renamed ones keep their IRIs all the same.",
        "Run `powergraph ids update NOTES`, so that it can still be told tomorrow.",
    ),
    Rule(
        "ids.renamed",
        _I,
        "The note has another file name than in the ledger, was known again, and keeps its IRIs.",
        "Nothing need be done but `powergraph ids update NOTES`.",
    ),
    Rule(
        "ids.row",
        _E,
        "A row of the ledger has more cells than there are columns.",
        "Put one tab between two cells; a tab inside one is written `\\t`.",
    ),
    Rule("ids.value", _E, "A cell of the ledger cannot have this value.", "Mend it as the message says."),
)
_NOTES = (
    Rule("notes.control", _W, "Control characters stand in the text; each was replaced by a blank.", "Delete them."),
    Rule("notes.date", _W, "A date of the front matter is not a date; it was left out.", "Write it as YYYY-MM-DD."),
    Rule(
        "notes.doubt",
        _E,
        "The note may be meant to be private, and was kept so: what would say it cannot be read.",
        "Mend the front matter or the file; then the note is published or plainly private.",
    ),
    Rule("notes.empty", _I, "The note has no text.", "Write it, or delete the file."),
    Rule(
        "notes.encoding",
        _W,
        "The file is not UTF-8; it was read in the encoding that is named.",
        "Save it as UTF-8.",
    ),
    Rule(
        "notes.front-matter",
        _I,
        "The note has no front matter; title and kind are taken from the file's name and text.",
        "Nothing need be done; title, aliases, tags and dates in a front matter make the note easier to find.",
    ),
    Rule(
        "notes.language",
        _W,
        "The value of `lang:` is not a language tag (BCP 47); the language of the vault is used.",
        "Write for example `lang: en` or `lang: pt-BR`.",
    ),
    Rule("notes.private", _I, "The note is private and nothing of it is published.", "Nothing need be done."),
    Rule(
        "notes.property",
        _I,
        "A property of the note is not published as data: its value is too long or nested, or the note has too many.",
        "Nothing need be done; what should be data is one short value, or a list of them.",
    ),
    Rule(
        "notes.repaired",
        _W,
        "The text was damaged by a wrong decoding and could be repaired exactly; the file was not changed.",
        "Save the repaired text, if the file is yours.",
    ),
    Rule(
        "notes.unreadable",
        _E,
        "The note cannot be read and was left out.",
        "Mend the file as the message says, or move it out of the notes.",
    ),
    Rule(
        "notes.yaml",
        _EW,
        "The front matter cannot be read: as a whole (error), or a key of it (warning).",
        "Mend it at the place that is told; a value with a colon or a quotation mark needs quotation marks around it.",
    ),
)
_ITEMS = (
    Rule(
        "citations.alike",
        _I,
        "Two works are so alike that they may be one, but their years differ.",
        "Give both the same year, if they are one.",
    ),
    Rule(
        "citations.form",
        _I,
        "The form of an entry was not understood; it is kept as written.",
        "Write it as: Author, A. (Year). Title.",
    ),
    Rule(
        "citations.isbn",
        _W,
        "An ISBN has a wrong length or check digit; it was not read.",
        "Compare it with the book.",
    ),
    Rule(
        "citations.issn",
        _W,
        "An ISSN has a wrong length or check digit; it was not read.",
        "Compare it with the journal.",
    ),
    Rule(
        "citations.residue",
        _W,
        "A chat assistant left its marks in an entry; they are kept in the entry alone.",
        "Look the work up, and keep only what identifies it.",
    ),
    Rule(
        "concepts.two-groups",
        _W,
        "Two notes put the same power source into different groups; the later one was left out.",
        "Agree on one group.",
    ),
    Rule(
        "iris.same-id",
        _E,
        "The `id:` of a note is also the id or the name of another.",
        "Give each note its own id.",
    ),
    Rule(
        "iris.same-name",
        _I,
        "Another note has the same name, or had it first; folders or a number tell this one apart in its IRI.",
        "Nothing need be done; an `id:` in the front matter gives it a name of its own.",
    ),
    Rule(
        "links.ambiguous",
        _W,
        "Several notes have the name that a link uses; the link leads nowhere.",
        "Write the file name of the note that is meant, with its folder where that is needed.",
    ),
    Rule(
        "links.former",
        _I,
        "A link uses a name that a note had before its file was renamed; it leads to that note.",
        "Write the file name that the note has now.",
    ),
    Rule(
        "links.loose",
        _I,
        "No note has exactly the name that a link uses; it was taken for the one that is named.",
        "Write the file name of the note.",
    ),
    Rule(
        "links.private",
        _I,
        "A link shows the name of a private note, for it has no text of its own. Only its author is told.",
        "Give it another text: `[[name|text]]`.",
    ),
    Rule(
        "links.strict",
        _W,
        "Links are strict, and this one is found only by forgiving ones; it leads nowhere.",
        "Write the file name of the note, or set `links` to forgiving.",
    ),
    Rule(
        "links.unclosed",
        _W,
        "A link is begun and not closed; it is text.",
        "Write `]]` after the name.",
    ),
    Rule(
        "links.wanted",
        _WI,
        "No note has the name that a link uses: it is much like that of another (warning), or wanted (info).",
        "Mend the name, or write the note; until then the topic is kept as a stub.",
    ),
)
_CURATION = (
    Rule(
        "curation.assertion",
        _E,
        "An assertion has not one subject and predicate that are IRIs, an object and a passage.",
        "Complete it; docs/settings.md shows one.",
    ),
    Rule("curation.maker", _E, "An assertion does not say by an IRI whose it is.", "Add prov:wasAttributedTo."),
    Rule(
        "curation.no-note",
        _EW,
        "An assertion quotes a note that the dataset lacks (warning where notes were left out or are private).",
        "Correct the IRI of the note, or delete the assertion.",
    ),
    Rule(
        "curation.no-passage",
        _E,
        "Something is stated without the passage that supports it.",
        "Write it as a pow:Assertion with rdf:subject, rdf:predicate, rdf:object and pow:passage.",
    ),
    Rule(
        "curation.passage",
        _E,
        "A passage is not given by one pow:inNote and one pow:quote.",
        'Write pow:passage [ pow:inNote <note/...> ; pow:quote "..." ].',
    ),
    Rule("curation.property", _E, "An assertion has a property that assertions do not have.", "Delete it."),
    Rule(
        "curation.quote",
        _E,
        "The words that are quoted do not stand in the note, or stand there more than once.",
        "Quote them as they are written, emphasis marks included, and enough of them.",
    ),
    Rule("curation.turtle", _E, "The file is not Turtle 1.1.", "Mend it at the place that is told."),
    Rule("curation.unreadable", _E, "The file cannot be read.", "Mend its rights."),
    Rule("curation.undefined", _E, "A term is not in its vocabulary.", "Correct its name."),
    Rule(
        "curation.unknown",
        _EW,
        "Nothing in the dataset has this IRI (warning where notes were left out or are private).",
        "Correct the IRI, or delete the assertion.",
    ),
)
_MAPPINGS = (
    Rule("mappings.cells", _E, "A row has not as many cells as there are columns.", "Separate cells by one tab."),
    Rule("mappings.column", _E, "A column is missing, unknown or there twice.", "docs/mappings.md has the columns."),
    Rule("mappings.confidence", _E, "The confidence is no number from 0 to 1.", "Write it as 0.95."),
    Rule("mappings.control", _E, "A control character stands in the file.", "Delete it."),
    Rule("mappings.curie", _E, "A cell is not a CURIE, or makes no valid IRI.", "Write prefix:name."),
    Rule("mappings.date", _E, "The date of a row is no date.", "Write it as YYYY-MM-DD."),
    Rule("mappings.duplicate", _E, "A row stands twice, in this set or in two.", "Keep one of them."),
    Rule("mappings.empty", _E, "A cell that must say something is empty.", "Fill it in."),
    Rule("mappings.encoding", _E, "The file is not UTF-8.", "Save it as UTF-8."),
    Rule(
        "mappings.exact-and-other",
        _E,
        "Two things match exactly and in another way as well (SKOS S46).",
        "Keep the one that is true.",
    ),
    Rule(
        "mappings.justification",
        _E,
        "The justification is no term of SEMAPV.",
        "A person's judgement is semapv:ManualMappingCuration.",
    ),
    Rule(
        "mappings.label",
        _EW,
        "The subject is not called so (warning where notes were left out or are private).",
        "Write a label that the notes give it.",
    ),
    Rule("mappings.metadata", _E, "The head of the file is wrong.", "docs/mappings.md shows one."),
    Rule("mappings.modifier", _E, "The modifier of a predicate is neither Not nor empty.", "Write one of the two."),
    Rule(
        "mappings.one-to-one",
        _E,
        "Exact matches within a vocabulary are not one to one.",
        "Make one of them a close, broad or narrow match.",
    ),
    Rule("mappings.order", _W, "The rows are not sorted.", "Sort them by subject, predicate and object."),
    Rule(
        "mappings.pattern",
        _E,
        "The object is in no vocabulary that is known, or no IRI of its vocabulary.",
        "Compare it with the vocabulary's own page.",
    ),
    Rule("mappings.predicate", _E, "The predicate is no predicate of a mapping.", "Use one of SKOS's matches."),
    Rule("mappings.prefix", _E, "A prefix is not declared.", "Add it to the curie_map of the file."),
    Rule(
        "mappings.rejected",
        _E,
        "A match is stated in one row and rejected in another.",
        "Delete one of the two rows.",
    ),
    Rule("mappings.reviewer", _E, "The row says nobody who has reviewed it.", "Add a reviewer other than the author."),
    Rule("mappings.space", _E, "A cell begins or ends with white space.", "Delete it."),
    Rule(
        "mappings.subject",
        _EW,
        "Nothing in the dataset has this IRI (warning where notes were left out or are private).",
        "Correct the IRI, or delete the row.",
    ),
    Rule("mappings.unreadable", _E, "The file cannot be read.", "Mend its rights."),
    Rule("mappings.vocabulary", _E, "A row leads to another vocabulary than its set.", "Put it into that one's set."),
)
_QUESTIONS = (
    Rule("questions.form", _E, "A question is no SELECT.", "Write one."),
    Rule("questions.head", _W, "A line of the head says nothing of the question.", "docs/question-files.md has them."),
    Rule("questions.language", _W, "A language tag is none.", "Write for example @fr."),
    Rule("questions.level", _W, "The level is no level.", "Write a number from 1 (simple) to 5 (hard)."),
    Rule("questions.no-query", _E, "There is no query below the head.", "Write one."),
    Rule("questions.no-question", _E, "The question in words is missing.", "Begin the file with it."),
    Rule(
        "questions.parameter",
        _E,
        "A parameter is wrong: what is told of it, or its row in the query.",
        "Write it as docs/question-files.md shows.",
    ),
    Rule("questions.prefix", _W, "A prefix stands for another IRI than everywhere else.", "Use another prefix."),
    Rule("questions.repeated", _W, "The same is said twice; the first counts.", "Delete one of them."),
    Rule("questions.same-name", _E, "Two files give a question of the same name.", "Rename one of them."),
    Rule("questions.service", _E, "A question asks another server.", "Ask this dataset alone."),
    Rule("questions.syntax", _E, "The query is not SPARQL 1.1.", "Mend it at the place that is told."),
    Rule("questions.too-deep", _E, "The query is nested too deeply.", "Write it flatter."),
    Rule(
        "questions.undefined-term",
        _EW,
        "A term is not in the vocabulary (error), or not used in the dataset (warning).",
        "Correct its name.",
    ),
    Rule("questions.unknown-prefix", _E, "A prefix is not declared in the query.", "Add its PREFIX line."),
    Rule("questions.unreadable", _E, "The file cannot be read.", "Mend its name or its rights."),
    Rule("questions.update", _E, "A question changes data.", "Write a SELECT."),
)
_SETTINGS = (
    Rule("settings.file", _E, "A file or folder that the settings name is not there.", "Correct its name."),
    Rule("settings.profile", _E, "A table of the profile is wrong.", "docs/profile.md says what they hold."),
    Rule("settings.syntax", _E, "powergraph.toml is not TOML, or cannot be read.", "Mend it at the place told."),
    Rule("settings.unknown", _E, "There is no such setting.", "docs/settings.md has them all."),
    Rule("settings.value", _E, "A setting cannot have this value.", "docs/settings.md says what it can have."),
)

#: Every rule of the program, in the order of their ids. The rules `shapes.*` are declared in the shapes themselves.
RULES: tuple[Rule, ...] = tuple(
    sorted((*_NOTES, *_IDS, *_ITEMS, *_CURATION, *_MAPPINGS, *_QUESTIONS, *_SETTINGS), key=lambda rule: rule.id)
)


def rules_by_id() -> Mapping[str, Rule]:
    """Return the declared rules by id.

    >>> rules_by_id()["links.ambiguous"].worst
    <Severity.WARNING: 'warning'>
    """
    return MappingProxyType({rule.id: rule for rule in RULES})
