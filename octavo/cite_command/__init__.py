"""Set the JSON document of `octavo cite`: items and notes in, set notes and a bibliography out.

    {"style": "chicago-notes-bibliography", "language": "en-US",
     "items": [an item of CSL-JSON, …],
     "notes": [{"cites": [{"id": "carley2014", "locator": "12", "label": "page",
                           "prefix": "see ", "suffix": ", on the purge",
                           "suppress-author": true}]}],
     "nocite": ["litvinov1927"]}

Only `notes` is required.  In place of `items` or beside them `bibliography` names files of any
format that editions read, and in place of `notes` `citations` names one file; all of them are in
the document's folder.  Notes are numbered as they come, unless `number` says otherwise; a note with
the number 0 is in the running text.  Members of other names are ignored.

    {"edits": [{"insert": "n9", "before": "n2", "cites": […]}, {"edit": "n1", "cites": […]},
               {"move": "n3", "before": "n1"}, {"delete": "n2"}]}

are what a word processor does to the document, one after the other.  A note goes by its `name`, or
by its turn among the notes ("1", "2", …); without `before` it goes to the end.  For each edit the
result says which other notes and entries have changed with it.
"""

from octavo.cite_command.reading import CiteDocument, NotADocument, read_document
from octavo.cite_command.setting import Cited, cite

__all__ = ["CiteDocument", "Cited", "NotADocument", "cite", "read_document"]
