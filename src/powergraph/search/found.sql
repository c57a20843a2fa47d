-- The things that a question finds, best first: those that are called so, then those whose names begin with it, then
-- by where its words stand. What is at first sight equal is ordered by bm25.
WITH found AS (
  SELECT rowid AS thing, bm25(words, 10.0, 6.0, 6.0, 3.0, 1.0) AS score FROM words WHERE words MATCH :all
),
ranked AS (
  SELECT thing, score, CASE
    WHEN thing IN (SELECT thing FROM name WHERE folded = :whole AND role = 0) THEN 0
    WHEN thing IN (SELECT thing FROM name WHERE folded = :whole) THEN 1
    WHEN thing IN (SELECT thing FROM name WHERE folded >= :whole AND folded < :beyond AND role = 0) THEN 2
    WHEN thing IN (SELECT rowid FROM words WHERE words MATCH :in_label) THEN 3
    WHEN thing IN (SELECT rowid FROM words WHERE words MATCH :in_names) THEN 4
    WHEN thing IN (SELECT rowid FROM words WHERE words MATCH :in_definition) THEN 5
    ELSE 6 END AS tier
  FROM found
  WHERE :kind = '' OR EXISTS (
    SELECT 1 FROM member JOIN kind ON kind.id = member.kind WHERE member.thing = found.thing AND kind.iri = :kind)
)
SELECT thing.id, thing.iri, thing.said
FROM ranked JOIN thing ON thing.id = ranked.thing
ORDER BY tier, CASE WHEN tier < 3 THEN weight ELSE 0 END, score, weight, iri
LIMIT :limit OFFSET :offset
