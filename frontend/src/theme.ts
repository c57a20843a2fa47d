// Runs before the first paint: gives the page the colours that its reader chose.
import { recall } from "./storage.ts";
import { applyTheme, themeOf } from "./colours.ts";

applyTheme(themeOf(recall("theme")));
