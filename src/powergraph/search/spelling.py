"""Spelling: the words of a dataset that somebody may have meant by a word that is not in it."""

import sqlite3

__all__ = ["correct", "distance", "grams", "is_known"]

#: Words that share pairs of letters with the one that was typed are compared, so many of them.
_COMPARED = 80
#: Words of fewer letters have too many that are like them.
_SHORTEST = 3
#: In a word of so many letters two may be wrong.
_LONG = 7
#: Above all characters.
_LAST = "\U0010ffff"


def grams(word: str) -> list[str]:
    """Return the pairs of neighbouring letters of a word, its ends marked, each once.

    >>> grams("pwer")
    [' p', 'er', 'pw', 'r ', 'we']
    """
    padded = f" {word} "
    return sorted({padded[i : i + 2] for i in range(len(padded) - 1)})


def is_known(database: sqlite3.Connection, word: str) -> bool:
    """Tell whether a word of the dataset is, or begins with, *word* (folded)."""
    return (
        database.execute("SELECT 1 FROM word WHERE word >= ? AND word < ? LIMIT 1", (word, word + _LAST)).fetchone()
        is not None
    )


def correct(database: sqlite3.Connection, word: str, most: int = 3, *, other_than: str = "") -> list[str]:
    """Return the words of the dataset that are nearest to *word* (folded), the more common ones first."""
    if len(word) < _SHORTEST or len(word) > 40:
        return []
    allowed = 2 if len(word) >= _LONG else 1
    pairs = grams(word)
    rows = database.execute(
        f"SELECT word.word, word.things FROM gram JOIN word ON word.id = gram.word"  # noqa: S608 - question marks only
        f" WHERE gram.gram IN ({', '.join('?' * len(pairs))}) AND gram.length BETWEEN ? AND ?"
        f" GROUP BY word.id ORDER BY COUNT(*) DESC, word.things DESC, word.word LIMIT ?",
        (*pairs, len(word) - allowed, len(word) + allowed, _COMPARED),
    )
    near = sorted(
        (found, -things, other)
        for other, things in rows
        if other != other_than and not (other.isdigit() or word.isdigit())
        if (found := distance(word, other, allowed)) <= allowed
    )
    return [other for found, _, other in near if found == near[0][0]][:most]


def distance(one: str, other: str, most: int = 2) -> int:
    """Return by how many letters two words differ (left out, put in, changed, or two of them swapped); *most* + 1 for
    more than *most*.

    >>> distance("priviledge", "privilege"), distance("pwoer", "power"), distance("river", "power", 1)
    (1, 1, 2)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        last, row, before_last = row, [i], before
        for j, another in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != another))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == another:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before = last
    return min(row[-1], most + 1)
