// What every page runs once it is read. All of it works without; each part looks for what it makes better.
import { startAnnouncements } from "./announce.ts";
import { startChoices } from "./choices.ts";
import { startCopying } from "./copy.ts";
import { startNote } from "./note.ts";
import { startSuggestions } from "./search.ts";
import { startShortcut } from "./shortcut.ts";

startAnnouncements();
startChoices();
startCopying();
startSuggestions();
startShortcut();
startNote();
