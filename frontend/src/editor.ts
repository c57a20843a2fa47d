// The field for a query as an editor. It lives in a shadow tree: its styles are adopted there, as the policy of the pages asks.
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { HighlightStyle, bracketMatching, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, type DecorationSet, drawSelection, keymap, lineNumbers } from "@codemirror/view";
import { sparql } from "codemirror-lang-sparql";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--warn)" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.variableName, color: "var(--practice)" },
  { tag: [tags.namespace, tags.url], color: "var(--concept)" },
]);

const look = EditorView.theme({
  "&": { border: "1px solid var(--soft)", borderRadius: "6px", backgroundColor: "var(--raised)", color: "var(--ink)", fontSize: "14px" },
  "&.cm-focused": { outline: "3px solid var(--accent)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", minHeight: "12rem", maxHeight: "60vh" },
  ".cm-gutters": { backgroundColor: "var(--mark)", color: "var(--soft)", border: "none" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--mark)", outline: "1px solid var(--accent)" },
  "&.cm-editor .fault, &.cm-editor .fault .cm-matchingBracket": { textDecoration: "underline wavy var(--warn) 2px", backgroundColor: "var(--warn-paper)" },
  ".cm-panels, .cm-tooltip": { backgroundColor: "var(--raised)", color: "var(--ink)" },
});

interface Fault {
  from: number;
  to: number;
  message: string;
}

// The place of a fault is underlined until the text changes, and says what it is.
const setFault = StateEffect.define<Fault | null>();
const faults = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(shown, change) {
    let marks = change.docChanged ? Decoration.none : shown;
    for (const effect of change.effects) {
      if (!effect.is(setFault)) continue;
      const fault = effect.value;
      marks = fault ? Decoration.set([Decoration.mark({ class: "fault", attributes: { title: fault.message } }).range(fault.from, fault.to)]) : Decoration.none;
    }
    return marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});

// A browser that replaces coloured text itself carries its colour over as an inline style, which the policy forbids.
function typedOver(event: InputEvent, view: EditorView): boolean {
  if (event.inputType !== "insertText" || event.isComposing || event.data === null || view.state.selection.main.empty) return false;
  view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  return true;
}

/** An editor in the place of a text field, which keeps the same text and so is sent with its form as before. */
export interface Editor {
  text(): string;
  fill(text: string): void;
  /** Mark the place of a fault (1-based, 0 where it is not known) and go there; the message says what it is. */
  mark(line: number, column: number, message: string): void;
  clear(): void;
}

/** Put an editor in the place of *field*; *run* is called for Ctrl+Enter. */
export function makeEditor(field: HTMLTextAreaElement, label: string, run: () => void): Editor {
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  field.before(host);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: () => (run(), true) }, ...defaultKeymap, ...historyKeymap, ...searchKeymap]),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        highlightSelectionMatches(),
        sparql(),
        syntaxHighlighting(colours),
        faults,
        look,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off" }),
        EditorView.domEventHandlers({ beforeinput: typedOver }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
      ],
    }),
  });
  field.hidden = true;
  field.required = false; // a browser cannot show its own message beside a field that is hidden
  return {
    text: () => view.state.doc.toString(),
    fill: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    mark(number, column, message) {
      const document_ = view.state.doc;
      if (number < 1 || number > document_.lines) return;
      const line = document_.line(number);
      const place = Math.min(line.from + Math.max(column - 1, 0), line.to);
      const from = place < line.to ? place : line.from;
      const to = place < line.to ? place + 1 : line.to;
      view.dispatch({ selection: { anchor: place }, scrollIntoView: true, effects: setFault.of(from < to ? { from, to, message } : null) });
      view.focus();
    },
    clear: () => view.dispatch({ effects: setFault.of(null) }),
  };
}
