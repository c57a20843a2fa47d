-- What can be found, one row a thing; said has its texts as JSON: [[what it is, language, text], ...].
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL, weight INTEGER NOT NULL, said TEXT NOT NULL);
-- The classes, and which things are of which.
CREATE TABLE kind (id INTEGER PRIMARY KEY, iri TEXT NOT NULL);
CREATE TABLE member (thing INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (thing, kind)) WITHOUT ROWID;
-- The names as they are compared; role 0 is a label, 1 another name, 2 one for matching only.
CREATE TABLE name (folded TEXT NOT NULL, role INTEGER NOT NULL, thing INTEGER NOT NULL, text TEXT NOT NULL,
    language TEXT NOT NULL, PRIMARY KEY (folded, role, thing, text, language)) WITHOUT ROWID;
-- Every word of every text; the texts themselves are in thing.
CREATE VIRTUAL TABLE words USING fts5(label, alt, hidden, definition, text, content = '',
    tokenize = 'unicode61 remove_diacritics 2');
-- Each word once, in how many things it is, and its pairs of letters, to find it through a typing error.
CREATE TABLE word (id INTEGER PRIMARY KEY, word TEXT NOT NULL, things INTEGER NOT NULL);
CREATE TABLE gram (gram TEXT NOT NULL, length INTEGER NOT NULL, word INTEGER NOT NULL,
    PRIMARY KEY (gram, length, word)) WITHOUT ROWID;
