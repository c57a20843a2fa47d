-- The names that begin with what was typed, the labels first and shorter ones before longer ones, one a thing.
SELECT name.thing, name.role, name.text, name.folded
FROM name JOIN thing ON thing.id = name.thing
WHERE name.folded >= :whole AND name.folded < :beyond
ORDER BY name.folded <> :whole, name.role, thing.weight, LENGTH(name.folded), name.folded, thing.iri
LIMIT :limit
