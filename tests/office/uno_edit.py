"""Edits a document as a person in LibreOffice Writer would; run by the system's Python, which has LibreOffice's bridge.

Standard input: ``{"pipe", "source", "target", "filter", "edits": [[verb, …]]}``. Standard output: nothing, or what went wrong.
"""

import importlib
import json
import os
import sys
import time

# Not an import statement: the bridge belongs to the system's Python, no lock file of this project can hold it.
uno = importlib.import_module("uno")
PropertyValue = uno.getClass("com.sun.star.beans.PropertyValue")
NoConnectException = uno.getClass("com.sun.star.connection.NoConnectException")

MOVING, SELECTING, FOR_GOOD = False, True, True


def named(**values):
    made = []
    for name, value in values.items():
        each = PropertyValue()
        each.Name, each.Value = name, value
        made.append(each)
    return tuple(made)


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
    raise TimeoutError(pipe)


class Editor:
    def __init__(self, context, source):
        manager = context.ServiceManager
        self.desktop = manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        self.dispatcher = manager.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
        self.document = self.desktop.loadComponentFromURL(uno.systemPathToFileUrl(source), "_blank", 0, ())
        self.cursor = self.document.CurrentController.ViewCursor

    def do(self, command, **values):
        self.dispatcher.executeDispatch(
            self.document.CurrentController.Frame, f".uno:{command}", "", 0, named(**values)
        )

    def paragraph(self, beginning):
        """Put the cursor at the beginning of the paragraph that begins so."""
        body = self.document.Text.createEnumeration()
        while body.hasMoreElements():
            each = body.nextElement()
            if each.supportsService("com.sun.star.text.Paragraph") and each.String.startswith(beginning):
                self.cursor.gotoRange(each.Start, MOVING)
                return each
        raise LookupError(beginning)

    def range(self, beginning, words):
        """Return the place of some words in a paragraph; the search is LibreOffice's, which knows its own controls."""
        search = self.document.createSearchDescriptor()
        search.SearchString, search.SearchCaseSensitive = words, True
        found = self.document.findNext(self.paragraph(beginning).Start, search)
        if found is None:
            raise LookupError(words)
        return found

    def type_over(self, beginning, words, text):
        """Select words and type over them."""
        self.cursor.gotoRange(self.range(beginning, words), MOVING)
        self.do("Delete")
        self.do("InsertText", Text=text)

    def type(self, beginning, words, text):
        """Type behind words."""
        self.cursor.gotoRange(self.range(beginning, words).End, MOVING)
        self.do("InsertText", Text=text)

    def delete(self, beginning, words):
        """Select words and press the Delete key."""
        self.cursor.gotoRange(self.range(beginning, words), MOVING)
        self.do("Delete")

    def delete_one_by_one(self, beginning, words):
        """Put the cursor before words and press the Delete key until they are gone."""
        self.cursor.gotoRange(self.range(beginning, words).Start, MOVING)
        for _ in words:
            self.do("Delete")

    def set_text(self, beginning, words, text):
        """Set a place's text through the programming interface."""
        self.range(beginning, words).setString(text)

    def record_changes(self):
        """Let everything that follows be a tracked change."""
        self.document.RecordChanges = True

    def replace_all(self, old, new):
        """Replace words everywhere."""
        search = self.document.createReplaceDescriptor()
        search.SearchString, search.ReplaceString = old, new
        self.document.replaceAll(search)

    def new_paragraph(self, beginning, text):
        """Put a paragraph behind another."""
        self.cursor.gotoRange(self.paragraph(beginning).End, MOVING)
        self.do("InsertPara")
        self.do("InsertText", Text=text)

    def delete_paragraph(self, beginning):
        self._select(beginning)
        self.do("Delete")

    def copy_paragraph(self, beginning, before):
        """Copy a whole paragraph before another."""
        self._select(beginning)
        self.do("Copy")
        self.paragraph(before)
        self.do("Paste")

    def move_paragraph(self, beginning, before):
        """Cut a whole paragraph and put it before another."""
        self._select(beginning)
        self.do("Cut")
        self.paragraph(before)
        self.do("Paste")

    def _select(self, beginning):
        """Select a paragraph with its end."""
        self.paragraph(beginning)
        self.do("EndOfParaSel")
        self.cursor.goRight(1, SELECTING)

    def save(self, target, form):
        self.document.storeToURL(uno.systemPathToFileUrl(target), named(FilterName=form))
        self.document.close(FOR_GOOD)


def main():
    asked = json.load(sys.stdin)
    editor = Editor(connect(asked["pipe"]), asked["source"])
    for verb, *facts in asked["edits"]:
        getattr(editor, verb)(*facts)
    editor.save(asked["target"], asked["filter"])
    os._exit(0)  # the bridge's threads now and then crash an interpreter that takes its leave


main()
