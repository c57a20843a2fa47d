"""The words that SPARQL knows, and what people write instead of them."""

from typing import Final

__all__ = ["AGGREGATES", "FUNCTIONS", "INSTEAD", "KEYWORDS"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: SPARQL 1.1 and 1.2 (19.8 and 17.4), in capitals.
FUNCTIONS: Final = _words(
    """
    ABS ADJUST AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE DAY ENCODE_FOR_URI EXISTS FLOOR
    GROUP_CONCAT HASLANG HASLANGDIR HOURS IF IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISTRIPLE ISURI LANG LANGDIR
    LANGMATCHES LCASE MAX MD5 MIN MINUTES MONTH NOW OBJECT PREDICATE RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS
    SHA1 SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS STRLANG STRLANGDIR STRLEN STRSTARTS STRUUID SUBJECT
    SUBSTR SUM TIMEZONE TRIPLE TZ UCASE URI UUID YEAR
    """
)
AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
KEYWORDS: Final = FUNCTIONS | _words(
    """
    A AS ASC ASK BASE BIND BY CONSTRUCT DESC DESCRIBE DISTINCT FALSE FILTER FROM GRAPH GROUP HAVING IN LATERAL LIMIT
    MINUS NAMED NOT OFFSET OPTIONAL ORDER PREFIX REDUCED SELECT SEPARATOR SERVICE SILENT TRUE UNDEF UNION VALUES VERSION
    WHERE
    """
)
#: Words of other languages, and how SPARQL says it.
INSTEAD: Final = {
    "AND": "Conditions are joined with &&.",
    "OR": "Conditions are joined with ||.",
    "LIKE": 'Patterns are compared with REGEX(?text, "pattern") or CONTAINS(?text, "part").',
    "NULL": "A variable without a value is found with !BOUND(?x).",
    "IS": "Kinds of terms are asked for with isIRI(?x), isLiteral(?x), BOUND(?x) and the like.",
    "JOIN": "Patterns in one { } are joined by the variables they share.",
    "TOP": "The number of rows stands at the end: LIMIT 10.",
    "LENGTH": "The length of a text is STRLEN(?text).",
    "LOWER": "The function is LCASE(?text).",
    "UPPER": "The function is UCASE(?text).",
    "SUBSTRING": "The function is SUBSTR(?text, 1, 3).",
    "STARTSWITH": "The function is STRSTARTS(?text, ?start).",
    "ENDSWITH": "The function is STRENDS(?text, ?end).",
    "IFNULL": "The function is COALESCE(?x, ?otherwise).",
}
